"""A path operation returns `body, 404`, which sets the status code in Flask and means nothing to FastAPI.

FastAPI turns the tuple into a JSON array: the client gets **200** with `[{"error": "not found"}, 404]`. Every check of the
status code passes, and every client that expects an object breaks.

A tuple counts when it has two items, or three with headers, and the second is the constant of a known status
code. Endpoints whose declared response type is a tuple or a list are left alone, as are pairs of numbers.

The fix returns a `JSONResponse` with that status code. It is unsafe, since that is what the client gets from then on,
and offered only where the endpoint declares no response type.

Bad:

    from fastapi import FastAPI

    app = FastAPI()

    @app.get("/items/{item_id}", response_model=None)
    def read_item(item_id: int):
        if item_id > 100:
            return {"error": "no such item"}, 404
            ^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^ `read_item` returns a tuple: FastAPI answers 200 with a JSON array, not 404
        return {"id": item_id}

Good:

    from fastapi import FastAPI
    from fastapi.responses import JSONResponse

    app = FastAPI()

    @app.get("/items/{item_id}", response_model=None)
    def read_item(item_id: int):
        if item_id > 100:
            return JSONResponse({"error": "no such item"}, status_code=404)
        return {"id": item_id}
"""

from http import HTTPStatus

from fastapi_lint import Context, Findings, Fix, Route, Rule, Severity
from fastapi_lint.edits import json_response
from fastapi_lint.model.answers.exposure import response_type
from fastapi_lint.model.answers.responses import code_of, is_constant
from fastapi_lint.model.domain import Kind
from fastapi_lint.model.file import syntax as s
from fastapi_lint.model.following.flow import statements, value_in

rule = Rule(__name__, "FAPI307", Severity.ERROR, since="0.1")

_CODES = frozenset(HTTPStatus)
_SEQUENCES = frozenset({"builtins.tuple", "builtins.list", "collections.abc.Sequence", "typing.NamedTuple"})


@rule.on(Route)
def check(route: Route, ctx: Context) -> Findings:
    function = route.function
    if function is None or route.kind is not Kind.HTTP or route.plain or function.path != route.path:
        return
    term = response_type(route)
    if term is not None and any(part.name in _SEQUENCES for part in (term, *term.args)):
        return
    declared = route.option("response_model")
    is_open = term is None or (isinstance(declared, s.Constant) and declared.kind == "NoneType")
    for statement, _ in statements(function):
        if not isinstance(statement, s.Return) or not isinstance(statement.value, s.Sequence):
            continue
        items = statement.value.items
        code = code_of(value_in(function, items[1])) if len(items) in (2, 3) else None
        if code in _CODES and statement.value.kind == "tuple" and not _is_number(items[0]):
            yield ctx.finding(
                statement,
                f"`{function.name}` returns a tuple: FastAPI answers 200 with a JSON array, not {code}",
                help="`raise HTTPException(…)` for errors; `status_code=` of the decorator, or a `Response`, for others",
                fix=_respond(statement, items, ctx) if is_open else None,
            )


def _is_number(expr: s.Expr) -> bool:
    return isinstance(expr, s.Constant) and expr.kind in ("int", "float")


def _respond(statement: s.Return, items: tuple[s.Expr, ...], ctx: Context) -> Fix | None:
    content, code = ctx.text(items[0]), ctx.text(items[1])
    response = json_response(ctx, ctx.path)
    imports = [response]
    if not is_constant(items[0]):
        encoder = ctx.import_("fastapi.encoders", "jsonable_encoder")
        imports.append(encoder)
        content = f"{encoder.name}({content})"
    headers = f", headers={ctx.text(items[2])}" if len(items) == 3 else ""
    text = f"return {response.name}({content}, status_code={code}{headers})"
    return ctx.fix(f"answer with {code}", ctx.replace(statement, text), imports=imports)
