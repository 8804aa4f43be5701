"""Placeholders of a path that nobody reads: neither the endpoint nor anything that it depends on."""

from __future__ import annotations

from collections.abc import Iterator

from fastapi_lint.model.domain import Class, Function, In, Inclusion, PathOperation, Route, Router
from fastapi_lint.model.file import syntax as s
from fastapi_lint.model.knowledge.parameters import FORM_CLASSES
from fastapi_lint.model.meaning.values import External

_PLAIN = frozenset(
    {"method", "headers", "cookies", "query_params", "app", "client", "state", "body", "json", "form"}
)
"""What may be asked of a request without coming near the values of its path."""


def unread(operation: PathOperation) -> tuple[str, ...]:
    """The placeholders that no parameter takes; none where something that the source hides may take them."""
    route, function = operation.route, operation.route.function
    names = dict.fromkeys(operation.path_names)
    if not names or not all(map(str.isidentifier, names)):
        return ()  # a callback's expression, such as {$request.body#/url}
    if route.plain or function is None or not function.keeps_signature or _is_in_view(route, function):
        return ()
    if not all(_is_shown(owner) for owner in _owners(operation)):
        return ()
    injected = operation.dependencies
    parameters = [*operation.parameters, *(parameter for one in injected for parameter in one.parameters)]
    if not all(one.is_known or _is_form(one.dependency.target) for one in injected):
        return ()
    if any(
        one.is_open or one.location is In.UNKNOWN or one.syntax.kind in ("args", "kwargs")
        for one in parameters
    ):
        return ()
    in_path = [parameter for parameter in parameters if parameter.location is In.PATH]
    taken = {
        one.alias if one.marker is None or one.marker.name == "fastapi.Path" else one.name for one in in_path
    }
    left = tuple(name for name in names if name not in taken)
    if not left or None in taken:
        return ()
    return () if any(map(_may_ask_request, parameters)) or _middleware_asks(operation) else left


def _owners(operation: PathOperation) -> Iterator[Route | Router | Inclusion]:
    yield operation.server
    for inclusion in operation.inclusions:
        yield inclusion
        yield inclusion.included
    yield operation.route.router
    yield operation.route


def _is_shown(owner: Route | Router | Inclusion) -> bool:
    """Whether the source shows its dependencies, and no class of its own reads requests for it."""
    if isinstance(owner, Router) and (owner.call is None or owner.option("route_class") is not None):
        return False
    return owner.shows_dependencies


def _is_in_view(route: Route, function: Function) -> bool:
    """Whether the endpoint is a method of a class-based view, whose class may take parameters as well."""
    return isinstance(function.parent, Class) and route.is_decorator


def _is_form(target: object) -> bool:
    return isinstance(target, External) and target.name in FORM_CLASSES


def _may_ask_request(parameter: object) -> bool:
    """Whether a function may read the path from the request: it asks for it, or hands the request on."""
    from fastapi_lint.model.domain import Parameter

    assert isinstance(parameter, Parameter)
    if parameter.location is not In.SPECIAL or not isinstance(parameter.owner, Function):
        return parameter.location is In.SPECIAL
    nodes = [node for statement in parameter.owner.body for node in s.walk(statement)]
    uses = [node for node in nodes if isinstance(node, s.Name) and node.id == parameter.name]
    plain = [
        node
        for node in nodes
        if isinstance(node, s.Attribute)
        and isinstance(node.value, s.Name)
        and node.value.id == parameter.name
        and node.attr in _PLAIN
    ]
    return len(plain) < len(uses)


def _middleware_asks(operation: PathOperation) -> bool:
    """Whether a middleware in front of it mentions the values of the path."""
    targets = (middleware.target for middleware in operation.server.middleware)
    known = [target for target in targets if isinstance(target, (Function, Class))]
    return any("path_params" in target.module.source.text for target in known)
