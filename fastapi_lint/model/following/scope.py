"""One scope that is followed: its names, and what the uses of the interpreter have to say to what it meets."""

from __future__ import annotations

import builtins
from collections.abc import Callable
from typing import TYPE_CHECKING

from fastapi_lint.model.domain import Class, Function, Module, Router
from fastapi_lint.model.file import syntax as s
from fastapi_lint.model.following import plain
from fastapi_lint.model.meaning.joining import join
from fastapi_lint.model.meaning.values import (
    Arguments,
    Bound,
    External,
    Instance,
    Literal,
    Method,
    Setting,
    Super,
    Value,
)

if TYPE_CHECKING:
    from fastapi_lint.model.following.calls import Body
    from fastapi_lint.model.project import Project

MISSING = object()
"""What a name is bound to that a scope does not bind."""
_BUILTINS: dict[str, Value] = {name: External(f"builtins.{name}") for name in dir(builtins)}


class Scope:
    """``names`` are the scope's own bindings; ``outer`` looks further."""

    exact = False
    """Whether the statements run once, here and now, with these values: tests decide, and what changes lists and
    dicts changes them. Elsewhere a name may hold more than what was seen."""

    uncertain = 0
    branches: tuple[int, ...] = ()
    left = ""
    """What certainly ended the statements that are followed: return, raise, Break, Continue."""
    is_typing = False
    """Whether what is followed is for type checkers only."""
    foreign = 0
    """How many imports led out of the project: they may fail."""

    def __init__(
        self,
        module: Module,
        names: dict[str, Value],
        outer: Callable[[str], Value] | None = None,
        within: Function | None = None,
        parent: Function | Class | None = None,
    ) -> None:
        self.project: Project = module.project
        self.types = self.project.types
        self.module = module
        self.names = names
        self.outer: Callable[[str], Value] = outer or _BUILTINS.get
        self.within = within
        self.parent: Function | Class | None = parent or within
        self.maybe: set[str] = set()
        """The names that may also be None, as they are after an ``if``."""

    # --- what the uses override ------------------------------------------------------------------

    def imported(self, statement: s.Imported) -> Value:
        """The value that one import binds."""
        return self.project.imports.value(self.module, statement)

    def defined(self, statement: s.FunctionDef, function: Function, decorators: list[Value]) -> Value:
        """A function was defined; what its name is bound to."""
        return function

    def class_defined(self, cls: Class, decorators: list[Value]) -> None:
        """A class was defined, and its body followed."""

    def returned(self, statement: s.Return, value: Value) -> None:
        """A ``return`` was met."""

    def parent_of(self, given: Arguments) -> Value:
        """``super()``, also with its arguments written out."""
        method = self.within
        owner = given.get(0, "") if given.positional else (method.parent if method is not None else None)
        first = method.syntax.params[0].name if method is not None and method.syntax.params else ""
        receiver = given.get(1, "") if given.positional else self.lookup(first)
        return Super(owner, receiver) if isinstance(owner, Class) else None

    def yielded(self, value: Value) -> None:
        """A ``yield`` was met."""

    def read(self, expr: s.Attribute, receiver: Instance) -> None:
        """An attribute of an object is read."""

    def iterated(self, expr: s.Expr, value: Value, is_async: bool = False) -> None:
        """What an expression stands for is iterated over."""

    def implied(self, expr: s.Expr, method: Bound | None) -> Value:
        """Python calls a method that nobody wrote a call of; what that gives."""
        return self.types.outcome(method.function) if method is not None else None

    def made_missing(self, expr: s.Expr, factory: Value) -> None:
        """A ``defaultdict`` is asked for a key that it may not have."""

    def deferred(self, expr: s.Lambda) -> Body | None:
        """A lambda was met; what its body does when it is called."""

    def loaded(self, module: Module) -> None:
        """A module of the project is imported here."""

    def decided(self, test: s.Expr, value: Value) -> bool | None:
        """Which way a test goes, where the source decides it."""
        if value is None or isinstance(value, Setting):
            return None
        if not self.exact:
            return bool(value.value) if isinstance(value, Literal) else None
        return None if isinstance(test, s.Name) and test.id in self.maybe else plain.truth(value)

    def lookup(self, name: str) -> Value:
        """The value of a name, in this scope or further out."""
        value = self.names.get(name, MISSING)
        return self.outer(name) if value is MISSING else value  # type: ignore[return-value]

    def held(self, receiver: Instance | Module, name: str) -> Value:
        """An attribute of an object or a module, where statements run here and now."""
        return self.types.attribute(receiver, name)

    def either(self, test: Value, body: Value, orelse: Value) -> Value:
        """What ``body if test else orelse`` gives where the source does not decide it."""
        return join((body, orelse))

    def called_method(self, method: Method, value: Value) -> None:
        """``app.routes += value``."""

    def set_on_router(self, router: Router, name: str, value: Value) -> None:
        """``router.name = value``."""
