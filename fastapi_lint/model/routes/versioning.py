"""``VersionedFastAPI(app)`` of fastapi-versioning: an application for each version, mounted in a new one.

What it does was seen with 0.10 under FastAPI 0.136. From 0.137 on it fails where ``app`` includes routers.
"""

from __future__ import annotations

from collections.abc import Sequence
from typing import TYPE_CHECKING, TypeAlias

from fastapi_lint.model.domain import Application, Function, Inclusion, Mount, PathOperation, Route
from fastapi_lint.model.file import syntax as s
from fastapi_lint.model.following.interpret import Interpreter
from fastapi_lint.model.meaning.values import Arguments, External, Literal, Value
from fastapi_lint.model.routes.options import items, text
from fastapi_lint.model.routes.serving import serve

if TYPE_CHECKING:
    from fastapi_lint.model.routes.registering import Registering

VERSIONING = frozenset(
    {"fastapi_versioning.VersionedFastAPI", "fastapi_versioning.versioning.VersionedFastAPI"}
)
_SAYING: dict[str, Literal | None] = {
    "fastapi_versioning.version": None,
    "fastapi_versioning.versioning.version": None,
    "fastapi_versioning.versioned_api_route": Literal(1),
    "fastapi_versioning.routing.versioned_api_route": Literal(1),
}
"""What says a version, each with the major one where none is given."""
_OPTIONS = ("app", "version_format", "prefix_format", "default_version", "enable_latest")

_LATEST = "/latest"

_Version: TypeAlias = tuple[int, int]
_Routes: TypeAlias = "tuple[tuple[Route, str | None], ...]"


def versioned(run: Registering, call: s.Call, given: Arguments) -> Application:
    """The new application, with what is known of its versions."""
    app, options = given.get(0, "app"), {name: given.named.get(name) for name in given.named}
    parent = run.construct(
        call,
        "fastapi.FastAPI",
        None,
        Arguments(named={k: v for k, v in options.items() if k not in _OPTIONS}),
    )
    assert isinstance(parent, Application)
    versions = _versions(app, given) if isinstance(app, Application) else None
    if isinstance(app, Application):
        app.is_copied = True
    if versions is None:
        run.add_unknown(parent, call)
        return parent
    for prefix, only in versions:
        assert isinstance(app, Application)
        common = (run.module, call, run.branches, run.within)
        inner = Application(run.module, call, "", run.within, kind="fastapi.FastAPI")
        inner.entries.append(Inclusion(inner, *common, app, "", len(app.entries), only=only))
        run.project.routers.append(inner)
        run.add_mount(Mount(parent, *common, prefix, inner))
        for path in ("/docs", "/openapi.json") if prefix != _LATEST else ():
            run.add_route(parent, call, "get", Literal(prefix + path), None, Arguments())
    return parent


def _versions(app: Application, given: Arguments) -> list[tuple[str, _Routes]] | None:
    """What is mounted under which prefix, in order; None where the source does not show it.

    A version has the routes of those before it too, but where it has one of the same path and method itself.
    """
    prefixes = text(given.named.get("prefix_format", Literal("/v{major}_{minor}")))
    default = _pair(items(given.named["default_version"])) if "default_version" in given.named else (1, 0)
    latest = given.named.get("enable_latest", Literal(False))
    if prefixes is None or default is None or not isinstance(latest, Literal) or "" in given.named:
        return None
    found = [one for one in serve(app, app.module.project.includes_live) if isinstance(one, PathOperation)]
    versions = [_version_of(one.route, default) for one in found]
    known = {default, *(version for version in versions if version is not None)}
    if None in versions:
        return None
    mounted: list[tuple[str, _Routes]] = []
    listed: dict[tuple[str | None, str], tuple[Route, str | None]] = {}
    for major, minor in sorted(known):
        for one, version in zip(found, versions, strict=True):
            if version == (major, minor):
                listed.update({(one.path, method): (one.route, one.path) for method in one.methods})
        mounted.append((prefixes.format(major=major, minor=minor), tuple(listed.values())))
    return [*mounted, (_LATEST, tuple(listed.values()))] if latest.value else mounted


def _version_of(route: Route, default: _Version) -> _Version | None:
    """The version of a route: of its endpoint, or of the class of routes that its router makes."""
    shown = route.router.option("route_class") or route.option("route_class")
    exprs = [(shown, route.module)] if shown is not None else []
    if isinstance(route.endpoint, Function):
        exprs += [(expr, route.endpoint.module) for expr in route.endpoint.syntax.decorators]
    for expr, module in exprs:
        callee = module.project.types.resolve(expr.func, module.lookup) if isinstance(expr, s.Call) else None
        if isinstance(callee, External) and callee.name in _SAYING and isinstance(expr, s.Call):
            given = Interpreter(module, {}, module.lookup).arguments(expr)
            first = _SAYING[callee.name]
            return _pair((given.get(0, "major") or first, given.get(1, "minor") or Literal(0)))
    return default


def _pair(values: Sequence[Value]) -> _Version | None:
    numbers = [one.value for one in values if isinstance(one, Literal) and isinstance(one.value, int)]
    return (numbers[0], numbers[1]) if len(numbers) == len(values) == 2 else None
