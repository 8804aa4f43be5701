"""The options of ``routes`` and ``graph``: one field each, as those of ``check``."""

from __future__ import annotations

from collections.abc import Iterable
from typing import Annotated

import msgspec

from fastapi_lint.cli.declared import Argument, Option
from fastapi_lint.report.view_formats import GRAPH, ROUTES

_Words = list[str] | None


def _option(*names: str, help: str, metavar: str | None = None) -> Option:  # noqa: A002
    return Option(names, help, metavar)


def _format(formats: Iterable[str]) -> Option:
    return _option("--output-format", metavar="FORMAT", help=f"{', '.join(formats)}.")


class ViewOptions(msgspec.Struct, frozen=True):
    """What both commands know."""

    paths: Annotated[
        _Words,
        Argument("PATHS", "Files and folders; all of the project is read."),
    ] = None
    app: Annotated[
        str | None, _option("--app", metavar="MODULE:ATTR", help="Only this application: app.main:app.")
    ] = None
    output_format: str | None = None
    output_file: Annotated[
        str | None, _option("--output-file", "-o", metavar="FILE", help="Write to a file.")
    ] = None
    color: Annotated[str, _option("--color", metavar="WHEN", help="auto, always or never.")] = "auto"
    quiet: Annotated[bool, _option("--quiet", "-q", help="No warnings.")] = False
    verbose: Annotated[bool, _option("--verbose", "-v", help="Tracebacks, should it fail.")] = False
    config: Annotated[
        _Words, _option("--config", metavar="FILE|KEY=VALUE", help="Another file, or one setting.")
    ] = None
    isolated: Annotated[bool, _option("--isolated", help="Read no configuration file.")] = False
    target_fastapi: Annotated[
        str | None, _option("--target-fastapi", metavar="VERSION", help="Version or range of FastAPI.")
    ] = None


class RoutesOptions(ViewOptions, frozen=True):
    """``fastapi-lint routes``."""

    output_format: Annotated[str | None, _format(ROUTES)] = None


class GraphOptions(ViewOptions, frozen=True):
    """``fastapi-lint graph``."""

    output_format: Annotated[str | None, _format(GRAPH)] = None

    route: Annotated[
        str | None,
        _option(
            "--route", metavar="ROUTE", help='Only this route: "GET /items", a path, or an endpoint\'s name.'
        ),
    ] = None
