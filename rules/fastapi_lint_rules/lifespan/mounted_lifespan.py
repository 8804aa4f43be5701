"""The lifespan of a mounted application never runs.

A server starts one application. FastAPI and Starlette do not pass the start on to what is mounted in it, in any
version: neither the part before nor the part behind the `yield` of the mounted application's `lifespan` runs, without a
warning, and the first request finds no pool and no client. (A router that is *included* does have its lifespan run,
from FastAPI 0.112.2 on.)

Left alone are applications that are also served by themselves, mounts under a condition, lifespans that something else
of the project uses as well, and projects that enter `router.lifespan_context`, or use `LifespanManager`. There is no
fix: the outer lifespan may enter the inner one, `async with admin.router.lifespan_context(admin)`, or do its work.

Bad:

    from collections.abc import AsyncIterator
    from contextlib import asynccontextmanager

    from fastapi import FastAPI

    @asynccontextmanager
    async def start_admin(app: FastAPI) -> AsyncIterator[None]:
        print("open")
        yield
        print("close")

    admin = FastAPI(lifespan=start_admin)
                             ^^^^^^^^^^^ `start_admin` never runs: its application is mounted, and only the outermost application is started
    app = FastAPI()
    app.mount("/admin", admin)

Good:

    from collections.abc import AsyncIterator
    from contextlib import asynccontextmanager

    from fastapi import FastAPI

    @asynccontextmanager
    async def start_admin(app: FastAPI) -> AsyncIterator[None]:
        print("open")
        yield
        print("close")

    admin = FastAPI()
    app = FastAPI(lifespan=start_admin)
    app.mount("/admin", admin)
"""

from fastapi_lint import Application, Context, Findings, Function, Rule, Severity
from fastapi_lint.model.loop.events import is_mounted
from fastapi_lint.model.references import references

rule = Rule(__name__, "FAPI508", Severity.ERROR, since="0.1")


@rule.on(Application)
def check(application: Application, ctx: Context) -> Findings:
    shown, lifespan = application.option("lifespan"), application.lifespan
    if shown is None or not isinstance(lifespan, Function) or not is_mounted(application):
        return
    if len(list(references(lifespan))) > 1 or application.within is not None:
        return
    yield ctx.finding(
        shown,
        f"`{lifespan.name}` never runs: its application is mounted, and only the outermost application is started",
        help="enter it in the lifespan of the outermost application",
        related=[ctx.related(mount, "mounted here") for mount in application.mounted_in],
    )
