"""Who mentions a function: FastAPI's ``Depends``, a test's override, a direct call, or something else."""

from __future__ import annotations

import ast
from collections.abc import Iterable, Iterator
from enum import Enum
from functools import cached_property
from typing import TYPE_CHECKING

import msgspec

from fastapi_lint.model.domain import Function, Module

if TYPE_CHECKING:
    from fastapi_lint.model.project import Project

_TAKERS = frozenset({"Depends", "Security"})
_REGISTERING = frozenset({"add_api_route", "add_api_websocket_route"})


class As(str, Enum):
    """What a mention is."""

    DEPENDENCY = "dependency"
    """The argument of ``Depends`` or ``Security``."""
    OVERRIDE = "override"
    """The key of ``dependency_overrides``."""
    ENDPOINT = "endpoint"
    """The argument of ``add_api_route``."""
    CALLED = "called"
    OTHER = "other"


class Reference(msgspec.Struct, frozen=True):
    """One mention, in the code of some module; ``call`` is the call of the function itself."""

    module: Module
    node: ast.expr
    kind: As
    call: ast.Call | None = None


class Mentions:
    """Who mentions the functions of a project, by the name that is used."""

    def __init__(self, project: Project) -> None:
        self.project = project
        self._unread: set[Module] = set()
        """The files whose text is another one since mentions were looked for."""

    def forget(self, module: Module) -> None:
        """A file has another text."""
        if "_mentions" in self.__dict__:
            self._unread.add(module)

    def named(self) -> dict[str, list[Reference]]:
        """All mentions, by the name that is used."""
        found = self._mentions
        if self._unread:
            for name, some in found.items():
                found[name] = [one for one in some if one.module not in self._unread]
            self._mention(self._unread, found)
            for some in found.values():
                some.sort(key=lambda one: one.module.path)
            self._unread.clear()
        return found

    @cached_property
    def _mentions(self) -> dict[str, list[Reference]]:
        self._unread.clear()
        found: dict[str, list[Reference]] = {}
        self._mention(self.project.modules.values(), found)
        return found

    def _mention(self, modules: Iterable[Module], found: dict[str, list[Reference]]) -> None:
        names = {function.name for function in self.project.functions()} | {
            name for known in self._aliases.values() for name in known
        }
        for module in modules:
            for name, reference in mentions(module):
                if name in names:
                    found.setdefault(name, []).append(reference)

    def aliases_of(self, function: Function) -> set[str]:
        """The names that modules have for a function."""
        return self._aliases.get(function, set())

    @cached_property
    def _aliases(self) -> dict[Function, set[str]]:
        found: dict[Function, set[str]] = {}
        for module in self.project.modules.values():
            for name, value in module.names.items():
                if isinstance(value, Function) and name != value.name:
                    found.setdefault(value, set()).add(name)
        return found


def references(function: Function) -> Iterator[Reference]:
    """Every place of the project, tests included, that may mean the function. Imports are none."""
    project = function.project
    names = {function.name, *project.mentions.aliases_of(function)}
    for name in names:
        for reference in project.mentions.named().get(name, ()):
            node, module = reference.node, reference.module
            if isinstance(node, ast.Name):
                bound = module.names.get(node.id)
                means = bound is function or (node.id == function.name and bound is None)
            else:
                means = isinstance(node, ast.Attribute) and not _is_other(node, module, function)
            if means:
                yield reference


def mentions(module: Module) -> Iterator[tuple[str, Reference]]:
    """Every name and attribute that a file reads, by its last part."""
    known: dict[ast.AST, tuple[As, ast.Call | None]] = {}
    for node in ast.walk(module.source.ast):
        known.update(_uses(node))
        if isinstance(node, (ast.Name, ast.Attribute)) and isinstance(node.ctx, ast.Load):
            yield _last(node), Reference(module, node, *known.get(node, (As.OTHER, None)))


def _uses(node: ast.AST) -> Iterator[tuple[ast.AST, tuple[As, ast.Call | None]]]:
    """The expressions that a node uses in a way that we know."""
    if isinstance(node, ast.Call):
        yield node.func, (As.CALLED, node)
        name = _last(node.func)
        if name in _TAKERS or name in _REGISTERING:
            kind = As.DEPENDENCY if name in _TAKERS else As.ENDPOINT
            yield from (
                (argument, (kind, None)) for argument in (*node.args, *(k.value for k in node.keywords))
            )
    elif isinstance(node, ast.Subscript) and _last(node.value) == "dependency_overrides":
        yield node.slice, (As.OVERRIDE, None)


def _last(node: ast.expr) -> str:
    return node.attr if isinstance(node, ast.Attribute) else node.id if isinstance(node, ast.Name) else ""


def _is_other(node: ast.Attribute, module: Module, function: Function) -> bool:
    """Whether ``a.f`` is certainly something else than the function."""
    if node.attr != function.name:
        return True
    root: ast.expr = node.value
    while isinstance(root, ast.Attribute):
        root = root.value
    if function.parent is None and not _is_imported(root, module):
        return True  # a function of a module is reached through the module, and that is imported
    value = module.names.get(root.id) if isinstance(root, ast.Name) and root is node.value else None
    if not isinstance(value, Module):
        return value is not None and function.parent is None
    found = function.project.imports.member(value, node.attr)
    return found is not None and found is not function


def _is_imported(root: ast.expr, module: Module) -> bool:
    return isinstance(root, ast.Name) and any(item.name in (root.id, "*") for item in module.source.imports)
