"""What a fix would write, for where it can only be shown."""

from __future__ import annotations

from collections.abc import Iterable
from difflib import unified_diff
from textwrap import dedent

from fastapi_lint.finding import Edit
from fastapi_lint.fix.combine import apply_edits


def changed_lines(text: str, edits: Iterable[Edit]) -> str:
    """The lines that edits of a text write, with an ellipsis for what lies between them."""
    hunks: list[list[str]] = []
    before, after = text.splitlines(), apply_edits(text, edits).splitlines()
    for line in unified_diff(before, after, n=0, lineterm=""):
        if line.startswith("@@"):
            hunks.append([])
        elif hunks and line.startswith("+"):
            hunks[-1].append(line[1:])
    return "\n…\n".join(dedent("\n".join(hunk)) for hunk in hunks if hunk)
