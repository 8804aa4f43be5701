"""Selectors: ``FAPI101``, ``blocking-sleep``, ``FAPI1``, ``asynchrony``, ``strict``, ``ALL``."""

from __future__ import annotations

import re
from collections.abc import Callable, Iterable, Sequence
from typing import Protocol

import msgspec

from fastapi_lint.finding import Severity
from fastapi_lint.workspace.globs import Globs
from fastapi_lint.workspace.problems import ConfigError, did_you_mean
from fastapi_lint.workspace.settings import Settings

Specificity = tuple[int, int]

_EVERYTHING = ("ALL", "all")
_CODE = re.compile(r"([A-Z]+)(\d*)")


class Selectable(Protocol):
    """What the workspace needs to know of a rule."""

    @property
    def name(self) -> str: ...
    @property
    def code(self) -> str: ...
    @property
    def category(self) -> str: ...
    @property
    def group(self) -> str: ...


class Configurable(Selectable, Protocol):
    """A rule that has options of its own."""

    @property
    def options(self) -> type[msgspec.Struct]: ...


def specificity(selector: str, rule: Selectable) -> Specificity | None:
    """How closely ``selector`` means ``rule``; None when it does not. The greater wins."""
    if selector in (rule.name, rule.code):
        return (4, 0)
    if selector in _EVERYTHING:
        return (0, 0)
    if selector == "strict":
        return (1, 0) if rule.group in ("default", "strict") else None
    if selector == "default":
        return (2, 0) if rule.group == "default" else None
    if selector == rule.category:
        return (3, 1)
    prefix, code = _CODE.fullmatch(selector), _CODE.fullmatch(rule.code)
    if prefix and code and prefix[1] == code[1] and code[2].startswith(prefix[2]):
        return (3, len(prefix[2]))
    return None


def resolve_selection(rules: Sequence[Selectable], settings: Settings) -> set[str]:
    """The names of the rules to run: selected and not ignored, the closest selector wins.

    Raises ``ConfigError`` for a selector that means no rule; so do the other functions here.
    """
    _validate(rules, settings)
    wanted = (*settings.select, *settings.extend_select)
    return {rule.name for rule in rules if _chosen(rule, wanted, settings.ignore)}


def resolve_fixable(rules: Sequence[Selectable], settings: Settings) -> set[str]:
    """The names of the rules whose fixes may be applied."""
    _validate(rules, settings)
    return {rule.name for rule in rules if _chosen(rule, settings.fixable, settings.unfixable)}


def resolve_severity(rules: Sequence[Selectable], settings: Settings) -> dict[str, Severity]:
    """The severities that the user has changed, by rule name."""
    _validate(rules, settings)
    changed = {}
    for rule in rules:
        ranks = ((specificity(key, rule), level) for key, level in settings.severity.items())
        ranked = [(rank, level) for rank, level in ranks if rank]
        if ranked:
            changed[rule.name] = max(ranked)[1]
    return changed


def ignored_per_file(rules: Sequence[Selectable], settings: Settings) -> Callable[[str], frozenset[str]]:
    """A function from a path to the names of the rules that ``per-file-ignores`` switches off there.

    A pattern that starts with ``!`` means all files that do not match it.
    """
    _validate(rules, settings)
    table = [
        (
            Globs([pattern.removeprefix("!")], settings.root),
            pattern.startswith("!"),
            frozenset(rule.name for rule in rules if _chosen(rule, selectors, ())),
        )
        for pattern, selectors in settings.per_file_ignores.items()
    ]

    def ignored(path: str) -> frozenset[str]:
        hits = (names for globs, inverted, names in table if globs.matches(path) != inverted)
        return frozenset[str]().union(*hits)

    return ignored


def _chosen(rule: Selectable, wanted: Iterable[str], unwanted: Iterable[str]) -> bool:
    best = _closest(rule, wanted)
    return best is not None and best > (_closest(rule, unwanted) or (-1, 0))


def _closest(rule: Selectable, selectors: Iterable[str]) -> Specificity | None:
    ranks = [rank for selector in selectors if (rank := specificity(selector, rule)) is not None]
    return max(ranks, default=None)


def _validate(rules: Sequence[Selectable], settings: Settings) -> None:
    keys = ("select", "extend-select", "ignore", "fixable", "unfixable", "severity")
    for key in keys:
        for selector in getattr(settings, key.replace("-", "_")):
            _check(selector, rules, settings, key)
    for pattern, selectors in settings.per_file_ignores.items():
        for selector in selectors:
            _check(selector, rules, settings, "per-file-ignores", f' for "{pattern}"')


def _check(selector: str, rules: Sequence[Selectable], settings: Settings, key: str, where: str = "") -> None:
    if selector in (*_EVERYTHING, "default", "strict") or any(specificity(selector, rule) for rule in rules):
        return
    known = [word for rule in rules for word in (rule.name, rule.code, rule.category)]
    known += ["default", "strict", "all", "ALL"]
    hint = did_you_mean(selector, known, " is neither a rule nor a group")
    raise ConfigError(settings.origin(key), f"`{key}`{where}: `{selector}`{hint}")
