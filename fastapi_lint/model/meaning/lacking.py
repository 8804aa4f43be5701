"""Which objects have no attribute of a name: of several, such an option is not the one that is meant."""

from __future__ import annotations

from fastapi_lint.model.domain import Class
from fastapi_lint.model.inputs.schemas import is_dataclass
from fastapi_lint.model.meaning.fields import field_named
from fastapi_lint.model.meaning.values import Instance, Value

NOTHING = frozenset({"typing.Generic", "builtins.object", "abc.ABC", "typing.Protocol"})
"""Bases that have no attributes of interest."""
_MAKING = frozenset({"__getattr__", "__getattribute__"})


def lacks(value: Value, name: str) -> bool:
    """Whether asking an object for an attribute can only raise AttributeError."""
    if not isinstance(value, Instance) or not isinstance(value.of, Class) or name in value.attributes:
        return False
    cls = value.of
    if not cls.project.is_linked:
        return False
    owners = (cls, *cls.ancestors)
    return all(
        _has_not(owner, name) if isinstance(owner, Class) else owner in NOTHING for owner in owners
    ) and not cls.project.late.changes(cls, name)


def _has_not(cls: Class, name: str) -> bool:
    """Whether nothing in a class makes an attribute, and nothing that is not seen can."""
    if None in cls.bases or (cls.syntax.decorators and not is_dataclass(cls)):
        return False
    if name in cls.attributes or name in cls.assigned or field_named(cls, name) is not None:
        return False
    return _MAKING.isdisjoint(cls.attributes)
