"""Bounds for following calls of functions into each other, which doubles with each rung of a ladder of helpers that
call the next one twice.

A call of a small function that showed nothing shows nothing when it is made again with the same values.
"""

from __future__ import annotations

from collections.abc import Hashable

from fastapi_lint.model.domain import Class, Function, Module
from fastapi_lint.model.meaning.values import Arguments, External, Instance, Literal, Setting, Value

_FIXED = frozenset({type(None), Function, Class, Module})
_DEEPEST = 3
_MOST = 30
"""How deep objects are looked into, and how many of their attributes are compared."""
_MOST_CALLS = 5_000
"""As many functions are followed on behalf of one; real projects need 60."""


class Unshown:
    """What was followed in vain, while names mean what they meant then."""

    def __init__(self) -> None:
        self.calls: set[Hashable] = set()
        self._followed = 0

    def begin(self, is_bound: bool) -> None:
        """A function is called that nothing else that is followed has called."""
        self._followed = 0
        if not is_bound:  # module levels have gone on meanwhile
            self.calls.clear()

    def is_too_much(self) -> bool:
        """Count a function that is followed; whether those were too many."""
        self._followed += 1
        return self._followed > _MOST_CALLS

    @staticmethod
    def asked(function: Function, receiver: Value, given: Arguments) -> Hashable:
        """What a call asks, to be compared; None where it is given what cannot be.

        An object counts by what it holds: whoever changes that asks something else the next time.
        """
        try:
            told = tuple([_held(value, 0) for value in (receiver, *given)])
        except _OpaqueError:
            return None
        return function, len(given.positional), tuple(given.named), told


class _OpaqueError(Exception):
    """A value is more than can be compared."""


def _held(value: Value, depth: int) -> Hashable:
    """What is equal for values that are the same, or hold the same."""
    if type(value) in _FIXED:
        return value  # type: ignore[return-value]
    if type(value) is Literal or type(value) is Setting:
        return type(value), type(value.value), value.value
    if type(value) is External and value.receiver is None:
        return value
    if type(value) is not Instance or depth == _DEEPEST or len(value.attributes) + len(value.stored) > _MOST:
        raise _OpaqueError
    parts = [
        tuple([(name, _held(one, depth + 1)) for name, one in held.items()])
        for held in (value.attributes, value.stored)
    ]
    return value.of, *parts, _held(value.items, depth + 1), _held(value.values, depth + 1)
