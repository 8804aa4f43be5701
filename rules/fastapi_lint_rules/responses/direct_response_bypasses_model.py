"""A path operation declares a response model, and all that it returns are responses of its own.

A `Response` that an endpoint returns is sent as it is: nothing validates it against the model, nothing is filtered. OpenAPI
promises the model all the same, so the two drift apart, and a field that the model was to hold back is sent.

Reported where every `return` is certainly a response. Where other values are returned as well, the responses are
mostly errors, and the model is for the rest.

There is no fix: either return the data, or declare `response_model=None` and describe the answer under `responses=`.

Bad:

    from fastapi import FastAPI
    from fastapi.responses import JSONResponse
    from pydantic import BaseModel

    class Item(BaseModel):
        name: str

    app = FastAPI()

    @app.get("/items/{name}", response_model=Item)
    def read_item(name: str):
        ^^^^^^^^^ `read_item` declares `Item` and returns only responses of its own: nothing checks or filters them
        return JSONResponse({"name": name, "internal": True})

Good:

    from fastapi import FastAPI
    from pydantic import BaseModel

    class Item(BaseModel):
        name: str

    app = FastAPI()

    @app.get("/items/{name}", response_model=Item)
    def read_item(name: str):
        return {"name": name, "internal": True}
"""

from fastapi_lint import Context, Findings, Location, Route, Rule, Severity
from fastapi_lint.model.answers.responses import Gives
from fastapi_lint.model.file import syntax as s

rule = Rule(__name__, "FAPI312", Severity.INFO, since="0.1", group="strict")


@rule.on(Route)
def check(route: Route, ctx: Context) -> Findings:
    function, model = route.function, route.option("response_model")
    if (
        function is None
        or model is None
        or route.plain
        or (isinstance(model, s.Constant) and model.kind == "NoneType")
    ):
        return
    given = {answer.gives for answer in function.answers}
    if given == {Gives.RESPONSE}:
        yield ctx.finding(
            Location(function.path, function.name_span),
            f"`{function.name}` declares `{ctx.text(model)}` and returns only responses of its own: "
            "nothing checks or filters them",
            help="return the data, or set `response_model=None` and describe it in `responses=`",
        )
