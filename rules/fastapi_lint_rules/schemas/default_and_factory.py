"""A parameter or a field has a default and a `default_factory`.

`Query(1, default_factory=make)`, `Field(None, default_factory=list)` and the like are refused by Pydantic with "TypeError:
cannot specify both default and default_factory" while the module is imported. `Annotated[int, Query(default_factory=make)] = 1`
is the same for a parameter.

`...` as the default says that there is none, and is accepted. Left alone are factories that may be `None`. There is no fix:
which of the two is meant only the author knows.

Bad:

    from typing import Annotated
    from uuid import uuid4

    from fastapi import FastAPI, Header
    from pydantic import BaseModel, Field

    app = FastAPI()

    class Order(BaseModel):
        tags: list[str] | None = Field(None, default_factory=list)
                                       ^^^^ this default stands beside a `default_factory`: the application does not start

    @app.get("/trace")
    def read_trace(trace: Annotated[str, Header(default_factory=lambda: str(uuid4()))] = "") -> str:
                                                                                         ^^ this default stands beside a `default_factory`: the application does not start
        return trace

Good:

    from typing import Annotated
    from uuid import uuid4

    from fastapi import FastAPI, Header
    from pydantic import BaseModel, Field

    app = FastAPI()

    class Order(BaseModel):
        tags: list[str] | None = Field(default_factory=list)

    @app.get("/trace")
    def read_trace(trace: Annotated[str, Header(default_factory=lambda: str(uuid4()))]) -> str:
        return trace
"""

from fastapi_lint import Context, Finding, Findings, Location, Parameter, ProjectCall, Rule, Severity, Span
from fastapi_lint.model.domain import Class, Function
from fastapi_lint.model.file import syntax as s
from fastapi_lint.model.inputs.injection import DEPENDS
from fastapi_lint.model.knowledge.signatures import MARKERS
from fastapi_lint.model.meaning.values import Closure, External, Literal, Value

rule = Rule(__name__, "FAPI617", Severity.ERROR, since="0.1")

MEASURED = {"inside": "0.115", "behind": "0.136"}
"""The oldest FastAPI that was seen to fail with a default in the marker and behind the `=`; 0.95 ignored the factory."""


@rule.on(ProjectCall, to=MARKERS.keys() | {"pydantic.Field"})
def check_call(call: ProjectCall, ctx: Context) -> Findings:
    if call.callee in MARKERS and not is_refused("inside", ctx):
        return
    default, factory = call.call.argument(0, "default"), call.site.given.named.get("default_factory")
    if default is not None and is_factory(factory) and is_default(default, call.given(0, "default")):
        yield report(Location(call.path, Span(default.start, default.end)), ctx)


@rule.on(Parameter)
def check_parameter(parameter: Parameter, ctx: Context) -> Findings:
    marker, default = parameter.annotated, parameter.syntax.default
    if (
        marker is None
        or marker is not parameter.marker
        or marker.name in DEPENDS
        or not is_refused("behind", ctx)
    ):
        return
    factory = marker.given.named.get("default_factory") if marker.given is not None else None
    if default is not None and is_factory(factory) and is_default(default, None):
        yield report(Location(parameter.path, Span(default.start, default.end)), ctx)


def is_refused(place: str, ctx: Context) -> bool:
    return ctx.targets.fastapi.at_least(MEASURED[place]) and ctx.targets.pydantic.at_least("2")


def is_factory(value: Value) -> bool:
    return isinstance(value, (Function, Class, External, Closure))


def is_default(expr: s.Expr, value: Value) -> bool:
    if isinstance(expr, s.Constant):
        return expr.kind != "ellipsis"
    return isinstance(expr, (s.Sequence, s.Mapping)) or isinstance(value, Literal)


def report(place: Location, ctx: Context) -> Finding:
    return ctx.finding(
        place,
        "this default stands beside a `default_factory`: the application does not start",
        help="keep one of the two",
    )
