"""A lock, a queue, a future or a thread is waited for in code that runs on the event loop.

`queue.Queue.get`, `threading.Event.wait`, `Future.result()`, `Thread.join` and their kin hold their thread until
other code of the program has got somewhere. On the event loop nothing else of this worker runs meanwhile; and when
what it waits for needs the loop itself, as with `run_coroutine_threadsafe(…).result()`, it waits for ever.

What cannot wait is left alone: `get_nowait`, `block=False`, `timeout=0`, `put` into a queue without a size,
`shutdown(wait=False)`, and the result of a future that is done: `f.done()` was asked, or `wait` gave it back. A `with lock:` is not reported here, since most are held for a moment only, and neither are
the twins of asyncio, which are awaited. Start-up code and coroutines that nothing served reaches are one level lower.

Plain functions of the project are followed as well, in whatever file and at any depth. A call that the event
loop gets to is one finding, at the first place where it enters the way there, requests before start-up, with
the way and the other places as related ones.

The fix awaits a future of `concurrent.futures` with `asyncio.wrap_future`. Elsewhere it makes a path operation or
dependency that awaits nothing a plain `def`, or hands this one call to a thread. Other requests run in between, so
all of them are unsafe.

Bad:

    from concurrent.futures import ThreadPoolExecutor

    from fastapi import FastAPI, Request

    app = FastAPI()
    pool = ThreadPoolExecutor()

    def count(text: bytes) -> int:
        return len(text.split())

    @app.post("/words")
    async def count_words(request: Request) -> int:
        future = pool.submit(count, await request.body())
        return future.result()
               ^^^^^^^^^^^^^^^ `concurrent.futures.Future.result` blocks the event loop in path operation `count_words`: every other request waits

Good:

    import asyncio
    from concurrent.futures import ThreadPoolExecutor

    from fastapi import FastAPI, Request

    app = FastAPI()
    pool = ThreadPoolExecutor()

    def count(text: bytes) -> int:
        return len(text.split())

    @app.post("/words")
    async def count_words(request: Request) -> int:
        future = pool.submit(count, await request.body())
        return await asyncio.wrap_future(future)

Bad:

    import queue

    from fastapi import FastAPI, Request

    app = FastAPI()
    answers: queue.Queue[str] = queue.Queue()

    def next_answer() -> str:
        return answers.get(timeout=5)

    @app.post("/answers")
    async def read_answer(request: Request) -> str:
        await request.body()
        return next_answer()
               ^^^^^^^^^^^^^ `queue.Queue.get`, reached through `next_answer`, blocks the event loop in path operation `read_answer`: every other request waits

Good:

    import queue

    from fastapi import FastAPI, Request
    from fastapi.concurrency import run_in_threadpool

    app = FastAPI()
    answers: queue.Queue[str] = queue.Queue()

    def next_answer() -> str:
        return answers.get(timeout=5)

    @app.post("/answers")
    async def read_answer(request: Request) -> str:
        await request.body()
        return await run_in_threadpool(next_answer)
"""

from fastapi_lint import Context, Findings, Fix, LoopCall, LoopChain, Rule, Severity
from fastapi_lint.chains import report
from fastapi_lint.edits import awaited, is_awaitable_place, is_shadowed, unblock
from fastapi_lint.model.file import syntax as s
from fastapi_lint.model.knowledge.blocking import WAIT
from fastapi_lint.model.loop.finished import RESULTS, is_finished
from fastapi_lint.model.loop.roomy import GETS, TAKES, has_item, is_new

rule = Rule(__name__, "FAPI122", Severity.ERROR, since="0.1")


@rule.on(LoopCall, to=WAIT)
def check(call: LoopCall, ctx: Context) -> Findings:
    if call.callee in TAKES and is_new(call.function, call.call):
        return
    if call.callee in GETS and has_item(call.function, call.call):
        return
    if call.callee in RESULTS and is_finished(call.function.body, call.call):
        return
    yield ctx.finding(
        call,
        f"`{call.callee.removesuffix('.__enter__')}` {call.consequence}",
        help=_help(call.callee, ctx),
        fix=_wrapped(call, ctx) or unblock(call, ctx),
    )


@rule.on(LoopChain, to=WAIT)
def check_chain(chain: LoopChain, ctx: Context) -> Findings:
    yield from report(chain, ctx, chain.callee.removesuffix(".__enter__"), _help(chain.callee, ctx))


def _help(callee: str, ctx: Context) -> str:
    return f"use {ctx.project.blocking.instead(callee, 'what asyncio has for it')}, or a plain `def`, which runs in a thread"


def _wrapped(call: LoopCall, ctx: Context) -> Fix | None:
    asyncio, func = ctx.import_("asyncio"), call.call.func
    if (
        call.callee != "concurrent.futures.Future.result"
        or not isinstance(func, s.Attribute)
        or call.call.args
        or call.call.keywords
        or not is_awaitable_place(call)
        or is_shadowed(call, asyncio.name)
    ):
        return None
    text = awaited(call, f"{asyncio.name}.wrap_future({ctx.text(func.value)})")
    return ctx.fix("await the future", ctx.replace(call, text), imports=[asyncio])
