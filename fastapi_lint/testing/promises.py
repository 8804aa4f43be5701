"""What the docstring of every rule promises, checked against what the rule does."""

from __future__ import annotations

import difflib
from collections.abc import Iterator
from dataclasses import dataclass
from typing import TYPE_CHECKING

from fastapi_lint.examples import (
    Block,
    Example,
    ExampleError,
    annotate,
    check_block,
    examples,
    fix_block,
    render,
)
from fastapi_lint.finding import Applicability, Finding

if TYPE_CHECKING:
    from fastapi_lint.rule import Rule


class PromiseError(AssertionError):
    """The docstring says one thing and the rule does another."""


@dataclass(frozen=True, slots=True)
class Promise:
    """One thing that the docstring of a rule says.

    ``bad``: the findings are exactly where the carets are, with these messages. ``good``: there are none.
    ``fix``: fixing bad gives good, and fixing good changes nothing.
    """

    rule: Rule
    name: str
    example: Example

    def check(self) -> None:
        """Raise ``PromiseError`` with a readable difference if it is not true."""
        getattr(self, f"_{self.name.partition('-')[0]}")()

    def _bad(self) -> None:
        bad = self.example.bad
        self._same(annotate(bad.files, bad.marks), render(bad, self._findings(bad)), "is reported otherwise")

    def _good(self) -> None:
        good = self.example.good
        assert good is not None
        self._same(annotate(good.files, ()), render(good, self._findings(good)), "is not clean")

    def _fix(self) -> None:
        bad, good = self.example.bad, self.example.good
        if self._is_fixable(bad):
            if good is None:
                raise self._broken("there is a fix, and no Good block that says what it must produce")
            self._same(annotate(good.files, ()), self._fixed(bad), "fixed, is not the Good block")
        if good is not None:
            self._same(annotate(good.files, ()), self._fixed(good), "is changed by a fix")

    def _findings(self, block: Block) -> list[Finding]:
        result = check_block(self.rule, block)
        if result.problems:
            lines = [f"{problem.path}: {problem.message}\n{problem.detail}" for problem in result.problems]
            raise self._broken("the block cannot be linted\n" + "\n".join(lines))
        return result.active

    def _is_fixable(self, block: Block) -> bool:
        fixes = [finding.fix for finding in self._findings(block)]
        return any(fix.applicability > Applicability.DISPLAY for fix in fixes if fix)

    def _fixed(self, block: Block) -> str:
        files, fixed = fix_block(self.rule, block)
        if fixed.undone:
            raise self._broken("the fix fails\n" + "\n".join(fixed.undone))
        return annotate(files, ())

    def _same(self, docstring: str, linter: str, what: str) -> None:
        if docstring != linter:
            raise self._broken(f"the code {what}\n{difference(docstring, linter, 'docstring', 'linter')}")

    def _broken(self, message: str) -> PromiseError:
        return PromiseError(f"{self.rule.name}::{self.name}: {message}")


def promises(rule: Rule) -> list[Promise]:
    """Everything that the docstring of a rule promises; raises ``ExampleError`` if it promises nothing."""
    found = examples(rule)
    if not found:
        raise ExampleError(rule.name, 1, "there is no `Bad:` block")
    return [promise for number, example in enumerate(found, 1) for promise in _of(rule, example, number)]


def assert_rule(rule: Rule) -> None:
    """Check every promise of a rule; raises ``PromiseError`` or ``ExampleError``."""
    for promise in promises(rule):
        promise.check()


def difference(expected: str, actual: str, before: str, after: str) -> str:
    """A unified diff for people: empty if there is none."""
    lines = difflib.unified_diff(expected.split("\n"), actual.split("\n"), before, after, lineterm="", n=5)
    return "\n".join(lines)


def _of(rule: Rule, example: Example, number: int) -> Iterator[Promise]:
    suffix = f"-{number}" if number > 1 else ""
    yield Promise(rule, f"bad{suffix}", example)
    if example.good:
        yield Promise(rule, f"good{suffix}", example)
    yield Promise(rule, f"fix{suffix}", example)
