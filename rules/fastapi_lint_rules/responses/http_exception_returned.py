"""An `HTTPException` is returned, or made and dropped, where it should be raised.

FastAPI turns whatever an endpoint returns into JSON, and an exception is an object like any other: the client gets
**200** with `{"status_code": 404, "detail": …}` in the body, and takes it for success. From a dependency it is worse: the
exception becomes the value that is injected, so a check that returns `HTTPException(401)` lets everybody in. An
`HTTPException(…)` that stands alone as a statement does nothing at all.

Looked at are endpoints and dependencies; functions that make exceptions for others to raise are left alone, and so is
`error = HTTPException(…)`. A bare `HTTPException(…)` is reported wherever it stands.

The fix writes `raise`. It is unsafe: the client gets another status code from then on.

Bad:

    from fastapi import FastAPI, HTTPException

    app = FastAPI()

    @app.get("/items/{item_id}")
    def read_item(item_id: int):
        if item_id > 100:
            return HTTPException(status_code=404, detail="no such item")
            ^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^ `HTTPException` is returned, not raised: path operation `read_item` does not fail
        return {"id": item_id}

Good:

    from fastapi import FastAPI, HTTPException

    app = FastAPI()

    @app.get("/items/{item_id}")
    def read_item(item_id: int):
        if item_id > 100:
            raise HTTPException(status_code=404, detail="no such item")
        return {"id": item_id}
"""

from fastapi_lint import Context, Findings, Function, Rule, Severity, Span
from fastapi_lint.model.domain import Role
from fastapi_lint.model.file import syntax as s
from fastapi_lint.model.following.flow import (
    is_http_exception,
    may_be_http,
    may_make_http,
    statements,
    value_in,
)
from fastapi_lint.model.meaning.values import Instance

rule = Rule(__name__, "FAPI305", Severity.ERROR, since="0.1")

_RAISING_FOR = {Role.ENDPOINT, Role.DEPENDENCY}


@rule.on(Function)
def check(function: Function, ctx: Context) -> Findings:
    if not function.roles & _RAISING_FOR and not may_make_http(function):
        return
    for statement, _ in statements(function):
        if not (type(statement) is s.Return or type(statement) is s.Evaluate):
            continue
        if not _gives_exception(function, statement):
            continue
        start = statement.value.start if statement.value else statement.end
        how = "returned, not raised" if isinstance(statement, s.Return) else "made and not raised"
        yield ctx.finding(
            statement,
            f"`HTTPException` is {how}: {function.part} does not fail",
            help="write `raise`",
            fix=ctx.fix("raise it", ctx.replace(Span(statement.start, start), "raise ")),
        )


def _gives_exception(function: Function, statement: s.Return | s.Evaluate) -> bool:
    expr = statement.value
    if isinstance(statement, s.Evaluate):  # a helper that is called may do more than to make it
        if not isinstance(expr, s.Call) or not may_be_http(function, s.dotted(expr.func)):
            return False
        return is_http_exception(value_in(function, expr.func))
    if not function.roles & _RAISING_FOR or isinstance(expr, (s.Await, s.Conditional)):
        return False
    value = value_in(function, expr)
    return isinstance(value, Instance) and is_http_exception(value)
