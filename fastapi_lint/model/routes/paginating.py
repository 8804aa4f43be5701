"""``add_pagination(app)`` of fastapi-pagination: routes that answer with a page get a dependency when the application
starts, which the source does not show (seen with 0.16)."""

from __future__ import annotations

from typing import TYPE_CHECKING

from fastapi_lint.model.domain import Class, PathOperation, Route
from fastapi_lint.model.file import syntax as s
from fastapi_lint.model.meaning.values import Alias, External

if TYPE_CHECKING:
    from fastapi_lint.model.project import Project

PAGINATING = frozenset({"fastapi_pagination.add_pagination", "fastapi_pagination.api.add_pagination"})
_PACKAGE = "fastapi_pagination."


def paginate(project: Project) -> None:
    """Note it on the routes of every router that was given to it, also on those that were added later."""
    for router in project.paginated:
        for operation in router.operations:
            if isinstance(operation, PathOperation) and _gives_page(operation.route):
                operation.route.shows_dependencies = False


def _gives_page(route: Route) -> bool:
    shown, module = route.option("response_model"), route.module
    if shown is None and route.function is not None:
        shown, module = route.function.syntax.returns, route.function.module
    if shown is None:
        return False
    expr = module.project.types.annotated(shown, module).type
    while isinstance(expr, s.Subscript):
        expr = expr.value
    named = module.project.types.resolve(expr, module.lookup) if expr is not None else None
    if isinstance(named, Alias) and isinstance(named.expr, s.Subscript):
        named = module.project.types.resolve(named.expr.value, named.module.lookup)
    if isinstance(named, Class):
        return any(isinstance(base, str) and base.startswith(_PACKAGE) for base in named.ancestors)
    return isinstance(named, External) and named.name.startswith(_PACKAGE)
