"""The names of routes, which ``url_for`` and ``url_path_for`` look up.

Source: ``Route.url_path_for``, ``Mount.url_path_for`` and ``get_name`` of Starlette 0.27 to 1.10.
"""

from __future__ import annotations

from collections.abc import Iterator

import msgspec

from fastapi_lint.model.domain import Application, Class, Function, MountPoint, PathOperation, Route, Router
from fastapi_lint.model.following.decorators import Effect, effect
from fastapi_lint.model.knowledge.routers import LEAVES, OWN_NAMES
from fastapi_lint.model.meaning.values import Closure, External, Instance, Literal, Setting, Value
from fastapi_lint.model.routes.options import text
from fastapi_lint.model.routes.paths import path_names


class Named(msgspec.Struct, frozen=True):
    """Something that has a URL by its name, and the parameters which that takes."""

    name: str | None
    """None when unknown; of what lies below a mount, with the name of the mount."""
    required: frozenset[str] | None = frozenset()
    """The parameters that must be given; None when the path is unknown."""
    optional: frozenset[str] = frozenset()
    """Those in the path of a mount, which Starlette does not insist on."""
    below: str = ""
    """What the name begins with, where it is unknown."""

    def is_called(self, name: str) -> bool:
        """Whether it has that name, or may have it."""
        return self.name == name if self.name is not None else name.startswith(self.below)

    def under_any_prefix(self) -> Named:
        """The same, where nobody knows which parameters stand in front of its path."""
        return msgspec.structs.replace(self, required=None)

    def takes(self, given: frozenset[str]) -> bool:
        """Whether these are its parameters, or may be."""
        return self.required is None or self.required <= given <= self.required | self.optional


def named(router: Router, above: tuple[Router, ...] = ()) -> Iterator[Named]:
    """Everything with a name that a router serves, mounted applications included, in run-time order."""
    if isinstance(router, Application):
        yield from (Named(name) for name in OWN_NAMES)
    for served in router.operations:
        if isinstance(served, PathOperation):
            is_known = served.path is not None and not served.route.stands_for_others
            required = frozenset(path_names(served.path or "")) if is_known else None
            yield Named(served.route.name, required)
        else:
            yield from _mounted(served, (*above, router))


def _mounted(point: MountPoint, above: tuple[Router, ...]) -> Iterator[Named]:
    mount = point.mount
    label = _said(mount.label)
    if label is None and mount.label != Literal(None):
        yield Named(None, None)
        return
    params = frozenset(path_names(point.path)) if point.path is not None else None
    if label is not None:
        yield Named(label, frozenset({"path"}), params) if params is not None else Named(label, None)
    prefix = "" if label is None else f"{label}:"
    inner = mount.application
    if isinstance(inner, Router) and inner not in above:
        for one in named(inner, above):
            name = None if one.name is None else prefix + one.name
            if params is None or one.required is None:
                yield Named(name, None, below=prefix + one.below)
            else:
                yield Named(name, one.required - params, one.optional | params, prefix + one.below)
    elif not _is_leaf(inner):
        yield Named(None, None, below=prefix)


def _is_leaf(value: Value) -> bool:
    """Whether nothing below a mount has a name: it is an application of a library that has no routes."""
    return isinstance(value, Instance) and isinstance(value.of, External) and value.of.name in LEAVES


def name_of(route: Route) -> str | None:
    """The name of a route, as given, or as ``get_name`` takes it from the endpoint; None when unknown."""
    if route.stands_for_others:
        return None
    if route.label != Literal(None):
        return _said(route.label)
    target = route.target
    if isinstance(route.endpoint, Function):
        return None if _is_replaced(route.endpoint, route) else route.endpoint.name
    if isinstance(target, Class):
        return target.name
    if isinstance(target, Instance) and isinstance(target.of, Class):
        return target.of.name
    if isinstance(target, Closure):
        return "<lambda>" if target.target is None else "partial"
    return None


def _said(label: Value) -> str | None:
    """A name that the source gives; what is configured may be another one."""
    return None if isinstance(label, Setting) else text(label)


def _is_replaced(function: Function, route: Route) -> bool:
    """Whether a decorator that runs before the registration puts something else in the function's place."""
    decorators = function.syntax.decorators
    starts = [decorator.start for decorator in decorators]
    first = starts.index(route.call.start) + 1 if route.call.start in starts else 0
    registering = {one.call.start for one in function.routes}
    return any(
        effect(decorator, function) is Effect.REPLACES
        for decorator in decorators[first:]
        if decorator.start not in registering
    )
