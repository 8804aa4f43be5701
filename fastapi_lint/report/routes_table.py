"""``routes`` as a table. Columns that a terminal has no room for are left out, the least important first."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from typing import TextIO

from rich.text import Text

from fastapi_lint.inventory.entries import Entry, Group
from fastapi_lint.report import routes_text as words
from fastapi_lint.report.plain import one_line
from fastapi_lint.report.routes_remarks import summary
from fastapi_lint.report.terminal import console
from fastapi_lint.report.view import View, heading, runs

_GAP = 2
_Cells = dict[str, Text]


def write(view: View, stream: TextIO) -> None:
    """Write one table per application, with the same columns in all."""
    out = console(stream, view.color, view.width)
    shown = {id(entry): _cells(view, entry) for _, entry in view.entries()}
    widths = _widths(list(shown.values()), out.width)
    for group in _groups(view.inventory.groups):
        entries = [entry for entry in group.entries if id(entry) in shown]
        if entries:
            out.print(
                Text.assemble(
                    (one_line(heading(group)), "bold underline"), (f"  {view.where(group.place)}", "dim")
                )
            )
            out.print(_row({name: Text(name, style="dim") for name in widths}, widths))
        for entry in entries:
            out.print(_row(shown[id(entry)], widths))
            for remark in words.remarks_of(view, entry):
                out.print(Text.assemble(" " * (widths["METHOD"] + _GAP), remark))
        if entries:
            out.print()
    out.print(summary(view))


def _groups(some: tuple[Group, ...]) -> Iterator[Group]:
    """The groups, mounted ones behind the application that they are mounted in."""
    for group in some:
        yield group
        yield from _groups(tuple(group.mounted))


def _cells(view: View, entry: Entry) -> _Cells:
    return {name: cell(view, entry) for name, cell in _COLUMNS.items()}


_COLUMNS: dict[str, Callable[[View, Entry], Text]] = {
    "METHOD": lambda view, entry: words.method(entry),
    "PATH": lambda view, entry: words.path(entry.shown_path),
    "ENDPOINT": lambda view, entry: words.name(entry),
    "RUNS": lambda view, entry: Text("" if entry.is_mount else runs(entry.is_async)),
    "WHERE": lambda view, entry: Text(view.where(entry.place), style="dim"),
    "RESPONSE": lambda view, entry: Text(one_line(entry.response_model or "")),
    "DEPENDENCIES": lambda view, entry: Text(", ").join(map(words.need, entry.needs)),
    "TAGS": lambda view, entry: Text(one_line(", ".join(tag or "?" for tag in entry.tags))),
}
_DISPENSABLE = ("TAGS", "RESPONSE", "DEPENDENCIES", "RUNS", "WHERE")


def _widths(cells: list[_Cells], limit: int) -> dict[str, int]:
    """The columns that fit, each with its width; empty ones are not missed."""
    widths = {
        name: max([len(name), *(row[name].cell_len for row in cells)])
        for name in _COLUMNS
        if any(row[name].plain for row in cells)
    }
    for name in _DISPENSABLE:
        if sum(widths.values()) + _GAP * (len(widths) - 1) <= limit:
            break
        widths.pop(name, None)
    return widths


def _row(cells: _Cells, widths: dict[str, int]) -> Text:
    row = Text()
    for name, width in widths.items():
        row.append_text(cells[name])
        row.append(" " * (width - cells[name].cell_len + _GAP))
    row.rstrip()
    return row
