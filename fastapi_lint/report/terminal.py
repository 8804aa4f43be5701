"""The console that text for people is written to.

Nothing is wrapped or cut in a pipe, whatever its reader's terminal looks like, and no code that is shown is
ever read as markup.
"""

from __future__ import annotations

import os
import re
from typing import Literal, TextIO

from rich.console import Console
from rich.text import Text

from fastapi_lint.finding import Applicability, Severity
from fastapi_lint.report.plain import one_line

UNLIMITED = 1_000_000
NARROWEST = 40

STYLES = {Severity.ERROR: "bold red", Severity.WARNING: "bold yellow", Severity.INFO: "bold blue"}
FLAGS = {
    Applicability.SAFE: "apply with --fix",
    Applicability.UNSAFE: "unsafe, apply with --unsafe-fixes",
    Applicability.DISPLAY: "a sketch, to be applied by hand",
}

_CODE = re.compile(r"`[^`\n]+`")


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
    text.highlight_regex(_CODE, "bold cyan")
    return text
