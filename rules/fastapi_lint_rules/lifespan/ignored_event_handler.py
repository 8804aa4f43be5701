'''A start-up or shutdown handler never runs.

From FastAPI 0.93 on, an application with a `lifespan` runs that and nothing else. Its own handlers, registered by
`on_event`, `add_event_handler`, `on_startup=` or `on_shutdown=`, before or after, are forgotten without a warning: the
pool is never opened, the scheduler never started, and what is written at shutdown is lost.

Handlers of an included router run all the same from FastAPI 0.112.2 on, unless the router has a `lifespan` too. Before
that version they are silenced as well, and so are those that are registered after the router was included.

A `lifespan` that may be None, or that comes in `**options`, is left alone.

The fix calls the handlers from the existing lifespan: right before its `yield`, where everything that it sets up is
there, and right behind it, while all that is still there. It is not safe: code runs that never did.

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
     ^^^^^^^^^^^^^^^^^^^^^^^ `warm_up` never runs: the application has a `lifespan`, which replaces all handlers
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
'''

from fastapi_lint import Context, Findings, Function, Location, Related, Router, Rule, Severity, Span
from fastapi_lint.lifespans import into_lifespan
from fastapi_lint.model import events

rule = Rule(__name__, "FAPI502", Severity.ERROR, since="0.1")


@rule.on(Router)
def check(router: Router, ctx: Context) -> Findings:
    if ctx.targets.fastapi.before(events.LIFESPANS):
        return
    silent = [h for h in router.event_handlers if events.times(h, ctx.targets) == 0 and not h.module.is_test]
    fix = into_lifespan(router, ctx) if silent else None
    for handler in silent:
        name = f"`{handler.target.name}`" if isinstance(handler.target, Function) else "the handler"
        yield ctx.finding(
            handler.place,
            f"{name} never runs: {events.why_silenced(handler)}",
            help="call it from the `lifespan`",
            related=_lifespan(router, ctx),
            fix=fix,
        )


def _lifespan(router: Router, ctx: Context) -> list[Related]:
    given = router.option("lifespan")
    if given is None:
        return []
    return [ctx.related(Location(router.path, Span(given.start, given.end)), "the lifespan that runs instead")]
