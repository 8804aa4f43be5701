"""A parameter of the path has a type that no single value of the path can be.

What stands for `{item_id}` in a URL is one text. FastAPI refuses to read a model, a dataclass, a dictionary, a
list, a set, a tuple or an upload from it, also in a union and as optional: "AssertionError: Path params must be of one of
the supported types", while the module is imported. It does so even where the parameter was meant as the body and has the
name of a placeholder by chance.

Numbers, texts, enums, dates, UUIDs, `Literal` and unions of them are right, as is a whole rest of the path,
`{path:path}`, as a `str`. `Depends()` may use the name for something else. Types that the source does not show are left
alone. There is no fix: the type or the name may be what is wrong.

Bad:

    from fastapi import FastAPI
    from pydantic import BaseModel

    app = FastAPI()

    class Item(BaseModel):
        name: str

    @app.put("/items/{item}")
    def replace_item(item: Item) -> Item:
                     ^^^^^^^^^^ `item` is a parameter of the path of `PUT /items/{item}`, where no value of its type can stand: the application does not start
        return item

Good:

    from fastapi import FastAPI
    from pydantic import BaseModel

    app = FastAPI()

    class Item(BaseModel):
        name: str

    @app.put("/items/{item_id}")
    def replace_item(item_id: int, item: Item) -> Item:
        return item
"""

from fastapi_lint import Context, Findings, Function, Parameter, Rule, Severity
from fastapi_lint.model.domain import In

rule = Rule(__name__, "FAPI219", Severity.ERROR, since="0.1")


@rule.on(Parameter)
def check(parameter: Parameter, ctx: Context) -> Findings:
    if parameter.location is not In.PATH or parameter.term is None or parameter.is_open:
        return
    marker = parameter.marker
    operation = next((one for one in parameter.operations if parameter.name in one.path_names), None)
    if operation is None or (marker is not None and marker.name != "fastapi.Path"):
        return
    if isinstance(parameter.owner, Function) and not parameter.owner.keeps_signature:
        return
    if ctx.project.terms.is_complex(parameter.term):
        yield ctx.finding(
            parameter,
            f"`{parameter.name}` is a parameter of the path of `{operation.display}`, "
            "where no value of its type can stand: the application does not start",
            help="take a number or a text, or give the parameter another name than the placeholder",
        )
