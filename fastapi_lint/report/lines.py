"""Rows and columns of a text."""

from __future__ import annotations

from bisect import bisect_right
from typing import NamedTuple

from fastapi_lint.finding import Span
from fastapi_lint.source.rows import row_starts


class Place(NamedTuple):
    """A span in rows and columns; both count from 1, columns in code points, and the end is exclusive."""

    row: int
    column: int
    end_row: int
    end_column: int


class Lines:
    """The line table of one text."""

    def __init__(self, text: str) -> None:
        self.text = text
        self._starts = row_starts(text)

    def __len__(self) -> int:
        """The number of rows; a newline at the very end of the text begins no row."""
        return len(self._starts) - (len(self._starts) > 1 and self._starts[-1] == len(self.text))

    def row(self, number: int) -> str:
        """The text of a row, without its line end."""
        return self.text[self.start(number) : self.start(number + 1)].rstrip("\r\n")

    def start(self, number: int) -> int:
        """The offset of a row's first character; the end of the text for rows behind the last."""
        return self._starts[number - 1] if number <= len(self._starts) else len(self.text)

    def position(self, offset: int) -> tuple[int, int]:
        """Row and column of an offset."""
        row = bisect_right(self._starts, offset)
        return row, offset - self._starts[row - 1] + 1

    def place(self, span: Span) -> Place:
        """Where a span begins and ends."""
        return Place(*self.position(span.start), *self.position(span.end))
