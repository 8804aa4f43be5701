"""``app.dependency_overrides`` in tests: where an override is set, and what takes it away again."""

from __future__ import annotations

from collections.abc import Iterator
from posixpath import basename, dirname

import msgspec

from fastapi_lint.model.domain import Function, Module
from fastapi_lint.model.file import syntax as s

ATTRIBUTE = "dependency_overrides"
_REMOVING = frozenset({"clear", "pop", "popitem"})


class Override(msgspec.Struct, frozen=True):
    """One statement that sets an override."""

    module: Module
    function: Function | None
    statement: s.Stmt
    application: str
    """What has the overrides, as written: ``app``."""


def lasting(module: Module) -> Iterator[Override]:
    """The overrides of a test file that stay in force for tests that know nothing of them."""
    blocks = list(_blocks(module))
    found = [
        Override(module, function, node, name)
        for function, node in blocks
        if isinstance(node, s.Stmt)
        for name in _sets(node)
    ]
    if not found:
        return
    removals = [(function, node.start) for function, node in blocks if _removes(node)]
    if any(_removes_for_others(function) for function, _ in removals) or any(
        _has_removal(c) for c in _conftests(module)
    ):
        return
    for override in found:
        is_removed = any(f is override.function and start > override.statement.start for f, start in removals)
        if not is_removed and not _is_own(override):
            yield override


def _blocks(module: Module) -> Iterator[tuple[Function | None, s.Syntax]]:
    for statement in module.facts.body:
        yield from ((None, node) for node in s.walk(statement))
    for function in list(module.functions.values()):
        yield from ((function, node) for statement in function.body for node in s.walk(statement))


def _sets(node: s.Stmt) -> Iterator[str]:
    if isinstance(node, s.Assign):
        for target in node.targets:
            if isinstance(target, s.Subscript) and _is_overrides(target.value):
                yield _owner(target.value)
            elif _is_overrides(target) and isinstance(node.value, s.Mapping) and node.value.values:
                yield _owner(target)
    elif isinstance(node, s.Evaluate) and isinstance(node.value, s.Call):
        func = node.value.func
        if isinstance(func, s.Attribute) and func.attr == "update" and _is_overrides(func.value):
            yield _owner(func.value)


def _removes(node: s.Syntax) -> bool:
    if isinstance(node, s.Assign):
        return any(_is_overrides(target) for target in node.targets) and not (
            isinstance(node.value, s.Mapping) and node.value.values
        )
    if isinstance(node, s.Delete):
        return any(isinstance(target, s.Subscript) and _is_overrides(target.value) for target in node.targets)
    func = node.func if isinstance(node, s.Call) else None
    return isinstance(func, s.Attribute) and func.attr in _REMOVING and _is_overrides(func.value)


def _removes_for_others(function: Function | None) -> bool:
    """Whether a removal serves more than the one test that it stands in."""
    return function is None or not function.name.startswith("test")


def _has_removal(module: Module) -> bool:
    return any(_removes(node) and _removes_for_others(function) for function, node in _blocks(module))


def _conftests(module: Module) -> Iterator[Module]:
    folder = dirname(module.path)
    while True:
        found = module.project.modules.get(f"{folder}/conftest.py")
        if found is not None and found is not module:
            yield found
        if folder in ("", "/", module.project.root):
            return
        folder = dirname(folder)


def _is_own(override: Override) -> bool:
    """Whether the application is made for the test or the file, or the override is there for all tests."""
    head = override.application.partition(".")[0]
    function = override.function
    is_for_all = basename(override.module.path) == "conftest.py"
    if not head or (function is None and is_for_all):
        return True
    if function is None:
        return _is_made_here(override.module, head)
    shared = any(
        "scope" in (k.name for k in d.keywords) for d in function.syntax.decorators if isinstance(d, s.Call)
    )
    nested = isinstance(function.parent, Function)
    local = head in function.project.calls.body(function).names
    return shared or nested or local


def _is_made_here(module: Module, name: str) -> bool:
    """Whether the file itself makes the application, rather than to import one that others test as well."""
    return any(
        isinstance(node, s.Assign) and any(s.dotted(target) == name for target in node.targets)
        for node in module.facts.body
    )


def _is_overrides(expr: s.Expr) -> bool:
    return isinstance(expr, s.Attribute) and expr.attr == ATTRIBUTE


def _owner(expr: s.Expr) -> str:
    return s.dotted(expr.value) if isinstance(expr, s.Attribute) else ""
