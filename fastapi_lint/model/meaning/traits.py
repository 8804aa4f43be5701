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

_OBJECT, _CLASS = External("traitlets.Instance"), External("traitlets.Type")


def declared(types: Types, callee: External, given: Arguments) -> Instance | None:
    """A trait, with what it gives to objects; None for those whose default says enough."""
    if callee == _OBJECT:
        return Instance(callee, items=_object(types, given.get(0, "klass")))
    if callee == _CLASS:
        known = given.get(1, "klass") or given.get(0, "default_value")
        return Instance(callee, items=some_class(known) if isinstance(known, (Class, External)) else None)
    return None


def trait_of(value: Value) -> Instance | None:
    """A field of a class that was declared so."""
    return value if isinstance(value, Instance) and value.of in (_OBJECT, _CLASS) else None


def _object(types: Types, cls: Value) -> Value:
    if isinstance(cls, Class):
        return types.instance(cls)
    return Instance(cls) if isinstance(cls, External) else None
