"""A prefix is put in front of paths that have it already.

Prefixes add up. `APIRouter(prefix="/users")` with `include_router(router, prefix="/users")` serves `/users/users/...`, and so
does a prefix before routes that all spell it out themselves. Clients get 404 under the paths that were meant.

A prefix that repeats in the middle, or in only some of the paths, may be meant and is left alone. So is what the
source does not show. There is no fix: the prefix may be wanted in either place.

Bad:

    from fastapi import APIRouter, FastAPI

    app = FastAPI()
    router = APIRouter(prefix="/users")

    @router.get("/me")
    def read_me() -> str:
        return "me"

    app.include_router(router, prefix="/users")
                                      ^^^^^^^^ the paths of this router begin with `/users` already: they become `/users/users/me`

Good:

    from fastapi import APIRouter, FastAPI

    app = FastAPI()
    router = APIRouter(prefix="/users")

    @router.get("/me")
    def read_me() -> str:
        return "me"

    app.include_router(router)
"""

from fastapi_lint import Context, Findings, Inclusion, Route, Router, Rule, Severity
from fastapi_lint.model.routes.paths import PARAMETER

rule = Rule(__name__, "FAPI226", Severity.WARNING, since="0.1")


@rule.on(Inclusion)
def check_inclusion(inclusion: Inclusion, ctx: Context) -> Findings:
    prefix, router, shown = inclusion.prefix, inclusion.included, inclusion.call.keyword("prefix")
    paths = [route.template for route in router.routes if not route.plain]
    if shown is None or not prefix or not all_begin(paths, prefix):
        return
    if router.prefix == prefix or not router.prefix:
        yield ctx.finding(
            shown,
            f"the paths of this router begin with `{prefix}` already: they become `{prefix}{paths[0]}`",
            help="give the prefix in one place",
            related=[ctx.related(router, "the router")] if router.call is not None else (),
        )


@rule.on(Router)
def check_router(router: Router, ctx: Context) -> Findings:
    prefix, shown = router.prefix, router.option("prefix")
    if shown is None or not prefix or router.cls is not None:
        return
    own = [own_path(route, prefix) for route in router.routes if not route.plain]
    if all_begin(own, prefix):
        yield ctx.finding(
            shown,
            f"the paths of this router begin with `{prefix}` already: they become `{prefix}{own[0]}`",
            help="leave the prefix out, or out of the paths",
        )


def own_path(route: Route, prefix: str) -> str | None:
    """The path as it is written at the route."""
    return route.template[len(prefix) :] if route.template is not None else None


def all_begin(paths: list[str | None], prefix: str) -> bool:
    """Whether there are paths, and all begin with the prefix, which is more than a placeholder."""
    is_named = any(char.isalnum() for char in PARAMETER.sub("", prefix))
    return is_named and bool(paths) and all(f"{path}/".startswith(f"{prefix}/") for path in paths)
