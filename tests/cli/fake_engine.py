"""An engine that is small enough to know what it will find: words in the text are findings.

Tests of the command line need findings of every kind at will; what the real engine finds is tested elsewhere.
``FAKE=crash`` and others change what a run does. As a script it is the command with this engine.
"""

from __future__ import annotations

import os
import re
import sys
import time
import types
from collections.abc import Callable, Collection
from typing import Any

from fastapi_lint.finding import Applicability, Confidence, Edit, Finding, Fix, Severity, Span, Suppression
from fastapi_lint.result import Problem, ProblemKind, Result
from fastapi_lint.rule import Rule
from fastapi_lint.source import Source
from fastapi_lint.workspace.config import resolve_fixable, resolve_selection
from fastapi_lint.workspace.discovery import project_files

MANUAL = """{0} is written here.

More about `{0}`.

Bad:

    -- app/main.py --
    x = {0}

    y = 1
        ^ `{0}` is bad

Good:

    x = 1
"""


def _rule(name: str, code: str, severity: Severity, category: str, group: str = "default") -> Rule:
    module = f"fake_rules.{category}.{name}"
    sys.modules[module] = types.ModuleType(module, MANUAL.format(name))
    return Rule(module, code, severity, since="0.1", group=group)


BAD = _rule("bad_word", "FAPI101", Severity.ERROR, "asynchrony")
UGLY = _rule("ugly_word", "FAPI201", Severity.WARNING, "routing")
SKETCHY = _rule("sketchy_word", "FAPI202", Severity.INFO, "routing", "strict")
RULES = [BAD, UGLY, SKETCHY]
WORDS = {
    "BAD": (BAD, "GOOD", Applicability.SAFE, Confidence.HIGH),
    "UGLY": (UGLY, "PRETTY", Applicability.UNSAFE, Confidence.HIGH),
    "MAYBE": (UGLY, None, Applicability.UNSAFE, Confidence.LOW),
    "SKETCHY": (SKETCHY, None, Applicability.UNSAFE, Confidence.MEDIUM),
}


class Session:
    """Finds words."""

    is_moved = False

    def __init__(
        self,
        files: Any,
        settings: Any,
        rules: Any,
        cache: object = None,
        profile: object = None,
        workers: int = 1,
    ) -> None:
        self.files = files
        self.settings = settings
        self._selected = resolve_selection(rules, settings)
        self._fixable = resolve_fixable(rules, settings)
        self._texts: dict[str, str] = {}

    def knows(self, path: str) -> bool:
        return bool(self.files.exists(path))

    def source(self, path: str) -> Source:
        if path in self._texts:
            return Source(path, self._texts[path])
        return Source.decode(path, self.files.read(path))

    def update(self, path: str, text: str | None) -> None:
        if text is None:
            self._texts.pop(path, None)
        else:
            self._texts[path] = text

    def check(
        self, paths: Collection[str] | None = None, progress: Callable[[int, int], None] | None = None
    ) -> Result:
        mode = os.environ.get("FAKE", "")
        project = project_files(self.settings, self.files).files
        wanted = sorted(project if paths is None else paths)
        findings: list[Finding] = []
        problems: list[Problem] = []
        for number, path in enumerate(wanted):
            if mode == "slow":
                time.sleep(0.7)
            if mode == "bug":
                raise KeyError("x")
            if mode == "interrupt":
                raise KeyboardInterrupt
            if mode == "crash":
                detail = "Traceback (most recent call last): detail"
                problems.append(Problem(ProblemKind.INTERNAL, path, "rule `bad-word` failed", detail=detail))
            if progress:
                progress(number + 1, len(wanted))
            findings += self._in(self.source(path), project)
            if "SYNTAX" in self.source(path).text:
                problems.append(Problem(ProblemKind.SYNTAX, path, "invalid syntax", 1, 1))
        findings.sort(key=lambda finding: finding.order)
        warnings = ["`uv.lock` cannot be read"] if mode == "warn" else []
        return Result(findings, problems, len(wanted), self.source, warnings)

    def recheck(self, paths: Collection[str] | None = None) -> Result:
        return self.check(paths)

    def _in(self, source: Source, project: Collection[str]) -> list[Finding]:
        found = []
        for match in re.finditer(r"\b(BAD|UGLY|MAYBE|SKETCHY|FARBAD)\b(?:.*?# (ignored))?", source.text):
            word, span = match[1], Span(*match.span(1))
            rule, new, applicability, confidence = WORDS[word.removeprefix("FAR")]
            if rule.name not in self._selected:
                continue
            applicability = applicability if rule.name in self._fixable else Applicability.DISPLAY
            edits = [Edit(source.path, span, new)] if new else []
            if word == "FARBAD":
                other = next(path for path in project if path != source.path)
                edits.append(Edit(other, Span(0, 0), "# far\n"))
            found.append(
                Finding(
                    rule.code,
                    rule.name,
                    f"`{word}` is bad",
                    source.path,
                    span,
                    rule.severity,
                    confidence,
                    fix=Fix(f"Write `{new}`", tuple(edits), applicability) if new else None,
                    suppression=Suppression("comment", None, "") if match[2] else None,
                )
            )
        return found


def install(put: Callable[[str, types.ModuleType], None] = sys.modules.__setitem__) -> None:
    """Put the fake engine where the command line looks for the real one."""
    problems = []
    if os.environ.get("FAKE") == "plugin":
        problems = [Problem(ProblemKind.PLUGIN, "", "plugin `acme` cannot be loaded: no module `acme`")]
    registry = types.ModuleType("fastapi_lint.registry")
    registry.load = lambda: types.SimpleNamespace(rules=RULES, problems=problems)  # type: ignore[attr-defined]
    session = types.ModuleType("fastapi_lint.session")
    session.Session = Session  # type: ignore[attr-defined]
    examples = types.ModuleType("fastapi_lint.examples")
    examples.examples = lambda rule: [types.SimpleNamespace(bad=rule)]  # type: ignore[attr-defined]
    examples.check_block = _check_block  # type: ignore[attr-defined]
    for module in (registry, session, examples):
        put(module.__name__, module)


def _check_block(rule: Rule, block: object) -> Any:
    fixes = [Fix("", (), applicability) for of, new, applicability, _ in WORDS.values() if of is rule and new]
    return types.SimpleNamespace(findings=[types.SimpleNamespace(fix=fix) for fix in fixes])


if __name__ == "__main__":
    from fastapi_lint.cli.main import main

    install()
    sys.exit(main())
