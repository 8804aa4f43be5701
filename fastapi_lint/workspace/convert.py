"""From TOML tables to typed structs, with errors that name the key, what was found and what was expected."""

from __future__ import annotations

import re
from collections.abc import Mapping, Sequence
from enum import IntEnum
from typing import Any, TypeVar

import msgspec

from fastapi_lint.finding import Confidence, Severity
from fastapi_lint.workspace.problems import ConfigError, did_you_mean
from fastapi_lint.workspace.selectors import Configurable
from fastapi_lint.workspace.settings import KEYS, Settings

S = TypeVar("S", bound=msgspec.Struct)

_WHERE = re.compile(r" - at `(?:key in )?\$\.?(.*)`$")
_STEP = re.compile(r"\[[^\]]*\]|[^.\[]+")
_TYPES = {"array": "an array of strings", "object": "a table", "str": "a string", "bool": "true or false"}


def to_fields(table: Mapping[str, Any], path: str) -> dict[str, Any]:
    """The table's values by field name of ``Settings``; raises ``ConfigError``."""
    check_keys(table, KEYS, path)
    prepared = dict(table)
    for key, kind in (("min-severity", Severity), ("min-confidence", Confidence)):
        if key in table:
            prepared[key] = _level(kind, table[key], key, path)
    if isinstance(table.get("severity"), Mapping):
        prepared["severity"] = {
            rule: _level(Severity, value, f"severity.{rule}", path)
            for rule, value in table["severity"].items()
        }
    settings = struct(prepared, Settings, path)
    return {name: getattr(settings, name) for name in _names(table)}


def rule_options(rules: Sequence[Configurable], settings: Settings) -> dict[str, msgspec.Struct]:
    """The options of every rule by name, from ``rules.<name>`` or its defaults; raises ``ConfigError``."""
    path = settings.origin("rules")
    check_keys(settings.rules, [rule.name for rule in rules], path, "rules.", noun="rule")
    options = {}
    for rule in rules:
        table = settings.rules.get(rule.name, {})
        prefix = f"rules.{rule.name}."
        check_keys(table, rule.options.__struct_encode_fields__, path, prefix, noun="option")
        options[rule.name] = struct(table, rule.options, path, prefix)
    return options


def check_keys(
    table: Mapping[str, Any], known: Sequence[str], path: str, prefix: str = "", noun: str = "key"
) -> None:
    """Raise ``ConfigError`` for the first key that is not known."""
    for key in table:
        if key not in known:
            hint = did_you_mean(key, known) or (f", expected one of {_listed(known)}" if known else "")
            raise ConfigError(path, f"unknown {noun} `{prefix}{key}`{hint}")


def struct(table: Mapping[str, Any], kind: type[S], path: str, prefix: str = "") -> S:
    """The table as a ``kind``; raises ``ConfigError`` for a value of another type."""
    try:
        return msgspec.convert(table, kind)
    except msgspec.ValidationError as error:
        raise ConfigError(path, _explain(str(error), table, kind, prefix)) from error


def _names(table: Mapping[str, Any]) -> list[str]:
    return [key.replace("-", "_") for key in table]


def _level(kind: type[IntEnum], value: object, key: str, path: str) -> IntEnum:
    levels = [member.name.lower() for member in kind]
    if isinstance(value, str) and value in levels:
        return kind[value.upper()]
    raise ConfigError(path, f"`{key}` is {_shown(value)}, expected {_listed(levels, 'or')}")


def _explain(message: str, table: Mapping[str, Any], kind: type[msgspec.Struct], prefix: str) -> str:
    where = _WHERE.search(message)
    key, value = _locate(where[1] if where else "", table, kind)
    what = message[: where.start()] if where else message
    expected = re.match(r"Expected `([^`]+)`", what)
    if expected is None:
        return f"`{prefix}{key}`: {what[:1].lower()}{what[1:]}"
    name = _TYPES.get(expected[1], f"`{expected[1]}`")
    return f"`{prefix}{key}` is {_shown(value)}, expected {name}"


def _locate(where: str, table: Mapping[str, Any], kind: type[msgspec.Struct]) -> tuple[str, object]:
    """The key that ``where`` means, and its value; msgspec says only ``[...]`` for a key of a mapping."""
    steps = _STEP.findall(where)
    top = steps[0]
    key, value = top, table.get(top)
    for step in steps[1:]:
        if step == "[...]" and isinstance(value, Mapping):
            entries = value
            name = next((name for name in entries if _fails({top: {name: entries[name]}}, kind)), "*")
            key, value = f'{key}."{name}"', entries.get(name)
        elif isinstance(value, Sequence):
            key, value = key + step, value[int(step[1:-1])]
    return key, value


def _fails(table: Mapping[str, Any], kind: type[msgspec.Struct]) -> bool:
    try:
        msgspec.convert(table, kind)
    except msgspec.ValidationError:
        return True
    return False


def _shown(value: object) -> str:
    if isinstance(value, bool):
        return f"`{str(value).lower()}`"
    if isinstance(value, Mapping):
        return "a table"
    if isinstance(value, list):
        return "an array"
    return f'"{value}"' if isinstance(value, str) else f"`{value}`"


def _listed(words: Sequence[str], last: str = "and") -> str:
    quoted = [f"`{word}`" for word in words]
    return quoted[0] if len(quoted) == 1 else f"{', '.join(quoted[:-1])} {last} {quoted[-1]}"
