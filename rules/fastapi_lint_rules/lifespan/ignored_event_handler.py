"""A start-up or shutdown handler never runs.

From FastAPI 0.93 on, an application with a `lifespan` runs that and nothing else. Its own handlers,
registered by `on_event`, `add_event_handler`, `on_startup=` or `on_shutdown=`, before or after, are
forgotten without a warning: the pool is never opened, the scheduler never started, and what is written at
shutdown is lost.

Handlers of an included router run all the same from FastAPI 0.112.2 on, unless the router has a `lifespan`
too. Before that version they are silenced as well, and so are those that are registered after the router
was included.

Nothing at all is started in a mounted application: its handlers never run either, unless the project enters
its `router.lifespan_context` itself.

A `lifespan` that may be None, or that comes in `**options`, is left alone.

The fix calls the handlers from the existing lifespan: right before its `yield`, where everything that it
sets up is there, and right behind it, while all that is still there. It is not safe: code runs that never
did.

Bad:

    from collections.abc import AsyncIterator
    from contextlib import asynccontextmanager

    from fastapi import FastAPI

    @asynccontextmanager
    async def lifespan(app: FastAPI) -> AsyncIterator[None]:
        print("open")
        yield
        print("close")

    app = FastAPI(lifespan=lifespan)

    @app.on_event("startup")
     ^^^^^^^^^^^^^^^^^^^^^^^ `warm_up` never runs: the application has a `lifespan`, which replaces handlers
    async def warm_up() -> None:
        print("warm")

Good:

    from collections.abc import AsyncIterator
    from contextlib import asynccontextmanager

    from fastapi import FastAPI

    @asynccontextmanager
    async def lifespan(app: FastAPI) -> AsyncIterator[None]:
        print("open")
        await warm_up()
        yield
        print("close")

    app = FastAPI(lifespan=lifespan)

    async def warm_up() -> None:
        print("warm")
"""

from fastapi_lint import Confidence, Context, Findings, Function, Related, Router, Rule, Severity
from fastapi_lint.lifespans import into_lifespan
from fastapi_lint.model.loop import events

rule = Rule(__name__, "FAPI502", Severity.ERROR, since="0.1")


@rule.on(Router)
def check(router: Router, ctx: Context) -> Findings:
    if ctx.targets.fastapi.before(events.LIFESPANS):
        return
    shown = [handler for handler in router.event_handlers if not handler.module.is_test]
    silent = [handler for handler in shown if events.times(handler, ctx.targets) == 0]
    mounted = bool(silent) and events.is_mounted(router)
    fix = into_lifespan(router, ctx) if silent and not mounted else None
    where = "the `lifespan` of the application that mounts this one" if mounted else "the `lifespan`"
    for handler in silent:
        name = f"`{handler.target.name}`" if isinstance(handler.target, Function) else "the handler"
        yield ctx.finding(
            handler.place,
            f"{name} never runs: {events.why_silenced(handler)}",
            help=f"call it from {where}",
            confidence=Confidence.MEDIUM if mounted else Confidence.HIGH,
            related=_lifespan(router, ctx),
            fix=fix,
        )


def _lifespan(router: Router, ctx: Context) -> list[Related]:
    given = router.option("lifespan")
    if given is None:
        return []
    return [ctx.related(ctx.at(router.path, given), "the lifespan that runs instead")]
