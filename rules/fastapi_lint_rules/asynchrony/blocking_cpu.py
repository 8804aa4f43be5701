"""Password hashing or image work in code that runs on the event loop.

A password hash is slow on purpose: a tenth of a second and more of pure computing. Scaling, converting and
saving pictures takes as long. On the event loop nobody else is served meanwhile, so ten logins at once are
a second in which this worker answers nothing. Hashing and Pillow release the GIL, which is why a thread
helps.

Quick things are left alone: plain digests such as `hashlib.sha256`, `json.dumps`, `Image.open`, which reads
just a header, and so are plain functions, which run in threads. A chain such as `image.resize(…).save(…)`
is one finding. Start-up code and coroutines that nothing served reaches are one level lower.

Plain functions of the project are followed as well, in whatever file and at any depth. A call that the event
loop gets to is one finding, at the first place where it enters the way there, requests before start-up, with
the way and the other places as related ones.

The fix makes a path operation or dependency that awaits nothing a plain `def`, and else hands this one call
to a thread. The result is the same, but other requests run in between, so it is unsafe.

Bad:

    import bcrypt
    from fastapi import FastAPI, Request

    app = FastAPI()

    @app.post("/login")
    async def login(request: Request) -> bool:
        password = await request.body()
        return bcrypt.checkpw(password, b"$2b$12$C6UzMDM.H6dfI/f/IKcEe.")
               ^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^ `bcrypt.checkpw` blocks the event loop in path operation `login`: every other request waits

Good:

    import bcrypt
    from fastapi import FastAPI, Request
    from fastapi.concurrency import run_in_threadpool

    app = FastAPI()

    @app.post("/login")
    async def login(request: Request) -> bool:
        password = await request.body()
        return await run_in_threadpool(bcrypt.checkpw, password, b"$2b$12$C6UzMDM.H6dfI/f/IKcEe.")
"""

from fastapi_lint import Context, Findings, LoopCall, LoopChain, Rule, Severity
from fastapi_lint.chains import report
from fastapi_lint.edits import unblock
from fastapi_lint.model.knowledge.blocking import CPU

rule = Rule(__name__, "FAPI105", Severity.WARNING, since="0.1")

HELP = "compute in a thread or a process, or in a plain `def`, which runs in a thread"


@rule.on(LoopCall, to=CPU)
def check(call: LoopCall, ctx: Context) -> Findings:
    if ctx.project.blocking.family(call.chained) == CPU.name:
        return
    yield ctx.finding(
        call,
        f"`{call.callee}` {call.consequence}",
        help=HELP,
        fix=unblock(call, ctx),
    )


@rule.on(LoopChain, to=CPU)
def check_chain(chain: LoopChain, ctx: Context) -> Findings:
    yield from report(chain, ctx, chain.callee, HELP)
