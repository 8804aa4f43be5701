"""A route is added to a router after the router was included.

Before FastAPI 0.137 `include_router` copies the routes that the router has at that moment. What is added later is never
served: 404, without a warning. From 0.137 on the router itself is kept, and the order does not matter: the rule
is silent unless the project's target version, or its oldest, is below.

Routers that are included once more later, routes under a condition, and routes in functions that nobody is seen to call
are left alone. There is no fix: the `include_router` would have to move, past what its author may need in between.

Bad:

    -- pyproject.toml --
    [tool.fastapi-lint]
    target-fastapi = "0.115"
    -- main.py --
    from fastapi import APIRouter, FastAPI

    app = FastAPI()
    router = APIRouter()
    app.include_router(router)

    @router.get("/items")
     ^^^^^^^^^^^^^^^^^^^^ `GET /items` is added after its router was included: FastAPI before 0.137 never serves it
    def read_items() -> list[str]:
        return []

Good:

    -- pyproject.toml --
    [tool.fastapi-lint]
    target-fastapi = "0.115"
    -- main.py --
    from fastapi import APIRouter, FastAPI

    app = FastAPI()
    router = APIRouter()

    @router.get("/items")
    def read_items() -> list[str]:
        return []

    app.include_router(router)
"""

from fastapi_lint import Context, Findings, Route, Router, Rule, Severity

rule = Rule(__name__, "FAPI225", Severity.ERROR, since="0.1")


@rule.on(Router)
def check(router: Router, ctx: Context) -> Findings:
    if not router.included_in or ctx.project.includes_live:
        return
    copied = max(inclusion.size for inclusion in router.included_in)
    for entry in router.entries[copied:]:
        if isinstance(entry, Route) and not entry.stands_for_others and is_certain(entry, router):
            yield ctx.finding(
                entry,
                f"`{entry.display}` is added after its router was included: FastAPI before 0.137 never serves it",
                help="include the router behind its last route",
                related=[ctx.related(inclusion, "included here") for inclusion in router.included_in],
            )


def is_certain(route: Route, router: Router) -> bool:
    """Whether the route is certainly registered, and in this order."""
    return not route.branches or all(one.branches == route.branches for one in router.included_in)
