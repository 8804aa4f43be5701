"""The page: one HTML file that needs no network, no server and, to be read, no JavaScript."""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from importlib.resources import files

from fastapi_lint.finding import Location
from fastapi_lint.inventory.entries import Entry
from fastapi_lint.report.page_graph import graph, text
from fastapi_lint.report.page_rows import note_item, table
from fastapi_lint.report.routes_remarks import summary
from fastapi_lint.report.view import Note, View

_POLICY = "default-src 'none'; style-src 'unsafe-inline'; script-src 'unsafe-inline'"
_METHODS = ("GET", "POST", "PUT", "PATCH", "DELETE", "HEAD", "OPTIONS", "TRACE", "WS", "MOUNT", "?")
_FLAGS = {
    "findings": "With findings",
    "lost": "Never reached",
    "open": "Without security",
    "thread": "In a thread",
}


def page(view: View, *, with_routes: bool) -> str:
    """The whole document; without ``with_routes`` just the graph."""
    notes, others = _placed(view)
    sections = [_section("routes-section", "Routes", table(view, notes))] if with_routes else []
    legend = _legend()
    sections.append(_section("graph-section", "Dependencies", legend + graph(view)))
    if others:
        items = "".join(note_item(view, note) for note in others)
        sections.append(_section("other-section", "Other findings", f'<ul class="findings">{items}</ul>'))
    assets = files("fastapi_lint.report") / "assets"
    return _FRAME.format(
        policy=_POLICY,
        title=text(view.title),
        summary=text(_summary(view)),
        version=text(view.version),
        style=(assets / "page.css").read_text(encoding="utf-8"),
        script=(assets / "page.js").read_text(encoding="utf-8"),
        controls=_controls(view) if with_routes else "",
        sections="\n".join(sections),
    )


def _summary(view: View) -> str:
    found = len(view.notes)
    return summary(view) + (f"; {found} finding{'s' if found != 1 else ''}" if found else "")


def _section(identity: str, name: str, content: str) -> str:
    return f'<section id="{identity}"><h2>{name}</h2>\n{content}\n</section>'


def _controls(view: View) -> str:
    entries = [entry for _, entry in view.entries()]
    methods = {method for entry in entries for method in (entry.methods or (entry.method,))}
    ordered = sorted(
        methods, key=lambda name: (_METHODS.index(name) if name in _METHODS else len(_METHODS), name)
    )
    tags = sorted({tag or "?" for entry in entries for tag in entry.tags})
    options = "".join(f'<option value="{text(tag)}">{text(tag)}</option>' for tag in tags)
    parts = [
        '<input id="search" type="search" autocomplete="off" spellcheck="false" '
        'aria-label="Search the routes" placeholder="Search paths, endpoints, dependencies, tags">',
        _buttons("methods", "Methods", {name: name for name in ordered}),
        _buttons("flags", "Show only", _FLAGS),
        f'<select id="tag" aria-label="Tag"><option value="">All tags</option>{options}</select>'
        if tags
        else "",
        '<output id="shown" aria-live="polite"></output>',
    ]
    return f'<form id="controls" role="search">{"".join(parts)}</form>'


def _buttons(identity: str, label: str, names: Mapping[str, str]) -> str:
    buttons = "".join(
        f'<button type="button" aria-pressed="false" data-value="{text(value)}">{text(name)}</button>'
        for value, name in names.items()
    )
    return f'<div id="{identity}" class="buttons" role="group" aria-label="{label}">{buttons}</div>'


def _legend() -> str:
    words = {
        "async": "on the event loop",
        "thread": "in a thread",
        "security": "security",
        "unknown": "not known",
    }
    items = "".join(f'<span class="key {name}">{meaning}</span>' for name, meaning in words.items())
    return (
        f'<p class="legend">{items}<span class="key yields">yields</span>'
        '<span class="key fresh">not cached</span>'
        '<button type="button" id="fit" aria-pressed="false">Fit to width</button></p>'
    )


# --- findings --------------------------------------------------------------------------------------


def _placed(view: View) -> tuple[dict[int, list[Note]], list[Note]]:
    """The findings by the rows of the routes that they concern, and those that concern none."""
    placed: dict[int, list[Note]] = {}
    used: set[int] = set()
    for number, (_, entry) in enumerate(view.entries()):
        spans = list(_concerned(entry))
        for note in view.notes:
            if _is_in(note, spans):
                placed.setdefault(number, []).append(note)
                used.add(id(note))
    return placed, [note for note in view.notes if id(note) not in used]


def _concerned(entry: Entry) -> Iterator[Location]:
    """The code that runs for a route: its own, and that of its dependencies."""
    yield from entry.extent
    for need in entry.needs:
        for inner in need.walk():
            if inner.extent is not None:
                yield inner.extent


def _is_in(note: Note, places: Sequence[Location]) -> bool:
    path, start = note.finding.path, note.finding.span.start
    return any(place.path == path and place.span.start <= start < place.span.end for place in places)


_FRAME = """<!doctype html>
<html lang="en">
<head>
<meta charset="utf-8">
<meta name="viewport" content="width=device-width, initial-scale=1">
<meta name="color-scheme" content="light dark">
<meta http-equiv="Content-Security-Policy" content="{policy}">
<meta name="generator" content="fastapi-lint {version}">
<title>{title} · routes</title>
<style>
{style}</style>
</head>
<body>
<header>
<div><h1>{title}</h1><p>{summary}</p></div>
<button type="button" id="theme" aria-label="Switch between light and dark">◐</button>
</header>
{controls}
<main>
{sections}
</main>
<footer>fastapi-lint {version}</footer>
<script>
{script}</script>
</body>
</html>
"""
