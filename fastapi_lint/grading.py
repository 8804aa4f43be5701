"""What the settings say about findings: which rules run, where, with which options, and how much each counts."""

from __future__ import annotations

from collections.abc import Collection, Sequence, Set
from dataclasses import replace

from fastapi_lint.finding import Applicability, Finding, Severity
from fastapi_lint.rule import Rule
from fastapi_lint.suppression import RULES, PseudoRule
from fastapi_lint.workspace.config import (
    ignored_per_file,
    resolve_fixable,
    resolve_selection,
    resolve_severity,
    rule_options,
)
from fastapi_lint.workspace.settings import Settings


class Grading:
    """Some rules under some settings; raises ``ConfigError`` where these name rules or options that do not exist."""

    def __init__(self, rules: Sequence[Rule], settings: Settings) -> None:
        every: list[Rule | PseudoRule] = [*rules, *RULES]
        self._selected = resolve_selection(every, settings)
        self._severities = resolve_severity(every, settings)
        self._ignored = ignored_per_file(every, settings)
        self._fixable = resolve_fixable(every, settings)
        self.rules = [rule for rule in rules if rule.name in self._selected]
        """Those that run."""
        self.options = rule_options(rules, settings)

    def is_ignored(self, name: str, path: str) -> bool:
        """Whether the user wants nothing of a rule in a file."""
        return name in self._ignored(path)

    def ran(self, path: str) -> Set[str]:
        """The names of the rules that looked at a file."""
        return self._selected - self._ignored(path)

    def graded(self, finding: Finding, broken: Collection[str]) -> Finding:
        """The finding with the user's own severity, and its fix only for show when the user wants none.

        A fix of files that are ``broken`` is about a text that is no longer there.
        """
        severity: Severity | None = self._severities.get(finding.name)
        if severity is not None:
            finding = replace(finding, severity=severity)
        if any(fix and not fix.paths.isdisjoint(broken) for fix in (finding.fix, finding.sketch)):
            finding = replace(finding, fix=None, sketch=None)
        if finding.fix is not None and finding.name not in self._fixable:
            finding = replace(finding, fix=replace(finding.fix, applicability=Applicability.DISPLAY))
        return finding
