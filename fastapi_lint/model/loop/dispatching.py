"""Which function runs where one is chosen by the type of its first argument: ``functools.singledispatch``, and of
methods ``functools.singledispatchmethod``."""

from __future__ import annotations

from functools import cached_property
from typing import TYPE_CHECKING

from fastapi_lint.model.domain import Class, Function
from fastapi_lint.model.file import syntax as s
from fastapi_lint.model.meaning.values import Arguments, External, Instance, Literal, Value

if TYPE_CHECKING:
    from fastapi_lint.model.project import Project

_DISPATCH = (External("functools.singledispatch"), External("functools.singledispatchmethod"))


class Dispatching:
    """Knows the functions that are registered for types."""

    def __init__(self, project: Project) -> None:
        self.project = project

    def options(self, function: Function, given: Arguments) -> list[Function]:
        """What a call may run: one function where the type of the argument is known, and else each of them."""
        registered = self._registered.get(function, []) if function.syntax.decorators else []
        if not registered:
            return [function]
        kind = _kind(given.positional[0] if given.positional else None)
        if kind is None:
            return [function, *(one for _, one in registered)]
        above = kind.ancestors if isinstance(kind, Class) else ()
        fitting = [one for of, one in registered if of == kind or of in above]
        return fitting[:1] or [function]

    def registers(self, decorator: s.Expr, function: Function) -> bool:
        """Whether a decorator only registers a function for a type."""
        return self._base(decorator, function) is not None

    @cached_property
    def _registered(self) -> dict[Function, list[tuple[Value, Function]]]:
        found: dict[Function, list[tuple[Value, Function]]] = {}
        for function in self.project.functions():
            for decorator in function.syntax.decorators:
                base = self._base(decorator, function)
                if base is not None:
                    found.setdefault(base, []).append((self._type(decorator, function), function))
        return found

    def _base(self, decorator: s.Expr, function: Function) -> Function | None:
        written = decorator.func if isinstance(decorator, s.Call) else decorator
        if not isinstance(written, s.Attribute) or written.attr != "register":
            return None
        types = self.project.types
        if isinstance(function.parent, Class):
            base: Value = function.parent.methods.get(s.dotted(written.value))
        else:
            base = types.resolve(written.value, self.project.scope_of(function))
        if not isinstance(base, Function):
            return None
        marks = (types.resolve(mark, self.project.scope_of(base)) for mark in base.syntax.decorators)
        return base if any(mark in _DISPATCH for mark in marks) else None

    def _type(self, decorator: s.Expr, function: Function) -> Value:
        types, scope = self.project.types, self.project.scope_of(function)
        written = decorator.args[0] if isinstance(decorator, s.Call) and decorator.args else None
        params = function.syntax.params[int(isinstance(function.parent, Class)) :]
        if written is None and params:
            written = params[0].annotation
        return _kind(types.instance_of(written, scope, function.module))


def _kind(value: Value) -> Class | External | None:
    if isinstance(value, Literal):
        return External(f"builtins.{type(value.value).__name__}")
    return value.of if isinstance(value, Instance) else None
