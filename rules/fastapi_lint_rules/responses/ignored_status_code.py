"""A path operation sets a `status_code` and returns responses of its own, which have another one.

A `Response` that an endpoint returns is sent as it is, with the status code that it was made with: **200** where none was
given. The decorator's `status_code` is for values that FastAPI turns into a response itself, so `status_code=201`
stands in OpenAPI, and nobody ever gets it.

Reported where every `return` makes a response in place, without a status code. Left alone are redirects, which have a
code of their own, responses from elsewhere, and endpoints with `return` statements of other kinds.

The fix passes the status code to each response. It is unsafe: clients get another code from then on.

Bad:

    from fastapi import FastAPI
    from fastapi.responses import JSONResponse

    app = FastAPI()

    @app.post("/items", status_code=201)
                                    ^^^ the status code of `create_item` is never sent: the `JSONResponse` it returns has its own, 200
    def create_item(name: str):
        return JSONResponse({"name": name})

Good:

    from fastapi import FastAPI
    from fastapi.responses import JSONResponse

    app = FastAPI()

    @app.post("/items", status_code=201)
    def create_item(name: str):
        return JSONResponse({"name": name}, status_code=201)
"""

from fastapi_lint import Context, Findings, Fix, Function, Route, Rule, Severity
from fastapi_lint.model.answers.responses import status_code
from fastapi_lint.model.domain import Kind
from fastapi_lint.model.file import syntax as s
from fastapi_lint.model.following.flow import given_to, name_in
from fastapi_lint.model.knowledge.responses import PLAIN_RESPONSES

rule = Rule(__name__, "FAPI311", Severity.WARNING, since="0.1")


_HARMLESS = frozenset({"set_cookie", "delete_cookie", "headers"})
"""What is done to a response that leaves its status code alone."""


@rule.on(Route)
def check(route: Route, ctx: Context) -> Findings:
    function, option = route.function, route.option("status_code")
    if (
        function is None
        or option is None
        or route.kind is not Kind.HTTP
        or route.plain
        or function.is_generator
    ):
        return
    if status_code(route) in (None, 200) or not function.answers:
        return
    made = [given_to(function, answer.statement.value, _HARMLESS) for answer in function.answers]
    if not all(_has_own_status(function, expr) for expr in made):
        return
    name = ctx.text(ctx.at(function.path, made[0].func)) if isinstance(made[0], s.Call) else ""
    yield ctx.finding(
        option,
        f"the status code of `{function.name}` is never sent: the `{name}` it returns has its own, 200",
        help="pass `status_code=` to the response",
        related=[
            ctx.related(ctx.at(function.path, expr), "the response") for expr in made if expr is not None
        ],
        fix=_pass(made, option, ctx) if function.path == route.path else None,
    )


def _has_own_status(function: Function, expr: s.Expr | None) -> bool:
    """Whether an expression makes a response with the status code 200."""
    if not isinstance(expr, s.Call) or expr.is_open or name_in(function, expr.func) not in PLAIN_RESPONSES:
        return False
    return expr.argument(1, "status_code") is None


def _pass(made: list[s.Expr | None], option: s.Expr, ctx: Context) -> Fix | None:
    edits = []
    for expr in made:
        text = ctx.text(expr) if expr is not None else ""
        inside = text[:-1].rstrip()
        comma = "" if inside.endswith(("(", ",")) else ","
        if expr is None or "\n" in text or "#" in text:
            return None
        start = expr.start + len(inside)
        gap = "" if inside.endswith("(") else " "
        edits.append(ctx.insert(start, f"{comma}{gap}status_code={ctx.text(option)}"))
    return ctx.fix("pass it to the response", *edits)
