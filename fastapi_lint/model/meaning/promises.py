"""Applications that are mounted and made by a method of a class that the configuration names."""

from __future__ import annotations

from collections.abc import Iterator
from typing import TYPE_CHECKING

from fastapi_lint.model.domain import Application, Class, Function, Mount
from fastapi_lint.model.meaning.joining import is_some_router
from fastapi_lint.model.meaning.values import Instance, Promised, Value

if TYPE_CHECKING:
    from fastapi_lint.model.project import Project


def promise(function: Function, receiver: Value, known: Value) -> Value:
    """What a method gives of which the source shows no more than that it is an application."""
    if is_some_router(known) and isinstance(known, Instance) and isinstance(receiver, Instance):
        return Promised(known.of, by=function)
    return known


def keep(project: Project) -> None:
    """Mount what the one class makes that the source has for it, when everything was followed."""
    for router in project.routers:
        for mount in router.entries:
            if isinstance(mount, Mount) and isinstance(mount.application, Promised):
                made = [project.made.get(one) for one in _overrides(project, mount.application.by)]
                if len(made) == 1 and isinstance(made[0], Application):
                    mount.application = made[0]
                    made[0].mounted_in.append(mount)


def _overrides(project: Project, method: Function | None) -> Iterator[Function]:
    """The methods that classes below that of ``method`` have in its place, those of tests left out."""
    if method is None or not isinstance(method.parent, Class):
        return
    for module in project.modules.values():
        for cls in () if module.is_test else module.classes.values():
            if method.name in cls.methods and method.parent in cls.ancestors:
                yield cls.methods[method.name]
