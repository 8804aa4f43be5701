"""What the parts of a value are: ``client, session = clients``."""

from __future__ import annotations

from collections.abc import Sequence

from fastapi_lint.model.domain import Class
from fastapi_lint.model.file import syntax as s
from fastapi_lint.model.following import plain
from fastapi_lint.model.meaning.joining import element
from fastapi_lint.model.meaning.values import Instance, Value


def parts(value: Value, count: int) -> Sequence[Value]:
    """So many parts of a value: those that are known one by one, or what each of them is."""
    held = plain.items_of(value)
    if held is not None:
        return held.items if len(held.items) == count else [None] * count
    if isinstance(value, Instance) and isinstance(value.of, Class):
        named = _fields(value.of) if value.of.is_a("typing.NamedTuple") else []
        types = value.of.project.types
        return [types.attribute(value, name) for name in named] if len(named) == count else [None] * count
    return [element(value)] * count


def _fields(cls: Class) -> list[str]:
    return [
        one.targets[0].id
        for owner in reversed((cls, *cls.ancestors))
        if isinstance(owner, Class)
        for one in owner.syntax.body
        if isinstance(one, s.Assign) and one.annotation is not None and isinstance(one.targets[0], s.Name)
    ]
