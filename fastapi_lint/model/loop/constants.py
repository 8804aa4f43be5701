"""What arguments are known to be: constants, and members of enumerations."""

from __future__ import annotations

from collections.abc import Mapping
from typing import NamedTuple

from fastapi_lint.model.file import syntax as s
from fastapi_lint.model.meaning.values import NOTHING, Arguments, Literal

UNKNOWN = object()
VARIES = ...
"""The value of a parameter that a call gives a constant, and the function then another value."""


class First(NamedTuple):
    """The constant that a call gives a parameter which the function binds again later."""

    value: object


class Member(NamedTuple):
    """A member of an enumeration, as calls and tests spell it: ``Mode.FAST``, whatever stands before it."""

    owner: str
    name: str


def member(expr: s.Expr | None) -> Member | None:
    """The member that an expression names; None for anything else."""
    owner, _, name = s.dotted(expr).rpartition(".") if isinstance(expr, s.Attribute) else ("", "", "")
    last = owner.rpartition(".")[2]
    return Member(last, name) if last[:1].isupper() and name.isupper() else None


def constant(expr: s.Expr | None, known: Mapping[str, object]) -> object:
    """What an argument is: a constant, or one that its own function was called with; else ``UNKNOWN``."""
    kind = type(expr)
    if kind is s.Constant:
        return expr.value if expr.is_known else UNKNOWN  # type: ignore[union-attr]
    if kind is s.Name:
        value = known.get(expr.id, UNKNOWN)  # type: ignore[union-attr]
        return VARIES if isinstance(value, First) else value
    return (member(expr) if kind is s.Attribute else None) or UNKNOWN


def spread(call: s.Call, given: Arguments) -> Mapping[str, object] | None:
    """What a call passes by ``**options``; None where it does not show which parameters it gives something."""
    if s.Starred in map(type, call.args):
        return None
    written = {keyword.name for keyword in call.keywords}
    if "" not in written:
        return NOTHING
    if "" in given.named:
        return None
    held = {name: value for name, value in given.named.items() if name not in written}
    return {name: value.value if type(value) is Literal else UNKNOWN for name, value in held.items()}


def are_alike(left: object, right: object) -> bool:
    """Whether two values can be compared: members of one enumeration, or none of either; some are equal to a text."""
    values = (left, *(right if type(right) is tuple else (right,)))
    owners = {value.owner if isinstance(value, Member) else None for value in values if value is not None}
    return len(owners) <= 1
