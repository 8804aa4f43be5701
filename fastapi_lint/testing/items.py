"""The promises of rules as pytest items. Imported only in runs that ask for them."""

from __future__ import annotations

import importlib
import sys
from collections.abc import Callable, Sequence
from pathlib import Path
from typing import TYPE_CHECKING, Any

import pytest

from fastapi_lint.examples import ExampleError
from fastapi_lint.registry import load, rules_of
from fastapi_lint.testing.promises import PromiseError, promises

if TYPE_CHECKING:
    from fastapi_lint.rule import Rule


def collect(session: pytest.Session, packages: Sequence[str]) -> list[pytest.Item]:
    """The promises of the rules in ``packages``, or of all installed rules."""
    if packages:
        return _of([rule for name in packages for rule in _rules_in(name)], session)
    registry = load()
    problems = [_raising(problem.message) for problem in registry.problems]
    broken = [_PromiseItem.from_parent(session, name="plugin", check=problem) for problem in problems]
    return [*_of(registry.rules, session), *broken]


def _of(rules: Sequence[Rule], session: pytest.Session) -> list[pytest.Item]:
    return [item for rule in rules for item in _RuleNode.of(session, rule).collect()]


def _rules_in(name: str) -> list[Rule]:
    try:
        rules = list(rules_of(importlib.import_module(name)))
    except ImportError as error:
        raise pytest.UsageError(f"fastapi_lint_rules: cannot import `{name}`: {error}") from error
    if not rules:
        raise pytest.UsageError(f"fastapi_lint_rules: `{name}` has no module with a `rule`")
    return rules


def _raising(message: str) -> Callable[[], None]:
    def check() -> None:
        raise PromiseError(message)

    return check


class _RuleNode(pytest.Collector):
    """A rule, so that ids read ``blocking-sleep::bad``."""

    def __init__(self, *, rule: Rule, **keywords: Any) -> None:
        super().__init__(**keywords)
        self.rule = rule

    @classmethod
    def of(cls, session: pytest.Session, rule: Rule) -> _RuleNode:
        path = Path(sys.modules[rule.module].__file__ or rule.module)
        node: _RuleNode = cls.from_parent(session, name=rule.name, nodeid=rule.name, path=path, rule=rule)
        return node

    def collect(self) -> list[pytest.Item]:
        try:
            found = promises(self.rule)
        except ExampleError as error:
            return [_PromiseItem.from_parent(self, name="docstring", check=_raising(str(error)))]
        return [_PromiseItem.from_parent(self, name=promise.name, check=promise.check) for promise in found]


class _PromiseItem(pytest.Item):
    def __init__(self, *, check: Callable[[], None], **keywords: Any) -> None:
        super().__init__(**keywords)
        self.check = check

    def runtest(self) -> None:
        self.check()

    def repr_failure(self, excinfo: pytest.ExceptionInfo[BaseException], style: Any = None) -> Any:
        """The difference; a traceback through the linter would only hide it."""
        if isinstance(excinfo.value, PromiseError):
            return str(excinfo.value)
        return super().repr_failure(excinfo, style)

    def reportinfo(self) -> tuple[Path, int, str]:
        return self.path, 0, self.nodeid
