"""Imports that come or go with an edit, and that nobody outside the edited bodies can tell from none."""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from posixpath import basename, dirname
from typing import TYPE_CHECKING

from fastapi_lint.model.file import syntax as s
from fastapi_lint.model.meaning.values import External

if TYPE_CHECKING:
    from fastapi_lint.model.domain import Module
    from fastapi_lint.model.project import Project


def are_unseen(project: Project, module: Module, imports: Iterable[s.Imported]) -> bool:
    """Whether imports of a module's level load nothing of the project, and no other file gets at what they bind."""
    return all(
        _is_foreign(project, module, one) and not _is_used(project, module, one.name) for one in imports
    )


def _is_foreign(project: Project, module: Module, statement: s.Imported) -> bool:
    loaded = (statement.module, statement.loads or statement.module)
    return isinstance(project.imports.value(module, statement), External) and not any(
        project.imports.finder.find(module.path, name) for name in loaded
    )


def _is_used(project: Project, module: Module, name: str) -> bool:
    """Whether another file may use what a module binds to a name, as far as its imports tell."""
    stem = _stem(module.path)
    for other in project.modules.values():
        text = other.source.text
        if other is module or (name not in text and "import *" not in text):
            continue
        if f"{stem}.{name}" in text:
            return True
        for statement in _imports(other):
            is_from = project.imports.finder.find(other.path, statement.module) == module.path
            if is_from and statement.attribute in (name, "*"):
                return True
            is_renamed = stem in (statement.attribute, statement.module.rpartition(".")[2])
            if is_renamed and f"{statement.name}.{name}" in text:
                return True
    return False


def _stem(path: str) -> str:
    """What the last part of a module's name is."""
    return basename(dirname(path)) if path.endswith("/__init__.py") else basename(path).removesuffix(".py")


def _imports(module: Module) -> Iterator[s.Imported]:
    """All imports of a file, wherever they stand."""
    importing = [f for f in list(module.functions.values()) if f.syntax.imports]
    bodies = (module.facts.body, *(function.body for function in importing))
    nodes = (node for body in bodies for statement in body for node in s.walk(statement))
    return (node for node in nodes if isinstance(node, s.Imported))
