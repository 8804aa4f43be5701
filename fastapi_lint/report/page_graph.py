"""The dependency graph of the page, drawn as SVG."""

from __future__ import annotations

import re
from collections.abc import Iterator
from html import escape

from fastapi_lint.inventory.entries import Need
from fastapi_lint.report.needs_words import traits
from fastapi_lint.report.page_layout import LINE, PAD, Box, Drawing, drawing, route_label, shortened
from fastapi_lint.report.plain import one_line
from fastapi_lint.report.view import View

_CODE = re.compile(r"`([^`]+)`")


def graph(view: View) -> str:
    """The section with the graph, or a sentence where there is nothing to draw."""
    shown = drawing(view)
    if not shown.boxes:
        return '<p class="empty">No route declares a dependency.</p>'
    numbers = {key: f"b{number}" for number, key in enumerate(shown.boxes)}
    width, height = round(shown.width), round(shown.height)
    return "\n".join(
        [
            f'<div class="canvas" tabindex="0" role="group" aria-label="Dependency graph">'
            f'<svg id="graph" width="{width}" height="{height}" viewBox="0 0 {width} {height}">',
            *_edges(shown, numbers),
            *(_box(view, box, numbers[key]) for key, box in shown.boxes.items()),
            "</svg></div>",
        ]
    )


def _edges(shown: Drawing, numbers: dict[str, str]) -> Iterator[str]:
    for key, box in shown.boxes.items():
        for target, need in box.targets.items():
            end = shown.boxes[target]
            x, y, to_x, to_y = box.x + box.width, box.middle, end.x, end.middle
            bend = max(40.0, (to_x - x) / 2)
            line = (
                f"M{x:.0f} {y:.0f}C{x + bend:.0f} {y:.0f} {to_x - bend:.0f} {to_y:.0f} {to_x:.0f} {to_y:.0f}"
            )
            said = ", ".join(traits(need, defined=False))
            title = f"<title>{text(said)}</title>" if said else ""
            uncached = " fresh" if need.is_cached is False else ""
            yield (
                f'<path class="edge{uncached}" data-from="{numbers[key]}" data-to="{numbers[target]}" '
                f'd="{line}">{title}</path>'
            )


def _box(view: View, box: Box, number: str) -> str:
    label = _label(view, box)
    name = f' data-name="{text(box.need.key)}"' if box.need is not None else ""
    inner = "".join(_routes(box) if box.need is None else _need(box, box.need))
    return (
        f'<g class="box {_kind(box)}" id="{number}" tabindex="0" role="img" aria-label="{text(label)}"{name} '
        f'transform="translate({box.x:.0f} {box.y:.0f})"><title>{text(label)}</title>'
        f'<rect width="{box.width:.0f}" height="{box.height:.0f}" rx="7"/>{inner}</g>'
    )


def _routes(box: Box) -> Iterator[str]:
    for index, (row, entry) in enumerate(box.entries):
        x, y = PAD + box.cell * (index // box.rows), _line(index % box.rows)
        path = text(shortened(route_label(entry))[len(entry.method) :])
        method = f'<tspan class="m {text(_first(entry.method))}">{text(entry.method)}</tspan>'
        attributes = f'class="line" data-row="{row}" x="{x:.0f}" y="{y}"'
        yield f'<text {attributes} xml:space="preserve">{method}{path}</text>'


def _need(box: Box, need: Need) -> Iterator[str]:
    yield f'<text x="{PAD}" y="{_line(0)}">{text(box.lines[0])}</text>'
    if need.is_generator:
        yield f'<circle class="yield" cx="{box.width - 9:.0f}" cy="{box.height / 2:.0f}" r="3"/>'


def _line(number: int) -> float:
    return PAD / 2 + LINE * number + 14.5


def _kind(box: Box) -> str:
    if box.need is None:
        return "routes"
    flags = {
        "security": box.need.is_security,
        "unknown": box.need.name is None,
        "yields": box.need.is_generator,
    }
    return " ".join(
        ["need", "async" if box.need.is_async else "thread", *(name for name, on in flags.items() if on)]
    )


def _label(view: View, box: Box) -> str:
    if box.need is None:
        return "; ".join(route_label(entry) for _, entry in box.entries)
    parts = [
        box.need.name or box.need.label,
        ", ".join(traits(box.need, defined=True)),
        view.where(box.need.place),
    ]
    return " · ".join(part for part in parts if part)


def _first(method: str) -> str:
    return method.split("|")[0] if method != "?" else "unknown"


def prose(message: str) -> str:
    """A message with its code marked up."""
    return _CODE.sub(r"<code>\1</code>", text(message))


def text(of: str) -> str:
    """Text that is safe between tags and in attributes."""
    return escape(one_line(of), quote=True)
