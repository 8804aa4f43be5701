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
from collections.abc import Iterator

from fastapi_lint import Context, Findings, Function, Route, Rule, Severity
from fastapi_lint.model import syntax as s
from fastapi_lint.model.decorators import Effect, effect
from fastapi_lint.model.scan import DECORATING

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
    for decorator, route in lost(function):
        name = name_of(decorator)
        found = effect(decorator, function)
        promises = bool(GUARDS.search(name)) and not MARKS.search(name)
        if found is Effect.KEEPS or (found is Effect.UNKNOWN and not promises and not HELPERS.search(name)):
            continue
        yield ctx.finding(
            decorator,
            f"`{name}` is bypassed on `{route.display}`: the route decorator below registers the function without it",
            severity=Severity.ERROR if promises else Severity.WARNING,
            help=f"put `{name}` below the route decorator",
            related=[ctx.related(route, "registered here")],
        )


def lost(function: Function) -> Iterator[tuple[s.Expr, Route]]:
    """The decorators above a route decorator that register nothing themselves, each with the route it misses."""
    routes = {route.call.start: route for route in function.routes if route.is_decorator}
    below: Route | None = None
    for decorator in reversed(function.syntax.decorators):
        if decorator.start in routes:
            below = routes[decorator.start]
        elif below is not None and name_of(decorator).rpartition(".")[2] not in DECORATING:
            yield decorator, below


def name_of(decorator: s.Expr) -> str:
    """The dotted name of a decorator."""
    return s.dotted(decorator.func if isinstance(decorator, s.Call) else decorator)
