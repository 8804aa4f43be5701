"""A blocking connection to a mail server, a broker, a shell or a socket in code that runs on the event loop.

`smtplib`, `ftplib`, `paramiko`, `pika`, `kafka`, `ldap3`, Celery's `AsyncResult.get` and sockets hold their thread
until the other side has answered. On the event loop that thread is everybody's: while a mail server thinks for
five seconds, this worker answers no request at all. So does a name server: `socket.getaddrinfo` waits for it.

What only prepares is left alone: `paramiko.SSHClient()`, `kombu.Connection()`, a socket that was told
`setblocking(False)` or is only asked for its own address (`SOCK_DGRAM`). So are the async libraries
(`aiosmtplib`, `aio_pika`, `asyncssh`, `dns.asyncresolver`), and plain functions, which run in threads. Start-up
code and coroutines that nothing served reaches are one level lower.

Plain functions of the project are followed as well, in whatever file and at any depth. A call that the event
loop gets to is one finding, at the first place where it enters the way there, requests before start-up, with
the way and the other places as related ones.

The fix makes a path operation or dependency that awaits nothing a plain `def`, and else hands this one call to
a thread; both change the thread that the connection is used in, so they are unsafe.

Bad:

    import smtplib

    from fastapi import FastAPI, Request

    app = FastAPI()

    @app.post("/ping")
    async def ping(request: Request) -> int:
        host = (await request.body()).decode()
        server = smtplib.SMTP(host)
                 ^^^^^^^^^^^^^^^^^^ `smtplib.SMTP` blocks the event loop in path operation `ping`: every other request waits
        return server.sock.fileno()

Good:

    import smtplib

    from fastapi import FastAPI, Request
    from fastapi.concurrency import run_in_threadpool

    app = FastAPI()

    @app.post("/ping")
    async def ping(request: Request) -> int:
        host = (await request.body()).decode()
        server = await run_in_threadpool(smtplib.SMTP, host)
        return server.sock.fileno()

Bad:

    import smtplib

    from fastapi import FastAPI, Request

    app = FastAPI()

    def send(text: bytes) -> None:
        with smtplib.SMTP("localhost") as server:
            server.sendmail("shop@example.org", "sales@example.org", text)

    @app.post("/orders")
    async def order(request: Request) -> str:
        text = await request.body()
        send(text)
        ^^^^^^^^^^ `smtplib.SMTP`, reached through `send`, blocks the event loop in path operation `order`: every other request waits
        return "sent"

Good:

    import smtplib

    from fastapi import FastAPI, Request
    from fastapi.concurrency import run_in_threadpool

    app = FastAPI()

    def send(text: bytes) -> None:
        with smtplib.SMTP("localhost") as server:
            server.sendmail("shop@example.org", "sales@example.org", text)

    @app.post("/orders")
    async def order(request: Request) -> str:
        text = await request.body()
        await run_in_threadpool(send, text)
        return "sent"
"""

from fastapi_lint import Context, Findings, LoopCall, LoopChain, Rule, Severity
from fastapi_lint.chains import report
from fastapi_lint.edits import unblock
from fastapi_lint.model.knowledge.blocking import NETWORK

rule = Rule(__name__, "FAPI121", Severity.ERROR, since="0.1")


@rule.on(LoopCall, to=NETWORK)
def check(call: LoopCall, ctx: Context) -> Findings:
    yield ctx.finding(
        call,
        f"`{call.callee.removesuffix('.__get__')}` {call.consequence}",
        help=_help(call.callee, ctx),
        fix=unblock(call, ctx),
    )


@rule.on(LoopChain, to=NETWORK)
def check_chain(chain: LoopChain, ctx: Context) -> Findings:
    yield from report(chain, ctx, chain.callee.removesuffix(".__get__"), _help(chain.callee, ctx))


def _help(callee: str, ctx: Context) -> str:
    return f"use {ctx.project.blocking.instead(callee, 'an async library')}, or a plain `def`, which runs in a thread"
