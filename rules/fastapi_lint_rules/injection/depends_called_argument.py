"""A dependency is called where it is given to `Depends`.

`Depends(get_session())` passes on what the call returns: a generator, a coroutine or a plain object. FastAPI
calls that again, and the application does not even start: "TypeError: … is not a callable object".

A factory that returns a callable is right (`Depends(require_role("admin"))`), as is an object with `__call__`
(`Depends(Checker("x"))`). Only functions of the project are reported which certainly return something else.

The fix removes the empty parentheses. It is unsafe in name only: there is no behaviour that it could change. With
arguments there is none: what should become of them only the author knows.

Bad:

    from fastapi import Depends, FastAPI

    app = FastAPI()

    def get_session():
        yield "session"

    @app.get("/")
    def read(session=Depends(get_session())):
                             ^^^^^^^^^^^^^ `Depends` needs the function, and this passes the generator that it returns: the application does not start
        return session

Good:

    from fastapi import Depends, FastAPI

    app = FastAPI()

    def get_session():
        yield "session"

    @app.get("/")
    def read(session=Depends(get_session)):
        return session
"""

from fastapi_lint import Context, Dependency, Findings, Location, Rule, Severity, Span
from fastapi_lint.model.file import syntax as s
from fastapi_lint.model.inputs.injection import not_callable

rule = Rule(__name__, "FAPI401", Severity.ERROR, since="0.1")


@rule.on(Dependency)
def check(dependency: Dependency, ctx: Context) -> Findings:
    given = dependency.marker.call.argument(0, "dependency")
    returned = not_callable(dependency) if isinstance(given, s.Call) else ""
    if not isinstance(given, s.Call) or not returned:
        return
    name = dependency.marker.name.rpartition(".")[2]
    fix = None
    if not given.args and not given.keywords:
        fix = ctx.fix("pass the function itself", ctx.replace(Span(given.func.end, given.end), ""))
    yield ctx.finding(
        Location(dependency.path, Span(given.start, given.end)),
        f"`{name}` needs the function, and this passes {returned} that it returns: the application does not start",
        help="leave out the parentheses",
        fix=fix,
    )
