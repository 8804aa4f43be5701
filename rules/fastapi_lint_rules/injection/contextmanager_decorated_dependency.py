"""A dependency is decorated with `@contextmanager` or `@asynccontextmanager`.

FastAPI makes a context manager of a generator dependency itself. Over one that is decorated already it fails:
from FastAPI 0.123.10 on each request ends in a TypeError, and older versions hand the context manager object to
the endpoint, where its first use is an AttributeError. Both were tried.

A decorated function that nobody gives to `Depends`, such as a lifespan, is left alone.

The fix removes the decorator. It is safe where nothing but `Depends` and `dependency_overrides` mentions the
function and the project runs on versions with the TypeError: there is nothing left to break. It is unsafe on
older ones, whose endpoints may enter what they get. There is none where code uses the function in a `with`:
give FastAPI a plain generator there, and decorate a second function that the `with` statements use.

Bad:

    from contextlib import contextmanager

    from fastapi import Depends, FastAPI

    app = FastAPI()

    @contextmanager
     ^^^^^^^^^^^^^^ `get_connection` is a dependency and decorated with `@contextmanager`: FastAPI wraps it again, and every request fails
    def get_connection():
        yield "connection"

    @app.get("/")
    def read(connection=Depends(get_connection)):
        return connection

Good:

    from fastapi import Depends, FastAPI

    app = FastAPI()

    def get_connection():
        yield "connection"

    @app.get("/")
    def read(connection=Depends(get_connection)):
        return connection
"""

from fastapi_lint import Applicability, Context, Findings, Fix, Function, Rule, Severity, Span
from fastapi_lint.edits import drop_imported
from fastapi_lint.model.domain import Role
from fastapi_lint.model.file import syntax as s
from fastapi_lint.model.inputs.yielding import CONTEXT_MANAGERS
from fastapi_lint.model.meaning.values import External
from fastapi_lint.model.references import As, references

rule = Rule(__name__, "FAPI402", Severity.ERROR, since="0.1")

REFUSED = "0.123.10"
"""The first FastAPI that raises at once; before, the endpoint got the context manager object."""


@rule.on(Function, roles={Role.DEPENDENCY})
def check(function: Function, ctx: Context) -> Findings:
    if not function.is_generator:
        return
    lookup = function.project.scope_of(function)
    for decorator in function.syntax.decorators:
        value = function.project.types.resolve(decorator, lookup)
        if isinstance(value, External) and value.name in CONTEXT_MANAGERS:
            name = value.name.rpartition(".")[2]
            happens = (
                "every request fails"
                if ctx.targets.fastapi.at_least(REFUSED)
                else "the endpoint cannot use what it gets"
            )
            yield ctx.finding(
                decorator,
                f"`{function.name}` is a dependency and decorated with `@{name}`: FastAPI wraps it again, and {happens}",
                help="give `Depends` the plain generator; decorate another function where a `with` needs one",
                fix=_undecorate(function, decorator, ctx),
            )


def _undecorate(function: Function, decorator: s.Expr, ctx: Context) -> Fix | None:
    kinds = {reference.kind for reference in references(function)}
    source = function.module.source
    first, last = source.position(decorator.start)[0], source.position(decorator.end)[0]
    line = source.line_text(first)
    if (
        not kinds <= {As.DEPENDENCY, As.OVERRIDE}
        or first != last
        or line.strip() != "@" + ctx.text(decorator)
    ):
        return None
    edits = [ctx.replace(Span(source.line_start(first), source.line_start(first + 1)), "")]
    edits += drop_imported(s.dotted(decorator).partition(".")[0], source, ctx)
    is_safe = ctx.targets.fastapi.at_least(REFUSED)
    applicability = Applicability.SAFE if is_safe else Applicability.UNSAFE
    return ctx.fix("remove the decorator", *edits, applicability=applicability)
