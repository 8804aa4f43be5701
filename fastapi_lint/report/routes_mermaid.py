"""``routes`` as a Mermaid flowchart: applications, routers, routes."""

from __future__ import annotations

from typing import TextIO

from fastapi_lint.inventory.entries import Group
from fastapi_lint.report.flowchart import Flowchart
from fastapi_lint.report.view import View, heading

_STYLES = {
    "lost": "stroke:#b35900,stroke-dasharray:4 3",
    "router": "stroke-width:2px",
    "app": "stroke-width:3px",
}


def write(view: View, stream: TextIO) -> None:
    """Write the chart."""
    chart = Flowchart()
    for group in view.inventory.groups:
        _add(view, chart, group, chart.node(f"{id(group)}", heading(group), "([])", "app"))
    stream.write(chart.text(_STYLES))


def _add(view: View, chart: Flowchart, group: Group, top: str) -> None:
    for entry in filter(view.shows, group.entries):
        above, key = top, f"{id(group)}"
        for branch in entry.branches:
            key = f"{key} {branch.prefix} {branch.router}"
            node = chart.node(key, branch.router, "[[]]", "router")
            chart.edge(above, node, "?" if branch.prefix is None else branch.prefix)
            above = node
        label = f"{entry.method} {entry.shown_path}"
        route = chart.node(f"{id(entry)}", label, "[]", "lost" if entry.shadow else "")
        chart.edge(above, route, dotted=entry.is_conditional)
        if entry.mounted is not None:
            inner = chart.node(f"{id(entry.mounted)}", entry.mounted.title, "([])", "app")
            chart.edge(route, inner)
            _add(view, chart, entry.mounted, inner)
