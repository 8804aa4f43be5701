"""``app.dependency_overrides[get_store] = make_store`` in the application itself: what is injected in whose place."""

from __future__ import annotations

from collections.abc import Iterator
from functools import cached_property
from typing import TYPE_CHECKING, TypeAlias

from fastapi_lint.model.domain import Class, Function, Module
from fastapi_lint.model.file import syntax as s
from fastapi_lint.model.following.interpret import Interpreter
from fastapi_lint.model.inputs.overrides import ATTRIBUTE
from fastapi_lint.model.meaning.values import Value

if TYPE_CHECKING:
    from fastapi_lint.model.project import Project

_By: TypeAlias = tuple[Value, Value]
"""What replaces something, and what that gives where it is a lambda."""


class Replacing:
    """The overrides that the project makes outside its tests, where nothing decides whether it does."""

    def __init__(self, project: Project) -> None:
        self.project = project

    def target(self, target: Value) -> Value:
        """What runs in the place of a dependency: itself, where none or several things do."""
        found = self._by(target)
        return found[0] if found is not None and found[0] is not None else target

    def given(self, target: Value) -> Value:
        """What a lambda in its place gives."""
        found = self._by(target)
        return found[1] if found is not None else None

    def _by(self, target: Value) -> _By | None:
        if not self.project.is_linked or not isinstance(target, (Function, Class)):
            return None
        found = self._found.get(target, ())
        return found[0] if len(found) == 1 else None

    @cached_property
    def _found(self) -> dict[Function | Class, list[_By]]:
        found: dict[Function | Class, list[_By]] = {}
        for module in self.project.modules.values():
            if not module.is_test and ATTRIBUTE in module.source.text:
                for replaced, by in _replaced(module):
                    if isinstance(replaced, (Function, Class)):
                        found.setdefault(replaced, []).append(by)
        return found


def _replaced(module: Module) -> Iterator[tuple[Value, _By]]:
    project = module.project
    for statement in module.facts.body:
        scope = Interpreter(module, {}, module.lookup)
        yield from ((scope.value(key), _by(scope, by)) for key, by in _pairs(statement))
    for function in list(module.functions.values()):  # which grow where bodies are followed
        pairs = [pair for statement in function.body for pair in _pairs(statement)]
        names = dict(project.calls.body(function).names) if pairs else {}
        scope = Interpreter(module, names, project.scope_of(function), function)
        yield from ((scope.value(key), _by(scope, by)) for key, by in pairs)


def _by(scope: Interpreter, expr: s.Expr) -> _By:
    gives = scope.value(expr.body) if isinstance(expr, s.Lambda) and not expr.names else None
    return scope.value(expr), gives


def _pairs(statement: s.Stmt) -> Iterator[tuple[s.Expr, s.Expr]]:
    """What a statement replaces, and by what."""
    held: s.Expr | None = None
    if isinstance(statement, s.Assign) and statement.value is not None:
        for target in statement.targets:
            if isinstance(target, s.Subscript) and _is_meant(target.value):
                yield target.index, statement.value
            elif _is_meant(target):
                held = statement.value
    elif isinstance(statement, s.Evaluate) and isinstance(statement.value, s.Call):
        func, args = statement.value.func, statement.value.args
        if isinstance(func, s.Attribute) and func.attr == "update" and _is_meant(func.value):
            held = args[0] if args else None
    for key, value in zip(held.keys, held.values, strict=True) if isinstance(held, s.Mapping) else ():
        if key is not None:
            yield key, value


def _is_meant(expr: s.Expr) -> bool:
    return isinstance(expr, s.Attribute) and expr.attr == ATTRIBUTE
