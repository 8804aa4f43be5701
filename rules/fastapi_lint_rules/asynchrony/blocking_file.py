"""Blocking file access in code that runs on the event loop.

A disk is fast until it is a network volume, a full queue, or a file of a gigabyte. Then `open`,
`Path.read_text` and `shutil.copyfileobj` hold the event loop, and this worker answers no request meanwhile.

An `open` and all that is read from it are one finding. Questions such as `Path.exists` and
`os.path.getsize` are not reported, nor is joining paths; `aiofiles`, `anyio.Path` and plain functions,
which run in threads, are right. Files that a lifespan reads once are one level lower, as is what nothing
served reaches.

Plain functions of the project are followed as well, in whatever file and at any depth. A call that the event
loop gets to is one finding, at the first place where it enters the way there, requests before start-up, with
the way and the other places as related ones.

The fix makes a path operation or dependency that awaits nothing a plain `def`, and else hands this one call
to a thread; both are unsafe, since other requests run in between. A `with open(…)` has no fix: read the
file in a function of its own, and hand that to a thread.

Bad:

    from pathlib import Path

    from fastapi import FastAPI, WebSocket

    app = FastAPI()

    @app.get("/motd")
    async def read_motd() -> str:
        with open("motd.txt") as file:
             ^^^^^^^^^^^^^^^^ `open` blocks the event loop in path operation `read_motd`: every other request waits
            return file.read()

    @app.websocket("/motd")
    async def send_motd(websocket: WebSocket) -> None:
        await websocket.accept()
        await websocket.send_text(Path("motd.txt").read_text())
                                  ^^^^^^^^^^^^^^^^^^^^^^^^^^^^ `pathlib.Path.read_text` blocks the event loop in websocket endpoint `send_motd`: every other request waits

Good:

    from pathlib import Path

    from fastapi import FastAPI, WebSocket
    from fastapi.concurrency import run_in_threadpool

    app = FastAPI()

    @app.get("/motd")
    def read_motd() -> str:
        with open("motd.txt") as file:
            return file.read()

    @app.websocket("/motd")
    async def send_motd(websocket: WebSocket) -> None:
        await websocket.accept()
        await websocket.send_text(await run_in_threadpool(Path("motd.txt").read_text))
"""

from fastapi_lint import Context, Findings, LoopCall, LoopChain, Rule, Severity
from fastapi_lint.chains import report
from fastapi_lint.edits import unblock
from fastapi_lint.model.knowledge.blocking import FILE

rule = Rule(__name__, "FAPI106", Severity.WARNING, since="0.1")

HELP = "use `anyio.open_file` or `anyio.Path`, or a plain `def`, which runs in a thread"


@rule.on(LoopCall, to=FILE)
def check(call: LoopCall, ctx: Context) -> Findings:
    yield ctx.finding(
        call,
        f"`{call.callee.removeprefix('builtins.')}` {call.consequence}",
        help=HELP,
        fix=unblock(call, ctx),
    )


@rule.on(LoopChain, to=FILE)
def check_chain(chain: LoopChain, ctx: Context) -> Findings:
    yield from report(chain, ctx, chain.callee.removeprefix("builtins."), HELP)
