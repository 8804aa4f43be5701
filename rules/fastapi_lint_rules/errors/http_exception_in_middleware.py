"""A middleware of the application raises `HTTPException`.

Exception handlers run inside of all middleware that is added to an application, so nobody is left to turn the exception into
a response: the client gets **500 Internal Server Error** instead of the 401 or 429 that was meant, and each refused
request is logged as a crash with its traceback.

Looked at are `@app.middleware("http")`, `dispatch` of a `BaseHTTPMiddleware` and `__call__` of other middleware
classes, where the exception leaves the function. Middleware that no application adds is left alone, and so is
500, which is what the client gets.

The fix returns a `JSONResponse` with the same status code and `detail`, and headers if there are any, as FastAPI's own
handler does. It is unsafe: a handler of one's own for `HTTPException` has no part in it.

Bad:

    from fastapi import FastAPI, HTTPException, Request

    app = FastAPI()

    @app.middleware("http")
    async def require_token(request: Request, call_next):
        if "authorization" not in request.headers:
            raise HTTPException(status_code=401, detail="no token")
            ^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^ `HTTPException` in middleware is not handled: the client gets 500, not 401
        return await call_next(request)

Good:

    from fastapi import FastAPI, HTTPException, Request
    from fastapi.responses import JSONResponse

    app = FastAPI()

    @app.middleware("http")
    async def require_token(request: Request, call_next):
        if "authorization" not in request.headers:
            return JSONResponse(status_code=401, content={"detail": "no token"})
        return await call_next(request)
"""

from fastapi_lint import Application, Class, Context, Findings, Fix, Function, Middleware, Rule, Severity
from fastapi_lint.edits import json_response
from fastapi_lint.model.file import syntax as s
from fastapi_lint.model.following.flow import (
    catcher,
    is_http_exception,
    raises_http,
    statements,
    status_raised,
    value_in,
)
from fastapi_lint.model.meaning.values import External

rule = Rule(__name__, "FAPI802", Severity.ERROR, since="0.1")

_BASE = "starlette.middleware.base.BaseHTTPMiddleware"


@rule.on(Middleware)
def check(middleware: Middleware, ctx: Context) -> Findings:
    target = middleware.target
    if not isinstance(middleware.router, Application):
        return
    if isinstance(target, Class):
        target = target.method("dispatch" if target.is_a(_BASE) else "__call__")
    if not isinstance(target, Function) or target.module.is_test:
        return
    for statement, around in statements(target):
        if (
            not isinstance(statement, s.Raise)
            or not raises_http(target, statement)
            or catcher(target, around)
        ):
            continue
        code = status_raised(target, statement)
        if code == 500:
            continue
        yield ctx.finding(
            ctx.at(target.path, statement),
            f"`HTTPException` in middleware is not handled: the client gets 500, not {code or 'its status'}",
            help="return a response",
            related=[ctx.related(middleware, "added to the application here")],
            fix=_respond(target, statement, ctx) if target.name != "__call__" else None,
        )


def _respond(function: Function, statement: s.Raise, ctx: Context) -> Fix | None:
    made = statement.exception
    if not isinstance(made, s.Call) or made.is_open or statement.cause is not None:
        return None
    code, detail = made.argument(0, "status_code"), made.argument(1, "detail")
    headers = made.argument(2, "headers")
    value = value_in(function, made.func)
    if code is None or detail is None or not isinstance(value, External) or not is_http_exception(value):
        return None
    response = json_response(ctx, function.path)
    texts = [ctx.text(ctx.at(function.path, part)) for part in (code, detail)]
    last = f", headers={ctx.text(ctx.at(function.path, headers))}" if headers is not None else ""
    text = f'return {response.name}(status_code={texts[0]}, content={{"detail": {texts[1]}}}{last})'
    return ctx.fix(
        "return the response", ctx.replace(ctx.at(function.path, statement), text), imports=[response]
    )
