"""A path operation with a status code that has no body declares or returns one.

Responses with 204, 205, 304 and 1xx have no body. A `response_model=`, or a return annotation other than `None` or a
`Response`, makes FastAPI raise `AssertionError: Status code 204 must not have a response body` while the module is
imported: the application does not start. So does `responses={204: {"model": ...}}`. A value that is merely returned is dropped without a word, and the
client waits for data that never comes; that is a warning.

Left alone are `-> None`, `-> Response`, `response_model=None`, returned `Response` objects, and values of which nobody
knows whether they are None.

The fix drops a returned value that is only a display of constants and names. It is unsafe, because it might be that
the status code is what is wrong.

Bad:

    from fastapi import FastAPI

    app = FastAPI()

    @app.delete("/items/{item_id}", status_code=204)
    def delete_item(item_id: int):
        return {"deleted": item_id}
        ^^^^^^^^^^^^^^^^^^^^^^^^^^^ `delete_item` answers 204, which has no body: what it returns is dropped

Good:

    from fastapi import FastAPI

    app = FastAPI()

    @app.delete("/items/{item_id}", status_code=204)
    def delete_item(item_id: int):
        return
"""

from fastapi_lint import Context, Findings, Function, Location, Route, Rule, Severity, Span
from fastapi_lint.model.answers.responses import Gives, promises_response, status_code
from fastapi_lint.model.domain import Kind
from fastapi_lint.model.file import syntax as s
from fastapi_lint.model.knowledge.responses import BODILESS, FILTERING_ANNOTATION

rule = Rule(__name__, "FAPI308", Severity.ERROR, since="0.1")

_VALUES = {Gives.CONSTANT, Gives.SCHEMA, Gives.ROW, Gives.DATA}
_PURE = (s.Constant, s.Name, s.Attribute, s.Mapping, s.Sequence, s.Joined)


@rule.on(Route)
def check_responses(route: Route, ctx: Context) -> Findings:
    """``responses={204: {"model": …}}``, whatever the path operation itself answers with."""
    given = route.option("responses")
    if not isinstance(given, s.Mapping) or route.kind is not Kind.HTTP or route.plain:
        return
    for key, value in zip(given.keys, given.values, strict=True):
        if not isinstance(key, s.Constant) or key.value not in BODILESS or not isinstance(value, s.Mapping):
            continue
        model = next((k for k in value.keys if isinstance(k, s.Constant) and k.value == "model"), None)
        if model is not None:
            yield ctx.finding(
                ctx.at(route.path, model),
                f"a response with {key.value} has no body: FastAPI refuses a model for it at import",
                help="leave the model out",
            )


@rule.on(Route)
def check(route: Route, ctx: Context) -> Findings:
    function, code = route.function, status_code(route)
    if function is None or code not in BODILESS or route.kind is not Kind.HTTP or route.plain:
        return
    declared = _declared(route, function, ctx)
    if declared is not None:
        yield ctx.finding(
            declared,
            f"`{function.name}` answers {code}, which has no body: FastAPI refuses a response type at import",
            help="leave the type out, or use a status code that has a body",
        )
        return
    for answer in function.answers:
        if answer.gives in _VALUES and answer.statement.value is not None:
            is_pure = all(isinstance(node, _PURE) for node in s.walk(answer.statement.value))
            edit = ctx.replace(ctx.at(function.path, answer.statement), "return")
            yield ctx.finding(
                ctx.at(function.path, answer.statement),
                f"`{function.name}` answers {code}, which has no body: what it returns is dropped",
                help="return nothing, or use a status code that has a body",
                severity=Severity.WARNING,
                fix=ctx.fix("return nothing", edit) if is_pure else None,
            )


def _declared(route: Route, function: Function, ctx: Context) -> Location | None:
    """Where a type for the body is declared."""
    model, returns = route.option("response_model"), function.syntax.returns
    if model is not None:
        is_none = isinstance(model, s.Constant) and model.kind == "NoneType"
        return None if is_none else Location(route.path, Span(model.start, model.end))
    if returns is None or route.call.is_open or ctx.targets.fastapi.before(FILTERING_ANNOTATION):
        return None
    return None if promises_response(function) is not False else ctx.at(function.path, returns)
