"""A row of the report for people: pieces of text with styles, which a pipe gets without and a terminal with colours."""

from __future__ import annotations

import os
import re
from collections.abc import Iterator
from typing import Any, Protocol, TextIO, TypeAlias

from fastapi_lint.report.lines import Lines
from fastapi_lint.report.plain import one_line

UNLIMITED = 1_000_000
NARROWEST = 40
CODE = re.compile(r"`[^`\n]+`")
_COLOURED = ("FORCE_COLOR", "TTY_COMPATIBLE", "JUPYTER_COLUMNS", "JUPYTER_LINES")
"""Variables that make rich take a pipe for a terminal."""

Piece: TypeAlias = "tuple[str, Any]"
"""Some text, and what rich takes for its style."""


class Row:
    """Some pieces, in order."""

    __slots__ = ("pieces",)

    def __init__(self, *pieces: Piece) -> None:
        self.pieces = pieces

    @property
    def plain(self) -> str:
        """The text without styles."""
        return "".join([text for text, _ in self.pieces])

    def cut(self, begin: int, end: int | None = None) -> Iterator[Piece]:
        """The pieces between two characters."""
        at = 0
        for text, style in self.pieces:
            part = text[max(0, begin - at) : None if end is None else max(0, end - at)]
            at += len(text)
            if part:
                yield part, style

    def stripped(self) -> Row:
        """Without the whitespace at the end."""
        return Row(*self.cut(0, len(self.plain.rstrip())))


def prose(message: str) -> Iterator[Piece]:
    """A message with its `code` emphasised."""
    text = one_line(message)
    at = 0
    for found in CODE.finditer(text):
        yield from ((text[at : found.start()], ""), (found.group(), "bold cyan"))
        at = found.end()
    yield text[at:], ""


class Out(Protocol):
    """What rows are written to."""

    width: int

    def coloured(self, lines: Lines) -> list[Row]:
        """The rows of a Python file, coloured; none where there are no colours."""

    def write(self, rows: Iterator[Row]) -> None:
        """Write rows, each on a line of its own."""


class Pipe:
    """Not a terminal: no colours, and nothing is cut."""

    def __init__(self, stream: TextIO, width: int | None) -> None:
        self.width = max(NARROWEST, width or UNLIMITED)
        self._stream = stream

    def coloured(self, lines: Lines) -> list[Row]:
        return []

    def write(self, rows: Iterator[Row]) -> None:
        self._stream.write("".join([f"{row.plain}\n" for row in rows]))


def out_for(stream: TextIO, color: str, width: int | None) -> Out:
    """What rows for a stream are written to. Rich is imported only for terminals, and for colours."""
    if color != "always" and not stream.isatty() and not any(map(os.environ.get, _COLOURED)):
        return Pipe(stream, width)
    from fastapi_lint.report.terminal import Terminal

    return Terminal(stream, color, width)
