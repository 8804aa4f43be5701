"""``graph`` as a Mermaid flowchart: every route and every dependency once."""

from __future__ import annotations

from typing import TextIO

from fastapi_lint.inventory.entries import Need
from fastapi_lint.report.flowchart import Flowchart
from fastapi_lint.report.needs_words import traits
from fastapi_lint.report.view import View

_STYLES = {
    "security": "stroke:#8b3fc7,stroke-width:3px",
    "unknown": "stroke-dasharray:4 3",
    "route": "stroke-width:2px",
}


def write(view: View, stream: TextIO) -> None:
    """Write the chart."""
    chart = Flowchart()
    for group, entry in view.entries():
        if entry.needs:
            route = chart.node(
                f"{id(group)} {id(entry)}", f"{entry.method} {entry.shown_path}", "([])", "route"
            )
            _add(chart, route, entry.needs, set())
    stream.write(chart.text(_STYLES))


def _add(chart: Flowchart, user: str, needs: tuple[Need, ...], seen: set[str]) -> None:
    for need in needs:
        style = "security" if need.is_security else "" if need.name else "unknown"
        label = ", ".join(traits(need, defined=True))
        node = chart.node(need.key, f"{need.label} ({label})" if label else need.label, "[]", style)
        chart.edge(user, node, ", ".join(traits(need, defined=False)))
        if need.key not in seen:
            seen.add(need.key)
            _add(chart, node, need.needs, seen)
