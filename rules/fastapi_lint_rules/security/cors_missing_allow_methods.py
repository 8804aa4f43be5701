"""`CORSMiddleware` has no `allow_methods`, and the application serves more than GET.

Without it, only GET is allowed. A browser asks before it sends a PUT, PATCH or DELETE, and is refused with
400 `Disallowed CORS method`: the endpoint works in tests and in curl, and from no other origin.

Applications that serve only GET and POST are left alone (a form may be posted without asking), and so are options
that come in `**options`.

The fix allows all methods. It is unsafe: other origins can then call what they could not.

Bad:

    from fastapi import FastAPI
    from fastapi.middleware.cors import CORSMiddleware

    app = FastAPI()

    app.add_middleware(CORSMiddleware, allow_origins=["https://shop.example"])
                       ^^^^^^^^^^^^^^ `allow_methods` is missing, so only GET is allowed: browsers are refused `DELETE /items/{item_id}`

    @app.delete("/items/{item_id}", status_code=204)
    def delete_item(item_id: int) -> None:
        print(item_id)

Good:

    from fastapi import FastAPI
    from fastapi.middleware.cors import CORSMiddleware

    app = FastAPI()

    app.add_middleware(CORSMiddleware, allow_origins=["https://shop.example"], allow_methods=["*"])

    @app.delete("/items/{item_id}", status_code=204)
    def delete_item(item_id: int) -> None:
        print(item_id)
"""

from fastapi_lint import Context, Findings, Middleware, Rule, Severity
from fastapi_lint.model.answers.cors import is_cors, refused
from fastapi_lint.model.domain import Class

rule = Rule(__name__, "FAPI703", Severity.WARNING, since="0.1")


@rule.on(Middleware)
def check(middleware: Middleware, ctx: Context) -> Findings:
    call, home = middleware.made, middleware.home
    if not is_cors(middleware.target) or isinstance(middleware.target, Class) or call is None or home is None:
        return
    operation = refused(middleware.router)
    if not operation or not call.keywords or call.is_open or call.keyword("allow_methods") is not None:
        return
    last = call.keywords[-1]
    named = call.args[0] if call.args else call
    yield ctx.finding(
        ctx.at(home.path, named),
        f"`allow_methods` is missing, so only GET is allowed: browsers are refused `{operation}`",
        help='list the methods, or allow all of them with `["*"]`',
        fix=ctx.fix("allow all methods", ctx.insert(last.end, ', allow_methods=["*"]', home.path)),
    )
