"""Which routers are listed by themselves: applications, and what no application includes."""

from __future__ import annotations

from collections.abc import Collection, Iterable

from fastapi_lint.inventory.names import Names
from fastapi_lint.model.domain import Application, MountPoint, Router
from fastapi_lint.model.knowledge.routers import APPLICATIONS

KINDS = ("application", "unseen", "router")
"""In the order in which they are listed."""


def kind_of(router: Router) -> str:
    """What a router is by itself."""
    if isinstance(router, Application):
        return "application"
    return "unseen" if router.call is None and (not router.kind or router.kind in APPLICATIONS) else "router"


def mounted(router: Router) -> list[Router]:
    """The applications and routers that are mounted in it."""
    mounts = (op.mount.application for op in router.operations if isinstance(op, MountPoint))
    return [target for target in mounts if isinstance(target, Router)]


def is_included(router: Router, among: Collection[Router]) -> bool:
    """Whether one of ``among`` includes it."""
    return not isinstance(router, Application) and any(item.router in among for item in router.included_in)


def once(routers: Iterable[Router], names: Names) -> list[Router]:
    """Those that a module's variable holds, and of the others one for every place that makes some.

    A factory that several tests call makes the same application each time.
    """
    known = list(routers)
    kept: set[Router] = set()
    places: set[tuple[str, int, str]] = set()
    for router in sorted(known, key=names.is_anonymous):
        place = (router.path, router.span.start, router.name if router.call is None else "")
        if not names.is_anonymous(router) or place not in places:
            kept.add(router)
        places.add(place)
    return [router for router in known if router in kept]
