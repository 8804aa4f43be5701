"""Factories: functions that make and return a function, or a ``Depends`` of one, with what they were given."""

from __future__ import annotations

from fastapi_lint.model import syntax as s
from fastapi_lint.model.binding import bound_names
from fastapi_lint.model.domain import Function
from fastapi_lint.model.interpret import Interpreter
from fastapi_lint.model.joining import join
from fastapi_lint.model.values import Arguments, Closure, Marker, Value

_DEPTH = 4


class FactoryRun(Interpreter):
    """Follows one call of a factory. It registers nothing."""

    exact = True

    def __init__(self, *args: object, **kwargs: object) -> None:
        super().__init__(*args, **kwargs)  # type: ignore[arg-type]
        self.results: list[Value] = []

    def returned(self, statement: s.Return, value: Value) -> None:
        self.results.append(value)

    def defined(self, statement: s.FunctionDef, function: Function, decorators: list[Value]) -> Value:
        return Closure(function, scope=self.lookup)


def made(function: Function, receiver: Value, given: Arguments) -> Value:
    """The function, or the marker, that a call of a factory gives; None for all other calls."""
    syntax = function.syntax
    if not (syntax.nests and syntax.returns_value) or syntax.is_async or syntax.is_generator:
        return None
    running = function.project.running
    if (
        any(function is one for one, _ in running)
        or len(running) >= _DEPTH
        or syntax.registers
        or syntax.decorators
    ):
        return None
    names = bound_names(function, receiver, given)
    run = FactoryRun(function.module, names, function.project.scope_of(function), function)
    running.append((function, None))
    try:
        run.run(function.body)
    finally:
        running.pop()
    result = join(run.results) if run.results else None
    return result if isinstance(result, (Closure, Marker)) else None
