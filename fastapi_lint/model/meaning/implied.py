"""Methods that Python calls where nobody wrote a call: operators, subscripts, tests, text, attributes, builtins."""

from __future__ import annotations

from collections.abc import Iterator

from fastapi_lint.model.domain import Class, Function
from fastapi_lint.model.file import syntax as s
from fastapi_lint.model.knowledge.mixins import MADE, MIXINS
from fastapi_lint.model.knowledge.operators import (
    BINARY,
    BUILTINS,
    COMPARED,
    IN_PLACE,
    ORDERING,
    ORDERS,
    TEXT,
)
from fastapi_lint.model.meaning.accessors import accessor
from fastapi_lint.model.meaning.joining import element
from fastapi_lint.model.meaning.values import Arguments, Bound, External, Instance, Value

ASKING = BUILTINS.keys() | ORDERS.keys()
"""The builtins that call methods of their arguments."""
HAVING = frozenset((Instance, Class))
"""Values that have such methods, if any."""


def method(value: Value, *names: str) -> Bound | None:
    """The first of these methods that an object of the project has; a class has those of its metaclass."""
    kind = type(value)
    if kind not in HAVING:
        return None
    cls = metaclass(value) if kind is Class else value.of  # type: ignore[arg-type, union-attr]
    if type(cls) is not Class:
        return None
    for name in names:
        found = cls.method(name)
        if found is not None:
            return Bound(found, value)
    return next((found for name in names if name in MADE for found in _mixed(cls, name, value)), None)


def _mixed(cls: Class, name: str, value: Value) -> Iterator[Bound]:
    """What a method of a base class of Python calls on an object of the project."""
    base = next((one for one in cls.ancestors if isinstance(one, str) and name in MIXINS.get(one, ())), "")
    for called in MIXINS[base][name] if base else ():
        found = cls.method(called)
        if found is not None:
            yield Bound(found, value)


def mixed_in(callee: External) -> Iterator[Bound]:
    """What ``settings.get("x")`` calls, where the class of that has ``__getitem__`` and is a ``Mapping``."""
    base, _, name = callee.name.rpartition(".")
    if type(callee.receiver) is Instance and isinstance(callee.receiver.of, Class) and base in MIXINS:
        yield from _mixed(callee.receiver.of, name, callee.receiver)


def iterated(value: Instance) -> Bound | None:
    """What iterating over an object calls: ``__getitem__`` until it raises, where there is no ``__iter__``."""
    cls = value.of
    found = method(value, "__iter__")
    if found is None and isinstance(cls, Class) and all(isinstance(one, Class) for one in cls.ancestors):
        return method(value, "__getitem__")
    return found


def metaclass(cls: Class) -> Class | None:
    """The class that a class is an object of, where the project has written it."""
    for owner in cls.line:
        for keyword in owner.syntax.keywords:
            if keyword.name == "metaclass":
                scope = owner.parent if isinstance(owner.parent, Function) else None
                look = cls.project.scope_of(scope) if scope is not None else owner.module.lookup
                found = cls.project.types.resolve(keyword.value, look)
                return found if isinstance(found, Class) else None
    return None


def operated(op: str, left: Value, right: Value) -> Bound | None:
    """What ``left op right`` calls: the operand on the left is asked first."""
    own, reflected = BINARY.get(op, ("", ""))
    return (method(left, own) or method(right, reflected)) if own else None


def compared(op: str, left: Value, right: Value) -> Bound | None:
    """What a comparison calls; a container is asked whether it holds something."""
    if op in ("In", "NotIn"):
        return method(right, "__contains__")
    if op not in COMPARED:
        return None
    names, reflected = COMPARED[op]
    return method(left, *names) or method(right, *reflected) or _ordered(op, left)


def _ordered(op: str, left: Value) -> Bound | None:
    """The method that ``functools.total_ordering`` makes a comparison of."""
    cls = left.of if type(left) is Instance and op not in ("Eq", "NotEq") else None
    if not isinstance(cls, Class):
        return None
    is_total = any(s.dotted(mark).endswith("total_ordering") for mark in cls.syntax.decorators)
    return method(left, *ORDERING) if is_total else None


def added(op: str, target: Value, value: Value) -> Bound | None:
    """What ``target op= value`` calls."""
    return method(target, IN_PLACE[op]) or operated(op, target, value) if op in IN_PLACE else None


def text(value: Value) -> Bound | None:
    """What an f-string calls to get the text of an object."""
    return method(value, *TEXT)


def built_in(callee: External, given: Arguments) -> Iterator[Bound]:
    """The methods of its arguments that a builtin calls."""
    names = BUILTINS.get(callee.name, ())
    for value in given.positional if names else ():
        found = method(value, *names)
        if found is not None:
            yield found
    if callee.name in ORDERS and "key" not in given.named:
        found = method(element(given.positional[0]), *ORDERS[callee.name]) if given.positional else None
        if found is not None:
            yield found


def read(receiver: Value, name: str) -> Bound | None:
    """The property, or the descriptor's method, that reading an attribute calls."""
    cls = (
        receiver.of
        if type(receiver) is Instance
        else metaclass(receiver)
        if isinstance(receiver, Class)
        else None
    )
    if not isinstance(cls, Class) or (type(receiver) is Instance and name in receiver.attributes):
        return None
    found = _declared(cls, name)
    if isinstance(found, Function):
        return Bound(found, receiver) if found.is_property else None
    if found is None:
        return _read_below(cls, name)
    return accessor(found, "fget", receiver) or method(found, "__get__")


def _read_below(cls: Class, name: str) -> Bound | None:
    """The property that one of the subclasses has, and the class itself does not mention: an object is one of that."""
    if not cls.project.is_linked or None in cls.bases or name.startswith("__"):
        return None
    below = cls.project.types.attributes.below.get(cls, ())
    found = [(one, value) for one in below if (value := one.attributes.get(name)) is not None]
    if len(found) != 1 or not isinstance(found[0][1], Function) or not found[0][1].is_property:
        return None
    return Bound(found[0][1], cls.project.types.instance(found[0][0]))


def call_of_library(called: Instance) -> External | None:
    """The ``__call__`` that an object has of a library, where its own class has none."""
    if isinstance(called.of, External):
        return External(f"{called.of.name}.__call__")
    if not isinstance(called.of, Class) or called.of.method("__call__") is not None:
        return None
    bases = [owner for owner in called.of.ancestors if isinstance(owner, str)]
    return External(f"{bases[0]}.__call__") if bases else None


def unknown(receiver: Instance, name: str) -> Bound | None:
    """``__getattr__``, where nothing that the project shows has the attribute."""
    cls = receiver.of
    if not isinstance(cls, Class) or name in receiver.attributes or name.startswith("__"):
        return None
    asked = cls.method("__getattr__")
    if asked is None or _declared(cls, name) is not None:
        return None
    return Bound(asked, receiver)


def stored(receiver: Value, name: str) -> Bound | None:
    """The setter, or the descriptor's method, that setting an attribute calls."""
    if type(receiver) is not Instance or not isinstance(receiver.of, Class):
        return None
    setter = method(receiver, f"{name}.setter", "__setattr__")
    declared = _declared(receiver.of, name)
    return setter or accessor(declared, "fset", receiver) or method(declared, "__set__")


def _declared(cls: Class, name: str) -> Value:
    for owner in cls.line:
        if name in owner.attributes:
            return owner.attributes[name]
    return None
