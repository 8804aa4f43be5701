"""What is configured, as far as the source tells: its default."""

from __future__ import annotations

from fastapi_lint.model.domain import Class, Function
from fastapi_lint.model.following.binding import bound_names
from fastapi_lint.model.knowledge.settings import ENVIRONMENT, ENVIRONMENTS, OF_TEXT, TRAITS, UNSET
from fastapi_lint.model.meaning.values import Arguments, External, Instance, Listing, Literal, Setting, Value

_DEPTH = 5
_TEXTS = (None, Literal(None), External("builtins.str"))
"""A ``cast`` that keeps a text."""


def configured(callee: External | Instance, given: Arguments) -> Value:
    """``os.getenv("PREFIX", "/api")``, ``config("PREFIX", default="/api")``: the default; None for all other calls."""
    if isinstance(callee, External) and callee.name in TRAITS:
        default = given.get(0, "default_value")
        return Setting(default.value) if isinstance(default, Literal) else None
    position = _position(callee)
    if position is None or given.named.get("cast") not in _TEXTS:
        return None
    default = given.get(position, "default")
    if len(list(given)) == 1 and isinstance(callee, External) and callee.name in UNSET:
        return Setting(None)
    return Setting(default.value) if isinstance(default, Literal) and isinstance(default.value, str) else None


def asks(function: Function) -> bool:
    """Whether a function itself asks the environment."""
    return _asks(function, _DEPTH - 1)


def _position(callee: External | Instance) -> int | None:
    if isinstance(callee, Instance):
        return 2 if isinstance(callee.of, External) and callee.of.name in ENVIRONMENTS else None
    owner, _, method = callee.name.rpartition(".")
    return 1 if owner in ENVIRONMENTS and method in OF_TEXT else ENVIRONMENT.get(callee.name)


def promised(function: Function, receiver: Value, given: Arguments) -> Value:
    """What a function of the project's own gives by default that takes a ``default``, says that it gives text, and
    asks the environment somewhere."""
    if not any(param.name == "default" for param in function.syntax.params):
        return None
    default = bound_names(function, receiver, given).get("default")
    is_text = isinstance(default, Literal) and isinstance(default.value, str)
    return Setting(default.value) if is_text and isinstance(default, Literal) and _asks(function) else None


def _asks(function: Function, depth: int = 0) -> bool:
    """Whether a function asks the environment, itself or through what it calls."""
    project, cls = function.project, function.parent
    for name in function.syntax.calls if depth < _DEPTH else ():
        head, *rest = name.split(".")
        if head == "self" and isinstance(cls, Class) and len(rest) == 1:
            value: Value = cls.method(rest[0])
        else:
            value = project.scope_of(function)(head) if head else None
            for attr in rest:
                value = project.types.attribute(value, attr)
        if isinstance(value, External) and _position(value) is not None:
            return True
        if isinstance(value, Function) and value is not function and _asks(value, depth + 1):
            return True
    return False


def assumed(value: Value) -> Value:
    """A default as if nothing else could be configured."""
    return Literal(value.value) if isinstance(value, Setting) else value


def all_assumed(given: Arguments) -> Arguments | None:
    """Arguments with the defaults of settings; None where there are none among them."""
    if not any(isinstance(value, Setting) for value in given):
        return None
    named = {name: assumed(value) for name, value in given.named.items()}
    return Arguments([assumed(value) for value in given.positional], named)


def depending(value: Value) -> Value:
    """What was made of settings, so that it is good for a path and decides nothing."""
    if type(value) is Literal and isinstance(value.value, str):
        return Setting(value.value)
    if isinstance(value, Listing):
        return Listing(tuple(map(depending, value.items)), value.is_open)
    return None


def chosen(test: Value, body: Value, orelse: Value) -> Value:
    """``prefix if prefix else "/api"`` where ``test`` is a setting: which text it is by default."""
    if not isinstance(test, Setting):
        return None
    found = assumed(body if test.value else orelse)
    return depending(found) if isinstance(found, Literal) else None
