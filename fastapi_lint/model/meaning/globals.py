"""What variables of modules hold that functions set: ``model = None`` at the top, and ``global model`` where the
application starts."""

from __future__ import annotations

import re
from collections.abc import Iterator, Set
from typing import TYPE_CHECKING

from fastapi_lint.model.domain import Function, Module
from fastapi_lint.model.file import syntax as s
from fastapi_lint.model.following.interpret import Interpreter
from fastapi_lint.model.meaning.joining import is_none, join
from fastapi_lint.model.meaning.values import Literal, Setting, Value

if TYPE_CHECKING:
    from fastapi_lint.model.project import Project

_DECLARED = re.compile(r"^\s+global\s", re.MULTILINE)


def sets_global(text: str) -> bool:
    """Whether a piece of source may set a variable of its module."""
    return _DECLARED.search(text) is not None


class Globals:
    """Variables that start as None, known where everything that functions set them to is the same; and flags."""

    def __init__(self, project: Project) -> None:
        self.project = project
        self._setters: dict[Module, dict[str, list[tuple[Function, s.Expr | None]]]] = {}
        self._values: dict[tuple[Module, str], Value] = {}

    def get(self, module: Module, name: str) -> Value:
        """What a variable is that the module's level sets to None: that None, if no function sets it."""
        setters = self._setters_of(module, name)
        if not setters:
            return Literal(None)
        key = (module, name)
        if key not in self._values:
            self._values[key] = None  # a value that is made of itself
            found = join([self._value(function, expr) for function, expr in setters])
            self._values[key] = None if is_none(found) else found
        return self._values[key]

    def started(self, module: Module, name: str, value: Literal) -> Value:
        """What a variable is that the module's level sets to a constant."""
        return self.get(module, name) if value.value is None else self.settled(module, name, value)

    def settled(self, module: Module, name: str, flag: Literal) -> Literal:
        """A flag of a module, which decides nothing if functions set it: ``is_ready = False``, and later ``True``."""
        return Setting(flag.value) if self._setters_of(module, name) else flag

    def _setters_of(self, module: Module, name: str) -> list[tuple[Function, s.Expr | None]]:
        if not self.project.is_linked:
            return []
        return [*self._of(module).get(name, ()), *self.project.outside.setters(module, name)]

    def _value(self, function: Function, expr: s.Expr | None) -> Value:
        if expr is None:
            return None
        if isinstance(expr, s.Constant) and expr.kind == "NoneType":
            return Literal(None)
        names = dict(self.project.calls.body(function).names)
        return Interpreter(function.module, names, self.project.scope_of(function), function).value(expr)

    def _of(self, module: Module) -> dict[str, list[tuple[Function, s.Expr | None]]]:
        """The variables of a module that functions set, with what they set them to; None for what nobody knows."""
        if module not in self._setters:
            found = self._setters[module] = {}
            declaring = _declaring(module)
            for function in module.functions.values() if declaring else ():
                if function in declaring:
                    for name, expr in _set(function):
                        found.setdefault(name, []).append((function, expr))
        return self._setters[module]


def _declaring(module: Module) -> set[Function | None]:
    """The functions that may set variables of their module; few files have one."""
    text = module.source.text
    found = _DECLARED.finditer(text) if "global" in text else ()
    return {module.function_at(match.end() - 1) for match in found}


def _set(function: Function) -> Iterator[tuple[str, s.Expr | None]]:
    nodes = [node for statement in function.body for node in s.walk(statement)]
    names = {
        name for node in nodes if isinstance(node, s.Declare) and node.kind == "global" for name in node.names
    }
    for node in nodes if names else ():
        if isinstance(node, s.Assign) and node.value is not None:
            for target in node.targets:
                whole = isinstance(target, s.Name)
                yield from ((name, node.value if whole else None) for name in _bound(target, names))
        elif isinstance(node, (s.For, s.AugAssign)):
            yield from ((name, None) for name in _bound(node.target, names))
        elif isinstance(node, s.With):
            yield from ((name, None) for target in node.targets if target for name in _bound(target, names))


def _bound(target: s.Expr, names: Set[str]) -> list[str]:
    return [node.id for node in s.walk(target) if isinstance(node, s.Name) and node.id in names]
