"""Selectors: which rules run, where, how severe, and with which options."""

from __future__ import annotations

from typing import Any, NamedTuple

import pytest

from fastapi_lint.finding import Severity
from fastapi_lint.rule import Options
from fastapi_lint.workspace.config import (
    ConfigError,
    ignored_per_file,
    override,
    resolve_fixable,
    resolve_selection,
    resolve_severity,
    rule_options,
)
from fastapi_lint.workspace.settings import Settings


class SleepOptions(Options, frozen=True):
    allow_short: bool = False
    names: tuple[str, ...] = ()


class Fake(NamedTuple):
    name: str
    code: str
    category: str
    group: str
    options: type[Options] = Options


RULES = (
    Fake("blocking-sleep", "FAPI101", "asynchrony", "default", SleepOptions),
    Fake("blocking-http", "FAPI102", "asynchrony", "strict"),
    Fake("forgotten-await", "FAPI110", "asynchrony", "all"),
    Fake("shadowed-route", "FAPI201", "routing", "default"),
    Fake("house-style", "ACME001", "plugin", "default"),
)
SLEEP, HTTP, AWAIT, ROUTE, STYLE = (rule.name for rule in RULES)


@pytest.mark.parametrize(
    ("select", "ignore", "names"),
    [
        (["default"], [], {SLEEP, ROUTE, STYLE}),
        (["strict"], [], {SLEEP, HTTP, ROUTE, STYLE}),
        (["all"], [], {SLEEP, HTTP, AWAIT, ROUTE, STYLE}),
        (["ALL"], ["FAPI"], {STYLE}),
        (["asynchrony"], [], {SLEEP, HTTP, AWAIT}),
        (["FAPI1"], ["FAPI10"], {AWAIT}),
        (["FAPI10"], ["FAPI1"], {SLEEP, HTTP}),
        (["FAPI101"], ["FAPI1", "asynchrony"], {SLEEP}),
        ([SLEEP, "routing"], ["default"], {SLEEP, ROUTE}),
        (["FAPI1"], ["default"], {SLEEP, HTTP, AWAIT}),
        ([SLEEP], [SLEEP], set()),
        (["ACME"], [], {STYLE}),
        ([], [], set()),
    ],
)
def test_the_closest_selector_wins(select: list[str], ignore: list[str], names: set[str]) -> None:
    assert resolve_selection(RULES, Settings(select=tuple(select), ignore=tuple(ignore))) == names


def test_extend_select_adds() -> None:
    assert resolve_selection(RULES, Settings(extend_select=("FAPI102",))) == {SLEEP, HTTP, ROUTE, STYLE}


@pytest.mark.parametrize(
    ("options", "message"),
    [
        (
            {"select": ["blocking-slep"]},
            "`select`: `blocking-slep` is neither a rule nor a group, did you mean `blocking-sleep`?",
        ),
        (
            {"ignore": ["fapi101"]},
            "`ignore`: `fapi101` is neither .*, did you mean `FAPI101`?",
        ),
        ({"extend_select": ["blocking_sleep"]}, "did you mean `blocking-sleep`?"),
        ({"select": ["FAPI9"]}, "`select`: `FAPI9` is neither a rule nor a group"),
        ({"unfixable": ["E501"]}, "`unfixable`: `E501` is neither a rule nor a group"),
        (
            {"severity": {"asynchroni": "info"}},
            "`severity`: `asynchroni` .* did you mean `asynchrony`?",
        ),
        (
            {"per_file_ignores": {"t/*": ["nope"]}},
            '`per-file-ignores` for "t/\\*": `nope` is neither a rule',
        ),
    ],
)
def test_unknown_selectors_are_errors(options: dict[str, Any], message: str) -> None:
    settings = override(Settings(), **options)
    with pytest.raises(ConfigError, match=message) as caught:
        resolve_selection(RULES, settings)
    assert caught.value.path == "command line"


def test_fixable() -> None:
    assert resolve_fixable(RULES, Settings()) == {rule.name for rule in RULES}
    assert resolve_fixable(RULES, Settings(unfixable=("FAPI",))) == {STYLE}
    assert resolve_fixable(RULES, Settings(fixable=("routing",))) == {ROUTE}


def test_severity_of_the_closest_selector() -> None:
    settings = Settings(severity={"ALL": Severity.INFO, SLEEP: Severity.ERROR, "routing": Severity.WARNING})
    assert resolve_severity(RULES, settings) == {
        SLEEP: Severity.ERROR,
        HTTP: Severity.INFO,
        AWAIT: Severity.INFO,
        ROUTE: Severity.WARNING,
        STYLE: Severity.INFO,
    }
    assert resolve_severity(RULES, Settings()) == {}


def test_per_file_ignores() -> None:
    table = {"tests/": ("FAPI1",), "scripts/*.py": ("blocking-sleep",), "!src/": ("ACME",)}
    ignored = ignored_per_file(RULES, Settings(root="/p", per_file_ignores=table))
    assert ignored("/p/tests/deep/a.py") == {SLEEP, HTTP, AWAIT, STYLE}
    assert ignored("/p/scripts/a.py") == {SLEEP, STYLE}
    assert ignored("/p/src/a.py") == set()
    assert ignored("/elsewhere/a.py") == {STYLE}


def test_rule_options() -> None:
    settings = Settings(rules={SLEEP: {"allow-short": True, "names": ["a"]}})
    options = rule_options(RULES, settings)
    assert options[SLEEP] == SleepOptions(allow_short=True, names=("a",))
    assert options[HTTP] == Options()


@pytest.mark.parametrize(
    ("table", "message"),
    [
        ({"blocking-slep": {}}, "unknown rule `rules.blocking-slep`, did you mean `blocking-sleep`"),
        (
            {SLEEP: {"alow-short": True}},
            "unknown option `.*alow-short`, did you mean `allow-short`",
        ),
        (
            {SLEEP: {"allow_short": True}},
            "unknown option `.*allow_short`, did you mean `allow-short`",
        ),
        (
            {SLEEP: {"zzz": True}},
            "unknown option `.*zzz`, expected one of `allow-short` and `names`",
        ),
        ({HTTP: {"x": 1}}, "unknown option `rules.blocking-http.x`"),
        (
            {SLEEP: {"allow-short": "no"}},
            '`rules.blocking-sleep.allow-short` is "no", expected true or false',
        ),
        ({SLEEP: {"names": [1]}}, r"`rules.blocking-sleep.names\[0\]` is `1`, expected a string"),
    ],
)
def test_mistakes_in_rule_options(table: dict[str, Any], message: str) -> None:
    with pytest.raises(ConfigError, match=f"^default settings: {message}"):
        rule_options(RULES, Settings(rules=table))
