"""A model of `pydantic.v1` is the body or the response of a path operation.

`pydantic.v1` is the old version inside the new one, meant for a while of moving over. FastAPI has read both until
0.127; from 0.128 on such a model raises PydanticV1NotSupportedError when the route is registered, so the
application does not start. The two kinds cannot be nested in each other, and Python 3.14 ends the shim.

Only what FastAPI reads is reported: models of `pydantic.v1` for other libraries, for configuration files or
inside the code are left alone, and so are projects that may run on FastAPI below 0.128.

There is no fix: a model of version 2 validates otherwise in places.

Bad:

    from fastapi import FastAPI
    from pydantic.v1 import BaseModel

    class Item(BaseModel):
        name: str

    app = FastAPI()

    @app.post("/items")
    async def create_item(item: Item) -> str:
                                ^^^^ `Item` is a model of `pydantic.v1`: FastAPI raises PydanticV1NotSupportedError
        return item.name

Good:

    from fastapi import FastAPI
    from pydantic import BaseModel

    class Item(BaseModel):
        name: str

    app = FastAPI()

    @app.post("/items")
    async def create_item(item: Item) -> str:
        return item.name
"""

from fastapi_lint import Class, Context, Findings, Route, Rule, Severity
from fastapi_lint.model.domain import In
from fastapi_lint.model.inputs.terms import Term

rule = Rule(__name__, "FAPI615", Severity.ERROR, since="0.1")

_SHIM = ("pydantic.v1.BaseModel", "pydantic.v1.main.BaseModel", "pydantic.v1.generics.GenericModel")


@rule.on(Route)
def check(route: Route, ctx: Context) -> Findings:
    function = route.function
    if function is None or route.plain or not ctx.targets.fastapi.at_least("0.128"):
        return
    read = [param for param in route.parameters if param.location is not In.DEPENDENCY]
    places = [(param.path, param.annotation, param.term) for param in read]
    declared, module = route.option("response_model"), route.module
    if declared is not None:
        term = ctx.project.terms.of(declared, module, ctx.project.types.lookup_in(module))
        places.append((route.path, declared, term))
    elif function.syntax.returns is not None:
        returned = function.syntax.returns
        term = ctx.project.terms.of(returned, function.module, ctx.project.scope_of(function))
        places.append((function.path, returned, term))
    for path, expr, found in places:
        old = _old(found) if found is not None else None
        if expr is not None and old is not None:
            yield ctx.finding(
                ctx.at(path, expr),
                f"`{old.name}` is a model of `pydantic.v1`: FastAPI raises PydanticV1NotSupportedError",
                help="derive it from `pydantic.BaseModel`",
                related=[ctx.related(old, "here")],
            )


def _old(term: Term) -> Class | None:
    """The class of the shim that a type is, or holds."""
    if isinstance(term.value, Class):
        return term.value if term.value.is_a(*_SHIM) else None
    return next((found for arg in term.args if (found := _old(arg)) is not None), None)
