"""An `HTTPException` is raised inside a `try` whose `except Exception` catches it.

`HTTPException` is an `Exception`: the handler that was written for the unexpected gets the deliberate 404 as well, and the
client is told something else, most often 500 with the text `404: no such item`, or even that all is well.
Monitoring then counts client errors as crashes.

Reported is a broad handler (`except Exception`, `except BaseException`, a bare `except`) that ends the exception. Left
alone: handlers behind an `except HTTPException`, that raise again under any condition, that look at the type or the
status of what they got, that hand it to somebody else, and that raise the same status code.

The fix inserts `except HTTPException: raise` in front. It is unsafe, since clients get the original status from then on.

Bad:

    from fastapi import FastAPI, HTTPException

    from store import load

    app = FastAPI()

    @app.get("/items/{item_id}")
    def read_item(item_id: int) -> dict[str, str]:
        try:
            item = load(item_id)
            if item is None:
                raise HTTPException(status_code=404, detail="no such item")
            return item
        except Exception as error:
        ^^^^^^^^^^^^^^^^ `except Exception` catches the `HTTPException` raised in its `try`: the client never gets that 404
            raise HTTPException(status_code=500, detail=str(error))

Good:

    from fastapi import FastAPI, HTTPException

    from store import load

    app = FastAPI()

    @app.get("/items/{item_id}")
    def read_item(item_id: int) -> dict[str, str]:
        try:
            item = load(item_id)
            if item is None:
                raise HTTPException(status_code=404, detail="no such item")
            return item
        except HTTPException:
            raise
        except Exception as error:
            raise HTTPException(status_code=500, detail=str(error))
"""

from fastapi_lint import Context, Findings, Fix, Function, Rule, Severity, Span
from fastapi_lint.model.file import syntax as s
from fastapi_lint.model.following.flow import header, status_raised, swallowed, value_in
from fastapi_lint.model.meaning.values import External

rule = Rule(__name__, "FAPI804", Severity.WARNING, since="0.1")


@rule.on(Function, containing="except")
def check(function: Function, ctx: Context) -> Findings:
    for handler, raised in swallowed(function):
        codes = {status_raised(function, statement) for statement in raised}
        code = codes.pop() if len(codes) == 1 else None
        caught = f"`{ctx.text(Span(*header(handler)))}`"
        yield ctx.finding(
            Span(*header(handler)),
            f"{caught} catches the `HTTPException` raised in its `try`: the client never gets that {code or 'status'}",
            help="put `except HTTPException: raise` in front of it",
            related=[ctx.related(statement, "raised here") for statement in raised],
            fix=_let_pass(function, handler, raised, ctx),
        )


def _let_pass(function: Function, handler: s.Handler, raised: list[s.Raise], ctx: Context) -> Fix | None:
    source = ctx.source
    row = source.position(handler.start)[0]
    indent = source.text[source.line_start(row) : handler.start]
    body = handler.body[0].start
    inner = source.text[source.line_start(source.position(body)[0]) : body]
    if indent.strip() or inner.strip() or len(inner) <= len(indent):
        return None
    funcs = {s.dotted(r.exception.func) for r in raised if isinstance(r.exception, s.Call)}
    name, imports = funcs.pop() if len(funcs) == 1 else "", []
    if not isinstance(value_in(function, _callee(raised)), External) or not name:
        wanted = ctx.import_("fastapi", "HTTPException")
        name, imports = wanted.name, [wanted]
    newline = source.newline
    text = f"except {name}:{newline}{inner}raise{newline}{indent}"
    return ctx.fix(f"let `{name}` pass", ctx.insert(handler.start, text), imports=imports)


def _callee(raised: list[s.Raise]) -> s.Expr | None:
    exception = raised[0].exception
    return exception.func if isinstance(exception, s.Call) else exception
