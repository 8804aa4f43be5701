"""One endpoint takes form fields or files and a JSON body.

A request has one body in one format. As soon as a parameter is a form field or a file, FastAPI reads the body as
a form, and a model or a `dict` beside it can no longer be given: sent as JSON the form fields are missing, sent as
a form the model is a string, and both answer 422. OpenAPI promises a request that cannot be made.

Single values and lists of them (`title: Annotated[str, Body()]`) are read from the form and work; so do form
models (`Annotated[Item, Form()]`), `Json[Item]`, and models with a validator that may parse the string. What dependencies
take counts as well.

There is no fix: whether the model becomes a form model, a JSON string in a field, or an endpoint of its own, changes the API.

Bad:

    from typing import Annotated

    from fastapi import Body, FastAPI, UploadFile
    from pydantic import BaseModel

    class Item(BaseModel):
        name: str

    app = FastAPI()

    @app.post("/items")
    async def create_item(image: UploadFile, item: Annotated[Item, Body()]) -> str:
                                             ^^^^^^^^^^^^^^^^^^^^^^^^^^^^^ `item` cannot be sent: `image` makes the body of `POST /items` a form, and a form holds no JSON
        return item.name

Good:

    from typing import Annotated

    from fastapi import FastAPI, Form, UploadFile
    from pydantic import BaseModel

    class Item(BaseModel):
        name: str
        image: UploadFile

    app = FastAPI()

    @app.post("/items")
    async def create_item(item: Annotated[Item, Form()]) -> str:
        return item.name
"""

import re

from fastapi_lint import Class, Context, Findings, Parameter, Route, Rule, Severity
from fastapi_lint.model.domain import In
from fastapi_lint.model.file import syntax as s

rule = Rule(__name__, "FAPI211", Severity.ERROR, since="0.1")

PARSING = re.compile(r"validator$|^model_validate|^__get_|^validate_")


@rule.on(Route)
def check(route: Route, ctx: Context) -> Findings:
    for operation in route.operations[:1]:
        called = [parameter for one in operation.dependencies for parameter in one.parameters]
        parameters = [*operation.parameters, *called]
        form = next((one for one in parameters if one.location in (In.FORM, In.FILE)), None)
        for parameter in parameters if form is not None else ():
            if parameter.location is In.BODY and is_object(parameter) and form is not None:
                yield ctx.finding(
                    parameter,
                    f"`{parameter.name}` cannot be sent: `{form.name}` makes the body of `{operation.display}` "
                    "a form, and a form holds no JSON",
                    help="make it a form model with `Form()`, or give it an endpoint of its own",
                    related=[ctx.related(form, "the form")],
                )


def is_object(parameter: Parameter) -> bool:
    """Whether the value must be a JSON object: a model that does not parse strings itself, or a mapping."""
    options = parameter.term.options if parameter.term is not None else ()
    model = parameter.schema
    if model is not None:
        return not any(map(parses, (model, *model.ancestors)))
    return bool(options) and all(
        option.name in ("builtins.dict", "collections.abc.Mapping") for option in options
    )


def parses(cls: Class | str) -> bool:
    """Whether a class of the project has something that may read it from a string."""
    if not isinstance(cls, Class):
        return False
    marks = (
        s.dotted(mark.func if isinstance(mark, s.Call) else mark)
        for f in cls.methods.values()
        for mark in f.syntax.decorators
    )
    return any(
        PARSING.search(name.rpartition(".")[2]) for name in (*cls.methods, *marks) if "field" not in name
    )
