"""A function is called where it should be handed to a thread.

`run_in_threadpool(resize(image))` runs `resize` first, right here: on the event loop, which stands still meanwhile. What
the thread then gets is the result, and calling that raises a TypeError (`'NoneType' object is not callable`). A coroutine
function does not even run: its coroutine cannot be called either.

Looked at are `run_in_threadpool`, `asyncio.to_thread`, `anyio.to_thread.run_sync`, `run_in_executor`, the `submit` of
executors, and `Thread(target=…)`. Reported is only what certainly gives no function: functions of the project that return
nothing or plain data, coroutine functions, and blocking calls of libraries (`requests.get`). A factory that is called to
make the function, `functools.partial` and lambdas are fine. Background tasks have a rule of their own.

The fix hands over the function with its arguments. It is unsafe: the code never worked as written, but now it runs in
another thread. `run_in_executor` and `run_sync` pass no keywords, so with keywords there is no fix, and none for `Thread`.

Bad:

    from fastapi import FastAPI
    from fastapi.concurrency import run_in_threadpool

    app = FastAPI()

    def resize(width: int) -> None:
        print(width)

    @app.post("/images")
    async def create_image(width: int) -> None:
        await run_in_threadpool(resize(width))
                                ^^^^^^^^^^^^^ `resize` runs before `run_in_threadpool`, not in its thread: what that gets is the result, which cannot be called

Good:

    from fastapi import FastAPI
    from fastapi.concurrency import run_in_threadpool

    app = FastAPI()

    def resize(width: int) -> None:
        print(width)

    @app.post("/images")
    async def create_image(width: int) -> None:
        await run_in_threadpool(resize, width)
"""

from fastapi_lint import Context, Findings, ProjectCall, Rule, Severity
from fastapi_lint.handing import called_instead, hand_over
from fastapi_lint.model.knowledge.blocking import CPU, DATABASE, FILE, HTTP, ORM, SLEEP, SUBPROCESS
from fastapi_lint.model.knowledge.threads import POSITIONAL, RUNNERS

rule = Rule(__name__, "FAPI112", Severity.ERROR, since="0.1")

_DATA = SLEEP | HTTP | DATABASE | ORM | FILE | CPU | SUBPROCESS


@rule.on(ProjectCall, to=RUNNERS)
def check(call: ProjectCall, ctx: Context) -> Findings:
    called = called_instead(call, *RUNNERS[call.callee], data=_DATA)
    if called is None:
        return
    runner = call.callee.rpartition(".")[2]
    if called.is_coroutine:
        message = f"`{called.name}` never runs: `{runner}` gets a coroutine object, which cannot be called"
    else:
        message = (
            f"`{called.name}` runs before `{runner}`, not in its thread: what that gets is the result, "
            "which cannot be called"
        )
    fix = None
    if call.callee != "threading.Thread":
        fix = hand_over(called, ctx, taken={"func", "fn"}, passes_keywords=call.callee not in POSITIONAL)
    yield ctx.finding(
        called.given,
        message,
        help=f"hand over the function and its arguments: `{called.name}, …`",
        fix=None if called.is_coroutine else fix,
    )
