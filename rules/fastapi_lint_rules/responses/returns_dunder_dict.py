"""A path operation returns `x.__dict__` or `vars(x)`.

That is everything the object has: of a database object each column that happens to be loaded, so the password hash and
the internal notes, and the answer changes with the query and with every column that somebody adds. Pydantic's
private attributes and what a library hides in its objects come along, and computed fields and aliases do not.

Reported is what goes out unfiltered, alone, in a list, in a response or spread into a dictionary. With a return annotation or a
`response_model=` FastAPI filters what is returned, so that is left alone, and so are Pydantic models of the project: their
`__dict__` is their fields.

There is no fix: which attributes are public is for you to say.

Bad:

    from fastapi import FastAPI

    from store import load_order

    app = FastAPI()

    @app.get("/orders/{order_id}")
    def read_order(order_id: int):
        order = load_order(order_id)
        return order.__dict__
               ^^^^^^^^^^^^^^ `order.__dict__` sends every attribute of the object, internal ones too

Good:

    from fastapi import FastAPI
    from pydantic import BaseModel

    from store import load_order

    class Order(BaseModel):
        id: int

    app = FastAPI()

    @app.get("/orders/{order_id}", response_model=Order)
    def read_order(order_id: int):
        return load_order(order_id)
"""

from collections.abc import Iterator

from fastapi_lint import Context, Findings, Function, Route, Rule, Severity
from fastapi_lint.model.answers.exposure import class_of
from fastapi_lint.model.file import syntax as s
from fastapi_lint.model.following.flow import given_to, name_in, value_in
from fastapi_lint.model.inputs.schemas import is_orm, kind_of
from fastapi_lint.model.knowledge.responses import JSON_RESPONSES

rule = Rule(__name__, "FAPI309", Severity.ERROR, since="0.1")


_PASSING = JSON_RESPONSES | {"builtins.dict", "fastapi.encoders.jsonable_encoder"}
"""What is called with the dictionary, and sends all of it."""


@rule.on(Route)
def check(route: Route, ctx: Context) -> Findings:
    function = route.function
    if function is None or (route.has_schema is not False and not _is_open(route)):
        return
    for answer in function.answers:
        for expr, owner in _spilled(function, given_to(function, answer.statement.value)):
            cls = class_of(value_in(function, owner))
            if cls is not None and kind_of(cls) and not is_orm(cls):
                continue
            where = ctx.at(function.path, expr)
            yield ctx.finding(
                where,
                f"`{ctx.text(where)}` sends every attribute of the object, internal ones too",
                help="declare a model with the public fields as the response type",
            )


def _is_open(route: Route) -> bool:
    """Whether the response model is switched off."""
    model = route.option("response_model")
    return isinstance(model, s.Constant) and model.kind == "NoneType"


def _spilled(function: Function, expr: s.Expr | None) -> Iterator[tuple[s.Expr, s.Expr]]:
    """The ``x.__dict__`` and ``vars(x)`` that an expression consists of, and their ``x``."""
    if isinstance(expr, s.Attribute) and expr.attr == "__dict__":
        yield expr, expr.value
    elif isinstance(expr, s.Call) and len(expr.args) == 1 and name_in(function, expr.func) == "builtins.vars":
        yield expr, expr.args[0]
    elif isinstance(expr, s.Call) and name_in(function, expr.func) in _PASSING:
        yield from _spilled(function, expr.argument(0, "content"))
    elif isinstance(expr, s.Comprehension):
        yield from _spilled(function, expr.elements[-1])
    elif isinstance(expr, s.Mapping):
        for value in expr.values:
            yield from _spilled(function, value)
    elif isinstance(expr, s.Sequence):
        for item in expr.items:
            yield from _spilled(function, item)
