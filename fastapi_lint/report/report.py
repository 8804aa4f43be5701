"""What every reporter receives: the result, what of it to show, and how places are named."""

from __future__ import annotations

from collections import Counter
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from functools import cached_property
from typing import TYPE_CHECKING

import msgspec

from fastapi_lint.finding import Applicability, Edit, Finding, Fix, Severity, Span
from fastapi_lint.report.lines import Lines, Place
from fastapi_lint.result import Problem, ProblemKind, Result
from fastapi_lint.source.problems import UnreadableSource
from fastapi_lint.workspace.files import UnreadableFile

if TYPE_CHECKING:
    from fastapi_lint.rule import Rule


class Fixing(msgspec.Struct, frozen=True):
    """What fixing changed before the report: the rules whose fixes were applied, and what was left."""

    applied: Mapping[str, int] = {}
    held_back: int = 0
    files: int = 0
    show: bool = False


@dataclass(frozen=True, eq=False, repr=False)
class Report:
    """A result ready to be shown.

    ``findings`` are those to show: not suppressed, severe and sure enough. ``root`` is the folder of the
    project, ``cwd`` the one that people's paths are relative to.
    """

    result: Result
    findings: Sequence[Finding]
    root: str
    cwd: str
    version: str
    rules: Mapping[str, Rule] = field(default_factory=dict)
    """The loaded rules by code, for help text and links."""
    allowed: Applicability = Applicability.SAFE
    """The least sure kind of fix that ``--fix`` would apply in this run."""
    color: str = "auto"
    width: int | None = None
    """The width to lay out for; None asks the terminal, and a pipe has no limit."""
    quiet: bool = False
    fixing: Fixing | None = None

    def place(self, path: str, span: Span) -> Place:
        """Rows and columns of a span."""
        return self.lines(path).place(span)

    def lines(self, path: str) -> Lines:
        """The line table of a file."""
        if path not in self._lines:
            self._lines[path] = Lines(self.result.source(path).text)
        return self._lines[path]

    def edits(self, fix: Fix) -> list[Edit]:
        """The edits of a fix as they would be applied, imports among them; none if it cannot be applied."""
        from fastapi_lint.fix import combine

        try:
            sources = {path: self.result.source(path) for path in fix.paths}
        except (UnreadableFile, UnreadableSource):
            return []
        return [edit for edits in combine(sources, [fix]).edits.values() for edit in edits]

    def url(self, code: str) -> str:
        """The manual page of a rule on the web, or nothing."""
        return self.rules[code].url if code in self.rules else ""

    def shown_path(self, path: str) -> str:
        """A path as people want to read it: relative when it is below the current folder."""
        return _below(path, self.cwd)

    def project_path(self, path: str) -> str:
        """A path as a service wants it: relative to the project's root."""
        return _below(path, self.root)

    def fixable(self, finding: Finding) -> bool:
        """Whether ``--fix`` would apply the finding's fix in this run."""
        return finding.fix is not None and finding.fix.applicability >= self.allowed

    @property
    def suppressed(self) -> list[Finding]:
        """The findings that somebody chose not to see."""
        return [finding for finding in self.result.findings if finding.suppression is not None]

    @property
    def everything(self) -> list[Finding]:
        """Shown and suppressed findings, in order."""
        return sorted([*self.findings, *self.suppressed], key=lambda finding: finding.order)

    @property
    def problems(self) -> list[Problem]:
        """What kept the linter from its work, in order."""
        return sorted(self.result.problems, key=lambda it: (it.path, it.row, it.column, it.kind, it.message))

    def has_text(self, problem: Problem) -> bool:
        """Whether the code around a problem can be shown."""
        return problem.kind is ProblemKind.SYNTAX and bool(problem.path)

    @property
    def severities(self) -> Counter[Severity]:
        """How many of the shown findings have each severity."""
        return Counter(finding.severity for finding in self.findings)

    @cached_property
    def _lines(self) -> dict[str, Lines]:
        return {}


def _below(path: str, folder: str) -> str:
    prefix = folder.rstrip("/") + "/"
    return path[len(prefix) :] if path.startswith(prefix) else path
