"""A task is started and nobody keeps it.

The event loop holds tasks by weak references only. A task that nothing else holds may be collected in the middle of its work,
and then it simply stops. What it raises is seen by nobody until then either, and at shutdown it is cancelled wherever it
happens to be.

A task that is kept, awaited, returned or given a callback is fine, and so are the tasks of a `TaskGroup`, which holds them.

There is no fix: a set in the lifespan, a `TaskGroup` and `BackgroundTasks` keep tasks for different times, and which one is
meant only the author knows.

Bad:

    import asyncio

    from fastapi import FastAPI

    app = FastAPI()

    async def index(number: int) -> None:
        print(number)

    @app.post("/documents/{number}")
    async def add_document(number: int) -> None:
        asyncio.create_task(index(number))
        ^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^ nothing keeps this task: it may be collected before it has finished, and its errors are lost

Good:

    import asyncio

    from fastapi import FastAPI

    app = FastAPI()
    tasks: set[asyncio.Task] = set()

    async def index(number: int) -> None:
        print(number)

    @app.post("/documents/{number}")
    async def add_document(number: int) -> None:
        task = asyncio.create_task(index(number))
        tasks.add(task)
        task.add_done_callback(tasks.discard)
"""

from fastapi_lint import Context, Findings, LoopCall, Rule, Severity
from fastapi_lint.edits import is_value_used

rule = Rule(__name__, "FAPI115", Severity.INFO, since="0.1", group="strict")

_STARTERS = frozenset(
    {"asyncio.create_task", "asyncio.ensure_future", "asyncio.AbstractEventLoop.create_task"}
)


@rule.on(LoopCall, to=_STARTERS)
def check(call: LoopCall, ctx: Context) -> Findings:
    if not is_value_used(call):
        yield ctx.finding(
            call.span,
            "nothing keeps this task: it may be collected before it has finished, and its errors are lost",
            help="keep it in a set until it is done, or use a `TaskGroup` or `BackgroundTasks`",
        )
