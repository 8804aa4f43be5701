"""A blocking HTTP client in code that runs on the event loop.

`requests`, `urllib`, `http.client`, `httpx.get` and `httpx.Client`, and the sync clients of SDKs
(`openai.OpenAI`) hold their thread until the other side has answered. On the event loop that thread is
everybody's: as long as one slow upstream server takes, this worker answers no request at all.

Clients that are awaited are left alone, also under the names of blocking ones, and so are exceptions,
annotations and constructors: the first request is what waits. Plain functions run in threads, where
blocking clients belong. Start-up code and coroutines that nothing served reaches are one level lower.

Plain functions of the project are followed as well, in whatever file and at any depth. A call that the event
loop gets to is one finding, at the first place where it enters the way there, requests before start-up, with
the way and the other places as related ones.

The fix makes a path operation or dependency that awaits nothing a plain `def`, and else hands this one call
to a thread; both change the thread that the call runs in, so they are unsafe. Better is an async client, made
once in the lifespan. For a simple request of `requests` the report shows beside the fix what it becomes with
`httpx`, as a sketch that is never applied: where the client lives is for you to say, redirects are followed only
when asked for, and errors have other names.

Bad:

    import requests
    from fastapi import FastAPI, Request

    app = FastAPI()

    @app.get("/weather")
    async def read_weather() -> dict[str, float]:
        return requests.get("https://example.com/weather", timeout=5).json()
               ^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^ `requests.get` blocks the event loop in path operation `read_weather`: every other request waits

    @app.post("/events")
    async def forward(request: Request) -> None:
        body = await request.body()
        requests.post("https://example.com/events", data=body, timeout=5)
        ^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^ `requests.post` blocks the event loop in path operation `forward`: every other request waits

Good:

    import requests
    from fastapi import FastAPI, Request
    from fastapi.concurrency import run_in_threadpool

    app = FastAPI()

    @app.get("/weather")
    def read_weather() -> dict[str, float]:
        return requests.get("https://example.com/weather", timeout=5).json()

    @app.post("/events")
    async def forward(request: Request) -> None:
        body = await request.body()
        await run_in_threadpool(requests.post, "https://example.com/events", data=body, timeout=5)
"""

from fastapi_lint import Applicability, Context, Findings, Fix, LoopCall, LoopChain, Rule, Severity
from fastapi_lint.chains import report
from fastapi_lint.edits import awaited, is_awaitable_place, unblock
from fastapi_lint.model.knowledge.blocking import HTTP

rule = Rule(__name__, "FAPI102", Severity.ERROR, since="0.1")

_VERBS = {f"requests.{verb}" for verb in ("delete", "get", "head", "options", "patch", "post", "put")}
_SAME = {"auth", "cookies", "data", "files", "headers", "json", "params", "timeout"}
"""The arguments that httpx has under the same names; https://www.python-httpx.org/compatibility/."""


@rule.on(LoopCall, to=HTTP)
def check(call: LoopCall, ctx: Context) -> Findings:
    yield ctx.finding(
        call,
        f"`{call.callee.removesuffix('.__get__')}` {call.consequence}",
        help=_help(call.callee, ctx),
        fix=unblock(call, ctx),
        sketch=_sketch(call, ctx),
    )


@rule.on(LoopChain, to=HTTP)
def check_chain(chain: LoopChain, ctx: Context) -> Findings:
    yield from report(chain, ctx, chain.callee.removesuffix(".__get__"), _help(chain.callee, ctx))


def _help(callee: str, ctx: Context) -> str:
    instead = ctx.project.blocking.instead(callee, "an async client")
    return f"use {instead}, or a plain `def`, which runs in a thread"


def _sketch(call: LoopCall, ctx: Context) -> Fix | None:
    """The same request with httpx. It stands beside the fix, which can be applied: a fix that made the client, too,
    would have to know where it lives."""
    if call.callee not in _VERBS or not is_awaitable_place(call):
        return None
    if not {keyword.name for keyword in call.call.keywords} <= _SAME:
        return None
    verb, written = call.callee.rpartition(".")[2], ctx.text(call.call.func)
    text = awaited(call, f"client.{verb}{ctx.text(call)[len(written) :]}")
    message = "send it with an `httpx.AsyncClient` that the lifespan makes"
    return ctx.fix(message, ctx.replace(call, text), applicability=Applicability.DISPLAY)
