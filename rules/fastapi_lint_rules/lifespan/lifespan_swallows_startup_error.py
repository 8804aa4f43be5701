"""A lifespan logs that something could not be started, and starts the application all the same.

The server reports itself ready, the load balancer sends it requests, and each of them fails where the pool or the
client is missing. Had the error left the lifespan, the server would have stopped with it, and the release before
would still be running.

Reported is a broad handler (`except Exception`, or bare), or `suppress(Exception)`, before the `yield`, around a call that connects, initialises
or migrates something, from which nothing is raised and nobody exits. Where the handler sets something, the degraded
mode may be meant, and it is only an information.

Bad:

    import logging
    from contextlib import asynccontextmanager

    from fastapi import FastAPI
    from redis.asyncio import Redis

    redis = Redis()

    @asynccontextmanager
    async def lifespan(app: FastAPI):
        try:
            await redis.initialize()
        except Exception:
        ^^^^^^^^^^^^^^^^^ start-up goes on when `await redis.initialize()` fails: requests then fail one by one
            logging.exception("no redis")
        yield

    app = FastAPI(lifespan=lifespan)

Good:

    import logging
    from contextlib import asynccontextmanager

    from fastapi import FastAPI
    from redis.asyncio import Redis

    redis = Redis()

    @asynccontextmanager
    async def lifespan(app: FastAPI):
        try:
            await redis.initialize()
        except Exception:
            logging.exception("no redis")
            raise
        yield

    app = FastAPI(lifespan=lifespan)
"""

from fastapi_lint import Context, Findings, Function, Rule, Severity, Span
from fastapi_lint.model.file import syntax as s
from fastapi_lint.model.inputs.yielding import is_lifespan, swallowed_at_startup

rule = Rule(__name__, "FAPI506", Severity.WARNING, since="0.1")


@rule.on(Function, containing="yield")
def check(function: Function, ctx: Context) -> Findings:
    if not is_lifespan(function):
        return
    for place, tried in swallowed_at_startup(function):
        decides, span = False, Span(place.start, place.end)
        if isinstance(place, s.Handler):
            decides = any(
                isinstance(node, s.Assign) for statement in place.body for node in s.walk(statement)
            )
            text = ctx.source.text[place.start : place.body[0].start]
            span = Span(place.start, place.start + len(text.partition(":")[0]) + 1)
        yield ctx.finding(
            span,
            f"start-up goes on when `{ctx.text(tried).splitlines()[0]}` fails: requests then fail one by one",
            help="raise it again, so that the server stops",
            severity=Severity.INFO if decides else Severity.WARNING,
        )
