"""The console that text for people is written to.

Nothing is wrapped or cut in a pipe, whatever its reader's terminal looks like, and no code that is shown is
ever read as markup.
"""

from __future__ import annotations

import os
from collections.abc import Iterator
from typing import Literal, TextIO

from rich.console import Console
from rich.text import Text

from fastapi_lint.report.lines import Lines
from fastapi_lint.report.plain import one_line, visible
from fastapi_lint.report.row import CODE, NARROWEST, UNLIMITED, Row


def console(stream: TextIO, color: str = "auto", width: int | None = None) -> Console:
    """A console on ``stream``; ``color`` is auto, always or never."""
    interactive = stream.isatty()
    if width is None and not interactive:
        width = UNLIMITED
    made = Console(
        file=stream,
        width=width,
        force_terminal={"always": True, "never": False}.get(color),
        color_system=_color_system(color),
        markup=False,
        highlight=False,
        emoji=False,
        soft_wrap=True,
        legacy_windows=None if interactive else False,
    )
    if made.width < NARROWEST:
        made.width = NARROWEST
    return made


def _color_system(color: str) -> Literal["auto", "256", "truecolor"] | None:
    if color == "always":
        return "truecolor" if os.environ.get("COLORTERM") in ("truecolor", "24bit") else "256"
    # rich keeps bold and links under NO_COLOR; who sets it wants a plain stream.
    if color == "never" or os.environ.get("NO_COLOR"):
        return None
    return "auto"


def prose(message: str, style: str = "") -> Text:
    """A message with its `code` emphasised."""
    text = Text(one_line(message), style=style)
    text.highlight_regex(CODE, "bold cyan")
    return text


class Terminal:
    """Rows in colours."""

    def __init__(self, stream: TextIO, color: str, width: int | None) -> None:
        self._console = console(stream, color, width)
        self.width = self._console.width

    def coloured(self, lines: Lines) -> list[Row]:
        if not self._console.color_system:
            return []
        from rich.syntax import Syntax

        rows = [visible(lines.row(number)) for number in range(1, len(lines) + 1)]
        text = Syntax("", "python", theme="ansi_dark").highlight("\n".join(rows))
        return [self._row(row) for row in text.split("\n", allow_blank=True)]

    def _row(self, text: Text) -> Row:
        return Row(*((part.text, part.style or "") for part in text.render(self._console)))

    def write(self, rows: Iterator[Row]) -> None:
        for row in rows:
            self._console.print(Text.assemble(*row.pieces))
