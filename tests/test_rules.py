"""Every built-in rule does what its docstring says."""

from __future__ import annotations

from collections.abc import Iterator
from typing import Any

import pytest

from fastapi_lint.examples import ExampleError
from fastapi_lint.registry import load
from fastapi_lint.rule import Rule
from fastapi_lint.testing import Promise, PromiseError, promises

REGISTRY = load()
BUILT_IN = [rule for rule in REGISTRY.rules if rule.module.startswith("fastapi_lint_rules.")]


def _promises(rule: Rule) -> list[Promise | ExampleError]:
    try:
        return [*promises(rule)]
    except ExampleError as error:
        return [error]


def _every() -> Iterator[Any]:
    for rule in BUILT_IN:
        for promise in _promises(rule):
            name = promise.name if isinstance(promise, Promise) else "docstring"
            yield pytest.param(promise, id=f"{rule.name}::{name}")


def test_rules_load() -> None:
    assert [problem.message for problem in REGISTRY.problems] == []
    assert BUILT_IN


@pytest.mark.parametrize("promise", list(_every()))
def test_docstring(promise: Promise | ExampleError) -> None:
    if isinstance(promise, ExampleError):
        pytest.fail(str(promise), pytrace=False)
    try:
        promise.check()
    except PromiseError as error:
        pytest.fail(str(error), pytrace=False)
