"""A background task is called where it should be handed over.

`add_task(send(mail))` calls `send` at once and gives its result to `add_task`. A plain function has then kept the
client waiting; of a coroutine function nothing runs at all. When the response is out, Starlette tries to call the
result, None or a coroutine, and raises a TypeError: the client sees nothing of it, and the tasks that were added
after this one are skipped.

Reported is the call of a function of the project whose result certainly cannot be called: a coroutine, a generator,
None or plain data. A factory, `functools.partial` and objects with `__call__` are fine.

The fix hands over the function with its arguments. For a coroutine it is safe: it never ran before. For a plain
function it is unsafe, as the work is now done after the response, which the code behind it may not expect.

Bad:

    from fastapi import BackgroundTasks, FastAPI

    app = FastAPI()

    async def send(address: str, text: str = "") -> None:
        print(address, text)

    @app.post("/orders")
    async def order(address: str, tasks: BackgroundTasks) -> None:
        tasks.add_task(send(address, text="thanks"))
                       ^^^^^^^^^^^^^^^^^^^^^^^^^^^^ `send` never runs: the task is a coroutine object, which cannot be called

Good:

    from fastapi import BackgroundTasks, FastAPI

    app = FastAPI()

    async def send(address: str, text: str = "") -> None:
        print(address, text)

    @app.post("/orders")
    async def order(address: str, tasks: BackgroundTasks) -> None:
        tasks.add_task(send, address, text="thanks")
"""

from fastapi_lint import Applicability, Context, Findings, ProjectCall, Rule, Severity
from fastapi_lint.handing import called_instead, hand_over
from fastapi_lint.model.loop.contexts import ADD_TASK

rule = Rule(__name__, "FAPI503", Severity.ERROR, since="0.1")

_TAKEN = frozenset({"func", "self"})


@rule.on(ProjectCall, to=ADD_TASK)
def check(call: ProjectCall, ctx: Context) -> Findings:
    called = called_instead(call, 0, "func")
    if called is None:
        return
    if called.is_coroutine:
        message = f"`{called.name}` never runs: the task is a coroutine object, which cannot be called"
    else:
        message = (
            f"`{called.name}` runs before the response: the task is what it returns, which cannot be called"
        )
    applicability = Applicability.SAFE if called.is_coroutine else Applicability.UNSAFE
    yield ctx.finding(
        called.given,
        message,
        help=f"hand over the function and its arguments: `add_task({called.name}, …)`",
        fix=hand_over(called, ctx, taken=_TAKEN, applicability=applicability),
    )
