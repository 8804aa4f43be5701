"""An exception handler returns something that is no `Response`.

What a handler returns is sent as it is: there is no response model, and nothing turns a dictionary into JSON. Starlette calls the
returned object, fails with `TypeError: 'dict' object is not callable`, and the client gets **500** in place of the
error that the handler was written for.

Reported are dictionaries, lists, strings, tuples and models, and a `return` without a value in handlers for HTTP requests.
Left alone is what an unknown function gives; handlers of websockets may return nothing.

The fix wraps a display in a `JSONResponse` with the status code that the handler is registered for, or 500. It is
unsafe, since it may be another one that is meant.

Bad:

    from fastapi import FastAPI, Request

    class OutOfStock(Exception):
        pass

    app = FastAPI()

    @app.exception_handler(OutOfStock)
    async def on_out_of_stock(request: Request, exc: OutOfStock):
        return {"error": "out of stock"}
        ^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^ exception handler `on_out_of_stock` returns no `Response`: the client gets 500

Good:

    from fastapi import FastAPI, Request
    from fastapi.responses import JSONResponse

    class OutOfStock(Exception):
        pass

    app = FastAPI()

    @app.exception_handler(OutOfStock)
    async def on_out_of_stock(request: Request, exc: OutOfStock):
        return JSONResponse(status_code=500, content={"error": "out of stock"})
"""

from fastapi_lint import Context, ExceptionHandler, Findings, Fix, Function, Rule, Severity
from fastapi_lint.edits import json_response
from fastapi_lint.model.answers.responses import Gives, code_of
from fastapi_lint.model.file import syntax as s
from fastapi_lint.model.knowledge.errors import ENDING
from fastapi_lint.model.meaning.values import External, Instance

rule = Rule(__name__, "FAPI803", Severity.ERROR, since="0.1")

_DATA = {Gives.CONSTANT, Gives.SCHEMA, Gives.ROW, Gives.DATA}


@rule.on(ExceptionHandler)
def check(handler: ExceptionHandler, ctx: Context) -> Findings:
    function = handler.target
    if not isinstance(function, Function) or function.is_generator:
        return
    for answer in function.answers:
        if answer.gives in _DATA or (answer.gives is Gives.NOTHING and _is_for_http(function)):
            yield ctx.finding(
                ctx.at(function.path, answer.statement),
                f"exception handler `{function.name}` returns no `Response`: the client gets 500",
                help="return a `JSONResponse` with the status code",
                related=[] if handler.path == function.path else [ctx.related(handler, "registered here")],
                fix=_wrap(handler, function, answer.statement, ctx),
            )


def _is_for_http(function: Function) -> bool:
    """Whether it is given a request, and nothing else: a websocket wants no answer."""
    first = function.syntax.params[0] if function.syntax.params else None
    types, scope = function.project.types, function.project.scope_of(function)
    value = types.instance_of(first.annotation, scope, function.module) if first is not None else None
    return isinstance(value, Instance) and isinstance(value.of, External) and value.of.name in ENDING


def _wrap(handler: ExceptionHandler, function: Function, statement: s.Return, ctx: Context) -> Fix | None:
    if not isinstance(statement.value, (s.Mapping, s.Sequence)):
        return None
    lookup = handler.module.project.types.lookup_in(handler.module)
    given = handler.call.argument(0, "exc_class_or_status_code")
    value = handler.module.project.types.resolve(given, lookup) if given is not None else None
    code = given.value if isinstance(given, s.Constant) else code_of(value)
    response = json_response(ctx, function.path)
    content = ctx.text(ctx.at(function.path, statement.value))
    items = (
        statement.value.items
        if isinstance(statement.value, s.Sequence) and statement.value.kind == "tuple"
        else ()
    )
    if len(items) == 2 and isinstance(items[1], s.Constant) and isinstance(items[1].value, int):
        content, code = ctx.text(ctx.at(function.path, items[0])), items[1].value
    text = f"return {response.name}(status_code={code or 500}, content={content})"
    return ctx.fix(
        "return a `JSONResponse`", ctx.replace(ctx.at(function.path, statement), text), imports=[response]
    )
