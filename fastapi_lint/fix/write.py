"""Fixed texts → disk, or a diff."""

from __future__ import annotations

import difflib
import os
import re
from collections.abc import Iterator
from pathlib import Path
from typing import TYPE_CHECKING

from fastapi_lint.result import Problem, ProblemKind
from fastapi_lint.source import Source, UnreadableSource
from fastapi_lint.workspace.files import UnreadableFile, UnwritableFile

if TYPE_CHECKING:
    from fastapi_lint.fix.apply import Fixed
    from fastapi_lint.session import Session

_LINE = re.compile(r"[^\n]*\n|[^\n]+")


def write(session: Session, fixed: Fixed) -> list[Problem]:
    """Replace the changed files, each atomically; those that could not be replaced are the problems."""
    problems = []
    for path, (old, new) in sorted(fixed.changes.items()):
        try:
            # The bytes on disk know the encoding and the BOM; the text in the session may have lost them.
            source = Source.decode(path, session.files.read(path))
            if source.text == new:  # another run, with the same in mind, was faster
                continue
            if source.text != old:
                raise UnwritableFile(path, "has changed on disk since it was read")
            session.files.replace(path, source.encode(new))
        except (UnreadableFile, UnreadableSource, UnwritableFile) as error:
            problems.append(_not_fixed(path, error.message))
        except UnicodeEncodeError as error:
            problems.append(_not_fixed(path, str(error)))
    return problems


def _not_fixed(path: str, why: str) -> Problem:
    return Problem(ProblemKind.UNWRITABLE, path, f"not fixed: {why}")


def diff(fixed: Fixed, base: str | None = None) -> str:
    """All changes as a unified diff, with paths relative to ``base`` (the current directory by default)."""
    return "".join(
        line
        for path, (old, new) in sorted(fixed.changes.items())
        for line in _unified(_relative(path, base or str(Path.cwd())), old, new)
    )


def _unified(path: str, old: str, new: str) -> Iterator[str]:
    # str.splitlines also splits at form feeds and Unicode separators, which no patch program does.
    for line in difflib.unified_diff(_LINE.findall(old), _LINE.findall(new), path, path):
        yield line if line.endswith("\n") else f"{line}\n\\ No newline at end of file\n"


def _relative(path: str, base: str) -> str:
    try:
        return os.path.relpath(path, base).replace(os.sep, "/")
    except ValueError:  # another drive
        return path
