"""What runs when an application starts and stops: a replay of what FastAPI does with handlers and lifespans.

Measured with FastAPI 0.92 to 0.165:

- A router without a ``lifespan`` runs its handlers in the order of registration; one with a lifespan runs
  that instead, from 0.93 on.
- ``include_router`` copies the handlers that the included router has by then to the including one.
- From 0.112.2 on it also enters the included router's own lifespan inside the including one. A router
  without a ``lifespan`` has one that runs its handlers: they run a second time. Before, a router's
  ``lifespan`` was ignored.
- Nothing of a mounted application ever runs."""

from __future__ import annotations

from collections.abc import Iterator
from enum import Enum
from typing import TYPE_CHECKING

from fastapi_lint.model.domain import Application, EventHandler, Inclusion, Router
from fastapi_lint.model.file import syntax as s
from fastapi_lint.model.knowledge.events import STARTS_MOUNTED
from fastapi_lint.model.meaning.values import External, Instance, Literal

if TYPE_CHECKING:
    from fastapi_lint.workspace.targets import Target, Targets

LIFESPANS = "0.93"
"""The first FastAPI whose ``lifespan=`` runs instead of the handlers."""
ROUTER_LIFESPANS = "0.112.2"
"""The first FastAPI that enters the lifespans of included routers."""
NEEDS_STARLETTE_1 = "0.165"
"""The first FastAPI that cannot run with a Starlette that still has ``add_event_handler``."""


class Lifespan(Enum):
    """Whether a router has a lifespan of its own."""

    NONE = "none"
    GIVEN = "given"
    UNKNOWN = "unknown"


def lifespan_of(router: Router) -> Lifespan:
    """Read it from the constructor; one that the source does not show, or may be None, is unknown."""
    if router.call is None or router.call.is_open or _may_take_its_own(router):
        return Lifespan.UNKNOWN
    given = router.call.keyword("lifespan")
    if given is None or router.lifespan == Literal(None):
        return Lifespan.NONE
    value = router.lifespan
    promised = isinstance(value, Instance) and isinstance(
        value.of, External
    )  # by an annotation that may have None
    is_plain = isinstance(given, s.Call) or (isinstance(given, (s.Name, s.Attribute)) and not promised)
    return Lifespan.GIVEN if is_plain and value is not None else Lifespan.UNKNOWN


def _may_take_its_own(router: Router) -> bool:
    return router.cls is not None and router.cls.method("__init__") is not None


def runs(server: Router, event: str, merging: bool) -> Iterator[EventHandler]:
    """The handlers that run when ``server`` starts (or stops), each as often as it does, in start-up order.

    ``merging`` is FastAPI from 0.112.2 on.
    """
    return (handler for handler in _entered(server, None, merging, ()) if handler.event == event)


def _entered(
    router: Router, size: int | None, merging: bool, above: tuple[Router, ...]
) -> Iterator[EventHandler]:
    if router in above:
        return
    if lifespan_of(router) is Lifespan.NONE:
        yield from _handlers(router, None, ())
    for item in router.lifecycle[:size] if merging else ():
        if isinstance(item, Inclusion):
            yield from _entered(item.included, item.lifecycle_size, merging, (*above, router))


def _handlers(router: Router, size: int | None, above: tuple[Router, ...]) -> Iterator[EventHandler]:
    """A router's own list of handlers, with those that inclusions copied into it."""
    if router in above:
        return
    for item in router.lifecycle[:size]:
        if isinstance(item, EventHandler):
            yield item
        else:
            yield from _handlers(item.included, item.lifecycle_size, (*above, router))


def times(handler: EventHandler, targets: Targets) -> int | None:
    """How often a handler runs at one start: 0 is never, None is left open by the source or by the versions.

    With several applications it is the most that one of them runs it.
    """
    if is_mounted(handler.router):
        return 0
    servers = _servers(handler.router)
    if not servers or any(lifespan_of(router) is Lifespan.UNKNOWN for router in _involved(handler.router)):
        return None
    counts = {
        max(list(runs(server, handler.event, merging)).count(handler) for server in servers)
        for merging in _merging(targets.fastapi)
    }
    return counts.pop() if len(counts) == 1 else None


def is_mounted(router: Router) -> bool:
    """Whether it is part of nothing but mounted applications, which no code of the project starts by hand."""
    servers = _servers(router)
    if not servers or not all(server.mounted_in for server in servers):
        return False
    if any(mount.conditional for server in servers for mount in server.mounted_in):
        return False
    modules = router.module.project.modules.values()
    return not any(STARTS_MOUNTED.search(module.source.text) for module in modules if not module.is_test)


def _merging(fastapi: Target) -> set[bool]:
    """Whether the lifespans of routers are entered: both, when the range of versions has both."""
    if fastapi.at_least(ROUTER_LIFESPANS):
        return {True}
    return {False} if fastapi.before(ROUTER_LIFESPANS) else {True, False}


def _servers(router: Router) -> list[Application]:
    """The applications that a router is, or is part of."""
    return [known for known in _involved(router) if isinstance(known, Application)]


def _involved(router: Router) -> list[Router]:
    """The router and everything that includes it, at any depth."""
    found = [router]
    for known in found:
        found.extend(i.router for i in known.included_in if i.router not in found)
    return found


def included_with_handlers(router: Router) -> bool:
    """Whether a router that this one includes, at any depth, has handlers of its own."""
    found = [router]
    for known in found:
        found.extend(
            i.included for i in known.lifecycle if isinstance(i, Inclusion) and i.included not in found
        )
    return any(known.event_handlers for known in found[1:])


def is_conditional(handler: EventHandler) -> bool:
    """Whether the handler, or an inclusion that brings it in, may not be registered at all."""
    return handler.conditional or any(
        i.conditional for router in _involved(handler.router) for i in router.included_in
    )


def why_silenced(handler: EventHandler) -> str:
    """The reason, for a handler that never runs."""
    router = handler.router
    if is_mounted(router):
        return "its application is mounted, and only the outermost application is started"
    if isinstance(router, Application):
        return "the application has a `lifespan`, which replaces handlers"
    if lifespan_of(router) is Lifespan.GIVEN:
        return "its router has a `lifespan`, and so has the application"
    if any(lifespan_of(server) is Lifespan.NONE for server in _servers(router)):
        return "its router is included before, and its handlers are copied then"
    return "the application has a `lifespan`, which replaces the handlers of routers before FastAPI 0.112.2"


def is_removed(handler: EventHandler, targets: Targets) -> bool:
    """Whether every version admitted has removed the way in which a handler is registered."""
    kind, cls = handler.router.kind, handler.router.cls
    own = "__init__" if handler.form == "parameter" else handler.form
    if cls is not None and cls.method(own) is not None:
        return False
    func = handler.call.func
    on_router = (
        isinstance(func, s.Attribute) and isinstance(func.value, s.Attribute) and func.value.attr == "router"
    )
    is_inherited = handler.form == "add_event_handler" and kind == "fastapi.FastAPI" and not on_router
    if not is_inherited and not kind.startswith("starlette."):
        return False
    if targets.starlette.is_known:
        return targets.starlette.at_least("1.0")
    return targets.fastapi.at_least(NEEDS_STARLETTE_1)


def removal_error(handler: EventHandler) -> str:
    """What Python raises where the way of registering has been removed."""
    return "TypeError" if handler.form == "parameter" else "AttributeError"
