"""A path operation that declares neither a response model nor a return type.

FastAPI validates and filters a response by its declared type: an attribute that the type does not have never
leaves the server. Without one, whatever the function returns is turned into JSON and sent, with all the
fields that somebody adds to it later, and OpenAPI says of the response nothing at all, nor do the clients
that are generated from it. A return annotation is as good as `response_model=`: both filter, which was tried.

Left alone is what has nothing to declare: `Response` objects, also those of a helper or a template; what an
unknown handler gives that gets the whole request; nothing returned; a response class that is not JSON; 204
and 304; streams, websockets, Starlette's own routes; what is hidden from OpenAPI. `response_model=None` is a
decision, and `**options` may hold a model. Where only constants are returned nothing can leak, so that is
`info`; returned database objects are `orm-object-returned` instead, secrets `response-exposes-secret`.

The fix adds the annotation where each `return` provably gives one model. It is unsafe: from then on FastAPI
validates the response a second time, filters what a subclass adds, and OpenAPI gains a schema.

Bad:

    from fastapi import FastAPI
    from pydantic import BaseModel

    class Item(BaseModel):
        name: str
        price: float

    app = FastAPI()

    @app.post("/items")
    async def create_item(item: Item):
              ^^^^^^^^^^^ `create_item` declares no response type: what it returns is sent unfiltered, and OpenAPI has no schema for it
        item.price = round(item.price, 2)
        return item

Good:

    from fastapi import FastAPI
    from pydantic import BaseModel

    class Item(BaseModel):
        name: str
        price: float

    app = FastAPI()

    @app.post("/items")
    async def create_item(item: Item) -> Item:
        item.price = round(item.price, 2)
        return item
"""

from fastapi_lint import Confidence, Context, Findings, Fix, Function, Location, Route, Rule, Severity
from fastapi_lint.model.answers.exposure import exposed_by_value
from fastapi_lint.model.answers.responses import Gives, hands_request_on, provable_annotation

rule = Rule(__name__, "FAPI301", Severity.WARNING, since="0.1")


@rule.on(Route)
def check(route: Route, ctx: Context) -> Findings:
    function = route.function
    if function is None or route.has_schema is not False or route.is_hidden:
        return
    given = {answer.gives for answer in function.answers} - {Gives.NOTHING, Gives.RESPONSE}
    if not given or Gives.ROW in given or (given == {Gives.UNKNOWN} and hands_request_on(function)):
        return
    if any(exposed_by_value(route)):
        return
    is_constant = given == {Gives.CONSTANT}
    what = "OpenAPI has no schema for its response"
    if not is_constant:
        what = "what it returns is sent unfiltered, and OpenAPI has no schema for it"
    yield ctx.finding(
        Location(function.path, function.name_span),
        f"`{function.name}` declares no response type: {what}",
        help="annotate what it returns, or set `response_model=`",
        severity=Severity.INFO if is_constant else None,
        confidence=Confidence.MEDIUM if given == {Gives.UNKNOWN} else Confidence.HIGH,
        fix=_annotate(function, ctx),
    )


def _annotate(function: Function, ctx: Context) -> Fix | None:
    spelling = provable_annotation(function)
    is_too_new = "[" in spelling and not ctx.targets.python.at_least("3.9")
    if not spelling or is_too_new or ctx.targets.fastapi.before("0.89"):
        return None
    edit = ctx.insert(function.signature_end, f" -> {spelling}", function.path)
    return ctx.fix(f"declare that `{function.name}` returns `{spelling}`", edit)
