"""`CORSMiddleware` is added before other middleware, which then stands around it.

What is added last meets a request first. Middleware around CORS that answers by itself (401, 429, a redirect) does so
without CORS headers: to the frontend it looks like a network error, and since browsers send no credentials with
a preflight, an authentication out there refuses every preflight, and the API cannot be used from a browser at all.

It is a warning where the source shows that the outer middleware answers by itself. Around CORS, compression and
request ids do no harm today; that is reported as information. What is added under a condition of its own, or by a
function that the source does not call, is left alone.

The fix moves the `add_middleware` behind the last of the others. It is unsafe, since all of them then see other
requests: preflights end in CORS.

Bad:

    from fastapi import FastAPI, Request
    from fastapi.middleware.cors import CORSMiddleware
    from fastapi.responses import JSONResponse

    app = FastAPI()

    app.add_middleware(CORSMiddleware, allow_origins=["https://shop.example"], allow_headers=["Authorization"])
    ^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^ `authenticate` stands around CORS and answers by itself: browsers get that without CORS headers

    @app.middleware("http")
    async def authenticate(request: Request, call_next):
        if "Authorization" not in request.headers:
            return JSONResponse({"detail": "who are you?"}, status_code=401)
        return await call_next(request)

Good:

    from fastapi import FastAPI, Request
    from fastapi.middleware.cors import CORSMiddleware
    from fastapi.responses import JSONResponse

    app = FastAPI()

    @app.middleware("http")
    async def authenticate(request: Request, call_next):
        if "Authorization" not in request.headers:
            return JSONResponse({"detail": "who are you?"}, status_code=401)
        return await call_next(request)

    app.add_middleware(CORSMiddleware, allow_origins=["https://shop.example"], allow_headers=["Authorization"])
"""

from fastapi_lint import Context, Findings, Fix, Middleware, Rule, Severity
from fastapi_lint.model.answers.cors import answers_itself, handles_cors, is_cors, layers_around
from fastapi_lint.model.domain import Class, Function
from fastapi_lint.model.meaning.values import External
from fastapi_lint.moves import move_behind

rule = Rule(__name__, "FAPI702", Severity.WARNING, since="0.1")


@rule.on(Middleware)
def check(middleware: Middleware, ctx: Context) -> Findings:
    if not is_cors(middleware.target):
        return
    around = [layer for layer in layers_around(middleware) if not handles_cors(layer)]
    if not around:
        return
    answering = next((layer for layer in around if answers_itself(layer)), None)
    if answering is not None:
        message = "answers by itself: browsers get that without CORS headers"
    else:
        message = "sees preflights, and what it answers one day has no CORS headers"
    shown = answering or around[0]
    yield ctx.finding(
        middleware.place,
        f"{_name(shown)} stands around CORS and {message}",
        help="add `CORSMiddleware` last: what is added last is the outermost",
        related=[ctx.related(layer.place, "around CORS") for layer in around],
        severity=Severity.WARNING if answering else Severity.INFO,
        fix=_fix(middleware, around[0], ctx),
    )


def _name(layer: Middleware) -> str:
    if isinstance(layer.target, (Function, Class)):
        return f"`{layer.target.name}`"
    return (
        f"`{layer.target.name.rpartition('.')[2]}`"
        if isinstance(layer.target, External)
        else "other middleware"
    )


def _fix(layer: Middleware, last: Middleware, ctx: Context) -> Fix | None:
    is_same_place = (
        layer.within is last.within and layer.module is last.module and layer.branches == last.branches
    )
    if layer.is_listed or last.is_listed or not is_same_place:
        return None
    return move_behind(layer, last, "add CORS last", ctx)
