"""CORS lets every origin in, with credentials.

Browsers refuse `Access-Control-Allow-Origin: *` for requests with cookies, but that is not what they get: with
`allow_credentials=True` Starlette answers every origin with that origin itself. Any page on the web can then send
requests as whoever visits it, and read the answers. The same goes for an `allow_origin_regex` that matches whatever
it is given.

Origins that the source does not show, such as those read from the environment, are left alone; the default of
a settings class counts, since it is what runs where nobody sets anything.

The fix withdraws the credentials. It is unsafe: a frontend that relies on cookies stops working until its origin
is listed, which is the other way out.

Bad:

    from fastapi import FastAPI
    from fastapi.middleware.cors import CORSMiddleware

    app = FastAPI()

    app.add_middleware(
        CORSMiddleware,
        allow_origins=["*"],
        allow_credentials=True,
        ^^^^^^^^^^^^^^^^^^^^^^ every origin is allowed with credentials: any website can act as the user who visits it
        allow_methods=["*"],
    )

Good:

    from fastapi import FastAPI
    from fastapi.middleware.cors import CORSMiddleware

    app = FastAPI()

    app.add_middleware(
        CORSMiddleware,
        allow_origins=["*"],
        allow_credentials=False,
        allow_methods=["*"],
    )
"""

from fastapi_lint import Confidence, Context, Findings, Middleware, ProjectCall, Rule, Severity
from fastapi_lint.model.answers.cors import CORS, is_cors, open_to_all
from fastapi_lint.model.file import syntax as s
from fastapi_lint.model.meaning.values import Arguments, Literal

rule = Rule(__name__, "FAPI701", Severity.ERROR, since="0.1")


@rule.on(Middleware)
def check(middleware: Middleware, ctx: Context) -> Findings:
    if is_cors(middleware.target) and middleware.given and middleware.made and middleware.home:
        yield from _judge(middleware.given, middleware.made, middleware.home.path, ctx)


@rule.on(ProjectCall, to={CORS, "starlette.middleware.Middleware"})
def check_constructed(call: ProjectCall, ctx: Context) -> Findings:
    if call.callee == CORS or is_cors(call.given(0, "cls")):
        yield from _judge(call.site.given, call.call, call.path, ctx)


def _judge(given: Arguments, call: s.Call, path: str, ctx: Context) -> Findings:
    opening = open_to_all(given)
    credentials = given.named.get("allow_credentials")
    place = _where(call, given, "allow_credentials")
    if not opening or place is None or not (isinstance(credentials, Literal) and credentials.value):
        return
    shown = _where(call, given, opening)
    if shown is None:
        return
    fix = None
    if isinstance(place.value, s.Constant):
        fix = ctx.fix("allow no credentials", ctx.replace(ctx.at(path, place.value), "False"))
    yield ctx.finding(
        ctx.at(path, place),
        "every origin is allowed with credentials: any website can act as the user who visits it",
        help="list the origins of your own frontends, or do without credentials",
        related=[ctx.related(ctx.at(path, shown), "lets every origin in")],
        confidence=Confidence.MEDIUM if isinstance(shown.value, s.Attribute) else Confidence.HIGH,
        fix=fix,
    )


def _where(call: s.Call, given: Arguments, name: str) -> s.Keyword | None:
    """Where a call gives an argument: under its name, or in ``**options`` that are all known."""
    named = next((keyword for keyword in call.keywords if keyword.name == name), None)
    if named is not None or "" in given.named:
        return named
    return next((keyword for keyword in call.keywords if not keyword.name), None)
