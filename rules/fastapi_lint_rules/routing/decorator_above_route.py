"""A decorator stands above the route decorator, so that requests never pass through it.

Decorators are applied from the bottom up, and `@app.get(…)` registers the function that it is given and hands
it back. What stands above wraps that function afterwards: the name in the module is the guarded one, the
application has the bare one. `@login_required` above `@app.get` lets everybody in, without an error.

Several route decorators on one function are fine, and so are decorators that hand the function back: those
that register or mark it, which the linter sees in the project's own code, `@limiter.exempt`, `typing` and
the like. Of a library's decorators only those are reported whose name promises something that requests need:
authentication, permissions, caches, limits, retries, traces; a lost guard, cache or limit is an error.

The fix moves the route decorator up. It is unsafe, because the decorator then really runs; it is not offered
for a wrapper without `functools.wraps`, whose `*args` FastAPI would take for parameters of the request.

Bad:

    from fastapi import FastAPI
    from auth_toolkit import login_required

    app = FastAPI()

    # Only for members.
    @login_required
     ^^^^^^^^^^^^^^ `login_required` is bypassed on `GET /secret`: the route decorator below registers the function without it
    @app.get("/secret")
    async def read_secret() -> str:
        return "secret"

Good:

    from fastapi import FastAPI
    from auth_toolkit import login_required

    app = FastAPI()

    # Only for members.
    @app.get("/secret")
    @login_required
    async def read_secret() -> str:
        return "secret"
"""

import re

from fastapi_lint import Context, Findings, Fix, Function, Rule, Severity
from fastapi_lint.model.file import syntax as s
from fastapi_lint.model.file.scan import DECORATING
from fastapi_lint.model.following.decorators import Effect, effect
from fastapi_lint.moves import lift_decorators

rule = Rule(__name__, "FAPI204", Severity.WARNING, since="0.1")

GUARDS = re.compile(
    r"auth(?!or(?!iz))|login|logged_?in|permi(t|ssion)|require|protect|guard|restrict|role|scope|_only\b|jwt|csrf|secure"
    r"|cache|memoi[sz]e|limit|throttl|quota",
    re.IGNORECASE,
)
HELPERS = re.compile(r"retry|retries|backoff|trac(e|ing)|timeout|circuit|transaction", re.IGNORECASE)
MARKS = re.compile(r"exempt|exclude|skip|without|no_?cache|register|disable", re.IGNORECASE)


@rule.on(Function)
def check(function: Function, ctx: Context) -> Findings:
    found = [decorator for decorator in lost(function) if weight(decorator, function) is not None]
    for decorator in found:
        name = name_of(decorator)
        below = (
            route for route in function.routes if route.is_decorator and route.call.start > decorator.start
        )
        route = min(below, key=lambda route: route.call.start)
        yield ctx.finding(
            decorator,
            f"`{name}` is bypassed on `{route.display}`: "
            "the route decorator below registers the function without it",
            severity=weight(decorator, function),
            help=f"put `{name}` below the route decorator",
            related=[ctx.related(route, "registered here")],
            fix=lift(function, found, ctx),
        )


def lost(function: Function) -> list[s.Expr]:
    """The decorators above a route decorator that register nothing themselves, the topmost first."""
    decorators = function.syntax.decorators
    if len(decorators) < 2 or not function.routes:
        return []
    calls = {route.call.start for route in function.routes if route.is_decorator}
    last = max((number for number, decorator in enumerate(decorators) if decorator.start in calls), default=0)
    return [
        d
        for d in decorators[:last]
        if d.start not in calls and name_of(d).rpartition(".")[2] not in DECORATING
    ]


def weight(decorator: s.Expr, function: Function) -> Severity | None:
    """How much it hurts that a decorator is bypassed; None when nothing is lost, or nobody can tell."""
    name, what = name_of(decorator), effect(decorator, function)
    promises = bool(GUARDS.search(name)) and not MARKS.search(name)
    if what is Effect.KEEPS or (what is Effect.UNKNOWN and not promises and not HELPERS.search(name)):
        return None
    return Severity.ERROR if promises else Severity.WARNING


def lift(function: Function, bypassed: list[s.Expr], ctx: Context) -> Fix | None:
    """Move the route decorators above the topmost decorator that they bypass."""
    if any(effect(decorator, function) is Effect.REPLACES for decorator in bypassed):
        return None
    decorators, calls = function.syntax.decorators, {route.call.start for route in function.routes}
    top = decorators.index(bypassed[0])
    routes = [number for number in range(top, len(decorators)) if decorators[number].start in calls]
    edits = lift_decorators(function.module.source, decorators, routes, top)
    return ctx.fix(f"put the route decorator above `{name_of(bypassed[0])}`", *edits) if edits else None


def name_of(decorator: s.Expr) -> str:
    """The dotted name of a decorator."""
    return s.dotted(decorator.func if isinstance(decorator, s.Call) else decorator)
