"""What parameters hold whose annotation says nothing: what everybody passes who calls the function."""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator
from functools import cached_property
from typing import TYPE_CHECKING

from fastapi_lint.model.domain import Class, Function
from fastapi_lint.model.file import syntax as s
from fastapi_lint.model.inputs.injection import parameter_value
from fastapi_lint.model.loop.asking import asked
from fastapi_lint.model.meaning import enumerations
from fastapi_lint.model.meaning.accessors import functions
from fastapi_lint.model.meaning.callers import Callers, called_as, position
from fastapi_lint.model.meaning.joining import is_none, join, says_little
from fastapi_lint.model.meaning.origins import Origin, keyword
from fastapi_lint.model.meaning.values import Bound, External, Instance, Keywords, Listing, Literal, Value

if TYPE_CHECKING:
    from fastapi_lint.model.following.calls import CallSite
    from fastapi_lint.model.project import Project


_BEFORE = ("= ", "in ", "with ", "return ", "getattr(", "append(", ".add(")
_BEHIND = (".", "(", "[")
"""What stands before and behind a name whose value matters, as it is written nearly everywhere."""


_DICT = External("builtins.dict")
_MOST = 40
"""More parameters than this that are passed from one to the next say nothing."""


class Passed:
    """The arguments of parameters, by function and name: known without following any body."""

    def __init__(self, project: Project) -> None:
        self.project = project
        self.callers = Callers(project)
        self._values: dict[tuple[Function, str], Value] = {}
        self._open: list[tuple[Function, str]] = []

    def get(self, function: Function, param: s.Param) -> Value:
        """What a parameter is, if everybody who calls the function is seen, and all pass the same."""
        if not self.project.is_linked or function.routes:
            return None
        if param.kind == "kwargs":
            return Keywords(_DICT, by=function)
        key = (function, param.name)
        if key not in self._values:
            is_asked = self._open or _is_asked(function, param.name) or param not in function.syntax.params
            if key in self._open or not is_asked or self.project.types.is_deep():
                return None
            self._open.append(key)
            cut = self.project.types.cut
            value = self._joined(function, param)
            self._open.pop()
            if self._open or (value is None and self.project.types.is_cut_since(cut)):
                return value  # for a value of its own more may be known
            self._values[key] = value
        return self._values[key]

    def keyword(self, keywords: Keywords, name: Value) -> Value:
        """What ``kwargs["name"]`` is: as the parameter would be that the function could have instead."""
        if keywords.by is None or not isinstance(name, Literal) or not isinstance(name.value, str):
            return None
        return self.get(keywords.by, keyword(name.value))

    def told(self, params: Iterable[tuple[Function, s.Param]]) -> list[tuple[object, tuple[str, ...]]]:
        """What is known of some parameters, and the texts that they are passed."""
        return [
            (self._direct(function, param), self.callers.texts(function, param.name))
            for function, param in params
        ]

    def _direct(self, function: Function, param: s.Param) -> object:
        """What a parameter is; where it is only passed on, whatever its own calls show."""
        if _is_asked(function, param.name):
            return self.get(function, param)
        seen = self._seen(function, param)
        return [(value.function, value.param.name) if isinstance(value, Origin) else value for value in seen]

    def forget(self, params: Iterable[tuple[Function, s.Param]]) -> None:
        """Bodies that may pass something for these parameters are others now."""
        for function, param in params:
            self._values.pop((function, param.name), None)

    def _joined(self, function: Function, param: s.Param) -> Value:
        values: list[Value] = []
        is_told_apart = param.name in asked(function)
        for value in self._all(Origin(function, param), {(function, param.name)}):
            if value is None:
                return None
            if not (is_told_apart and _is_coroutine(value)):
                values.append(value)
        if param.kind == "args":
            return _together(values)
        found = join(values) if values else None
        return None if says_little(found) else found

    def _all(self, origin: Origin, seen: set[tuple[Function, str]]) -> Iterator[Value]:
        """What is passed for a parameter, also from one to the next: nothing new round in a circle, or by a function
        that nobody calls."""
        further: list[Origin] = []
        for value in self._seen(*origin):
            if isinstance(value, Origin):
                further.append(value)
            else:
                yield value
        for one in further:
            key = (one.function, one.param.name)
            if key in self._values:
                yield self._values[key]
            elif key not in seen:
                seen.add(key)
                known = parameter_value(*one) if one.is_declared else None
                if known is not None or one.function.routes or len(seen) > _MOST:
                    yield None if says_little(known) else known
                else:
                    yield from self._all(one, seen)

    def _seen(self, function: Function, param: s.Param) -> Iterator[Value | Origin]:
        yield from self.callers.passed(function, param)
        yield from self._decorated(function, param)
        if isinstance(function.parent, Function) and param is function.syntax.params[0]:
            yield from map(self.project.types.instance, self._having.get(function, ()))
        if param.kind != "args":
            yield from enumerations.given(function, position(function, param) - 1)
        for site in self._outer_sites.get(called_as(function), ()):
            callee = site.callee
            is_method = isinstance(callee, Bound) and callee.function is function
            if callee is not function and not is_method and callee is not function.parent:
                continue
            place = position(function, param) - (callee is not function)
            given = site.given.positional
            if param.kind == "args":
                yield Listing(tuple(given[max(place, 0) :]))
            else:
                yield given[place] if 0 <= place < len(given) else site.given.named.get(param.name)

    @cached_property
    def _outer_sites(self) -> dict[str, list[CallSite]]:
        """The calls outside functions, by the last name of what they call."""
        found: dict[str, list[CallSite]] = {}
        for module in self.project.modules.values():
            for site in module.sites.values() if not module.is_test else ():
                func = site.call.func  # also of what a call gives: `Pipeline().add(step)`
                name = func.attr if isinstance(func, s.Attribute) else s.dotted(func)
                found.setdefault(name, []).append(site)
        return found

    def _decorated(self, function: Function, param: s.Param) -> Iterator[Value]:
        """What a decorator that hands it back is given: the functions and classes below it."""
        maker, is_called = function, False
        if isinstance(function.parent, Function):
            maker, is_called = function.parent, True
        below = self._below.get(maker.name, ())
        place = int(isinstance(maker.parent, Class) and not is_called)
        if not below or position(function, param) != place:
            return
        if not re.search(rf"\breturn {param.name}\s*$", function.text, re.MULTILINE):
            return  # what it puts in its place calls what is below, and the way there is known for each
        for decorated in below:
            for decorator in decorated.syntax.decorators:
                if isinstance(decorator, s.Call) is is_called:
                    written = decorator.func if isinstance(decorator, s.Call) else decorator
                    value = self.project.types.resolve(written, decorated.module.lookup)
                    if (value.function if isinstance(value, Bound) else value) is maker:
                        yield decorated

    @cached_property
    def _having(self) -> dict[Function, list[Class]]:
        """The classes with a property that a call made, by the functions that it calls with their objects."""
        found: dict[Function, list[Class]] = {}
        for module in self.project.modules.values():
            # without those in functions, which would have to be followed
            for cls in list(module.classes.values()):
                for value in cls.attributes.values():
                    for function in functions(value):
                        found.setdefault(function, []).append(cls)
        return found

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


def _together(values: list[Value]) -> Value:
    """What ``*args`` holds: what the one call passes, or anything that one of several does."""
    if len(values) == 1:
        return values[0]
    found = join(
        item for value in values for item in (value.items if isinstance(value, Listing) else (None,))
    )
    return Instance(External("builtins.tuple"), items=found) if values and not is_none(found) else None


def _is_asked(function: Function, name: str) -> bool:
    """Whether a function does more with a parameter than to pass it on."""
    text, start, end = function.module.source.text, function.syntax.start, function.syntax.end
    at = text.find(name, start, end)
    while at >= 0:
        if text[at + len(name) : at + len(name) + 1] in _BEHIND or text.endswith(_BEFORE, start, at):
            return True
        at = text.find(name, at + 1, end)
    return False


def _is_coroutine(value: Value) -> bool:
    function = value.function if isinstance(value, Bound) else value
    return isinstance(function, Function) and function.is_async
