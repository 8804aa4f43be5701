"""Properties that a call makes: ``size = property(get_size, set_size)``, in a class, or in a function for several."""

from __future__ import annotations

from fastapi_lint.model.domain import Function
from fastapi_lint.model.meaning.values import Arguments, Bound, Closure, External, Instance, Value

PROPERTY = External("builtins.property")
_PLACES = ("fget", "fset")


def made(given: Arguments) -> Instance:
    """What ``property(…)`` gives, with the functions that it calls."""
    held = {name: given.get(place, name) for place, name in enumerate(_PLACES)}
    return Instance(PROPERTY, {name: value for name, value in held.items() if function_of(value) is not None})


def accessor(value: Value, name: str, receiver: Value) -> Bound | None:
    """The function that such a property calls when an object's attribute is read (``fget``) or set (``fset``)."""
    if type(value) is not Instance or name not in value.attributes or value.of != PROPERTY:
        return None
    function = function_of(value.attributes.get(name))
    return Bound(function, receiver) if function is not None else None


def functions(value: Value) -> list[Function]:
    """All functions that a property calls, if it is one."""
    if type(value) is not Instance or value.of != PROPERTY:
        return []
    found = (accessor(value, name, None) for name in _PLACES)
    return [one.function for one in found if one is not None]


def function_of(value: Value) -> Function | None:
    """The function of the project that a value is, also as one call of the function around it made it."""
    target = value.target if isinstance(value, Closure) else value
    return target if isinstance(target, Function) else None
