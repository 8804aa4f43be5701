"""A lock for threads is held while a coroutine awaits.

`with threading.Lock():` around an `await` stops the whole worker sooner or later. While the coroutine that holds the
lock is suspended, another one on the same loop comes to the same `with`, blocks the loop's only thread, and so the
first one is never resumed to let go. A `threading.RLock` is no better: it lets the second one in, since it
is the same thread, and protects nothing.

`asyncio.Lock` with `async with` is left alone, and so is a lock that is held without awaiting: that is short, and
right where threads share the data. What awaits only in a function defined inside does not await here.

There is no fix: every other place that takes the lock has to change as well.

Bad:

    import threading

    from fastapi import FastAPI, Request

    app = FastAPI()
    lock = threading.Lock()
    last = b""

    @app.put("/last")
    async def replace_last(request: Request) -> int:
        global last
        with lock:
             ^^^^ `lock` is held while `replace_last` awaits: the next request that wants it stops the event loop for good
            last = await request.body()
        return len(last)

Good:

    import asyncio

    from fastapi import FastAPI, Request

    app = FastAPI()
    lock = asyncio.Lock()
    last = b""

    @app.put("/last")
    async def replace_last(request: Request) -> int:
        global last
        async with lock:
            last = await request.body()
        return len(last)
"""

from fastapi_lint import Context, Findings, LoopCall, Rule, Severity
from fastapi_lint.model.file import syntax as s
from fastapi_lint.model.knowledge.blocking import LOCKS

rule = Rule(__name__, "FAPI124", Severity.ERROR, since="0.1")


@rule.on(LoopCall, to=LOCKS)
def check(call: LoopCall, ctx: Context) -> Findings:
    if not any(_awaits(statement) for statement in _held(call)):
        return
    name = ctx.text(call)
    loses = "and keeps no other coroutine out" if "RLock" in call.callee else _STOPS
    yield ctx.finding(
        call,
        f"`{name}` is held while `{call.function.name}` awaits: {loses}",
        help="use `asyncio.Lock` and `async with`, or let go before awaiting",
    )


_STOPS = "the next request that wants it stops the event loop for good"


def _held(call: LoopCall) -> tuple[s.Stmt, ...]:
    """The statements below the ``with`` that enters the lock."""
    for statement in call.function.body:
        for node in s.walk(statement):
            if isinstance(node, s.With) and any(c.start == call.span.start for c in node.contexts):
                return node.body
    return ()


def _awaits(statement: s.Stmt) -> bool:
    """Whether a statement suspends the coroutine itself."""
    pending: list[s.Syntax] = [statement]
    while pending:
        node = pending.pop()
        if isinstance(node, (s.Await, s.Yield)) or (isinstance(node, (s.For, s.With)) and node.is_async):
            return True
        if not isinstance(node, (s.FunctionDef, s.ClassDef, s.Lambda)):
            pending.extend(s.children(node))
    return False
