"""A GET endpoint takes a model without a marker, which is its body.

FastAPI reads a Pydantic model from the JSON body, whatever the method. A body of a GET or HEAD request means
nothing by the standard of HTTP: browsers and many clients cannot send one, proxies and caches drop it, and Swagger UI
refuses to try. What was meant as a set of filters cannot be given, and a required model answers 422 every time.

Models with a marker (`Query()`, `Depends()`, or `Body()` by intention) and DELETE, where some APIs do send a body, are left
alone.

The fix reads the fields from the query string: `Annotated[…, Query()]`, from FastAPI 0.115 on. It is unsafe, as
clients that did send a body must change, and offered where all fields are single values and no other parameter comes
from the query, because FastAPI spreads only a model that is alone.

Bad:

    from fastapi import FastAPI
    from pydantic import BaseModel

    class Filters(BaseModel):
        name: str = ""
        limit: int = 10

    app = FastAPI()

    @app.get("/items")
    async def read_items(filters: Filters) -> str:
                         ^^^^^^^^^^^^^^^^ `filters` is the body of `GET /items`, which most clients cannot send
        return filters.name

Good:

    from typing import Annotated

    from fastapi import FastAPI, Query
    from pydantic import BaseModel

    class Filters(BaseModel):
        name: str = ""
        limit: int = 10

    app = FastAPI()

    @app.get("/items")
    async def read_items(filters: Annotated[Filters, Query()]) -> str:
        return filters.name
"""

from fastapi_lint import Context, Findings, Parameter, Rule, Severity
from fastapi_lint.model.domain import In
from fastapi_lint.model.inputs.schemas import fields_of, is_closed
from fastapi_lint.signatures import annotate

rule = Rule(__name__, "FAPI212", Severity.WARNING, since="0.1")


@rule.on(Parameter)
def check(parameter: Parameter, ctx: Context) -> Findings:
    operation, model = parameter.bodiless, parameter.schema
    if (
        operation is None
        or model is None
        or parameter.location is not In.BODY
        or parameter.marker is not None
    ):
        return
    wrapped = annotate(parameter, "Query", ctx) if is_spread(parameter, ctx) else None
    yield ctx.finding(
        parameter,
        f"`{parameter.name}` is the body of `{operation.display}`, which most clients cannot send",
        help="read it from the query string with `Annotated[…, Query()]`, or make it a POST",
        related=[ctx.related(ctx.at(model.path, model.name_span), "the model")],
        fix=ctx.fix("read its fields from the query string", wrapped[0], imports=wrapped[1])
        if wrapped
        else None,
    )


def is_spread(parameter: Parameter, ctx: Context) -> bool:
    """Whether FastAPI would read the fields of the model one by one from the query."""
    model, project = parameter.schema, ctx.project
    if model is None or parameter.term is None or parameter.term.is_union or not is_closed(model):
        return False
    if not ctx.targets.fastapi.at_least("0.115"):
        return False
    beside = project.parameters.of(parameter.owner, parameter.operations[0].path_names) or ()
    if any(one.location in (In.QUERY, In.UNKNOWN) for one in beside):
        return False
    fields = fields_of(model).values()
    terms = (
        project.terms.of(field.annotation, field.schema.module, project.types.lookup_in(field.schema.module))
        for field in fields
    )
    return all(project.terms.is_complex(term) is False for term in terms)
