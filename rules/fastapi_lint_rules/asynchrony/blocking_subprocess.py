"""A process is waited for, or a terminal, in code that runs on the event loop.

`subprocess.run`, `Popen.wait`, `os.system` and their kin hold their thread until another program has
finished, `input` until somebody has typed. On the event loop that thread is everybody's: while a converter
runs for ten seconds, this worker answers no request at all.

A `Popen` that nobody waits for is quick and left alone, and so are the processes of asyncio, and plain
functions, which run in threads. Start-up code and coroutines that nothing served reaches are one level
lower.

Plain functions of the project are followed as well, in whatever file and at any depth. A call that the event
loop gets to is one finding, at the first place where it enters the way there, requests before start-up, with
the way and the other places as related ones.

The fix makes a path operation or dependency that awaits nothing a plain `def`, and else hands this one call
to a thread; both are unsafe, since other requests run in between.

Bad:

    import subprocess

    from fastapi import FastAPI, Request

    app = FastAPI()

    @app.post("/pages")
    async def render(request: Request) -> bytes:
        page = await request.body()
        return subprocess.run(["pandoc"], input=page, check=True, capture_output=True).stdout
               ^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^ `subprocess.run` blocks the event loop in path operation `render`: every other request waits

    def convert(page: bytes) -> bytes:
        return subprocess.run(["pandoc"], input=page, check=True, capture_output=True).stdout

    @app.post("/documents")
    async def create_document(request: Request) -> bytes:
        return convert(await request.body())
               ^^^^^^^^^^^^^^^^^^^^^^^^^^^^^ `subprocess.run`, reached through `convert`, blocks the event loop in path operation `create_document`: every other request waits

Good:

    import subprocess

    from fastapi import FastAPI, Request
    from fastapi.concurrency import run_in_threadpool

    app = FastAPI()

    @app.post("/pages")
    async def render(request: Request) -> bytes:
        page = await request.body()
        return (await run_in_threadpool(subprocess.run, ["pandoc"], input=page, check=True, capture_output=True)).stdout

    def convert(page: bytes) -> bytes:
        return subprocess.run(["pandoc"], input=page, check=True, capture_output=True).stdout

    @app.post("/documents")
    async def create_document(request: Request) -> bytes:
        return await run_in_threadpool(convert, await request.body())
"""

from fastapi_lint import Context, Findings, LoopCall, LoopChain, Rule, Severity
from fastapi_lint.chains import report
from fastapi_lint.edits import unblock
from fastapi_lint.model.knowledge.blocking import SUBPROCESS

rule = Rule(__name__, "FAPI108", Severity.ERROR, since="0.1")

HELP = "use `asyncio.create_subprocess_exec`, or a plain `def`, which runs in a thread"


@rule.on(LoopCall, to=SUBPROCESS)
def check(call: LoopCall, ctx: Context) -> Findings:
    yield ctx.finding(
        call,
        f"`{call.callee.removeprefix('builtins.')}` {call.consequence}",
        help=HELP,
        fix=unblock(call, ctx),
    )


@rule.on(LoopChain, to=SUBPROCESS)
def check_chain(chain: LoopChain, ctx: Context) -> Findings:
    yield from report(chain, ctx, chain.callee.removeprefix("builtins."), HELP)
