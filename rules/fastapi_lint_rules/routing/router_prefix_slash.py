"""A prefix lacks its leading slash or has a trailing one.

Prefixes and paths are put together as they are, and FastAPI insists that a prefix starts with a slash and does not end with
one: `APIRouter(prefix="items")` and `include_router(router, prefix="/api/")` fail with an `AssertionError` while the
module is imported, and so does `prefix="/"`.

The path of a mount has to start with a slash as well. A path of a route without it is accepted and never matches a request: `@app.get("items")` answers 404. Paths of
routers without a slash, which a prefix may complete, and whatever the source does not show are left alone.

The fix writes the slashes as they must be. It is safe: there was nothing that worked.

Bad:

    from fastapi import APIRouter, FastAPI

    app = FastAPI()
    router = APIRouter(prefix="items")
                              ^^^^^^^ the prefix `items` must start with `/`: the application does not start
    app.include_router(router, prefix="/api/")
                                      ^^^^^^^ the prefix `/api/` must not end with `/`: the application does not start

    @app.get("version")
             ^^^^^^^^^ the path `version` does not start with `/`: no request ever matches it
    def read_version() -> str:
        return "1"

Good:

    from fastapi import APIRouter, FastAPI

    app = FastAPI()
    router = APIRouter(prefix="/items")
    app.include_router(router, prefix="/api")

    @app.get("/version")
    def read_version() -> str:
        return "1"
"""

from fastapi_lint import (
    Applicability,
    Application,
    Context,
    Findings,
    Fix,
    Inclusion,
    Location,
    Mount,
    Route,
    Router,
    Rule,
    Severity,
    Span,
)
from fastapi_lint.model.file import syntax as s

rule = Rule(__name__, "FAPI214", Severity.ERROR, since="0.1")


@rule.on(Router)
def check_router(router: Router, ctx: Context) -> Findings:
    if not isinstance(router, Application) and router.kind == "fastapi.APIRouter" and router.cls is None:
        yield from check(router, router.option("prefix"), router.prefix, ctx)


@rule.on(Inclusion)
def check_inclusion(inclusion: Inclusion, ctx: Context) -> Findings:
    yield from check(inclusion, inclusion.call.keyword("prefix"), inclusion.prefix, ctx)


@rule.on(Route)
def check_route(route: Route, ctx: Context) -> Findings:
    path, shown = (
        next((one.path for one in route.operations if isinstance(one.server, Application)), None),
        route.path_argument,
    )
    if path and path[0].isalnum() and shown is not None:
        yield ctx.finding(
            Location(route.path, Span(shown.start, shown.end)),
            f"the path `{path}` does not start with `/`: no request ever matches it",
            help="start it with a slash",
            fix=write(shown, f"/{path}", ctx) if path == route.template else None,
        )


@rule.on(Mount)
def check_mount(mount: Mount, ctx: Context) -> Findings:
    shown = mount.path_argument
    if shown is not None and mount.prefix and mount.prefix[0] != "/":
        yield ctx.finding(
            ctx.at(mount.path, shown),
            f"the path `{mount.prefix}` of a mount must start with `/`: the application does not start",
            help="start it with a slash",
            fix=write(shown, f"/{mount.prefix}", ctx),
        )


def check(owner: Router | Inclusion, shown: s.Expr | None, prefix: str | None, ctx: Context) -> Findings:
    if not prefix or shown is None or (prefix[0] == "/" and prefix[-1] != "/"):
        return
    what = "not end" if prefix[0] == "/" else "start"
    yield ctx.finding(
        Location(owner.path, Span(shown.start, shown.end)),
        f"the prefix `{prefix}` must {what} with `/`: the application does not start",
        help="write it with a leading slash and without a trailing one",
        fix=write(shown, f"/{prefix.strip('/')}" if prefix.strip("/") else "", ctx),
    )


def write(shown: s.Expr, text: str, ctx: Context) -> Fix | None:
    """Write a plain string anew, in the quotes that it has."""
    quote = ctx.text(shown)[:1]
    if (
        not isinstance(shown, s.Constant)
        or quote not in "'\""
        or ctx.text(shown)[1:-1].strip("/") != text.strip("/")
    ):
        return None
    return ctx.fix(
        "write the slashes", ctx.replace(shown, f"{quote}{text}{quote}"), applicability=Applicability.SAFE
    )
