"""Takes the inventory of a linked project."""

from __future__ import annotations

from collections.abc import Collection
from dataclasses import replace

from fastapi_lint.finding import Location
from fastapi_lint.inventory.entries import Branch, Entry, Group, Inventory, Shadow
from fastapi_lint.inventory.inputs import inputs_of
from fastapi_lint.inventory.names import Names
from fastapi_lint.inventory.needs import Needs
from fastapi_lint.inventory.reading import (
    extent_of,
    own_path,
    owners,
    place_of,
    response_model_of,
    tags_of,
    text_of,
)
from fastapi_lint.inventory.roots import KINDS, is_included, kind_of, mounted, once
from fastapi_lint.inventory.shadows import shadows
from fastapi_lint.model.domain import (
    Application,
    Kind,
    MountPoint,
    PathOperation,
    Registered,
    Route,
    Router,
)
from fastapi_lint.model.file import syntax as s
from fastapi_lint.model.meaning.values import Closure, OneOf
from fastapi_lint.model.project import Project
from fastapi_lint.model.routes.bringing import BRINGING
from fastapi_lint.model.routes.conflicts import Conflict

_BRINGING = frozenset(name.rpartition(".")[2] for name in BRINGING)


def take(project: Project, paths: Collection[str], app: str | None = None) -> Inventory:
    """What applications made in the files ``paths`` serve, and of other applications what ``paths`` register.

    ``app`` asks for one application, by its name. Raises ``LookupError`` with all names when there is none.
    """
    return _Collector(project, paths).inventory(app)


