"""Decorators that run a function again after it failed, and put the thread to sleep in between."""

from __future__ import annotations

from fastapi_lint.model.domain import Function
from fastapi_lint.model.file import syntax as s
from fastapi_lint.model.knowledge.blocking import RETRIES
from fastapi_lint.model.meaning.values import Arguments, Configured, External, Literal, Value

_NO = Literal(None)
_AT_ONCE = (Literal(0), Literal(0.0))


def pause(function: object) -> tuple[str, s.Expr] | None:
    """The decorator that makes whoever calls a plain function sleep between attempts: its name, and where it is."""
    from fastapi_lint.model.following.interpret import Interpreter

    if not isinstance(function, Function) or not function.syntax.decorators:
        return None
    if function.is_async or function.is_generator:
        return None
    scope = function.project.scope_of(function)
    for decorator in function.syntax.decorators:
        value = Interpreter(function.module, {}, scope).value(decorator)
        if isinstance(value, Configured) and isinstance(value.target, External) and is_retry(value):
            name = value.target.name
            if sleeps(name, value.given):
                return f"{name}.__call__", decorator
    return None


def is_retry(value: Value) -> bool:
    """Whether a value is such a decorator, as it was configured."""
    return isinstance(value, Configured) and getattr(value.target, "name", "") in RETRIES


def sleeps(name: str, given: Arguments) -> bool:
    """Whether a retry decorator with these arguments sleeps, and tries more than once."""
    options, (position, limit) = RETRIES[name]
    stop = given.named.get(limit) if position < 0 else given.get(position, limit)
    if stop == Literal(1) or _first(stop, "tenacity.stop_after_attempt") == Literal(1):
        return False
    if not options:
        return given.named.get("interval") not in _AT_ONCE
    if "sleep" in given.named:
        return False
    waits = [given.named[option] for option in options & given.named.keys()]
    return any(not _is_at_once(wait) for wait in waits)


def _is_at_once(wait: Value) -> bool:
    """What is given and not known makes it wait."""
    is_none = isinstance(wait, Configured) and wait.target == External("tenacity.wait_none")
    return is_none or wait in (_NO, *_AT_ONCE) or _first(wait, "tenacity.wait_fixed") in _AT_ONCE


def _first(value: Value, made_by: str) -> Value:
    """The one argument that something was made with."""
    if not isinstance(value, Configured) or value.target != External(made_by):
        return None
    arguments = list(value.given)
    return arguments[0] if len(arguments) == 1 else None
