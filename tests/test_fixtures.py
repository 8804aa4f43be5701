"""The cases in fixtures/cases: a rule's traps, judged by all rules of the default group at once."""

from __future__ import annotations

from dataclasses import replace
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


def _known(case: Case) -> Case:
    """The case without what it expects of rules that nobody has written yet."""
    expected = {
        place: [label for label in labels if label.partition("(")[0] in _rules()]
        for place, labels in case.expected.items()
    }
    return replace(case, expected=expected)


@pytest.mark.parametrize("case", CASES, ids=lambda case: case.name)
def test_case(case: Case) -> None:
    name = case.name.split("/")[1].replace("_", "-")
    if name not in _rules():
        pytest.skip(f"there is no rule `{name}` yet")
    running = [rule for rule in _rules().values() if rule.group == "default" or rule.name == name]
    if wrong := _known(case).check(running):
        pytest.fail(f"fixtures/cases/{case.name}\n{wrong}", pytrace=False)
