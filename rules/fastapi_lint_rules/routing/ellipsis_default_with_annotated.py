"""A parameter in the `Annotated` form has the default `...`.

`name: str = Form(...)` says that the form field is required, and `name: Annotated[str, Form()] = ...` looks like
the same in the newer form. It is not: what stands behind `=` is the default, and the dots are an ordinary object.
Depending on the version FastAPI refuses the parameter at import, or makes it optional: a request without it runs the
function with the value `Ellipsis`, and `/openapi.json` answers 500 as that cannot be written as JSON.

Without Pydantic 2 the dots still meant "required", and beside `Depends()`, or on a parameter without any
marker, they do no harm: all that is left alone.

The fix removes the dots, which makes the parameter required as it says. It is safe, as nobody can have sent the value
`Ellipsis`; there is none where a parameter before it has a default, as Python wants those last.

Bad:

    from typing import Annotated

    from fastapi import FastAPI, Form

    app = FastAPI()

    @app.post("/users")
    def create_user(name: Annotated[str, Form()] = ...) -> str:
                                                   ^^^ `name` is not required: with `Annotated` the default `...` is a value like any other
        return name

Good:

    from typing import Annotated

    from fastapi import FastAPI, Form

    app = FastAPI()

    @app.post("/users")
    def create_user(name: Annotated[str, Form()]) -> str:
        return name
"""

from fastapi_lint import Applicability, Context, Findings, Location, Parameter, Rule, Severity, Span
from fastapi_lint.model.domain import In
from fastapi_lint.model.file import syntax as s
from fastapi_lint.signatures import drop_default

rule = Rule(__name__, "FAPI207", Severity.ERROR, since="0.1")


@rule.on(Parameter)
def check(parameter: Parameter, ctx: Context) -> Findings:
    default = parameter.syntax.default
    if not (isinstance(default, s.Constant) and default.kind == "ellipsis") or ctx.targets.pydantic.before(
        "2"
    ):
        return
    if not parameter.is_in_annotated or parameter.location is In.DEPENDENCY:
        return
    edit = drop_default(parameter, ctx)
    yield ctx.finding(
        Location(parameter.path, Span(default.start, default.end)),
        f"`{parameter.name}` is not required: with `Annotated` the default `...` is a value like any other",
        help="leave the default out, which makes it required",
        fix=ctx.fix("remove `= ...`", edit, applicability=Applicability.SAFE) if edit else None,
    )
