"""`asyncio.get_event_loop()` in a coroutine.

In a coroutine it is the running loop, and `get_running_loop` says so. `get_event_loop` used to make a loop where there is
none, and raises a RuntimeError there since Python 3.14. Code that moves from a coroutine into a thread or to module level
then gets a loop that nobody runs, or that error.

Plain functions are left alone: what the call means there depends on who calls them.

The fix is safe: in a coroutine both give the same loop.

Bad:

    import asyncio

    from fastapi import FastAPI

    app = FastAPI()

    @app.get("/uptime")
    async def read_uptime() -> float:
        return asyncio.get_event_loop().time()
               ^^^^^^^^^^^^^^^^^^^^^^^^ `asyncio.get_event_loop` in a coroutine: `get_running_loop` gives the same loop, and is an error where there is none

Good:

    import asyncio

    from fastapi import FastAPI

    app = FastAPI()

    @app.get("/uptime")
    async def read_uptime() -> float:
        return asyncio.get_running_loop().time()
"""

from fastapi_lint import Applicability, Context, Findings, Fix, LoopCall, Rule, Severity
from fastapi_lint.edits import drop_import, is_shadowed

rule = Rule(__name__, "FAPI114", Severity.INFO, since="0.1")


@rule.on(LoopCall, to={"asyncio.get_event_loop"})
def check(call: LoopCall, ctx: Context) -> Findings:
    yield ctx.finding(
        call.span,
        "`asyncio.get_event_loop` in a coroutine: `get_running_loop` gives the same loop, "
        "and is an error where there is none",
        help="call `asyncio.get_running_loop()`",
        fix=_fix(call, ctx),
    )


def _fix(call: LoopCall, ctx: Context) -> Fix | None:
    asyncio = ctx.import_("asyncio")
    if is_shadowed(call, asyncio.name):
        return None
    is_name = "." not in ctx.text(call.call.func)
    return ctx.fix(
        "take the running loop",
        ctx.replace(call.call.func, f"{asyncio.name}.get_running_loop"),
        *(drop_import(call, ctx) if is_name else ()),
        applicability=Applicability.SAFE,
        imports=[asyncio],
    )
