"""Code frames: some rows of a file with a span marked in them."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from typing import NamedTuple

import msgspec

from fastapi_lint.finding import Span
from fastapi_lint.report.lines import Lines
from fastapi_lint.report.plain import cells, visible
from fastapi_lint.report.row import Piece, Row

LONGEST = 8
"""A span of more rows than this is shown by its first and last rows."""

_MARGIN = 8


class Marks(NamedTuple):
    """The characters that frames are drawn with."""

    bar: str
    first: str
    last: str
    gap: str
    more: str


UNICODE = Marks("│", "╭", "╰", "⋮", "…")
ASCII = Marks("|", "/", "\\", ":", ">")


def marks_for(encoding: str | None) -> Marks:
    """The prettiest characters that a stream can carry."""
    try:
        "".join(UNICODE).encode(encoding or "utf-8")
    except (UnicodeEncodeError, LookupError):
        return ASCII
    return UNICODE


class Frame(msgspec.Struct, frozen=True):
    """One frame; ``code`` is the highlighted text of each row of the file, or empty for plain text."""

    lines: Lines
    span: Span
    marks: Marks
    style: str
    width: int
    code: Sequence[Row] = ()
    context: int = 2

    def rows(self) -> Iterator[Row]:
        """The frame, row by row."""
        (first, start), (last, end) = self._ends()
        shown = self._shown(first, last)
        gutter = max(4, len(str(shown[-1])))
        shift = self._shift(first, start, end if first == last else start, self._room(gutter, first < last))
        previous = shown[0]
        for number in shown:
            if number > previous + 1:
                yield Row((f"{'':>{gutter}} {self.marks.bar} {self.marks.gap}", "dim"))
            yield self._code_row(number, gutter, shift, (first, last))
            if number == first == last:
                yield self._carets(number, gutter, shift, start, end)
            previous = number

    def _ends(self) -> tuple[tuple[int, int], tuple[int, int]]:
        """Row and column of the first and behind the last marked character.

        A span that ends at the very beginning of a row does not mark that row.
        """
        first, last = self.lines.position(self.span.start), self.lines.position(self.span.end)
        if last[1] == 1 and last[0] > first[0]:
            row = last[0] - 1
            last = row, len(self.lines.row(row)) + 1
        return first, last

    def _shown(self, first: int, last: int) -> list[int]:
        count = max(len(self.lines), first)
        before, after = max(1, first - self.context), min(count, last + self.context)
        if last - first < LONGEST:
            return list(range(before, after + 1))
        return [*range(before, first + 3), *range(last - 1, after + 1)]

    def _room(self, gutter: int, bracketed: bool) -> int:
        return max(20, self.width - gutter - 3 - 2 * bracketed)

    def _shift(self, row: int, start: int, end: int, room: int) -> int:
        """How many cells to leave out on the left so that the span is visible."""
        line = self.lines.row(row)
        left, right = _cells(line, start), _cells(line, end)
        if right <= room:
            return 0
        return max(0, min(left - _MARGIN, right + _MARGIN - room))

    def _code_row(self, number: int, gutter: int, shift: int, marked: tuple[int, int]) -> Row:
        first, last = marked
        pieces: list[Piece] = [(f"{number:>{gutter}} {self.marks.bar}", "dim")]
        bracketed = first < last
        if bracketed:
            side = {first: self.marks.first, last: self.marks.last}.get(number, self.marks.bar)
            pieces.append((f" {side}" if first <= number <= last else "  ", self.style))
        code = self.code[number - 1] if self.code else Row((visible(self.lines.row(number)), ""))
        if code.plain:
            pieces += [(" ", ""), *self._cropped(code, shift, self._room(gutter, bracketed)).pieces]
        return Row(*pieces).stripped()

    def _cropped(self, code: Row, shift: int, room: int) -> Row:
        """The cells of a row that are in view, with a mark where some were left out."""
        more: Piece = self.marks.more, "dim"
        if shift:
            begin = _index(code.plain, shift + 1)
            blank = cells(code.plain[:begin]) - shift - 1  # a wide character may straddle the edge
            edge = more if code.plain[:begin].strip() else (" ", "")
            code = Row(edge, (" " * max(0, blank), ""), *code.cut(begin))
        if cells(code.plain) <= room:
            return code
        end = _index(code.plain, room - 1)
        if cells(code.plain[:end]) > room - 1:
            end -= 1
        return Row(*code.cut(0, end), more)

    def _carets(self, row: int, gutter: int, shift: int, start: int, end: int) -> Row:
        line = self.lines.row(row)
        left, right = _cells(line, start) - shift, _cells(line, end) - shift
        right = min(right, self._room(gutter, False))
        bar = f"{'':>{gutter}} {self.marks.bar} "
        return Row((bar, "dim"), (" " * left, ""), ("^" * max(1, right - left), self.style))


def _cells(line: str, column: int) -> int:
    """The number of terminal cells before a column."""
    return cells(visible(line[: column - 1]))


def _index(text: str, cell: int) -> int:
    """The first character that begins at a cell or behind."""
    index, seen = 0, 0
    while index < len(text) and seen < cell:
        seen += cells(text[index])
        index += 1
    return index
