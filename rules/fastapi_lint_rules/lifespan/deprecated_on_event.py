"""A start-up or shutdown handler is registered in one of the ways that `lifespan` replaced.

`on_event`, `add_event_handler`, `on_startup=` and `on_shutdown=` have been deprecated since FastAPI 0.93,
and each has a way to fail without a word:

- Once the application has a `lifespan`, its handlers never run (see `ignored-event-handler`).
- What one handler opens another one has to close, through a global variable.
- Handlers of an included router run twice from FastAPI 0.112.2 on: `include_router` copies them to the
  application, and enters the router as well. This is reported as an error.
- Starlette 1.0 has removed all of it. FastAPI keeps a copy, but not of `FastAPI.add_event_handler`: that
  line raises AttributeError, and so do handlers on Starlette's own classes. These are errors too.

Objects of other libraries that have an `on_event`, and projects that only run on FastAPI below 0.93, are
left alone.

The fix moves all handlers of an application, or of a router, into one lifespan. They stay functions and are
called in their order: those for start-up before the `yield`, those for shutdown in a `finally` around
nothing else, so what runs when one of them fails stays the same. It is not safe, since handlers that the
source does not show (a library that got the application) would be silenced, and a router's handlers run
once where they ran twice. There is none where a handler cannot be called by name, is registered under a
condition, or may be a coroutine function or not.

Bad:

    from fastapi import FastAPI

    app = FastAPI(title="Shop")


    @app.on_event("startup")
     ^^^^^^^^^^^^^^^^^^^^^^^ `on_event` is deprecated: it is ignored once the application has a `lifespan`
    async def connect() -> None:
        print("connected")


    @app.on_event("shutdown")
     ^^^^^^^^^^^^^^^^^^^^^^^^ `on_event` is deprecated: it is ignored once the application has a `lifespan`
    def disconnect() -> None:
        print("disconnected")

Good:

    from collections.abc import AsyncIterator
    from contextlib import asynccontextmanager

    from fastapi import FastAPI


    @asynccontextmanager
    async def lifespan(app: FastAPI) -> AsyncIterator[None]:
        await connect()
        try:
            yield
        finally:
            disconnect()


    app = FastAPI(title="Shop", lifespan=lifespan)


    async def connect() -> None:
        print("connected")


    def disconnect() -> None:
        print("disconnected")
"""

from fastapi_lint import Application, Context, EventHandler, Findings, Router, Rule, Severity
from fastapi_lint.lifespans import into_lifespan
from fastapi_lint.model.loop import events

rule = Rule(__name__, "FAPI501", Severity.WARNING, since="0.1")


@rule.on(Router)
def check(router: Router, ctx: Context) -> Findings:
    if not router.event_handlers or ctx.targets.fastapi.before(events.LIFESPANS):
        return
    is_silenced = any(events.times(handler, ctx.targets) == 0 for handler in router.event_handlers)
    fix = None if is_silenced else into_lifespan(router, ctx)
    for handler in router.event_handlers:
        if not handler.module.is_test:
            message, severity = _judge(handler, ctx)
            when = "before" if handler.event == "startup" else "after"
            help_ = f"call it from a `lifespan`, {when} the `yield`"
            yield ctx.finding(handler.place, message, severity=severity, help=help_, fix=fix)


def _judge(handler: EventHandler, ctx: Context) -> tuple[str, Severity]:
    form = f"on_{handler.event}=" if handler.form == "parameter" else handler.form
    if events.is_removed(handler, ctx.targets):
        return (
            f"`{form}` was removed in Starlette 1.0: this raises {events.removal_error(handler)}",
            Severity.ERROR,
        )
    times = events.times(handler, ctx.targets)
    if times is not None and times > 1 and not events.is_conditional(handler):
        return (
            f"the handlers of an included router run more than once: this one runs {times} times",
            Severity.ERROR,
        )
    if (
        isinstance(handler.router, Application)
        or "Starlette" in handler.router.kind
        or "FastAPI" in handler.router.kind
    ):
        return (
            f"`{form}` is deprecated: it is ignored once the application has a `lifespan`",
            Severity.WARNING,
        )
    return f"`{form}` is deprecated: a router takes a `lifespan` instead", Severity.WARNING
