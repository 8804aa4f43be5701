"""The cases in fixtures/cases: a rule's traps, judged by all rules of the default group at once."""

from __future__ import annotations

from functools import cache
from pathlib import Path

import pytest

from fastapi_lint.registry import load
from fastapi_lint.rule import Rule
from fastapi_lint.testing import Case, cases

CASES = cases(Path(__file__).parents[1] / "fixtures" / "cases")


@cache
def _rules() -> dict[str, Rule]:
    return {rule.name: rule for rule in load().rules if rule.module.startswith("fastapi_lint_rules.")}


@pytest.mark.parametrize("case", CASES, ids=lambda case: case.name)
def test_case(case: Case) -> None:
    name = case.name.split("/")[1].replace("_", "-")
    assert name in _rules()
    expected = {label.partition("(")[0] for labels in case.expected.values() for label in labels}
    assert expected <= _rules().keys()
    running = [rule for rule in _rules().values() if rule.group == "default" or rule.name == name]
    if wrong := case.check(running):
        pytest.fail(f"fixtures/cases/{case.name}\n{wrong}", pytrace=False)
