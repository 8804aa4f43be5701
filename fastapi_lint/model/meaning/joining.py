"""Values as one: what joins where branches meet, and what is in a container."""

from __future__ import annotations

from collections.abc import Iterable

from fastapi_lint.model.domain import Class, Function, Router
from fastapi_lint.model.knowledge.queries import ROWS
from fastapi_lint.model.knowledge.routers import ROUTERS
from fastapi_lint.model.meaning.kinds import is_enum
from fastapi_lint.model.meaning.objects import alike
from fastapi_lint.model.meaning.values import (
    Bound,
    Closure,
    External,
    Generating,
    Instance,
    Listing,
    Literal,
    Located,
    Member,
    OneOf,
    Value,
    options,
)
from fastapi_lint.model.starting import places


def join(values: Iterable[Value]) -> Value:
    """The one value that all are, leaving aside a literal None; or one of several, where each is known."""
    some = [value for value in values if type(value) is not Literal or value.value is not None]
    if not some:
        return Literal(None)
    first = some[0]
    if first is None:
        return None
    others = [value for value in some if not (value is first or value == first)]
    if others and any(isinstance(value, Router) for value in some):  # made here, where it is not given
        some = [value for value in some if not is_some_router(value)]
        first = some[0]
        others = [value for value in some if value != first]
    if others:
        return _one_of(some) if first is not None else None
    if isinstance(first, Located):
        return places.somewhere(first, some)
    return first if not isinstance(first, Instance) or alike(some) else Instance(first.of)


_MOST = 8
"""More options than this say nothing."""
_RUNNABLE = (Instance, Function, Bound, Class, Closure, External)


def _one_of(values: list[Value]) -> Value:
    kinds = [value.of for value in values if isinstance(value, Instance) and isinstance(value.of, External)]
    if len(kinds) == len(values) and all(kind == kinds[0] for kind in kinds):
        held = join(value.values for value in values if isinstance(value, Instance))
        return Instance(kinds[0], items=join(map(element, values)), values=held)
    if isinstance(values[0], Member) and all(isinstance(value, Member) for value in values):
        return _some_member(values)
    if any(isinstance(value, Listing) and value.items for value in values):
        return _together(values) or _side_by_side(values)
    found: list[Value] = []
    for value in values:
        for one in options(value):
            if not isinstance(one, _RUNNABLE):
                return None
            if one not in found:
                found.append(one)
    return OneOf(tuple(found)) if len(found) <= _MOST else None


def _together(lists: list[Value]) -> Listing | None:
    """One of several lists, of which one holds routers or objects: whatever is in them may be there."""
    found: list[Value] = []
    for value in lists:
        is_list = isinstance(value, Instance) and value.of == External("builtins.list")
        if not (is_list or isinstance(value, Listing)):
            return None
        for item in value.items if isinstance(value, Listing) else (None,):
            if item is not None and not isinstance(item, (Router, Instance)):
                return None
            if all(item is not one for one in found):
                found.append(item)
    return Listing(tuple(found), is_open=True)


def _side_by_side(values: list[Value]) -> Listing | None:
    """One of several tuples of the same length, as functions return them: what is at each place joins."""
    rows = [value.items for value in values if isinstance(value, Listing) and not value.is_open]
    if len(rows) < len(values) or len({len(row) for row in rows}) > 1:
        return None
    found = tuple(join(column) for column in zip(*rows, strict=True))
    return Listing(found) if any(item is not None for item in found) else None


def _some_member(values: list[Value]) -> Value:
    """One of several members: an object of their enumeration."""
    owners = {value.of for value in values if isinstance(value, Member)}
    owner = owners.pop() if len(owners) == 1 else None
    return owner.project.types.instance(owner) if owner is not None else None


def element(value: Value) -> Value:
    """What iterating over ``value`` yields."""
    if value is None:
        return None
    if isinstance(value, Instance):
        return None if isinstance(value.of, External) and value.of.name in ROWS else value.items
    if isinstance(value, Generating):
        return value.value
    if isinstance(value, Listing):
        return join(value.items) if value.items else element(value.promised)
    if isinstance(value, OneOf):
        return join(element(one) for one in value.options)
    if isinstance(value, Class) and value.project.is_linked and is_enum(value):
        return value.project.types.instance(value)
    return None


def is_none(value: Value) -> bool:
    """Whether a value is a literal None."""
    return type(value) is Literal and value.value is None


_LITTLE = frozenset({"collections.abc.Callable", "builtins.type", "builtins.object"})


def says_little(value: Value) -> bool:
    """Whether an annotation says no more than that something can be called, is a class, or an object."""
    return isinstance(value, Instance) and isinstance(value.of, External) and value.of.name in _LITTLE


def is_some_router(value: Value) -> bool:
    """Whether no more is known of a value than that it is a router, or an application."""
    return isinstance(value, Instance) and isinstance(value.of, External) and value.of.name in ROUTERS
