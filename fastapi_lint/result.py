"""What a run returns: findings and problems, and nothing about how they are shown."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass, field
from enum import Enum
from typing import TYPE_CHECKING, NamedTuple

import msgspec

from fastapi_lint.finding import Finding

if TYPE_CHECKING:
    from fastapi_lint.source import Source


class ProblemKind(str, Enum):
    """Why a file, or a rule on a file, could not be judged."""

    SYNTAX = "syntax-error"
    UNREADABLE = "unreadable"
    UNWRITABLE = "unwritable"
    INTERNAL = "internal-error"
    MISSING = "missing-path"
    PLUGIN = "plugin-error"


class Problem(msgspec.Struct, frozen=True):
    """Something that kept the linter from its work; a run with problems exits with 2."""

    kind: ProblemKind
    path: str
    message: str
    row: int = 1
    column: int = 1
    detail: str = ""
    """A traceback for internal errors, shown with ``--verbose``."""


class CallCount(NamedTuple):
    """The calls on the ways from the event loop, and those of them whose callee is known."""

    all: int
    resolved: int

    def __str__(self) -> str:
        share = 100 * self.resolved // self.all if self.all else 100
        return f"resolved {share} % of {self.all:,} calls"


@dataclass(slots=True)
class Result:
    """Everything a run found. ``findings`` are sorted and include the suppressed ones."""

    findings: list[Finding]
    problems: list[Problem]
    files: int
    source: Callable[[str], Source]
    """The text that the spans of a file's findings refer to."""
    warnings: list[str] = field(default_factory=list)
    """Notices about the run itself, such as an unreadable lock file."""
    calls: CallCount | None = None
    """How well the calls on the event loop could be followed; None when no rule asked for them."""

    @property
    def active(self) -> list[Finding]:
        """The findings that no directive suppresses."""
        return [finding for finding in self.findings if finding.suppression is None]
