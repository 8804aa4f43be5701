"""The calls of a project by the name of what is called."""

from __future__ import annotations

import re
from collections.abc import Collection, Iterable, Iterator
from functools import cached_property
from sys import intern
from typing import TYPE_CHECKING

from fastapi_lint.model.domain import Class, Function, Module, ProjectCall
from fastapi_lint.model.file import syntax as s
from fastapi_lint.model.meaning.values import External, Method, OneOf, Value

if TYPE_CHECKING:
    from fastapi_lint.model.following.calls import CallSite
    from fastapi_lint.model.project import Project

_CHAINED = re.compile(r"\.(?<=[)\]\s]\.)(\w+)\(")
"""A method of what a call gives, or perhaps of something on the line before. It begins with the dot, which is found ten
times as quickly as what may stand before it."""


class Called:
    """Finds calls without following the bodies that cannot hold one."""

    def __init__(self, project: Project) -> None:
        self.project = project
        self._names: dict[Function, tuple[str, ...]] = {}
        self._callers: dict[str, list[Function]] = {}

    def to(self, names: Collection[str]) -> Iterator[ProjectCall]:
        """The calls of what has one of these canonical names, or matches them, and some others."""
        last = {name.rpartition(".")[2] for name in names}
        if "*" in last:
            for module in self.project.modules.values():
                yield from self.in_module(module, names)
            return
        for outer in self._outer.values():
            if not last.isdisjoint(outer):
                yield from (call for name, calls in outer.items() if name in last for call in calls)
        calling = {function for name in last for function in self._calling.get(name, ())}
        for function in self.project.functions() if calling else ():
            if function in calling:
                yield from self.of(function)

    def in_module(self, module: Module, names: Collection[str]) -> Iterator[ProjectCall]:
        """Those of one file."""
        last = {name.rpartition(".")[2] for name in names}
        for name, calls in self._outer[module].items():
            if "*" in last or name in last:
                yield from calls
        for function in list(module.functions.values()):
            if "*" in last or not last.isdisjoint(self._names_in(function)):
                yield from self.of(function)

    def callers(self, name: str) -> list[Function]:
        """The functions outside tests that may call something, by the last part of its name."""
        found = self._callers.get(name)
        if found is None:
            calling = self._calling.get(name, ())
            found = self._callers[name] = [one for one in calling if not one.module.is_test]
        return found

    def may_call(self, function: Function, names: Collection[str]) -> bool:
        """Whether a function may call something of one of these names, by their last part."""
        return not set(names).isdisjoint(self._names_in(function))

    def of(self, function: Function) -> Iterator[ProjectCall]:
        """Every call of a name that a function makes."""
        return _named(function.module, function, self.project.calls.body(function).sites)

    def forget(self, functions: Iterable[Function]) -> None:
        """The functions have other bodies now."""
        self.__dict__.pop("_calling", None)
        self._callers.clear()
        for function in functions:
            self._names.pop(function, None)

    @cached_property
    def _calling(self) -> dict[str, list[Function]]:
        """The functions that may call something, by the last part of its name."""
        found: dict[str, list[Function]] = {}
        for function in self.project.functions():
            for name in self._names_in(function):
                found.setdefault(name, []).append(function)
        return found

    @cached_property
    def _outer(self) -> dict[Module, dict[str, list[ProjectCall]]]:
        """The calls outside functions, by the last part of the name."""
        found: dict[Module, dict[str, list[ProjectCall]]] = {}
        for module in self.project.modules.values():
            named = found[module] = {}
            for call in _named(module, None, module.sites.values()):
                named.setdefault(call.callee.rpartition(".")[2], []).append(call)
        return found

    def _names_in(self, function: Function) -> tuple[str, ...]:
        """The last parts of the names of what a body calls: as written, and as an import that is called otherwise."""
        found = self._names.get(function)
        if found is None:
            last = {intern(name.rpartition(".")[2]) for name in function.syntax.calls}
            bound = function.module.names.keys() & function.syntax.calls
            last.update(stands_for(function.module, name) for name in bound)
            if "" in function.syntax.calls:  # of what another call gives: `Repository(session).save(user)`
                last.update(map(intern, _chained(function)))
            found = self._names[function] = tuple(last)  # a set takes three times the room
        return found


def _chained(function: Function) -> Iterator[str]:
    """The methods that a body calls of what other calls give."""
    text, start, end = function.module.source.text, function.syntax.start, function.syntax.end
    for match in _CHAINED.finditer(text, start, end):
        at = match.start()
        if text[at - 1] in ")]" or text[start:at].rstrip().endswith((")", "]")):
            yield match[1]


def stands_for(module: Module, name: str) -> str:
    """What is called by a name of a module: an import ``as`` it, or what was bound to it otherwise."""
    value = module.names.get(name)
    return value.name.rpartition(".")[2] if isinstance(value, (External, Class, Function)) else name


def _named(module: Module, function: Function | None, sites: Iterable[CallSite]) -> Iterator[ProjectCall]:
    for site in sites:
        name = callee_name(site.callee, site.call)
        if name:
            yield ProjectCall(module, function, name, site)


def callee_name(callee: Value, call: s.Call) -> str:
    """The canonical name of an external callee; ``?.attr`` when the receiver is unknown."""
    if isinstance(callee, External):
        return callee.name
    if isinstance(callee, Method) and callee.router.kind:
        return f"{callee.router.kind}.{callee.name}"
    if (callee is None or isinstance(callee, OneOf)) and isinstance(call.func, s.Attribute):
        return f"?.{call.func.attr}"
    return ""
