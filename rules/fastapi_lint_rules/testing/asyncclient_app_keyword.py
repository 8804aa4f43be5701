"""A test gives the application to `httpx.AsyncClient(app=…)`.

httpx 0.28 has removed the shortcut: the line raises TypeError, and every test that needs the client fails. httpx 0.27
still takes it, with a DeprecationWarning. What it did was to make a transport of the application, so that can
be written out, and works with every version.

Projects that only run on httpx below 0.27 are left alone. Where versions before 0.28 are admitted as well, it is a
warning.

The fix is safe: `ASGITransport(app=app)` is what httpx itself made of the argument. There is none where
`transport=` is given too, or options come in `**options`.

Bad:

    from fastapi import FastAPI
    from httpx import AsyncClient

    app = FastAPI()

    async def test_root() -> None:
        async with AsyncClient(app=app, base_url="http://test") as client:
                               ^^^^^^^ `AsyncClient` takes no `app` any more: httpx 0.28 raises TypeError
            await client.get("/")

Good:

    from fastapi import FastAPI
    from httpx import ASGITransport, AsyncClient

    app = FastAPI()

    async def test_root() -> None:
        async with AsyncClient(transport=ASGITransport(app=app), base_url="http://test") as client:
            await client.get("/")
"""

from fastapi_lint import Applicability, Context, Findings, ProjectCall, Rule, Severity

rule = Rule(__name__, "FAPI901", Severity.ERROR, since="0.1", in_tests=True)

DEPRECATED = "0.27"
REMOVED = "0.28"


@rule.on(ProjectCall, to={"httpx.AsyncClient"})
def check(call: ProjectCall, ctx: Context) -> Findings:
    keyword = next((keyword for keyword in call.call.keywords if keyword.name == "app"), None)
    if keyword is None or ctx.targets.httpx.before(DEPRECATED):
        return
    is_removed = ctx.targets.httpx.at_least(REMOVED)
    fix = None
    if call.call.keyword("transport") is None and not call.call.is_open:
        transport = ctx.import_("httpx", "ASGITransport")
        text = f"transport={transport.name}(app={ctx.text(keyword.value)})"
        fix = ctx.fix(
            "make the transport",
            ctx.replace(keyword, text),
            applicability=Applicability.SAFE,
            imports=[transport],
        )
    yield ctx.finding(
        keyword,
        "`AsyncClient` takes no `app` any more: httpx 0.28 raises TypeError",
        help="pass `transport=ASGITransport(app=…)`",
        severity=Severity.ERROR if is_removed else Severity.WARNING,
        fix=fix,
    )
