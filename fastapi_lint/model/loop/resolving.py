"""Plain functions that GraphQL libraries call on the event loop."""

from __future__ import annotations

from collections.abc import Iterator
from typing import TYPE_CHECKING

from fastapi_lint.model.domain import Function
from fastapi_lint.model.file import syntax as s
from fastapi_lint.model.meaning.values import External

if TYPE_CHECKING:
    from fastapi_lint.model.project import Project

_SERVED = "strawberry.fastapi.GraphQLRouter"
_FIELDS = frozenset({"strawberry.field", "strawberry.mutation"})
"""What makes a resolver of a function. Strawberry awaits what it gives, but calls it where it is: 0.290 and 0.341."""


def resolvers(project: Project) -> Iterator[Function]:
    """The resolvers of a schema that the project serves."""
    if not any(router.kind == _SERVED for router in project.routers):
        return
    for module in project.modules.values():
        if module.is_test or not _imports_strawberry(module.facts.body):
            continue
        for function in module.functions.values():
            if any(_is_field(function, decorator) for decorator in function.syntax.decorators):
                yield function
        for site in module.sites.values():
            if isinstance(site.callee, External) and site.callee.name in _FIELDS:
                given = site.given.named.get("resolver")
                if isinstance(given, Function):
                    yield given


def _imports_strawberry(body: tuple[s.Stmt, ...]) -> bool:
    return any(
        isinstance(statement, s.Imported)
        and (statement.module or statement.loads).partition(".")[0] == "strawberry"
        for statement in body
    )


def _is_field(function: Function, decorator: s.Expr) -> bool:
    callee = decorator.func if isinstance(decorator, s.Call) else decorator
    value = function.project.types.resolve(callee, function.project.scope_of(function))
    return isinstance(value, External) and value.name in _FIELDS
