"""Fields that traitlets declares: ``store = Instance(Store)`` holds an object, ``backend = Type(Backend)`` a class.

Run with traitlets 5.14: the class of a ``Type`` that has none is its default.
"""

from __future__ import annotations

from typing import TYPE_CHECKING

from fastapi_lint.model.domain import Class
from fastapi_lint.model.meaning.kinds import some_class
from fastapi_lint.model.meaning.values import Arguments, External, Instance, Value

if TYPE_CHECKING:
    from fastapi_lint.model.meaning.types import Types

_TRAITS = frozenset({"traitlets.Instance", "traitlets.Type"})


def declared(types: Types, callee: External, given: Arguments) -> Instance | None:
    """A trait, with what it gives to objects; None for those whose default says enough."""
    if callee.name not in _TRAITS:
        return None
    if callee.name == "traitlets.Instance":
        return Instance(callee, items=_object(types, given.get(0, "klass")))
    known = given.get(1, "klass") or given.get(0, "default_value")
    return Instance(callee, items=some_class(known) if isinstance(known, (Class, External)) else None)


def trait_of(value: Value) -> Instance | None:
    """A field of a class that was declared so."""
    if type(value) is Instance and type(value.of) is External and value.of.name in _TRAITS:
        return value
    return None


def _object(types: Types, cls: Value) -> Value:
    if isinstance(cls, Class):
        return types.instance(cls)
    return Instance(cls) if isinstance(cls, External) else None
