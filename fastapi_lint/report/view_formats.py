"""The formats of ``routes`` and ``graph``: one module each, imported when its format is asked for."""

from __future__ import annotations

from collections.abc import Callable
from importlib import import_module
from typing import TYPE_CHECKING, TextIO, TypeAlias, cast

if TYPE_CHECKING:
    from fastapi_lint.report.view import View

Writer: TypeAlias = "Callable[[View, TextIO], None]"

ROUTES = {
    "table": "one row per route, for reading in a terminal",
    "tree": "by application, router and prefix",
    "json": "one array of objects, in run-time order",
    "mermaid": "a flowchart from applications over routers to routes",
    "html": "one page with everything, the dependency graph and the findings",
}
"""The output formats of ``routes``."""

GRAPH = {
    "tree": "what every route needs, and what that needs",
    "mermaid": "a flowchart from routes to dependencies",
    "json": "one object per route, with its dependencies nested",
    "html": "one page with the graph drawn",
}
"""The output formats of ``graph``."""


def load(command: str, name: str) -> Writer:
    """The writer of a command's format."""
    return cast("Writer", import_module(f"fastapi_lint.report.{command}_{name}").write)
