"""What containers hold that start empty and that functions fill: ``self.clients[name] = Client()``."""

from __future__ import annotations

import re
from collections.abc import Iterator
from functools import cached_property
from typing import TYPE_CHECKING

from fastapi_lint.model.domain import Class, Function, Module
from fastapi_lint.model.file import syntax as s
from fastapi_lint.model.following.interpret import Interpreter
from fastapi_lint.model.meaning.containers import MAPPINGS, held
from fastapi_lint.model.meaning.joining import element, is_callable, join
from fastapi_lint.model.meaning.values import Dictionary, Empty, External, Instance, Listing, Value

if TYPE_CHECKING:
    from fastapi_lint.model.project import Project

_ADDING = {"append": 0, "add": 0, "appendleft": 0, "insert": 1, "setdefault": 1, "set": 0}
"""Methods that put something in, and the position of what they put; ``set`` is that of a ``ContextVar``."""
_PUTS = frozenset((s.Assign, s.Call))
_NESTED = ("get", "setdefault")
"""Methods that give what is in there, to be filled itself."""

FILLABLE = (Dictionary, Listing, Empty)
"""What may start empty."""


def is_empty(value: Value) -> bool:
    """Whether a container starts empty, and no annotation says what it will hold."""
    if isinstance(value, Empty):
        return True
    return isinstance(value, (Dictionary, Listing)) and not value.items and _says_nothing(value.promised)


def _says_nothing(promised: Value) -> bool:
    """Whether an annotation is ``dict``, ``dict[str, Any]`` or ``list[Callable]``, and no more."""
    if promised is None:
        return True
    what = held(promised) or element(promised)
    return isinstance(promised, Instance) and (what is None or is_callable(what))


class Filled:
    """What is in containers of the project: known where all that is put there is known."""

    def __init__(self, project: Project) -> None:
        self.project = project
        self._values: dict[tuple[object, str], Value] = {}
        self._known: dict[Class, list[Function]] = {}

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
        """The methods of a class, of those above and below it, and the functions in them."""
        if cls not in self._known:
            owners = [
                cls,
                *(one for one in cls.ancestors if isinstance(one, Class)),
                *self.project.types.attributes.below.get(cls, ()),
            ]
            found = {method: None for owner in owners for method in owner.methods.values()}
            for module in {owner.module: None for owner in owners}:
                for function in module.functions.values():  # outer ones first
                    if function.parent in found:
                        found[function] = None
            self._known[cls] = list(found)
        return self._known[cls]

    def _get(self, owner: object, name: str, value: Value, functions: list[Function], written: str) -> Value:
        key = (owner, name)
        if key not in self._values:
            self._values[key] = value  # what is put there may be made with it
            pattern = re.compile(rf"\b{written}(?:\[|\.(?:{'|'.join((*_ADDING, *_NESTED))})\()")
            put = join_known(one for one in self._put(functions, pattern, name) if not is_empty(one))
            if put is not None:
                self._values[key] = _holding(value, put)
        return self._values[key]

    def _put(self, functions: list[Function], pattern: re.Pattern[str], name: str) -> Iterator[Value]:
        for function in functions:
            text, start, end = function.module.source.text, function.syntax.start, function.syntax.end
            if text.find(name, start, end) >= 0 and pattern.search(text, start, end):
                for expr, shape in _added(function, name):
                    names = dict(self.project.calls.body(function).names)
                    scope = self.project.scope_of(function)
                    value = Interpreter(function.module, names, scope, function).value(expr)
                    yield value if shape is None or value is None else _holding(shape, value)


def _holding(container: Value, put: Value) -> Instance:
    """A container with what functions put there."""
    if isinstance(container, Dictionary):
        return Instance(External("builtins.dict"), values=put)
    if isinstance(container, Empty):
        is_mapping = isinstance(container.of, External) and container.of.name in MAPPINGS
        kept = container.attributes
        return Instance(container.of, kept, values=put) if is_mapping else Instance(container.of, items=put)
    return Instance(External("builtins.list"), items=put)


def join_known(values: Iterator[Value]) -> Value:
    """What all values are; unknown without any."""
    some = list(values)
    return join(some) if some else None


def _added(function: Function, name: str) -> Iterator[tuple[s.Expr, Value]]:
    """The expressions that a function puts into something of a name, and into what, where that is in there itself."""
    for node in s.of_kinds(function.body, _PUTS):
        if isinstance(node, s.Assign) and node.value is not None:
            for target in node.targets:
                if isinstance(target, s.Subscript) and (depth := _depth(target.value, name)):
                    yield node.value, Dictionary(()) if depth > 1 else None
        elif isinstance(node, s.Call) and type(node.func) is s.Attribute:
            position = _ADDING.get(node.func.attr)
            depth = _depth(node.func.value, name) if position is not None else 0
            if depth and position is not None and position < len(node.args):
                yield node.args[position], Listing(()) if depth > 1 else None


def _depth(expr: s.Expr, name: str) -> int:
    """Whether something is put into what has a name (1), or into what is in there (2); else 0."""
    if s.dotted(expr).rpartition(".")[2] == name:
        return 1
    if isinstance(expr, s.Subscript):
        holder: s.Expr = expr.value
    elif isinstance(expr, s.Call) and isinstance(expr.func, s.Attribute) and expr.func.attr in _NESTED:
        holder = expr.func.value
    else:
        return 0
    return 2 if s.dotted(holder).rpartition(".")[2] == name else 0
