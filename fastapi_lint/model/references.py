"""Who mentions a function: FastAPI's ``Depends``, a test's override, a direct call, or something else."""

from __future__ import annotations

import ast
from collections.abc import Iterator
from dataclasses import dataclass
from enum import Enum

from fastapi_lint.model.domain import Function, Module

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


@dataclass(frozen=True)
class Reference:
    """One mention, in the code of some module; ``call`` is the call of the function itself."""

    module: Module
    node: ast.expr
    kind: As
    call: ast.Call | None = None


def references(function: Function) -> Iterator[Reference]:
    """Every place of the project, tests included, that may mean the function. Imports are none."""
    project = function.project
    names = {function.name, *(project.aliases_of(function))}
    for name in names:
        for reference in project.mentions.get(name, ()):
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
    found = function.project.member(value, node.attr)
    return found is not None and found is not function


def _is_imported(root: ast.expr, module: Module) -> bool:
    return isinstance(root, ast.Name) and any(item.name in (root.id, "*") for item in module.source.imports)
