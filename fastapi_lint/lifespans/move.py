"""One fix that moves all handlers of an application, or of a router, into its lifespan."""

from __future__ import annotations

from typing import TYPE_CHECKING

from fastapi_lint.finding import Fix
from fastapi_lint.lifespans.removal import drop_handlers, give_lifespan, unregister
from fastapi_lint.lifespans.steps import Step, step
from fastapi_lint.lifespans.write import free_name, more_in_lifespan, new_lifespan
from fastapi_lint.model.domain import Application, EventHandler, Function, Module, Router
from fastapi_lint.model.file import syntax as s
from fastapi_lint.model.knowledge.events import ADDS_HANDLERS, TOUCHES_HANDLERS
from fastapi_lint.model.loop import events

if TYPE_CHECKING:
    from fastapi_lint.context import Context
    from fastapi_lint.workspace.targets import Targets

_KINDS = frozenset({"fastapi.FastAPI", "fastapi.APIRouter", "starlette.applications.Starlette"})


def into_lifespan(router: Router, ctx: Context) -> Fix | None:
    """Move the handlers into a lifespan; None unless all of them can be moved, for all versions admitted."""
    if router.kind not in _KINDS or not router.event_handlers or not _lifespans_run(router, ctx.targets):
        return None
    if not _is_all_there_is(router) or _is_reached_into(router):
        return None
    given = events.lifespan_of(router)
    if given is events.Lifespan.NONE:
        return _into_new(router, ctx)
    return _into_existing(router, ctx) if given is events.Lifespan.GIVEN else None


def _into_new(router: Router, ctx: Context) -> Fix | None:
    call, source = router.call, router.module.source
    steps = _steps(router, router.module, router.within)
    removed = unregister(router.event_handlers)
    if call is None or steps is None or removed is None:
        return None
    name = free_name(router, others=_has_siblings(router))
    written = new_lifespan(router, name, steps, ctx)
    given = give_lifespan(source, call, name)
    if written is None or given is None:
        return None
    definition, imports = written
    return ctx.fix(_message(steps, name), definition, *given, *removed, imports=imports)


def _into_existing(router: Router, ctx: Context) -> Fix | None:
    lifespan, call = router.lifespan, router.call
    if (
        not isinstance(lifespan, Function)
        or not (lifespan.is_async and lifespan.is_generator)
        or call is None
    ):
        return None
    users = (r for r in router.module.project.routers if r.lifespan is lifespan)
    within = lifespan.parent if isinstance(lifespan.parent, Function) else None
    if lifespan.is_method or any(not _is_same(user, router) for user in users):
        return None
    steps = _steps(router, lifespan.module, within)
    removed = unregister(router.event_handlers)
    dropped = drop_handlers(router.module.source, call)
    if steps is None or removed is None or dropped is None or _hides(lifespan, steps):
        return None
    extended = more_in_lifespan(lifespan, steps)
    return (
        None if extended is None else ctx.fix(_message(steps, lifespan.name), *extended, *removed, *dropped)
    )


def _message(steps: list[Step], name: str) -> str:
    what = f"`{steps[0].text}`" if len(steps) == 1 else f"all {len(steps)} handlers"
    return f"move {what} into `{name}`"


def _steps(router: Router, module: Module, within: Function | None) -> list[Step] | None:
    steps = [step(handler, module, within) for handler in router.event_handlers]
    known = [item for item in steps if item is not None]
    return known if len(known) == len(steps) else None


def _hides(lifespan: Function, steps: list[Step]) -> bool:
    """Whether the lifespan has names of its own where the calls mean those around it."""
    body = lifespan.module.project.calls.body(lifespan)
    return any(name in body.names for step in steps for name in step.names)


def _lifespans_run(router: Router, targets: Targets) -> bool:
    if router.kind.startswith("starlette."):
        return True
    if not isinstance(router, Application):
        return targets.fastapi.at_least(events.ROUTER_LIFESPANS)
    # Before, a lifespan silenced the handlers of included routers as well.
    needed = events.ROUTER_LIFESPANS if events.included_with_handlers(router) else events.LIFESPANS
    return targets.fastapi.at_least(needed)


def _is_same(one: Router, other: Router) -> bool:
    """Whether two routers come from one constructor in the source, as those that a factory makes do."""
    return one.module is other.module and one.call is not None and one.call == other.call


def _is_all_there_is(router: Router) -> bool:
    """Whether what this router registers is all that its constructor's objects have, and nobody else's."""
    project = router.module.project
    own = [_registration(handler) for handler in router.event_handlers]
    for other in project.routers:
        theirs = [_registration(handler) for handler in other.event_handlers]
        if theirs != own if _is_same(other, router) else any(item in own for item in theirs):
            return False
    lists = [router.option(f"on_{event}") for event in ("startup", "shutdown")]
    if any(given is not None and not isinstance(given, s.Sequence) for given in lists):
        return False
    return all(handler.module.is_test == router.module.is_test for handler in router.event_handlers)


def _registration(handler: EventHandler) -> tuple[object, ...]:
    given = handler.given.start if handler.given else None
    return handler.event, handler.path, handler.span, given


def _is_reached_into(router: Router) -> bool:
    """Whether the project runs handlers itself, or has a library that adds some behind its back."""
    texts = (module.source.text for module in router.module.project.modules.values())
    return any(ADDS_HANDLERS.search(text) or TOUCHES_HANDLERS.search(text) for text in texts)


def _has_siblings(router: Router) -> bool:
    """Whether another router of the same scope has a lifespan, or gets one too."""
    return any(
        (other.event_handlers or other.option("lifespan"))
        and other.module is router.module
        and other.within is router.within
        for other in router.module.project.routers
        if other.call is not None and not _is_same(other, router)
    )
