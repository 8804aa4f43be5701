"""A router is included into itself.

`router.include_router(router)`, usually a slip for another router, fails with "AssertionError: Cannot include the same
APIRouter instance into itself" while the module is imported. `app.include_router(app.router)` is the same thing.

From FastAPI 0.137 on, an inclusion in a circle (`a` includes `b`, which includes `a`) is refused as well; it was accepted
before. There is no fix: which router was meant, only its author knows.

Bad:

    from fastapi import APIRouter

    router = APIRouter()
    users = APIRouter()

    @users.get("/users")
    def read_users() -> list[str]:
        return []

    router.include_router(router, prefix="/v1")
    ^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^ this router includes itself: the application does not start

Good:

    from fastapi import APIRouter

    router = APIRouter()
    users = APIRouter()

    @users.get("/users")
    def read_users() -> list[str]:
        return []

    router.include_router(users, prefix="/v1")
"""

from fastapi_lint import Application, Context, Findings, Inclusion, Rule, Severity

rule = Rule(__name__, "FAPI223", Severity.ERROR, since="0.1")


@rule.on(Inclusion)
def check(inclusion: Inclusion, ctx: Context) -> Findings:
    if inclusion.conditional:
        return
    if inclusion.included is inclusion.router:
        if not isinstance(inclusion.router, Application) or inclusion.names_router:
            yield ctx.finding(
                inclusion,
                "this router includes itself: the application does not start",
                help="include the router that is meant",
            )
    elif ctx.project.includes_live and inclusion.is_circular:
        yield ctx.finding(
            inclusion,
            "the included router includes this one already: the application does not start",
            help="let one of the two include the other",
        )
