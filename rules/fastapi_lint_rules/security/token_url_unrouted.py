"""The `tokenUrl` of an OAuth2 scheme is no route of the application.

`OAuth2PasswordBearer(tokenUrl="token")` does nothing at run time: it tells OpenAPI, and so the *Authorize* button of the
documentation and generated clients, where to get a token. If no path operation answers `POST` there, logging in fails with
404, and nothing else does. The usual reason is a prefix that was added later.

URLs of another server are left alone, as are URLs that the source does not show, those that end in the path of a route or
begin with what the route lacks (a proxy or a mount may stand in front), and projects that do not show all of their routes and
mounts. There is no fix: either the URL or the path is what is wrong.

Bad:

    from typing import Annotated

    from fastapi import APIRouter, Depends, FastAPI
    from fastapi.security import OAuth2PasswordBearer

    app = FastAPI()
    router = APIRouter(prefix="/auth")
    scheme = OAuth2PasswordBearer(tokenUrl="login")
                                           ^^^^^^^ no path operation answers `POST /login`: logging in from the documentation fails

    @router.post("/token")
    def log_in() -> dict[str, str]:
        return {}

    @app.get("/me")
    def read_me(token: Annotated[str, Depends(scheme)]) -> str:
        return token

    app.include_router(router)

Good:

    from typing import Annotated

    from fastapi import APIRouter, Depends, FastAPI
    from fastapi.security import OAuth2PasswordBearer

    app = FastAPI()
    router = APIRouter(prefix="/auth")
    scheme = OAuth2PasswordBearer(tokenUrl="auth/token")

    @router.post("/token")
    def log_in() -> dict[str, str]:
        return {}

    @app.get("/me")
    def read_me(token: Annotated[str, Depends(scheme)]) -> str:
        return token

    app.include_router(router)
"""

from fastapi_lint import Application, Context, Findings, PathOperation, ProjectCall, Rule, Severity
from fastapi_lint.model.meaning.values import Literal

rule = Rule(__name__, "FAPI708", Severity.INFO, since="0.1", group="strict")


@rule.on(ProjectCall, to={"fastapi.security.OAuth2PasswordBearer"})
def check(call: ProjectCall, ctx: Context) -> Findings:
    value, shown = call.given(0, "tokenUrl"), call.call.argument(0, "tokenUrl")
    url = value.value if isinstance(value, Literal) else None
    if not isinstance(url, str) or not url or shown is None or "//" in url or "{" in url:
        return
    path = "/" + url.removeprefix("./").lstrip("/").partition("?")[0]
    operations = all_operations(ctx)
    if operations and not any(answers(operation, path) for operation in operations):
        yield ctx.finding(
            shown,
            f"no path operation answers `POST {path}`: logging in from the documentation fails",
            help="write the path as it is served, with the prefixes of all routers",
        )


def all_operations(ctx: Context) -> list[PathOperation]:
    """Everything that the applications of the project serve; empty where something of it is not known."""
    found: list[PathOperation] = []
    for application in ctx.project.applications:
        if application.module.is_test:
            continue
        for item in application.operations:
            if not isinstance(item, PathOperation):
                if item.path is None or not isinstance(item.mount.application, Application):
                    return []
            elif item.template is None or item.route.stands_for_others:
                return []
            else:
                found.append(item)
    return found


def answers(operation: PathOperation, path: str) -> bool:
    """Whether a route may be what a path means: itself, or one of the two with more in front."""
    served, template = operation.path or "", operation.template
    if operation.methods and "POST" not in operation.methods:
        return False
    bare = served.rstrip("/")
    exact = template is not None and template.regex.match(path) is not None
    return exact or path.rstrip("/").endswith(bare) or bare.endswith(path.rstrip("/"))
