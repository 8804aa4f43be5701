"""Which files an application loads when it is imported."""

from __future__ import annotations

from collections.abc import Iterator
from typing import TYPE_CHECKING

from fastapi_lint.model.domain import Module
from fastapi_lint.model.file import syntax as s

if TYPE_CHECKING:
    from fastapi_lint.model.project import Project


def loaded(project: Project) -> set[Module]:
    """The files of applications and their routes, and what these import at their level, and so on."""
    pending = [*(app.module for app in project.applications), *(route.module for route in project.routes)]
    found = set(pending)
    while pending:
        for module in _imported(pending.pop()):
            if module not in found:
                found.add(module)
                pending.append(module)
    return found


def _imported(module: Module) -> Iterator[Module]:
    project = module.project
    for statement in module.facts.body:
        for node in s.walk(statement):
            if isinstance(node, s.Imported):
                separator = "" if node.module.endswith(".") else "."
                for name in (node.loads or node.module, f"{node.module}{separator}{node.attribute}"):
                    path = project.imports.finder.find(module.path, name)
                    if path is not None and path in project.modules:
                        yield project.modules[path]
