"""What a decorator does to the function below it: hand it back, or put something else in its place."""

from __future__ import annotations

from collections.abc import Iterator
from enum import Enum

from fastapi_lint.model.domain import Class, Function
from fastapi_lint.model.file import syntax as s
from fastapi_lint.model.meaning.values import Bound, External, Instance, Value

_KEEPING_MODULES = ("typing.", "typing_extensions.", "abc.", "pytest.mark.", "warnings.")
_KEEPING = frozenset(
    {"builtins.staticmethod", "builtins.classmethod", "functools.wraps", "deprecated.deprecated"}
)
_WRAPPING = frozenset({"functools.lru_cache", "functools.cache"})


class Effect(Enum):
    """What a decorated name is bound to."""

    KEEPS = "keeps"
    """The very function: the decorator registers or marks it."""
    WRAPS = "wraps"
    """Another object that shows the function's signature."""
    REPLACES = "replaces"
    """Another object with a signature of its own."""
    UNKNOWN = "unknown"


def effect(decorator: s.Expr, decorated: Function) -> Effect:
    """The effect of one decorator of a function."""
    callee = decorator.func if isinstance(decorator, s.Call) else decorator
    types = decorated.project.types
    value = types.resolve(callee, decorated.project.scope_of(decorated))
    if isinstance(value, External):
        return _of_library(value.name)
    return _of_project(value, isinstance(decorator, s.Call))


def keeps_signature(function: Function) -> bool:
    """Whether every decorator registers the function, hands it back, or shows its signature."""
    registering = {route.call.start for route in function.routes}
    others = (one for one in function.syntax.decorators if one.start not in registering)
    return all(effect(decorator, function) in (Effect.KEEPS, Effect.WRAPS) for decorator in others)


def _of_library(name: str) -> Effect:
    if name in _KEEPING or name.startswith(_KEEPING_MODULES):
        return Effect.KEEPS
    return Effect.REPLACES if name in _WRAPPING else Effect.UNKNOWN


def _of_project(value: Value, is_called: bool) -> Effect:
    if isinstance(value, Class):
        called = value.method("__call__")
        if not is_called:
            return Effect.REPLACES
        return _join(_returned(called, 1)) if called else Effect.UNKNOWN
    skipped = int(isinstance(value, (Bound, Instance)))
    if isinstance(value, Instance) and isinstance(value.of, Class):
        value = value.of.method("__call__")
    function = value.function if isinstance(value, Bound) else value
    if not isinstance(function, Function) or function.is_async or function.is_generator:
        return Effect.UNKNOWN
    if not is_called:
        return _join(_returned(function, skipped))
    inner = [made for made in _made(function) if isinstance(made, Function)]
    return _join(found for made in inner for found in _returned(made, 0)) if inner else Effect.UNKNOWN


def _join(effects: Iterator[Effect]) -> Effect:
    """What may happen: that something else takes the function's place counts most."""
    found = set(effects)
    order = (Effect.REPLACES, Effect.WRAPS, Effect.UNKNOWN)
    return next((one for one in order if one in found), Effect.KEEPS)


def _returned(decorator: Function, skipped: int) -> Iterator[Effect]:
    """The effects of a function that is called with the decorated one, return by return."""
    params = decorator.syntax.params[skipped:]
    given = params[0].name if params else ""
    for made in _made(decorator):
        if isinstance(made, Function):
            marks = made.syntax.decorators
            yield Effect.WRAPS if any("wraps" in _name(mark) for mark in marks) else Effect.REPLACES
        elif isinstance(made, s.Name):
            yield Effect.KEEPS if made.id == given else Effect.UNKNOWN
        elif isinstance(made, s.Lambda):
            yield Effect.REPLACES
        else:
            yield Effect.UNKNOWN


def _made(function: Function) -> Iterator[s.Expr | Function]:
    """What a function returns: functions that are defined in it, and expressions."""
    project = function.project
    own = [item for statement in function.body for item in s.walk(statement)]
    nested = {item.name: item for item in own if isinstance(item, s.FunctionDef)}
    for statement in own:
        if isinstance(statement, s.Return) and statement.value is not None:
            for made in _alternatives(statement.value):
                if isinstance(made, s.Name) and made.id in nested:
                    yield project.function(function.module, nested[made.id], function)
                else:
                    yield made


def _alternatives(expr: s.Expr) -> Iterator[s.Expr]:
    if isinstance(expr, s.Conditional):
        yield from _alternatives(expr.body)
        yield from _alternatives(expr.orelse)
    elif isinstance(expr, s.Call) and _name(expr).endswith("cast") and len(expr.args) == 2:
        yield from _alternatives(expr.args[1])
    else:
        yield expr


def _name(expr: s.Expr) -> str:
    return s.dotted(expr.func if isinstance(expr, s.Call) else expr)
