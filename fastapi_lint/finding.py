"""Findings: what a rule says about a place in the code, and the fix it offers.

Everything here is plain data. Positions are half-open character offsets into a file's text; turning
them into rows and columns is the reporter's work.
"""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from enum import IntEnum
from functools import total_ordering
from typing import NamedTuple, TypeAlias


class Span(NamedTuple):
    """A half-open range of character offsets in one file's text."""

    start: int
    end: int


class Location(NamedTuple):
    """A span in a named file."""

    path: str
    span: Span


class Severity(IntEnum):
    """How much a finding hurts: INFO is the style of the field, WARNING will hurt, ERROR breaks or leaks."""

    INFO = 1
    WARNING = 2
    ERROR = 3

    def __str__(self) -> str:
        return self.name.lower()

    def lowered(self) -> Severity:
        """One step milder; INFO stays."""
        return Severity(max(self - 1, Severity.INFO))


class Confidence(IntEnum):
    """How sure the model is that the finding is true."""

    LOW = 1
    MEDIUM = 2
    HIGH = 3

    def __str__(self) -> str:
        return self.name.lower()


class Applicability(IntEnum):
    """What may be done with a fix.

    SAFE keeps behaviour and wire format and is applied by ``--fix``; UNSAFE needs ``--unsafe-fixes``;
    DISPLAY is a sketch that is shown and never applied.
    """

    DISPLAY = 1
    UNSAFE = 2
    SAFE = 3

    def __str__(self) -> str:
        return self.name.lower()


@total_ordering
@dataclass(frozen=True, slots=True)
class Edit:
    """Replace ``span`` of the file ``path`` by ``text``. An empty span inserts."""

    path: str
    span: Span
    text: str

    def __lt__(self, other: Edit) -> bool:
        return (self.path, self.span, self.text) < (other.path, other.span, other.text)


@dataclass(frozen=True, slots=True, order=True)
class ImportRequest:
    """Ask for ``from module import name`` (or ``import module`` when ``name`` is empty) in the file ``path``.

    The engine places each distinct request once per round, however many fixes ask for it.
    """

    path: str
    module: str
    name: str = ""


@dataclass(frozen=True, slots=True)
class Fix:
    """Edits that belong together: all of them are applied, in all their files, or none."""

    message: str
    edits: tuple[Edit, ...]
    applicability: Applicability = Applicability.UNSAFE
    imports: tuple[ImportRequest, ...] = ()

    @property
    def paths(self) -> set[str]:
        """The files that the fix changes."""
        return {edit.path for edit in self.edits} | {request.path for request in self.imports}


PLACE = "place"
"""The group of the other places of the same defect, each of which is reported when those before it are ignored."""


@dataclass(frozen=True, slots=True)
class Related:
    """A second place that explains a finding: the route that shadows, a hop of a call chain."""

    path: str
    span: Span
    message: str
    group: str = ""
    """What the place is one of, if it is one of many (``route``): formats for people show the first few."""


@dataclass(frozen=True, slots=True)
class Suppression:
    """Why a finding is not shown: the directive's own span and the reason that its author gave."""

    kind: str
    span: Span | None = None
    """None where it stands in another file than the finding."""
    reason: str = ""


@dataclass(frozen=True, slots=True)
class Finding:
    """One defect at one place. ``message`` says what and why, ``help`` what to do."""

    code: str
    name: str
    message: str
    path: str
    span: Span
    severity: Severity
    confidence: Confidence = Confidence.HIGH
    help: str = ""
    related: tuple[Related, ...] = ()
    fix: Fix | None = None
    suppression: Suppression | None = None
    cause: Location | None = None
    """Where the defect itself is, when the finding stands elsewhere: a directive there covers it as well."""
    sketch: Fix | None = None
    """What is better than ``fix`` and has to be written by hand: DISPLAY, about the finding's own file."""
    is_repeat: bool = False
    """Whether another finding names this place already. There are such only while everything is being fixed."""

    @property
    def order(self) -> tuple[str, Span, str, str]:
        """The key that every list of findings is sorted by."""
        return (self.path, self.span, self.code, self.message)


Findings: TypeAlias = Iterator[Finding]
