"""`Query()`, `Header()` and the like stand on a parameter that FastAPI fills in by its type.

A `Request`, a `WebSocket`, a `Response`, `BackgroundTasks` and `SecurityScopes` come from no query and no header. FastAPI refuses
the contradiction with "AssertionError: Cannot specify FastAPI annotation for type" when the route is registered, which is
when the module is imported.

`Depends()` is another matter and left alone, as is an `UploadFile`, which `File()` describes. There is no fix: whether the
request itself is meant or a value of it, only the author knows.

Bad:

    from typing import Annotated

    from fastapi import BackgroundTasks, Body, FastAPI, Query, Request

    app = FastAPI()

    @app.get("/items")
    def read_items(request: Request = Query()) -> str:
                                      ^^^^^^^ `request` is filled in by its type, and `Query` says otherwise: the application does not start
        return request.url.path

    @app.post("/items")
    def create_item(tasks: Annotated[BackgroundTasks, Body()]) -> None:
                                                      ^^^^^^ `tasks` is filled in by its type, and `Body` says otherwise: the application does not start
        tasks.add_task(print)

Good:

    from fastapi import BackgroundTasks, FastAPI, Request

    app = FastAPI()

    @app.get("/items")
    def read_items(request: Request) -> str:
        return request.url.path

    @app.post("/items")
    def create_item(tasks: BackgroundTasks) -> None:
        tasks.add_task(print)
"""

from fastapi_lint import Context, Findings, Function, Location, Parameter, Rule, Severity, Span
from fastapi_lint.model.inputs.injection import DEPENDS

rule = Rule(__name__, "FAPI231", Severity.ERROR, since="0.1")


@rule.on(Parameter)
def check(parameter: Parameter, ctx: Context) -> Findings:
    marker, term, owner = parameter.marker, parameter.term, parameter.owner
    if marker is None or term is None or marker.name in DEPENDS or not parameter.operations:
        return
    if not ctx.project.terms.is_special(term) or (isinstance(owner, Function) and not owner.keeps_signature):
        return
    yield ctx.finding(
        Location(marker.module.path, Span(marker.call.start, marker.call.end)),
        f"`{parameter.name}` is filled in by its type, and `{marker.name.rpartition('.')[2]}` says otherwise: "
        "the application does not start",
        help="leave the marker out",
    )
