"""A coroutine is made and never awaited.

Calling an `async def` runs nothing: it gives a coroutine, and the body starts when that is awaited. Without `await`
the mail is not sent, the row is not committed, and the only trace is a `RuntimeWarning` in the log. Code that takes
the coroutine for its result fails at once (`'coroutine' object is not subscriptable`), or worse, does not: as a
condition it is always true. A path operation that returns it answers 500.

The callee is resolved across files: coroutine functions of the project and their methods, and known ones of asyncio,
anyio, Starlette, httpx, SQLAlchemy, asyncpg and redis. What is gathered, made a task, returned to a caller, passed on or
put into a list is left alone, and so is a variable that anybody might await. A decorator that may turn the coroutine
function into a plain one keeps the rule silent.

The fix writes `await`. It is safe: what stands there now does nothing or fails. Under a `with` over a lock, where other
code would run into the held lock, it is unsafe, and a plain `def` cannot await, so it has no fix.

Bad:

    from fastapi import FastAPI, Request

    app = FastAPI()

    async def notify(address: str) -> None:
        print(address)

    @app.post("/orders")
    async def order(request: Request) -> str:
        address = request.json()["address"]
                  ^^^^^^^^^^^^^^ `Request.json` is not awaited: this is its coroutine, not the result
        notify(address)
        ^^^^^^^^^^^^^^^ `notify` never runs: its coroutine is not awaited
        return address

Good:

    from fastapi import FastAPI, Request

    app = FastAPI()

    async def notify(address: str) -> None:
        print(address)

    @app.post("/orders")
    async def order(request: Request) -> str:
        address = (await request.json())["address"]
        await notify(address)
        return address
"""

from fastapi_lint import Applicability, Context, Findings, Fix, Function, Rule, Severity
from fastapi_lint.edits import awaited, holds_lock, is_awaitable_place
from fastapi_lint.model.loop.awaiting import Fate, Lost, lost

rule = Rule(__name__, "FAPI111", Severity.ERROR, since="0.1")

_MESSAGES = {
    Fate.DROPPED: "never runs: its coroutine is not awaited",
    Fate.USED: "is not awaited: this is its coroutine, not the result",
    Fate.ANSWERED: "is not awaited: no response can be made of its coroutine, so clients get a 500",
}


@rule.on(Function)
def check(function: Function, ctx: Context) -> Findings:
    for found in lost(function):
        name = ".".join(found.name.split(".")[-2:])
        yield ctx.finding(
            found.call.span,
            f"`{name}` {_MESSAGES[found.fate]}",
            help="await it" if function.is_async else "await it in an `async def`",
            fix=_fix(found, ctx),
        )


def _fix(found: Lost, ctx: Context) -> Fix | None:
    call = found.call
    if not found.function.is_async or not is_awaitable_place(call):
        return None
    return ctx.fix(
        f"await `{found.name.rpartition('.')[2]}`",
        ctx.replace(call, awaited(call, ctx.text(call))),
        applicability=Applicability.UNSAFE if holds_lock(call) else Applicability.SAFE,
    )
