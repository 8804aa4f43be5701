"""What stands in sets and as keys of dicts, and how Python orders it."""

from __future__ import annotations

from collections.abc import Hashable, Iterable, Sequence
from typing import Any

from fastapi_lint.model.meaning.values import Listing, Literal, Located, Value


def key_of(value: Value) -> object:
    """A key of a ``Dictionary``: plain data, also in a tuple, as Python has it; of all else what is one thing."""
    if value is None:
        return None
    if isinstance(value, Literal):
        return value.value
    if isinstance(value, Listing) and not value.is_open:
        parts = tuple(map(key_of, value.items))
        return parts if all(map(is_data, parts)) else None
    return value if isinstance(value, Hashable) else None


def is_data(key: object) -> bool:
    """Whether a key is known: a constant, or a tuple of such."""
    return isinstance(key, (str, int, float, bool)) or (isinstance(key, tuple) and all(map(is_data, key)))


def value_of_key(key: object) -> Value:
    """The value that a key is."""
    if isinstance(key, tuple):
        return Listing(tuple(map(value_of_key, key)))
    return Literal(key) if isinstance(key, (str, int, float, bool)) or key is None else None


def unlike(held: Sequence[Value], more: Iterable[Value]) -> tuple[Value, ...]:
    """What more there is in a set than it held; of what is not known, everything."""
    found = list(held)
    for item in more:
        if item is None or item not in found:
            found.append(item)
    return tuple(found[len(held) :])


def ordered(values: Sequence[Value], reverse: Value) -> list[int] | None:
    """The positions of values in their order; None where that is not known."""
    keys: list[Any] = [_sorting(value) for value in values]
    try:
        found = sorted(range(len(keys)), key=keys.__getitem__)
    except TypeError:
        return None
    if not isinstance(reverse, Literal):
        return None
    return sorted(range(len(keys)), key=keys.__getitem__, reverse=True) if reverse.value else found


def _sorting(item: Value) -> object:
    """What Python compares; something that has no order for what is not known."""
    if isinstance(item, Located):
        return str(item.place.value).split("/")
    if isinstance(item, Listing) and not item.is_open:
        return tuple(map(_sorting, item.items))
    return item.value if type(item) is Literal else object()
