"""``fastapi-lint graph``: what the routes depend on."""

from __future__ import annotations

import sys
from dataclasses import replace
from typing import TYPE_CHECKING

from fastapi_lint.cli import output
from fastapi_lint.cli.errors import UserError
from fastapi_lint.cli.routes import chosen, prepared, told, view
from fastapi_lint.report.view import View
from fastapi_lint.report.view_formats import GRAPH, load
from fastapi_lint.workspace.problems import did_you_mean

if TYPE_CHECKING:
    from fastapi_lint.cli.viewing import GraphOptions
    from fastapi_lint.inventory import Entry


def graph(options: GraphOptions) -> int:
    """Run the command and return its exit code."""
    name = chosen(options, GRAPH, "tree")
    run = prepared(options)
    shown = view(options, run, with_findings=False)
    if options.route is not None:
        shown = replace(shown, wanted=_wanted(shown, options.route))
    with output.sink(options.output_file, sys.stdout) as stream:
        load("graph", name)(shown, stream)
    return told(run, options)


def _wanted(shown: View, route: str) -> frozenset[Entry]:
    """The routes that ``GET /items``, ``/items`` or ``read_items`` means."""
    words = " ".join(route.split())
    known = [(_names(entry), entry) for _, entry in shown.entries() if not entry.is_mount]
    found = frozenset(entry for names, entry in known if words in names)
    if found:
        return found
    every = sorted({name for names, _ in known for name in names})
    raise UserError(
        f"there is no route `{route}`{did_you_mean(route, every) or '; `fastapi-lint routes` lists them'}"
    )


def _names(entry: Entry) -> set[str]:
    path = entry.shown_path
    methods = entry.methods or ([entry.method] if entry.kind == "websocket" else [])
    return {
        path,
        entry.name,
        entry.endpoint or "?",
        f"{entry.method} {path}",
        *(f"{method} {path}" for method in methods),
    }
