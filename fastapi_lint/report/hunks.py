"""The diff of one fix: what its edits change, with a few rows around."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from difflib import SequenceMatcher
from itertools import groupby

from fastapi_lint.finding import Edit
from fastapi_lint.report.lines import Lines

CONTEXT = 2


def hunks(lines: Lines, edits: Sequence[Edit]) -> Iterator[str]:
    """A unified diff without file names, of sorted edits of one file.

    Only the rows around the edits are compared, so a fix in a long file costs no more than in a short one.
    """
    grown = 0
    for group in _close(lines, edits):
        first = max(1, lines.position(group[0].span.start)[0] - CONTEXT)
        last = min(len(lines), lines.position(group[-1].span.end)[0] + CONTEXT)
        old, new = _rows(lines, first, last, []), _rows(lines, first, last, group)
        if old == new:
            continue
        yield f"@@ -{first},{len(old)} +{first + grown},{len(new)} @@"
        yield from _changes(old, new)
        grown += len(new) - len(old)


def _close(lines: Lines, edits: Sequence[Edit]) -> list[list[Edit]]:
    """The edits in groups whose rows, with the context, touch."""
    groups: list[list[Edit]] = []
    reach = 0
    for edit in edits:
        first = lines.position(edit.span.start)[0]
        if groups and first - CONTEXT <= reach + 1:
            groups[-1].append(edit)
        else:
            groups.append([edit])
        reach = max(reach, lines.position(edit.span.end)[0] + CONTEXT)
    return groups


def _rows(lines: Lines, first: int, last: int, edits: Sequence[Edit]) -> list[str]:
    begin, end = lines.start(first), lines.start(last + 1)
    pieces, at = [], begin
    for edit in edits:
        pieces += [lines.text[at : edit.span.start], edit.text]
        at = edit.span.end
    text = "".join([*pieces, lines.text[at:end]])
    rows = Lines(text)
    return [rows.row(number) for number in range(1, len(rows) + 1)] if text else []


def _changes(old: list[str], new: list[str]) -> Iterator[str]:
    for tag, a, b, c, d in SequenceMatcher(None, old, new, autojunk=False).get_opcodes():
        if tag == "equal":
            yield from (f"  {row}" for row in old[a:b])
        else:
            yield from (f"- {row}" for row in old[a:b])
            yield from (f"+ {row}" for row in new[c:d])


def by_file(edits: Sequence[Edit]) -> list[tuple[str, list[Edit]]]:
    """Sorted edits, file by file."""
    return [(path, list(group)) for path, group in groupby(edits, key=lambda edit: edit.path)]
