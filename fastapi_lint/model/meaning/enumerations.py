"""Members of enumerations: what is asked of one, and what is the same for all of an enumeration."""

from __future__ import annotations

from collections.abc import Iterator

from fastapi_lint.model.domain import Class, Function
from fastapi_lint.model.file import syntax as s
from fastapi_lint.model.meaning.joining import join
from fastapi_lint.model.meaning.kinds import is_enum
from fastapi_lint.model.meaning.values import Closure, Instance, Listing, Literal, Member, Value


def member(owner: Class, name: str, found: Value) -> Value:
    """The member that an attribute of an enumeration is, once all is linked; None for anything else it has."""
    is_method = isinstance(found, Function) and found.parent is owner
    if not owner.project.is_linked or is_method or name.startswith("_") or not is_enum(owner):
        return None
    if type(found) is Literal:
        return Member(found.value, of=owner)
    if isinstance(found, (Class, Instance)):
        return found if isinstance(found, Class) else None
    made = owner.project.types.instance(owner)
    held = {**made.attributes, "value": found}
    return Instance(owner, held, stored=held)


def value_of_any(owner: Class) -> Value:
    """``self.value`` in a method: what can be run of all members, where all of them can."""
    values = [value for _, value in _members(owner)]
    runnable = bool(values) and all(isinstance(value, (Closure, Function)) for value in values)
    return join(values) if runnable else None


def given(init: Function, position: int) -> Iterator[Value]:
    """What the members pass to a parameter of their ``__init__``: the parts of their values."""
    owner = init.parent
    if init.name == "__init__" and isinstance(owner, Class) and is_enum(owner):
        for _, value in _members(owner):
            items = value.items if isinstance(value, Listing) else (value,)
            yield items[position] if 0 <= position < len(items) else None


def _members(owner: Class) -> Iterator[tuple[str, Value]]:
    names = {
        target.id
        for statement in owner.syntax.body
        if isinstance(statement, s.Assign) and statement.annotation is None
        for target in statement.targets
        if isinstance(target, s.Name) and not target.id.startswith("_")
    }
    return ((name, value) for name, value in owner.attributes.items() if name in names)
