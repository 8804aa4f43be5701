"""What stands around a place of a file: functions may have a thousand statements, and each may be asked about."""

from __future__ import annotations

from bisect import bisect_right
from collections.abc import Iterator, Sequence
from operator import attrgetter

from fastapi_lint.model.file import syntax as s

_START = attrgetter("start")
_FEW = 8
_ROWS: dict[type, tuple[str, ...]] = {
    s.If: ("orelse", "body"),
    s.For: ("body", "orelse"),
    s.While: ("body", "orelse"),
    s.With: ("body",),
    s.Try: ("body", "handlers", "orelse", "final"),
    s.Handler: ("body",),
    s.ClassDef: ("body",),
}


def index_of(row: Sequence[s.Syntax], start: int, end: int) -> int:
    """Which of some records side by side holds a place; how many there are if none does."""
    if len(row) > _FEW and isinstance(row[0], (s.Stmt, s.Handler)):  # they stand in the order of the source
        at = bisect_right(row, start, key=_START) - 1
        return at if at >= 0 and end <= row[at].end else len(row)
    for at, one in enumerate(row):
        if one.start <= start and end <= one.start + one.length:
            return at
    return len(row)


def enclosing(body: Sequence[s.Syntax], start: int, end: int) -> Iterator[s.Syntax]:
    """Everything in a body that holds a place, outermost first."""
    row = body
    while (at := index_of(row, start, end)) < len(row):
        yield row[at]
        row = _below(row[at], start)


def _below(node: s.Syntax, start: int) -> Sequence[s.Syntax]:
    """What is in a record, or those of its statements, or of its handlers, among which a place is."""
    for name in _ROWS.get(node.__class__, ()):
        row: tuple[s.Syntax, ...] = getattr(node, name)
        if row and row[0].start <= start < row[-1].end:
            return row
    return list(s.children(node))
