"""A router with routes is included nowhere.

Routes exist only where a router is included in an application. One that was forgotten in `main.py` answers 404 for all of
its paths, the documentation does not list them, and nothing says so.

The whole project is looked at, tests too. Left alone are routers that anything else mentions, imports or passes on, and
projects that have no application, that include something the source does not show, or that find modules or routers by
name (`importlib.import_module`, `pkgutil`, entry points). There is no fix: where it belongs, only its author knows.

Bad:

    -- main.py --
    from fastapi import FastAPI

    import users

    app = FastAPI()
    app.include_router(users.router)
    -- users.py --
    from fastapi import APIRouter

    router = APIRouter(prefix="/users")
    admin_router = APIRouter(prefix="/admin")
    ^^^^^^^^^^^^ `admin_router` is included nowhere: its routes, such as `GET /admin/users`, do not exist

    @router.get("/")
    def read_users() -> list[str]:
        return []

    @admin_router.get("/users")
    def read_all_users() -> list[str]:
        return []

Good:

    -- main.py --
    from fastapi import FastAPI

    import users

    app = FastAPI()
    app.include_router(users.router)
    app.include_router(users.admin_router)
    -- users.py --
    from fastapi import APIRouter

    router = APIRouter(prefix="/users")
    admin_router = APIRouter(prefix="/admin")

    @router.get("/")
    def read_users() -> list[str]:
        return []

    @admin_router.get("/users")
    def read_all_users() -> list[str]:
        return []
"""

from fastapi_lint import Context, Findings, Location, Project, Router, Rule, Severity, Span
from fastapi_lint.model.file import syntax as s
from fastapi_lint.model.routes.unincluded import forgotten

rule = Rule(__name__, "FAPI227", Severity.WARNING, since="0.1")


@rule.on(Project)
def check(project: Project, ctx: Context) -> Findings:
    for router in forgotten(project):
        yield ctx.finding(
            place(router),
            f"`{router.name}` is included nowhere: its routes, such as `{next(router.routes).display}`, do not exist",
            help="include it in an application, or remove it",
        )


def place(router: Router) -> Location:
    """The variable that it is bound to."""
    for statement in router.module.facts.body:
        if isinstance(statement, s.Assign) and statement.value is router.call:
            return Location(router.path, Span(statement.targets[0].start, statement.targets[0].end))
    return Location(router.path, router.span)
