"""The catalogue of rules as a whole: codes, names, style, and that nothing was forgotten."""

from __future__ import annotations

import re
import subprocess
import sys
from collections import Counter, defaultdict
from pathlib import Path

import pytest

from fastapi_lint.examples import Mark, examples
from fastapi_lint.registry import load
from fastapi_lint.rule import Rule
from fastapi_lint.suppression import RULES as OWN_RULES
from fastapi_lint.suppression import PseudoRule
from fastapi_lint.workspace.toml import parse_toml

ROOT = Path(__file__).parents[1]
RULES = [rule for rule in load().rules if rule.module.startswith("fastapi_lint_rules.")]

per_rule = pytest.mark.parametrize("rule", RULES, ids=lambda rule: rule.name)


def test_no_code_and_no_name_is_used_twice() -> None:
    both: list[Rule | PseudoRule] = [*RULES, *OWN_RULES]
    used = Counter([rule.code for rule in both] + [rule.name for rule in both])
    assert [word for word, times in used.items() if times > 1] == []


def test_every_category_has_a_digit_of_its_own() -> None:
    digits = defaultdict(set)
    categories = defaultdict(set)
    for rule in RULES:
        digits[rule.category].add(rule.code[4])
        categories[rule.code[4]].add(rule.category)
    assert {category: found for category, found in digits.items() if len(found) > 1} == {}
    assert {digit: found for digit, found in categories.items() if len(found) > 1} == {}


def test_every_module_is_a_rule() -> None:
    """A file in a category's folder that defines no ``rule`` would be ignored without a word."""
    folder = ROOT / "rules" / "fastapi_lint_rules"
    modules = {path.stem for path in folder.glob("*/*.py") if not path.name.startswith("_")}
    assert sorted(modules) == sorted(rule.module.rpartition(".")[2] for rule in RULES)


@per_rule
def test_code_and_name(rule: Rule) -> None:
    assert re.fullmatch(r"FAPI[1-9]\d\d", rule.code)
    assert re.fullmatch(r"[a-z]+(-[a-z0-9]+)*", rule.name)
    assert re.fullmatch(r"\d+\.\d+", rule.since)
    assert rule.checks


@per_rule
def test_manual_starts_with_a_sentence(rule: Rule) -> None:
    title, _, rest = rule.manual.partition("\n")
    assert re.fullmatch(r"[A-Z`].*[^.!?]\.", title), title
    assert ". " not in title.replace("e.g. ", ""), f"more than one sentence: {title}"
    assert rest.startswith("\n"), "a blank line comes after the title"
    assert "TODO" not in rule.manual


def _marks(rule: Rule) -> list[Mark]:
    return [mark for example in examples(rule) for mark in example.bad.marks]


@per_rule
def test_style_of_messages(rule: Rule) -> None:
    for message in {mark.message for mark in _marks(rule)}:
        first = message.split()[0]
        assert first[0] in "`(" or not first[0].isupper() or first.isupper(), f"starts lower-case: {message}"
        assert not message.endswith((".", "!")), f"no full stop at the end: {message}"
        assert message.count("`") % 2 == 0, f"an open backtick: {message}"
        assert not re.search(r"``|\n|\bplease\b", message), message


@per_rule
def test_there_is_a_case(rule: Rule) -> None:
    module = rule.module.rpartition(".")[2]
    folder = ROOT / "fixtures" / "cases" / rule.category / module
    assert folder.is_dir(), f"no folder {folder.relative_to(ROOT)}"
    assert any(path.suffix == ".py" for path in folder.rglob("*"))


@per_rule
def test_the_seeds_know_the_rule(rule: Rule) -> None:
    path = ROOT / "fixtures" / "seeds" / "rules.toml"
    names = {name for names in parse_toml(path.read_bytes(), str(path)).values() for name in names}
    assert rule.name in names, (
        "add it to fixtures/seeds/rules.toml, under its id in FOOTGUNS.md or under `none`"
    )


def test_pages_are_up_to_date() -> None:
    command = [sys.executable, "scripts/docs.py", "--check"]
    done = subprocess.run(command, cwd=ROOT, capture_output=True, text=True)
    assert done.returncode == 0, done.stdout + done.stderr


@pytest.mark.parametrize(
    "page", sorted(ROOT.glob("*.md")) + sorted((ROOT / "docs").glob("*.md")), ids=lambda p: p.name
)
def test_links_between_pages(page: Path) -> None:
    links = re.findall(r"\]\(([^)#:]+)(?:#[^)]*)?\)", page.read_text("utf-8"))
    assert [link for link in links if not (page.parent / link).exists()] == []
