"""Factories: functions that make and return a function, or a ``Depends`` of one, with what they were given."""

from __future__ import annotations

from collections.abc import Callable, Mapping

from fastapi_lint.model.domain import Function
from fastapi_lint.model.file import syntax as s
from fastapi_lint.model.following.binding import bound_names
from fastapi_lint.model.following.interpret import Interpreter
from fastapi_lint.model.meaning.joining import join
from fastapi_lint.model.meaning.kinds import is_instance, is_subclass
from fastapi_lint.model.meaning.values import Arguments, Closure, External, Marker, OneOf, Value

_DEPTH = 4
_ASKING = {"builtins.isinstance": is_instance, "builtins.issubclass": is_subclass}


class FactoryRun(Interpreter):
    """Follows one call of a factory. It registers nothing."""

    exact = True

    def __init__(self, *args: object, **kwargs: object) -> None:
        super().__init__(*args, **kwargs)  # type: ignore[arg-type]
        self.results: list[Value] = []
        self.asking: Mapping[str, Callable[[Arguments], Value]] = {}
        """What may be asked of values that are known."""

    def _plain(self, callee: External, given: Arguments) -> Value:
        ask = self.asking.get(callee.name)
        return ask(given) if ask is not None else super()._plain(callee, given)

    def returned(self, statement: s.Return, value: Value) -> None:
        self.results.append(value)

    def defined(self, statement: s.FunctionDef, function: Function, decorators: list[Value]) -> Value:
        return Closure(function, scope=self.lookup)


def made(function: Function, receiver: Value, given: Arguments, is_exact: bool = False) -> Value:
    """The function, or the marker, that a call of a factory gives; None for all other calls. Whether what it is given
    is what it will be given, and no more than a promise, is ``is_exact``."""
    syntax = function.syntax
    if not (syntax.nests and syntax.returns_value) or syntax.is_async or syntax.is_generator:
        return None
    running, making = function.project.running, function.project.making
    if (
        any(function is one for one, _ in running)
        or len(making) >= _DEPTH
        or syntax.registers
        or syntax.decorators
    ):
        return None
    names = bound_names(function, receiver, given)
    run = FactoryRun(function.module, names, function.project.scope_of(function), function)
    run.asking = _ASKING if is_exact else {}
    running.append((function, None))
    making.append(function)
    try:
        run.run(function.body)
    finally:
        making.pop()
        running.pop()
    result = join(run.results) if run.results else None
    return result if isinstance(result, (Closure, Marker)) or _is_one_by_name(result) else None


def _is_one_by_name(result: Value) -> bool:
    """Whether it is one of several functions of one name, as the branches of an ``if`` define them."""
    options = result.options if isinstance(result, OneOf) else ()
    targets = [one.target for one in options if isinstance(one, Closure)]
    names = {one.qualname for one in targets if isinstance(one, Function)}
    return len(names) == 1 and len(targets) == len(options)
