"""``map``, ``filter`` and ``sorted`` with a function, over items that are known."""

from __future__ import annotations

from collections.abc import Callable

from fastapi_lint.model.following import plain
from fastapi_lint.model.meaning.keys import ordered
from fastapi_lint.model.meaning.values import Arguments, Listing, Literal, Value

APPLYING = frozenset({"builtins.map", "builtins.filter", "builtins.sorted"})


def applied(name: str, given: Arguments, apply: Callable[[Value, Value], Value]) -> Value:
    """What one of them gives; ``apply`` calls a function with one item. None where that is not known."""
    is_sorting = name == "builtins.sorted"
    function = given.named.get("key") if is_sorting else given.get(0, "function")
    held = plain.items_of(given.get(0, "iterable") if is_sorting else given.get(1, "iterable"))
    if function is None or held is None or len(list(given)) > 2 + is_sorting:
        return None
    found = [apply(function, item) for item in held.items]
    if name == "builtins.map":
        return Listing(tuple(found), held.is_open)
    if is_sorting:
        return _ordered(held, found, given.named.get("reverse", Literal(False)))
    kept = [plain.truth(answer) for answer in found]
    left = (item for item, answer in zip(held.items, kept, strict=True) if answer is not False)
    return Listing(tuple(left), held.is_open or None in kept)


def _ordered(held: Listing, keys: list[Value], reverse: Value) -> Value:
    found = ordered(keys, reverse)
    return None if found is None else Listing(tuple(held.items[index] for index in found), held.is_open)
