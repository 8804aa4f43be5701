"""What containers hold that start empty and that functions fill: ``self.clients[name] = Client()``."""

from __future__ import annotations

import re
from collections.abc import Iterator
from functools import cached_property
from typing import TYPE_CHECKING

from fastapi_lint.model.domain import Class, Function, Module
from fastapi_lint.model.file import syntax as s
from fastapi_lint.model.following.interpret import Interpreter
from fastapi_lint.model.meaning.joining import join
from fastapi_lint.model.meaning.values import Dictionary, External, Instance, Listing, Value

if TYPE_CHECKING:
    from fastapi_lint.model.project import Project

_ADDING = {"append": 0, "add": 0, "appendleft": 0, "insert": 1, "setdefault": 1}
"""Methods that put something in, and the position of what they put."""


FILLABLE = (Dictionary, Listing)
"""What may start empty."""


def is_empty(value: Value) -> bool:
    """Whether a container starts empty, and no annotation says what it will hold."""
    return isinstance(value, (Dictionary, Listing)) and not value.items and value.promised is None


class Filled:
    """What is in containers of the project: known where all that is put there is known."""

    def __init__(self, project: Project) -> None:
        self.project = project
        self._values: dict[tuple[object, str], Value] = {}

    def attribute(self, cls: Class, name: str, value: Value) -> Value:
        """What an attribute of a class or its objects is, given how it starts."""
        if not self.project.is_linked or not is_empty(value):
            return value
        return self._get(cls, name, value, self._methods(cls), rf"(?:self|cls|{cls.name})\.{name}")

    def variable(self, value: Value) -> Value:
        """What a variable of a module is, given how it starts."""
        if not self.project.is_linked or not is_empty(value) or id(value) not in self._variables:
            return value
        users = self._variables[id(value)]
        module, name = users[0]
        functions = [function for one, _ in users for function in one.functions.values()]
        return self._get(module, name, value, functions, name)

    @cached_property
    def _variables(self) -> dict[int, list[tuple[Module, str]]]:
        """The empty containers at module levels, by their identity, with the modules that have or import them."""
        found: dict[int, list[tuple[Module, str]]] = {}
        for module in self.project.modules.values():
            for name, value in module.names.items() if not module.is_test else ():
                if is_empty(value):
                    found.setdefault(id(value), []).append((module, name))
        return found

    def _methods(self, cls: Class) -> list[Function]:
        owners = [
            cls,
            *(one for one in cls.ancestors if isinstance(one, Class)),
            *self.project.types.attributes.below.get(cls, ()),
        ]
        return [method for owner in owners for method in owner.methods.values()]

    def _get(self, owner: object, name: str, value: Value, functions: list[Function], written: str) -> Value:
        key = (owner, name)
        if key not in self._values:
            self._values[key] = value  # what is put there may be made with it
            put = join_known(
                self._put(functions, re.compile(rf"\b{written}(?:\[|\.(?:{'|'.join(_ADDING)})\()"), name)
            )
            if put is not None and isinstance(value, Dictionary):
                self._values[key] = Instance(External("builtins.dict"), values=put)
            elif put is not None:
                self._values[key] = Instance(External("builtins.list"), items=put)
        return self._values[key]

    def _put(self, functions: list[Function], pattern: re.Pattern[str], name: str) -> Iterator[Value]:
        for function in functions:
            if pattern.search(function.module.source.text, function.syntax.start, function.syntax.end):
                for expr in _added(function, name):
                    names = dict(self.project.calls.body(function).names)
                    scope = self.project.scope_of(function)
                    yield Interpreter(function.module, names, scope, function).value(expr)


def join_known(values: Iterator[Value]) -> Value:
    """What all values are; unknown without any."""
    some = list(values)
    return join(some) if some else None


def _added(function: Function, name: str) -> Iterator[s.Expr]:
    """The expressions that a function puts into something of a name."""
    for statement in function.body:
        for node in s.walk(statement):
            if isinstance(node, s.Assign) and node.value is not None:
                if any(isinstance(t, s.Subscript) and _is_called(t.value, name) for t in node.targets):
                    yield node.value
            elif isinstance(node, s.Call) and isinstance(node.func, s.Attribute):
                position = _ADDING.get(node.func.attr)
                if position is not None and _is_called(node.func.value, name) and position < len(node.args):
                    yield node.args[position]


def _is_called(expr: s.Expr, name: str) -> bool:
    return s.dotted(expr).rpartition(".")[2] == name
