"""The subjects of the model: what a check may subscribe to, and where it comes from."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Iterator
from typing import Any

from fastapi_lint.model import domain
from fastapi_lint.model.inputs.injection import declared, dependencies_of
from fastapi_lint.model.project import Project


def _dependencies(project: Project) -> Iterator[domain.Dependency]:
    for function in project.functions():
        if function.roles:
            yield from dependencies_of(function)
    owners: list[domain.Route | domain.Router] = [*project.routes, *project.routers]
    for owner in owners:
        yield from declared(owner)


def _entries(kind: type[Any]) -> Callable[[Project], Iterable[Any]]:
    return lambda project: (e for router in project.routers for e in router.entries if isinstance(e, kind))


def _inclusions(project: Project) -> Iterator[domain.Inclusion]:
    """Those that somebody wrote."""
    return (one for one in _entries(domain.Inclusion)(project) if one.only is None)


SUBJECTS: dict[type[Any], Callable[[Project], Iterable[Any]]] = {
    Project: lambda project: (project,),
    domain.Module: lambda project: project.modules.values(),
    domain.Application: lambda project: project.applications,
    domain.Router: lambda project: project.routers,
    domain.Route: lambda project: project.routes,
    domain.Inclusion: _inclusions,
    domain.Mount: _entries(domain.Mount),
    domain.Middleware: lambda project: (m for router in project.routers for m in router.middleware),
    domain.EventHandler: lambda project: (h for router in project.routers for h in router.event_handlers),
    domain.ExceptionHandler: lambda project: (
        h for router in project.routers for h in router.exception_handlers
    ),
    domain.Dependency: _dependencies,
    domain.Function: lambda project: project.functions(),
    domain.Parameter: lambda project: project.parameters.used,
    domain.Class: lambda project: project.classes(),
    domain.Schema: lambda project: project.schemas,
    domain.LoopCall: lambda project: project.loop_calls,
    domain.LoopChain: lambda project: project.loop_chains,
    domain.ProjectCall: lambda project: project.calls_to({"*"}),
}
"""The subjects of the model that a check may subscribe to, and where they come from."""
