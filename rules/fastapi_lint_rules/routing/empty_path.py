"""A router with an empty path is included without a prefix.

`@router.get("")` is fine as long as something stands before it: the prefix of the router, or of the inclusion. With
neither, FastAPI fails with "Prefix and path cannot be both empty" at the `include_router`, and the application does
not start. The prefix of the router that includes, or of a later inclusion, does not count.

Prefixes and paths that the source does not show are left alone. There is no fix: a slash, or a prefix, makes different
URLs.

Bad:

    from fastapi import APIRouter, FastAPI

    app = FastAPI()
    router = APIRouter()

    @router.get("")
                ^^ this path is empty, and so is the prefix that its router is included with: the application does not start
    def read_items() -> int:
        return 1

    app.include_router(router)

Good:

    from fastapi import APIRouter, FastAPI

    app = FastAPI()
    router = APIRouter()

    @router.get("")
    def read_items() -> int:
        return 1

    app.include_router(router, prefix="/items")
"""

from fastapi_lint import Context, Findings, Inclusion, Location, Route, Rule, Severity, Span

rule = Rule(__name__, "FAPI217", Severity.ERROR, since="0.1")


@rule.on(Inclusion)
def check(inclusion: Inclusion, ctx: Context) -> Findings:
    if inclusion.prefix != "" or inclusion.conditional:
        return
    for entry in inclusion.included.entries[: inclusion.size]:
        shown = entry.path_argument if isinstance(entry, Route) else None
        if (
            isinstance(entry, Route)
            and entry.template == ""
            and shown is not None
            and inclusion.included.call is not None
        ):
            yield ctx.finding(
                Location(entry.path, Span(shown.start, shown.end)),
                "this path is empty, and so is the prefix that its router is included with: the application does not start",
                help='give the inclusion or the router a prefix, or make the path `"/"`',
                related=[ctx.related(inclusion, "included here")],
            )
