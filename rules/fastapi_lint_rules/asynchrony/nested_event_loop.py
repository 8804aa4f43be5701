"""`asyncio.run` or `run_until_complete` inside a coroutine.

A thread runs one event loop at a time, and a coroutine already runs on it. Starting another one raises a RuntimeError
("asyncio.run() cannot be called from a running event loop"), every time: the client gets a 500, and the coroutine that was
to be run is never awaited. `anyio.run` and `uvicorn.run` do the same, and so does a loop made with `new_event_loop`.

Left alone are plain functions, which may be called from a thread without a loop, what is handed to a thread, projects that
patch the loop with `nest_asyncio`, and calls whose RuntimeError is caught on purpose.

The fix awaits the coroutine. It is safe, since the call never worked. There is none where more than a coroutine is given.

Bad:

    import asyncio

    from fastapi import FastAPI

    app = FastAPI()

    async def load(number: int) -> str:
        return str(number)

    @app.get("/reports/{number}")
    async def read_report(number: int) -> str:
        return asyncio.run(load(number))
               ^^^^^^^^^^^^^^^^^^^^^^^^^ `asyncio.run` raises a RuntimeError in `read_report`, which already runs on an event loop

Good:

    from fastapi import FastAPI

    app = FastAPI()

    async def load(number: int) -> str:
        return str(number)

    @app.get("/reports/{number}")
    async def read_report(number: int) -> str:
        return await load(number)
"""

from fastapi_lint import Applicability, Context, Findings, Fix, LoopCall, Rule, Severity
from fastapi_lint.edits import awaited, drop_imported, is_awaitable_place
from fastapi_lint.model.file import syntax as s
from fastapi_lint.model.following.flow import name_in, statements

rule = Rule(__name__, "FAPI113", Severity.ERROR, since="0.1")

_AWAITING = frozenset({"asyncio.run", "asyncio.AbstractEventLoop.run_until_complete", "asyncio.Runner.run"})
_RUNNERS = _AWAITING | {"asyncio.AbstractEventLoop.run_forever", "anyio.run", "uvicorn.run"}


@rule.on(LoopCall, to=_RUNNERS)
def check(call: LoopCall, ctx: Context) -> Findings:
    if _is_expected(call) or any("nest_asyncio" in m.source.text for m in ctx.project.modules.values()):
        return
    name = call.callee.replace("asyncio.AbstractEventLoop", "loop")
    yield ctx.finding(
        call.span,
        f"`{name}` raises a RuntimeError in `{call.function.name}`, which already runs on an event loop",
        help="await the coroutine",
        fix=_fix(call, ctx),
    )


def _is_expected(call: LoopCall) -> bool:
    """Whether the error is what the code around it waits for: ``except RuntimeError``."""
    for statement, around in statements(call.function):
        if statement.start <= call.span.start and call.span.end <= statement.end:
            for outer in around:
                handlers = outer.statement.handlers if isinstance(outer.statement, s.Try) else ()
                if outer.block == "body" and any(
                    name_in(call.function, expr) == "builtins.RuntimeError"
                    for handler in handlers
                    for expr in handler.types
                ):
                    return True
    return False


def _fix(call: LoopCall, ctx: Context) -> Fix | None:
    given = call.call.args
    if call.callee not in _AWAITING or len(given) != 1 or call.call.keywords:
        return None
    if not isinstance(given[0], s.Call) or not is_awaitable_place(call):
        return None
    imported = s.dotted(call.call.func).partition(".")[0]
    return ctx.fix(
        "await it",
        ctx.replace(call, awaited(call, ctx.text(given[0]))),
        *(drop_imported(imported, ctx.source, ctx) if call.callee == "asyncio.run" else ()),
        applicability=Applicability.SAFE,
    )
