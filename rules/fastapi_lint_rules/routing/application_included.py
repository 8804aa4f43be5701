"""An application is given to `include_router`.

`include_router` takes an `APIRouter`. A `FastAPI` object has no such attributes: "AttributeError: 'FastAPI' object has
no attribute ...", while the module is imported.

An application is mounted, `app.mount("/admin", admin)`, and then has its own documentation, middleware and exception
handlers. To have its routes as one's own, `include_router(admin.router)` takes its router, which is left alone here.
There is no fix: the two differ, and which is meant, only their author knows.

Bad:

    from fastapi import FastAPI

    app = FastAPI()
    admin = FastAPI()

    app.include_router(admin, prefix="/admin")
                       ^^^^^ `include_router` takes a router, and `admin` is an application: the application does not start

Good:

    from fastapi import FastAPI

    app = FastAPI()
    admin = FastAPI()

    app.mount("/admin", admin)
"""

from fastapi_lint import Application, Context, Findings, Inclusion, Rule, Severity

rule = Rule(__name__, "FAPI224", Severity.ERROR, since="0.1")


@rule.on(Inclusion)
def check(inclusion: Inclusion, ctx: Context) -> Findings:
    given = inclusion.call.argument(0, "router")
    if not isinstance(inclusion.included, Application) or inclusion.names_router or given is None:
        return
    if inclusion.included.name != ctx.text(given).rpartition(".")[2]:
        return
    yield ctx.finding(
        given,
        f"`include_router` takes a router, and `{ctx.text(given)}` is an application: "
        "the application does not start",
        help="mount the application, or include its `.router`",
    )
