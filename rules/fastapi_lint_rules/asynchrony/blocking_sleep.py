"""`time.sleep` in code that runs on the event loop.

All coroutines of a worker share one thread. While `time.sleep` holds it, that worker answers no request at
all: not the one that sleeps, and none of the others, health checks included. That is as true of middleware,
async dependencies, background tasks and streamed generators as it is of path operations, and the finding
says which of them it is.

Start-up code and coroutines that nothing served reaches are one level lower. Plain functions are left
alone, since FastAPI runs them in threads, and so are functions that are handed to a thread by reference.

Plain functions of the project are followed as well, in whatever file and at any depth. A call that the event
loop gets to is one finding, at the first place where it enters the way there, requests before start-up, with
the way and the other places as related ones.

A retry decorator sleeps between attempts: around a plain function `tenacity.retry` with a `wait`,
`backoff.on_exception`, `retrying.retry` and `retry.retry` hold whoever calls it, and so does a loop over
`tenacity.Retrying`. Around an `async def` tenacity and backoff await. Without a pause, or with a single attempt,
they are silent, and so are the retries of `requests.adapters`, which belong to the request.

`asyncio.sleep` waits for the same time and returns the same None, and the coroutine's own order of events
stays, so the fix is safe. It is unsafe under a `with` over a lock, where other code would run into the held
lock, and where the delay is not known to be a plain number (`asyncio.sleep` takes no `Decimal`); it is not
offered inside generator expressions. `import time` goes when this was its only use.

Bad:

    import time

    from fastapi import FastAPI

    app = FastAPI()

    @app.get("/slow")
    async def read_slow() -> str:
        time.sleep(1)
        ^^^^^^^^^^^^^ `time.sleep` blocks the event loop in path operation `read_slow`: every other request waits
        return "done"

Good:

    import asyncio

    from fastapi import FastAPI

    app = FastAPI()

    @app.get("/slow")
    async def read_slow() -> str:
        await asyncio.sleep(1)
        return "done"
"""

from fastapi_lint import Applicability, Context, Findings, Fix, LoopCall, LoopChain, Rule, Severity
from fastapi_lint.chains import report
from fastapi_lint.edits import awaited, drop_import, holds_lock, is_awaitable_place, is_number, is_shadowed
from fastapi_lint.model.knowledge.blocking import SLEEP

rule = Rule(__name__, "FAPI101", Severity.ERROR, since="0.1")

HELP = "wait with `await asyncio.sleep(…)`"
HELP_RETRY = "decorate an `async def`, which the pause between attempts leaves to the others"


@rule.on(LoopCall, to=SLEEP)
def check(call: LoopCall, ctx: Context) -> Findings:
    yield ctx.finding(
        call,
        f"`{_name(call.callee)}` {call.consequence}",
        help=_help(call.callee),
        fix=_fix(call, ctx),
    )


@rule.on(LoopChain, to=SLEEP)
def check_chain(chain: LoopChain, ctx: Context) -> Findings:
    yield from report(chain, ctx, _name(chain.callee), _help(chain.callee))


def _name(callee: str) -> str:
    """What the source says: iterating over a `Retrying`, and calling what is decorated, have no name in it."""
    return callee.removesuffix(".__iter__").removesuffix(".__call__")


def _help(callee: str) -> str:
    return HELP if callee == "time.sleep" else HELP_RETRY


def _fix(call: LoopCall, ctx: Context) -> Fix | None:
    asyncio = ctx.import_("asyncio")
    arguments = call.site.given.positional
    if (
        call.callee != "time.sleep"
        or len(arguments) != 1
        or call.call.is_open
        or not is_awaitable_place(call)
        or is_shadowed(call, asyncio.name)
    ):
        return None
    given = ctx.source.text[call.call.func.end : call.span.end]
    safe = is_number(arguments[0]) and not holds_lock(call)
    return ctx.fix(
        "sleep with asyncio",
        ctx.replace(call, awaited(call, f"{asyncio.name}.sleep{given}")),
        *drop_import(call, ctx),
        applicability=Applicability.SAFE if safe else Applicability.UNSAFE,
        imports=[asyncio],
    )
