"""A handler for validation errors puts `exc.errors()` into a JSON response as it is.

In Pydantic 2 an error that a validator raised holds the exception itself, under `ctx`. `JSONResponse` cannot encode it:
as soon as a validator raises `ValueError`, the handler fails with `TypeError: Object of type ValueError is not JSON
serializable`, and the client gets **500** for what should be 422. Tests that only send wrong types never see it.

`jsonable_encoder` turns the exception into an empty object and leaves everything else alone, so the fix is safe; it is
also what FastAPI's own handler does. Left alone are lists that pick their keys one by one, and Pydantic 1.

Bad:

    from fastapi import FastAPI, Request
    from fastapi.exceptions import RequestValidationError
    from fastapi.responses import JSONResponse

    app = FastAPI()

    @app.exception_handler(RequestValidationError)
    async def on_invalid(request: Request, exc: RequestValidationError) -> JSONResponse:
        return JSONResponse(status_code=422, content={"errors": exc.errors()})
                                                                ^^^^^^^^^^^^ `exc.errors()` may hold exceptions, which JSON cannot encode: the client gets 500, not 422

Good:

    from fastapi import FastAPI, Request
    from fastapi.encoders import jsonable_encoder
    from fastapi.exceptions import RequestValidationError
    from fastapi.responses import JSONResponse

    app = FastAPI()

    @app.exception_handler(RequestValidationError)
    async def on_invalid(request: Request, exc: RequestValidationError) -> JSONResponse:
        return JSONResponse(status_code=422, content={"errors": jsonable_encoder(exc.errors())})
"""

from collections.abc import Iterator

from fastapi_lint import Applicability, Context, Findings, Function, Rule, Severity
from fastapi_lint.model.answers.proof import bindings
from fastapi_lint.model.file import syntax as s
from fastapi_lint.model.following.flow import handled_by, value_in
from fastapi_lint.model.knowledge.errors import VALIDATION_ERRORS
from fastapi_lint.model.knowledge.responses import JSON_RESPONSES
from fastapi_lint.model.meaning.values import External, Instance

rule = Rule(__name__, "FAPI801", Severity.ERROR, since="0.1")


@rule.on(Function, containing="errors")
def check(function: Function, ctx: Context) -> Findings:
    asked = any(name.endswith(".errors") for name in function.syntax.calls)
    if not asked or ctx.targets.pydantic.before("2"):
        return
    for site in function.project.calls.body(function).sites:
        if not isinstance(site.callee, External) or site.callee.name not in JSON_RESPONSES:
            continue
        for expr in _encoded(site.call.argument(0, "content")):
            if _is_errors(function, expr):
                encoder = ctx.import_("fastapi.encoders", "jsonable_encoder")
                text = ctx.text(expr)
                yield ctx.finding(
                    expr,
                    f"`{text}` may hold exceptions, which JSON cannot encode: the client gets 500, not 422",
                    help="pass it through `jsonable_encoder`",
                    fix=ctx.fix(
                        "encode it first",
                        ctx.replace(expr, f"{encoder.name}({text})"),
                        applicability=Applicability.SAFE,
                        imports=[encoder],
                    ),
                )


def _encoded(content: s.Expr | None) -> Iterator[s.Expr]:
    """The expressions that go into a response as they are."""
    if isinstance(content, s.Mapping):
        for value in content.values:
            yield from _encoded(value)
    elif isinstance(content, s.Sequence):
        for item in content.items:
            yield from _encoded(item)
    elif content is not None:
        yield content


def _is_errors(function: Function, expr: s.Expr) -> bool:
    """Whether an expression is ``exc.errors()``, or a variable that is assigned just that."""
    if isinstance(expr, s.Name):
        assigned = [node for statement in function.body for node in bindings(statement, expr.id)]
        only = assigned[0] if len(assigned) == 1 else None
        return (
            isinstance(only, s.Assign) and isinstance(only.value, s.Call) and _is_errors(function, only.value)
        )
    if (
        not isinstance(expr, s.Call)
        or not isinstance(expr.func, s.Attribute)
        or expr.func.attr != "errors"
        or expr.keywords
    ):
        return False
    owner = expr.func.value
    value = value_in(function, owner)
    if isinstance(value, Instance) and isinstance(value.of, External):
        return value.of.name in VALIDATION_ERRORS
    params = function.syntax.params
    is_exception = len(params) > 1 and isinstance(owner, s.Name) and owner.id == params[-1].name
    return value is None and is_exception and bool(handled_by(function) & VALIDATION_ERRORS)
