"""A function stands in `dependencies=[…]` without `Depends`.

The list takes `Depends(…)` and `Security(…)` objects. A bare function in it, or a class, a method, a lambda, a `partial`
or an object that can be called, is no dependency that runs by itself:
FastAPI asks it for `.dependency` and fails with "AttributeError: 'function' object has no attribute
'dependency'". For the list of a route, a router or an application that happens while the module is imported;
in the list of `include_router` newer versions notice it late, and every request of the included routes answers 500.

Names that are bound to `Depends(…)`, lists that come from elsewhere, and whatever the source does not show are left
alone.

The fix wraps the function in `Depends(…)`. It is safe: nothing worked that it could change.

Bad:

    from fastapi import APIRouter

    def require_admin() -> None: ...

    router = APIRouter(prefix="/admin", dependencies=[require_admin])
                                                      ^^^^^^^^^^^^^ `require_admin` is not wrapped in `Depends`: FastAPI fails on it, at start-up or at the first request

Good:

    from fastapi import APIRouter, Depends

    def require_admin() -> None: ...

    router = APIRouter(prefix="/admin", dependencies=[Depends(require_admin)])
"""

from fastapi_lint import (
    Applicability,
    Context,
    Findings,
    Inclusion,
    Location,
    Route,
    Router,
    Rule,
    Severity,
    Span,
)
from fastapi_lint.model.inputs.injection import bare_dependencies

rule = Rule(__name__, "FAPI209", Severity.ERROR, since="0.1")


@rule.on(Router)
def check_router(router: Router, ctx: Context) -> Findings:
    yield from check(router, ctx)


@rule.on(Inclusion)
def check_inclusion(inclusion: Inclusion, ctx: Context) -> Findings:
    yield from check(inclusion, ctx)


@rule.on(Route)
def check_route(route: Route, ctx: Context) -> Findings:
    if not route.plain:
        yield from check(route, ctx)


def check(owner: Route | Router | Inclusion, ctx: Context) -> Findings:
    for expr in bare_dependencies(owner):
        text = ctx.text(expr)
        depends = ctx.import_("fastapi", "Depends")
        wrapped = ctx.replace(expr, f"{depends.name}({text})")
        yield ctx.finding(
            Location(owner.path, Span(expr.start, expr.end)),
            f"`{text}` is not wrapped in `Depends`: FastAPI fails on it, at start-up or at the first request",
            help="wrap it in `Depends(…)`",
            fix=ctx.fix("wrap it in `Depends`", wrapped, imports=[depends], applicability=Applicability.SAFE),
        )
