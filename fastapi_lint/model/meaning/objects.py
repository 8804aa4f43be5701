"""What objects of plain classes keep: the arguments that their constructors store and nobody changes."""

from __future__ import annotations

from fastapi_lint.model.domain import Class, Function
from fastapi_lint.model.meaning.values import Bound, Closure, External, Instance, Literal, Value

_MOST_CALLS = 8


def is_short(init: Function) -> bool:
    """Whether a constructor is followed just for what it stores: what libraries do meanwhile is nothing to follow."""
    if init.is_async or init.is_generator:
        return False
    calls = init.syntax.calls
    if len(calls) <= _MOST_CALLS:
        return True
    meant = (init.project.registrars.meant(init, name) for name in calls)
    return sum(not isinstance(value, External) for value in meant) <= _MOST_CALLS


def set_apart(made: Instance, known: dict[str, Value]) -> None:
    """Leave in the attributes only what lasts, text and what can be called; ``known`` is what was held before.

    A flag or a list changes while the program runs, without us seeing it: it is ``stored``, for the module levels.
    """
    for name, value in list(made.attributes.items()):
        if name in known and value is not None:
            continue
        if value is not None and _is_set_once(made.of, name):
            made.stored = {**made.stored, name: value}
        if name not in made.stored or not _is_lasting(value):
            del made.attributes[name]


def alike(some: list[Value]) -> bool:
    """Whether objects of one class hold the same text."""
    first, *others = [_texts(value) for value in some if isinstance(value, Instance)]
    return all(other == first for other in others)


def _texts(value: Instance) -> dict[str, object]:
    held = {**value.attributes, **value.stored}
    return {name: one.value for name, one in held.items() if isinstance(one, Literal)}


def _is_lasting(value: Value) -> bool:
    if isinstance(value, Literal):
        return isinstance(value.value, str)
    return isinstance(value, (Function, Class, Bound, Closure)) or (
        isinstance(value, Instance) and isinstance(value.of, Class)
    )


def _is_set_once(cls: Value, name: str) -> bool:
    owners = (cls, *cls.ancestors) if isinstance(cls, Class) else ()
    return sum(one.assigned[name] for one in owners if isinstance(one, Class)) <= 1
