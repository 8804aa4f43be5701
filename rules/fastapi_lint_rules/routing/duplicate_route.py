"""The same method and path is registered twice on one application.

FastAPI keeps both and always takes the first; the second function is dead code that looks alive, and the
OpenAPI document describes one of them only. It happens when a file is pasted together, when two routers
meet under one prefix, and when a router is included twice. Names of parameters do not tell paths apart:
`/users/{user_id}` is `/users/{id}`. One function that is registered twice is a warning. There is no fix:
which of the two is meant, only their author knows.

Left alone are other methods, a trailing slash, other converters, different applications, registrations of
which only one can happen (`if` and `else`), and functions that a versioning library keeps apart
(`@version(2)`).

Bad:

    from fastapi import FastAPI

    app = FastAPI()

    @app.get("/users/{user_id}")
    async def read_user(user_id: int) -> int:
        return user_id

    @app.get("/users/{name}")
             ^^^^^^^^^^^^^^^ `GET /users/{name}` is registered twice: the first registration answers, this one never does
    async def read_user_by_name(name: str) -> str:
        return name

Good:

    from fastapi import FastAPI

    app = FastAPI()

    @app.get("/users/{user_id}")
    async def read_user(user_id: int) -> int:
        return user_id

    @app.get("/users/by-name/{name}")
    async def read_user_by_name(name: str) -> str:
        return name
"""

from fastapi_lint import Context, Findings, Router, Rule, Severity
from fastapi_lint.model.domain import MountPoint

rule = Rule(__name__, "FAPI202", Severity.ERROR, since="0.1")


@rule.on(Router)
def check(router: Router, ctx: Context) -> Findings:
    twice = set()
    for conflict in router.conflicts:
        if not conflict.is_duplicate or isinstance(conflict.earlier, MountPoint):
            continue
        front, behind = conflict.parting
        if conflict.earlier.entry is not conflict.later.entry:
            related = [ctx.related(conflict.earlier.place, "the first registration")]
            if front is not conflict.earlier.entry:
                related.append(ctx.related(front, "this inclusion brings it in front"))
            yield ctx.finding(
                conflict.later.place,
                f"`{conflict.losing}` is registered twice: "
                "the first registration answers, this one never does",
                help="remove one of them, or give one another path",
                severity=Severity.WARNING if conflict.same_endpoint else rule.severity,
                related=related,
            )
        elif behind not in twice:
            twice.add(behind)
            yield ctx.finding(
                behind,
                f"this router is included twice under one prefix: its routes, such as `{conflict.losing}`, "
                "are all registered twice",
                help="remove one of the two inclusions, or give one another prefix",
                related=[ctx.related(front, "the first inclusion")],
            )
