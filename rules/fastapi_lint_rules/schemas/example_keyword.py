"""An example is given as `example=`, which FastAPI and Pydantic have deprecated.

OpenAPI 3.1 took JSON schema over, and there it is `examples`, a list. `Query(example=…)` and its relatives warn on
every start since FastAPI 0.103, and `Field(example=…)` does since Pydantic 2, where it is just an unknown argument that
ends up in the schema, and will be refused.

Other functions with an argument of that name, and projects that may run on older versions, are left alone.

`Field(example=x)` becomes `json_schema_extra={"example": x}`, which gives the same schema and is safe. For parameters
it becomes `examples=[x]`, which is unsafe: OpenAPI then has it in the schema and no longer beside it.

Bad:

    from fastapi import FastAPI, Query
    from pydantic import BaseModel, Field

    app = FastAPI()

    class Item(BaseModel):
        name: str = Field(example="Foo")
                          ^^^^^^^^^^^^^ `example=` is deprecated: `pydantic.Field` takes `json_schema_extra=` instead

    @app.get("/items")
    async def read_items(q: str = Query("", example="foo")) -> list[Item]:
                                            ^^^^^^^^^^^^^ `example=` is deprecated: `fastapi.Query` takes `examples=` instead
        return []

Good:

    from fastapi import FastAPI, Query
    from pydantic import BaseModel, Field

    app = FastAPI()

    class Item(BaseModel):
        name: str = Field(json_schema_extra={"example": "Foo"})

    @app.get("/items")
    async def read_items(q: str = Query("", examples=["foo"])) -> list[Item]:
        return []
"""

from fastapi_lint import Applicability, Context, Findings, ProjectCall, Rule, Severity
from fastapi_lint.model.knowledge.signatures import MARKERS

rule = Rule(__name__, "FAPI612", Severity.INFO, since="0.1")


@rule.on(ProjectCall, to={"pydantic.Field", *MARKERS}, containing="example")
def check(call: ProjectCall, ctx: Context) -> Findings:
    keywords = {keyword.name: keyword for keyword in call.call.keywords}
    given, is_field = keywords.get("example"), call.callee == "pydantic.Field"
    applies = ctx.targets.pydantic.at_least("2") if is_field else ctx.targets.fastapi.at_least("0.103")
    new = "json_schema_extra" if is_field else "examples"
    if given is None or not applies or (not is_field and new in keywords):
        return  # who passes both on is a wrapper
    value = ctx.text(given).partition("=")[2].strip()
    text = f'{new}={{"example": {value}}}' if is_field else f"{new}=[{value}]"
    fix = ctx.fix(
        f"use `{new}=`",
        ctx.replace(given, text),
        applicability=Applicability.SAFE if is_field else Applicability.UNSAFE,
    )
    yield ctx.finding(
        given,
        f"`example=` is deprecated: `{call.callee}` takes `{new}=` instead",
        help=f"use `{new}=`",
        fix=None if new in keywords else fix,
    )
