"""A mounted application stands in front of routes below its own path.

A mount takes every request below its path, whether the mounted application knows the path or not, and
FastAPI goes through routes and mounts in the order of registration. What is registered after a mount and lies
below it answers 404, or whatever the mounted application says: behind `app.mount("/", StaticFiles(…))` the
whole API is gone.

Mounts that stand behind the routes, routes beside the mounted path (`/static` itself is not below `/static`),
mounts that happen only under a condition, and paths that the source does not show are left alone.

The fix moves the mount below the last registration that it hides, where all of them are statements of one list
and nothing else is hidden then. It is unsafe, because other code now answers.

Bad:

    from fastapi import FastAPI
    from fastapi.staticfiles import StaticFiles

    app = FastAPI()
    app.mount("/", StaticFiles(directory="site", html=True))
    ^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^ `GET /version` is never reached: this mount is registered before it and takes everything below `/`

    @app.get("/version")
    async def read_version() -> str:
        return "1"

Good:

    from fastapi import FastAPI
    from fastapi.staticfiles import StaticFiles

    app = FastAPI()

    @app.get("/version")
    async def read_version() -> str:
        return "1"

    app.mount("/", StaticFiles(directory="site", html=True))
"""

from collections import defaultdict

from fastapi_lint import Context, Findings, Mount, Router, Rule, Severity
from fastapi_lint.model.domain import MountPoint
from fastapi_lint.model.routes.conflicts import Conflict
from fastapi_lint.moves import register_later

rule = Rule(__name__, "FAPI203", Severity.ERROR, since="0.1")


@rule.on(Router)
def check(router: Router, ctx: Context) -> Findings:
    behind: dict[Mount, list[Conflict]] = defaultdict(list)
    for conflict in router.conflicts:
        if isinstance(conflict.earlier, MountPoint):
            behind[conflict.earlier.mount].append(conflict)
    for mount, hidden in behind.items():
        first, others = hidden[0], len(hidden) - 1
        more = f" and {others} more" if others else ""
        verb = "are" if others else "is"
        yield ctx.finding(
            mount,
            f"`{first.losing}`{more} {verb} never reached: this mount is registered before "
            f"{'them' if others else 'it'} and takes everything below `{first.winning}`",
            help="mount it after the last route and the last `include_router`",
            related=[ctx.related(conflict.later.place, "never reached") for conflict in hidden[:10]],
            fix=register_later(mount, hidden, ctx),
        )
