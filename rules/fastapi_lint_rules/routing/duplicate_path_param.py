"""One path has two placeholders with the same name.

Starlette compiles a path into a regular expression with named groups and refuses to have one twice: "ValueError:
Duplicated param name id at path /users/{id}/posts/{id}", while the application is built. The two often
stand in different files, one in the prefix of a router or of `include_router`, the other in the route.

Paths that the source does not show are left alone. There is no fix: which of the two gets another name, and which
function means which, only their author knows.

Bad:

    from fastapi import APIRouter, FastAPI

    app = FastAPI()
    router = APIRouter(prefix="/users/{id}")

    @router.get("/posts/{id}")
                ^^^^^^^^^^^^^ `{id}` stands twice in `/users/{id}/posts/{id}`: the application does not start
    def read_post(id: int) -> int:
        return id

    app.include_router(router)

Good:

    from fastapi import APIRouter, FastAPI

    app = FastAPI()
    router = APIRouter(prefix="/users/{user_id}")

    @router.get("/posts/{id}")
    def read_post(user_id: int, id: int) -> int:
        return id

    app.include_router(router)
"""

from collections import Counter

from fastapi_lint import Context, Findings, Route, Rule, Severity

rule = Rule(__name__, "FAPI215", Severity.ERROR, since="0.1")


@rule.on(Route)
def check(route: Route, ctx: Context) -> Findings:
    for operation in route.operations:
        twice = [
            name for name, times in Counter(operation.path_names).items() if times > 1 and name.isidentifier()
        ]
        for name in twice:
            yield ctx.finding(
                operation.place,
                f"`{{{name}}}` stands twice in `{operation.path}`: the application does not start",
                help="give each placeholder a name of its own",
                related=[ctx.related(inclusion, "included here") for inclusion in operation.inclusions],
            )
        if twice:
            return
