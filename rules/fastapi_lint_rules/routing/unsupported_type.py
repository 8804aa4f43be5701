"""A parameter or a response has a type that Pydantic cannot read.

FastAPI makes a Pydantic field of every parameter, and of every return annotation and `response_model=`. A plain
class, an ORM class, a connection, or a union that has a `Response` in it is none: "FastAPIError: Invalid args for
response field!", while the module is imported.

Left alone are classes with `__get_pydantic_core_schema__`, with a decorator, a metaclass or a base that the source does
not show, types that an `Annotated[...]` describes, and `-> JSONResponse`, of which FastAPI makes no field. A
`Session` or client as a parameter is `db-param-without-depends`, a marker beside a `Request` is `marker-on-injected-type`.

There is no fix: whether it should be a model, `Depends()` or `response_model=None`, only its author knows.

Bad:

    from fastapi import FastAPI
    from fastapi.responses import RedirectResponse

    app = FastAPI()

    class Page:
        def __init__(self, number: int) -> None:
            self.number = number

    @app.get("/items")
    def read_items(page: Page) -> dict[str, int] | RedirectResponse:
                   ^^^^^^^^^^ the type of `page` is none that Pydantic has a field for: the application does not start
                                  ^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^ the response type of `read_items` is none that Pydantic has a field for: the application does not start
        return {"page": page.number}

Good:

    from typing import Annotated

    from fastapi import Depends, FastAPI
    from fastapi.responses import RedirectResponse

    app = FastAPI()

    class Page:
        def __init__(self, number: int) -> None:
            self.number = number

    @app.get("/items", response_model=None)
    def read_items(page: Annotated[Page, Depends()]) -> dict[str, int] | RedirectResponse:
        return {"page": page.number}
"""

from fastapi_lint import Context, Findings, Function, Parameter, Route, Rule, Severity
from fastapi_lint.model.domain import In, Kind
from fastapi_lint.model.file import syntax as s
from fastapi_lint.model.inputs.field_types import is_described, is_refused, refused_response
from fastapi_lint.model.knowledge.parameters import CONNECTIONS
from fastapi_lint.model.knowledge.responses import FILTERING_ANNOTATION

rule = Rule(__name__, "FAPI218", Severity.ERROR, since="0.1")

_NO_FIELD = (In.DEPENDENCY, In.SPECIAL)


@rule.on(Parameter)
def check_parameter(parameter: Parameter, ctx: Context) -> Findings:
    owner, term = parameter.owner, parameter.term
    if term is None or parameter.location in _NO_FIELD or parameter.is_open or not parameter.operations:
        return
    if not isinstance(owner, Function) or not owner.keeps_signature:
        return
    if any(option.name in CONNECTIONS for option in term.options):
        return
    if owner.project.terms.is_special(term):  # its marker is what is wrong
        return
    look = owner.project.scope_of(owner)
    if is_refused(term) and not is_described(parameter.annotation, parameter.module, look):
        yield ctx.finding(
            parameter,
            f"the type of `{parameter.name}` is none that Pydantic has a field for: the application does not start",
            help="make it a Pydantic model or a dataclass, or mark it with `Depends()`",
        )


@rule.on(Route)
def check_response(route: Route, ctx: Context) -> Findings:
    function, model = route.function, route.option("response_model")
    if function is None or route.kind is not Kind.HTTP or route.plain or route.call.is_open:
        return
    shown = model or function.syntax.returns
    if shown is None or function.is_generator or not function.keeps_signature:
        return
    if model is None and ctx.targets.fastapi.before(FILTERING_ANNOTATION):
        return
    if isinstance(shown, s.Constant) and shown.kind == "NoneType":
        return
    if refused_response(function, model, route.module):
        yield ctx.finding(
            ctx.at(route.path if model is not None else function.path, shown),
            f"the response type of `{function.name}` is none that Pydantic has a field for: the application does not start",
            help="answer with a Pydantic model, or say `response_model=None`",
        )