class _Collector:
    def __init__(self, project: Project, paths: Collection[str]) -> None:
        self.project = project
        self.paths = paths
        self.names = Names(project)
        self.needs = Needs(self.names)

    def inventory(self, app: str | None) -> Inventory:
        if app is not None:
            return Inventory((self._group(self._named(app), "", ()),))
        tested = [router for router in self.project.routers if not router.module.is_test]
        routers = tested if any(map(self._concerns, tested)) else self.project.routers
        inner = {target for router in routers for target in mounted(router)}
        among = set(routers)
        roots = [
            router
            for router in once(routers, self.names)
            if router not in inner
            and not router.is_copied
            and not is_included(router, among)
            and self._concerns(router)
        ]
        roots.sort(key=lambda router: KINDS.index(kind_of(router)))
        return Inventory(tuple(self._restricted(router) for router in roots))

    def _named(self, name: str) -> Router:
        found = self.names.find(name)
        if found is not None:
            return found
        named = ((self.names.router(router), router) for router in self.project.applications)
        known = {found: router for found, router in named if found is not None}
        for candidate in (name, f"{name}()"):
            if candidate in known:
                return known[candidate]
        raise LookupError(*sorted(known))

    def _concerns(self, router: Router) -> bool:
        """Whether ``paths`` make it, or register anything that it serves."""
        if isinstance(router, Application) and router.path in self.paths:
            return True
        below = [target for target in mounted(router) if target is not router]
        return any(op.entry.path in self.paths for op in router.operations) or any(
            map(self._made_here, below)
        )

    def _made_here(self, router: Router) -> bool:
        return router.path in self.paths

    def _restricted(self, router: Router) -> Group:
        group = self._group(router, "", ())
        if isinstance(router, Application) and router.path in self.paths:
            return group
        kept = (
            entry
            for entry in group.entries
            if entry.registered.filename in self.paths or self._leads_here(entry)
        )
        return replace(group, entries=tuple(kept))

    def _leads_here(self, entry: Entry) -> bool:
        return entry.mounted is not None and entry.mounted.place.filename in self.paths

    # --- groups and entries ----------------------------------------------------------------------

    def _group(self, router: Router, prefix: str, above: tuple[Router, ...]) -> Group:
        name, kind = self.names.router(router), kind_of(router)
        taken = shadows(router)
        entries = []
        for served in router.operations:
            conflict = taken.get(served)
            shadow = self._shadow(conflict, prefix) if conflict is not None else None
            if isinstance(served, PathOperation):
                entries.append(self._operation(served, prefix, shadow))
            else:
                entries.append(self._mount(served, prefix, shadow, (*above, router)))
        title = name or f"{self.names.module(router.path)}:{router.name or '?'}"
        if kind == "router" and above:
            kind = "application"
        return Group(kind, name, title, place_of(router.module, router.span.start), prefix, tuple(entries))

    def _operation(self, served: PathOperation, prefix: str, shadow: Shadow | None) -> Entry:
        route, function = served.route, served.route.function
        some = owners(served.server, route, served.inclusions)
        is_http = route.kind is Kind.HTTP
        registered = place_of(route.module, route.span.start)
        endpoint = route.endpoint
        is_known = endpoint is not None or isinstance(route.target, (OneOf, Closure))
        name = self.names.value(endpoint or route.target) if is_known else None
        return Entry(
            kind=route.kind.value,
            methods=(route.methods or None) if is_http else (),
            path=None if served.path is None else prefix + served.path,
            tail=own_path(route),
            endpoint=name,
            text=text_of(route.module, _unknown_target(route)) if name is None else "",
            is_async=function.is_async if function is not None else None,
            place=place_of(endpoint.module, endpoint.name_span.start) if endpoint is not None else registered,
            registered=registered,
            response_model=response_model_of(route),
            inputs=() if route.plain else inputs_of(served.parameters),
            needs=() if route.plain else self.needs.of(served),
            tags=() if route.plain or not is_http else tags_of(some),
            shadow=shadow,
            is_conditional=served.conditional,
            branches=self._branches(served),
            extent=_extent(route) if function is None else (*_extent(route), extent_of(function)),
        )

    def _mount(
        self, served: MountPoint, prefix: str, shadow: Shadow | None, above: tuple[Router, ...]
    ) -> Entry:
        mount, target = served.mount, served.mount.application
        path = None if served.path is None else prefix + served.path
        below = path or "?"
        if mount.is_host:
            path, below = mount.host, ""
        inner = isinstance(target, Router) and target not in above
        place = place_of(mount.module, mount.span.start)
        return Entry(
            kind="host" if mount.is_host else "mount",
            methods=(),
            path=path,
            tail=own_path(mount),
            endpoint=self.names.value(target, mount.call.argument(1, "app")),
            text=text_of(mount.module, mount.call.argument(1, "app")),
            is_async=None,
            place=place,
            registered=place,
            response_model=None,
            inputs=(),
            needs=(),
            tags=(),
            shadow=shadow,
            is_conditional=served.conditional,
            branches=self._branches(served),
            extent=_extent(mount),
            mounted=self._group(target, below, above) if inner and isinstance(target, Router) else None,
        )

    def _branches(self, served: PathOperation | MountPoint) -> tuple[Branch, ...]:
        made = []
        for inclusion in served.inclusions:
            router = inclusion.included
            parts = (inclusion.prefix, router.prefix)
            prefix = None if None in parts else "".join(part for part in parts if part)
            name = self.names.router(router) or f"{self.names.module(router.path)}:{router.name or '?'}"
            made.append(Branch(name, prefix, place_of(router.module, router.span.start)))
        return tuple(made)

    def _shadow(self, conflict: Conflict, prefix: str) -> Shadow:
        earlier = conflict.earlier
        methods = earlier.methods if isinstance(earlier, PathOperation) else ()
        word = "MOUNT" if isinstance(earlier, MountPoint) else "|".join(methods) or "WS"
        target = earlier.entry.endpoint if isinstance(earlier.entry, Route) else earlier.entry.application
        place = place_of(earlier.entry.module, earlier.entry.span.start)
        path = f"{prefix}{earlier.path or ''}" or "/"
        expr = None if isinstance(earlier.entry, Route) else earlier.entry.call.argument(1, "app")
        return Shadow(conflict.methods, f"{word} {path}", self.names.value(target, expr), place)


def _unknown_target(route: Route) -> s.Expr | None:
    """What the code names where the endpoint is unknown: it, the router that holds it, or the call that brings it."""
    if route.stands_for_others:
        return route.call.argument(0, "router")
    func = route.call.func
    is_brought = isinstance(func, s.Attribute) and func.attr in _BRINGING
    return route.call if is_brought else route.call.argument(1, "endpoint")


def _extent(entry: Registered) -> tuple[Location, ...]:
    return (Location(entry.path, entry.span),)
