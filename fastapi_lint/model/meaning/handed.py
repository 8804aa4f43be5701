"""What FastAPI and Starlette hand to functions whose parameters have no annotation."""

from __future__ import annotations

from fastapi_lint.model.domain import Class, Function, Router
from fastapi_lint.model.file import syntax as s
from fastapi_lint.model.meaning.values import External, Instance, Value

_TAKES_REQUEST = frozenset({"middleware", "exception_handler"})
"""Decorators of applications whose functions get the request first."""
_MIDDLEWARE = "starlette.middleware.base.BaseHTTPMiddleware"


def handed(function: Function, param: s.Param) -> Value:
    """The request, where a parameter of a middleware or of a handler is that."""
    place = function.syntax.params.index(param)
    if function.name == "dispatch" and place == 1:
        is_request = isinstance(function.parent, Class) and function.parent.is_a(_MIDDLEWARE)
    else:
        is_request = place == 0 and any(_takes_request(mark, function) for mark in function.syntax.decorators)
    return Instance(External("starlette.requests.Request")) if is_request else None


def _takes_request(decorator: s.Expr, function: Function) -> bool:
    written = decorator.func if isinstance(decorator, s.Call) else None
    if not isinstance(written, s.Attribute) or written.attr not in _TAKES_REQUEST:
        return False
    project = function.project
    return isinstance(project.types.resolve(written.value, project.scope_of(function)), Router)
