"""A dependency with `yield` catches what the endpoint raises, and does not raise it again.

FastAPI throws the exception of an endpoint into the generator at its `yield`. A handler that ends it there takes
the response away: an `HTTPException(404)` becomes "500 Internal Server Error", and the logs show a complaint of
FastAPI about the dependency and not the error itself. This is so from FastAPI 0.110 on (before, FastAPI raised
the exception again), and the rule is silent for older ones.

Reported are `except` without a type, of `Exception`, `BaseException` and `HTTPException`, and `suppress` of
these. A handler that raises, be it something else or under a condition, is left alone, as is one that calls
a function that may raise, one whose exception is raised after the `try`, and one around the set-up only. Narrow
handlers know what they do.

The fix raises at the end of the handler. It is unsafe: exceptions that nobody saw go to the exception handlers.

Bad:

    from fastapi import Depends, FastAPI, HTTPException

    app = FastAPI()

    def get_session():
        try:
            yield "session"
        except Exception:
        ^^^^^^^^^^^^^^^^ `get_session` swallows what the endpoint raises: the client gets 500 even for an `HTTPException`
            print("rolled back")

    @app.get("/")
    def read(session=Depends(get_session)):
        raise HTTPException(404)

Good:

    from fastapi import Depends, FastAPI, HTTPException

    app = FastAPI()

    def get_session():
        try:
            yield "session"
        except Exception:
            print("rolled back")
            raise

    @app.get("/")
    def read(session=Depends(get_session)):
        raise HTTPException(404)
"""

from fastapi_lint import Context, Findings, Fix, Function, Rule, Severity, Span
from fastapi_lint.model.domain import Role
from fastapi_lint.model.file import syntax as s
from fastapi_lint.model.inputs.yielding import is_generator_dependency, swallowing

rule = Rule(__name__, "FAPI403", Severity.ERROR, since="0.1")


@rule.on(Function, roles={Role.DEPENDENCY})
def check(function: Function, ctx: Context) -> Findings:
    if not is_generator_dependency(function) or ctx.targets.fastapi.before("0.110"):
        return
    for place in swallowing(function):
        is_handler = isinstance(place, s.Handler)
        end = place.end
        if isinstance(place, s.Handler):
            end = place.types[-1].end if place.types else place.start + len("except")
        yield ctx.finding(
            Span(place.start, end),
            f"`{function.name}` swallows what the endpoint raises: the client gets 500 even for an `HTTPException`",
            help="`raise` at the end of the handler"
            if is_handler
            else "suppress only what the dependency itself raises",
            fix=_raise_again(place, ctx) if isinstance(place, s.Handler) else None,
        )


def _raise_again(handler: s.Handler, ctx: Context) -> Fix | None:
    last = handler.body[-1]
    source = ctx.source
    row = source.position(last.start)[0]
    before = source.text[source.line_start(row) : last.start]
    is_replaced = isinstance(last, s.Return) or (isinstance(last, s.Simple) and last.kind == "Pass")
    if is_replaced:
        return ctx.fix("raise it again", ctx.replace(last, "raise"))
    if before.strip() or not isinstance(last, (s.Evaluate, s.Assign)):
        return None
    return ctx.fix("raise it again", ctx.insert(last.end, f"{source.newline}{before}raise"))
