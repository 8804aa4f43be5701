"""What parameters hold whose annotation says nothing, where only module levels and decorators pass something."""

from __future__ import annotations

import re
from collections.abc import Iterator
from functools import cached_property
from typing import TYPE_CHECKING

from fastapi_lint.model import syntax as s
from fastapi_lint.model.domain import Class, Function
from fastapi_lint.model.joining import is_callable, join
from fastapi_lint.model.values import Bound, Value

if TYPE_CHECKING:
    from fastapi_lint.model.calls import CallSite
    from fastapi_lint.model.project import Project


class Passed:
    """The arguments of parameters, by function and name: known without following any body."""

    def __init__(self, project: Project) -> None:
        self.project = project
        self._values: dict[tuple[Function, str], Value] = {}

    def get(self, function: Function, param: s.Param) -> Value:
        """What a parameter is, if everybody who calls the function is seen, and all pass the same."""
        if not self.project.is_linked or function.routes or param.kind in ("args", "kwargs"):
            return None
        key = (function, param.name)
        if key not in self._values:
            values = list(self._seen(function, param))
            found = join(values) if values else None
            self._values[key] = None if is_callable(found) else found
        return self._values[key]

    def _seen(self, function: Function, param: s.Param) -> Iterator[Value]:
        is_init = function.name == "__init__" and isinstance(function.parent, Class)
        name = function.parent.name if is_init and function.parent is not None else function.name
        if name in self._called_in_functions:
            return
        yield from self._decorated(function, param)
        for site in self._outer_sites.get(name, ()):
            callee = site.callee
            is_method = isinstance(callee, Bound) and callee.function is function
            if callee is not function and not is_method and callee is not function.parent:
                continue
            position = _position(function, param) - (callee is not function)
            given = site.given.positional
            yield given[position] if 0 <= position < len(given) else site.given.named.get(param.name)

    @cached_property
    def _called_in_functions(self) -> frozenset[str]:
        functions = (function for function in self.project.functions() if not function.module.is_test)
        return frozenset(name.rpartition(".")[2] for function in functions for name in function.syntax.calls)

    @cached_property
    def _outer_sites(self) -> dict[str, list[CallSite]]:
        """The calls outside functions, by the last name of what they call."""
        found: dict[str, list[CallSite]] = {}
        for module in self.project.modules.values():
            for site in module.sites.values() if not module.is_test else ():
                found.setdefault(s.dotted(site.call.func).rpartition(".")[2], []).append(site)
        return found

    def _decorated(self, function: Function, param: s.Param) -> Iterator[Value]:
        """What a decorator that hands it back is given: the functions and classes below it."""
        maker, is_called = function, False
        if isinstance(function.parent, Function):
            maker, is_called = function.parent, True
        if _position(function, param) != int(isinstance(maker.parent, Class)):
            return
        if not re.search(rf"\breturn {param.name}\s*$", function.text, re.MULTILINE):
            return  # what it puts in its place calls what is below, and the way there is known for each
        for decorated in self._below.get(maker.name, ()):
            for decorator in decorated.syntax.decorators:
                if isinstance(decorator, s.Call) is is_called:
                    written = decorator.func if isinstance(decorator, s.Call) else decorator
                    value = self.project.types.resolve(written, decorated.module.lookup)
                    if (value.function if isinstance(value, Bound) else value) is maker:
                        yield decorated

    @cached_property
    def _below(self) -> dict[str, list[Function | Class]]:
        """What is decorated, by the last name of each decorator."""
        found: dict[str, list[Function | Class]] = {}
        for module in self.project.modules.values():
            defined: list[Function | Class] = [*module.functions.values(), *module.classes.values()]
            for one in defined:
                for decorator in one.syntax.decorators if not module.is_test else ():
                    written = decorator.func if isinstance(decorator, s.Call) else decorator
                    found.setdefault(s.dotted(written).rpartition(".")[2], []).append(one)
        return found


def _position(function: Function, param: s.Param) -> int:
    if param.kind == "keyword":
        return -2
    names = [one.name for one in function.syntax.params if one.kind in ("positional", "normal")]
    return names.index(param.name)
