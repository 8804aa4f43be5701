"""What containers hold that start empty and that functions fill: ``self.clients[name] = Client()``."""

from __future__ import annotations

import re
from collections.abc import Iterator
from functools import cached_property
from typing import TYPE_CHECKING

from fastapi_lint.model.domain import Class, Function, Module
from fastapi_lint.model.following.interpret import Interpreter
from fastapi_lint.model.meaning import putting
from fastapi_lint.model.meaning.containers import MAPPINGS, held
from fastapi_lint.model.meaning.joining import element, join, says_little
from fastapi_lint.model.meaning.putting import ADDING, NESTED
from fastapi_lint.model.meaning.values import Dictionary, Empty, External, Instance, Listing, Literal, Value

if TYPE_CHECKING:
    from fastapi_lint.model.project import Project

_PUTS = re.compile(rf"\[|\.(?:{'|'.join((*ADDING, *NESTED))})\(")
"""What stands behind the name of a container that something is put into."""
_BOUNDARY = re.compile(r"\b")
FILLABLE = (Dictionary, Listing, Empty)
"""What may start empty."""


def is_empty(value: Value) -> bool:
    """Whether a container starts empty, and no annotation says what it will hold."""
    if isinstance(value, Empty):
        return True
    return isinstance(value, (Dictionary, Listing)) and not value.items and _says_nothing(value.promised)


def _is_blank(value: Value) -> bool:
    """Whether a dict starts with constants only, which others may take the place of: ``{"model": None}``."""
    return (
        isinstance(value, Dictionary)
        and _says_nothing(value.promised)
        and bool(value.items)
        and all(type(held_first) is Literal for _, held_first in value.items)
    )


def _says_nothing(promised: Value) -> bool:
    """Whether an annotation is ``dict``, ``dict[str, Any]``, ``dict[str, type]`` or ``list[Callable]``, and no more."""
    if promised is None:
        return True
    what = held(promised) or element(promised)
    return isinstance(promised, Instance) and (what is None or says_little(what))


class Filled:
    """What is in containers of the project: known where all that is put there is known."""

    def __init__(self, project: Project) -> None:
        self.project = project
        self._values: dict[tuple[Class | Module, str], Value] = {}
        self._known: dict[Class, list[Function]] = {}

    def attribute(self, cls: Class, name: str, value: Value) -> Value:
        """What an attribute of a class or its objects is, given how it starts."""
        if not self.project.is_linked or not (is_empty(value) or _is_blank(value)):
            return value
        key = (cls, name)
        return self._values[key] if key in self._values else self._filled(key, value, self._methods(cls))

    def variable(self, value: Value) -> Value:
        """What a variable of a module is, given how it starts."""
        if not self.project.is_linked or id(value) not in self._variables:
            return value
        users = self._variables[id(value)]
        key = users[0]
        if key in self._values:
            return self._values[key]
        functions = [function for module, _ in users for function in module.functions.values()]
        return self._filled(key, value, functions)

    @cached_property
    def _variables(self) -> dict[int, list[tuple[Module, str]]]:
        """The empty containers at module levels, by their identity, with the modules that have or import them."""
        found: dict[int, list[tuple[Module, str]]] = {}
        for module in self.project.modules.values():
            for name, value in module.names.items() if not module.is_test else ():
                if isinstance(value, FILLABLE) and (is_empty(value) or _is_blank(value)):
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

    def _filled(self, key: tuple[Class | Module, str], value: Value, functions: list[Function]) -> Value:
        """The container with what functions put in."""
        owner, name = key
        self._values[key] = value  # what is put there may be made with it
        before = ("self.", "cls.", f"{owner.name}.") if isinstance(owner, Class) else ("",)
        put = [one for one in self._put(functions, before, name) if not is_empty(one[1])]
        if put:
            self._values[key] = _keyed(value, put) or _joined(value, [one for _, one in put])
        return self._values[key]

    def _put(
        self, functions: list[Function], before: tuple[str, ...], name: str
    ) -> Iterator[tuple[object, Value]]:
        """What functions put in, each with its key, where that is known."""
        for function in functions:
            if _may_put(function, before, name):
                for one in putting.put(function, name):
                    names = dict(self.project.calls.body(function).names)
                    scope = self.project.scope_of(function)
                    value = Interpreter(function.module, names, scope, function).value(one.value)
                    is_whole = one.shape is None or value is None
                    yield one.key, value if is_whole else _holding(one.shape, value)


def _may_put(function: Function, before: tuple[str, ...], name: str) -> bool:
    """Whether a function may put something into what it calls by a name, with one of these texts before it."""
    text, start, end = function.module.source.text, function.syntax.start, function.syntax.end
    at = text.find(name, start, end)
    while at >= 0:
        if _PUTS.match(text, at + len(name), end):
            places = [at - len(one) for one in before if text.endswith(one, start, at)]
            if any(_BOUNDARY.match(text, place) for place in places):
                return True
        at = text.find(name, at + 1, end)
    return False


def _keyed(container: Value, put: list[tuple[object, Value]]) -> Dictionary | None:
    """A dict with what functions put under keys that are all known; it may have others."""
    if not isinstance(container, Dictionary) or any(key is None for key, _ in put):
        return None
    held: dict[object, list[Value]] = {key: [value] for key, value in container.items}
    for key, value in put:
        held.setdefault(key, []).append(value)
    return Dictionary(tuple((key, join(values)) for key, values in held.items()), True, container.promised)


def _holding(container: Value, put: Value) -> Instance:
    """A container with what functions put there."""
    if isinstance(container, Dictionary):
        return Instance(External("builtins.dict"), values=put)
    if isinstance(container, Empty):
        is_mapping = isinstance(container.of, External) and container.of.name in MAPPINGS
        kept = container.attributes
        return Instance(container.of, kept, values=put) if is_mapping else Instance(container.of, items=put)
    return Instance(External("builtins.list"), items=put)


def _joined(container: Value, put: list[Value]) -> Value:
    """A container with what functions put there, under whatever key; as it starts, where that is not known."""
    what = join(put)
    return container if what is None and is_empty(container) else _holding(container, what)
