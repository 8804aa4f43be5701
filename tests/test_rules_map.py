"""docs/rules-map.md leaves nothing out: every row of the catalogue, every rule, and no name too many."""

from __future__ import annotations

import sys
from collections import Counter
from dataclasses import replace
from pathlib import Path

import pytest

from fastapi_lint.registry import load

sys.path.insert(0, str(Path(__file__).parents[1] / "scripts"))
import rules_map

ROWS = {
    "A": 28, "B": 32, "C": 23, "D": 27, "E": 13, "F": 24, "G": 25, "H": 15,
    "I": 12, "J": 10, "K": 7, "L": 5, "M": 6, "N": 12, "O": 8,
}  # fmt: skip
"""How many rows FOOTGUNS.md has of each letter; they are counted through."""
EXISTING = {rule.name for rule in load().rules if rule.module.startswith("fastapi_lint_rules.")}


@pytest.fixture(scope="module")
def table() -> rules_map.Map:
    return rules_map.read()


def test_every_row_of_the_catalogue_is_there(table: rules_map.Map) -> None:
    assert Counter(id_[0] for id_ in table.footguns) == ROWS
    assert list(table.footguns) == [
        f"{letter}{n:02}" for letter, last in ROWS.items() for n in range(1, last + 1)
    ]


def test_it_names_exactly_the_rules_that_exist(table: rules_map.Map) -> None:
    assert sorted(table.problems(EXISTING)) == []


def test_a_new_rule_has_to_be_added(table: rules_map.Map) -> None:
    (problem,) = table.problems(EXISTING | {"brand-new"})
    assert problem.startswith("map.toml: brand-new is missing: put it into rules.toml")


def test_a_rule_that_is_gone_has_to_be_removed(table: rules_map.Map) -> None:
    assert list(table.problems(EXISTING - {"blocking-sleep"})) == [
        "rules.toml: there is no rule blocking-sleep"
    ]


def test_a_reason_ends_where_a_rule_begins(table: rules_map.Map) -> None:
    reason = next(iter(table.reasons))
    found = replace(table, rules={**table.rules, reason: ["blocking-sleep"]})
    assert list(found.problems(EXISTING)) == [
        f"map.toml: reasons: {reason} has rules now (blocking-sleep): remove it"
    ]
