"""A path operation returns `{"error": …}`, and the client gets 200.

Whoever calls it checks the status code, sees success, and works on with an answer that has none of the fields it
expects. Retries, caches, metrics and alarms go by the status too, so the failure is invisible; and beside FastAPI's own
`{"detail": …}` there is now a second format of errors.

Reported are dictionaries that are returned under an `if` or in an `except`: with an `error` or `errors`, `success` or `ok`
that is False, `status` that is an error, or just a message that something was not found. Where successful answers carry
the same key it is an envelope, which is `info`. Left alone: endpoints that declare a type or set a status code of their own,
JSON-RPC, health checks, endpoints that test or validate something, and keys whose value is None or empty.

The fix raises `HTTPException`: with 404 where the message says that something was not found, 500 in an `except`, else
400. It is unsafe, since clients may have got used to 200, and not offered in a `try` that would catch the exception.

Bad:

    from fastapi import FastAPI

    app = FastAPI()
    items = {1: {"name": "spoon"}}

    @app.get("/items/{item_id}")
    def read_item(item_id: int):
        if item_id not in items:
            return {"error": "item not found"}
            ^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^ `read_item` returns an error with status 200: clients take it for success
        return items[item_id]

Good:

    from fastapi import FastAPI, HTTPException

    app = FastAPI()
    items = {1: {"name": "spoon"}}

    @app.get("/items/{item_id}")
    def read_item(item_id: int):
        if item_id not in items:
            raise HTTPException(status_code=404, detail="item not found")
        return items[item_id]
"""

import re

from fastapi_lint import Context, Findings, Fix, Function, Route, Rule, Severity
from fastapi_lint.model.answers.payloads import error_of, is_envelope, keys_of
from fastapi_lint.model.answers.responses import sets_status, status_code
from fastapi_lint.model.file import syntax as s
from fastapi_lint.model.following.flow import Around, catcher, given_to, name_in, statements
from fastapi_lint.model.knowledge.responses import JSON_RESPONSES

rule = Rule(__name__, "FAPI306", Severity.WARNING, since="0.1")

_OPERATIONAL = re.compile(
    r"health|ready|alive|live|ping|status|rpc|graphql|valid|verif|test|check", re.IGNORECASE
)


@rule.on(Route)
def check(route: Route, ctx: Context) -> Findings:
    function = route.function
    if function is None or route.has_schema is not False or function.path != route.path:
        return
    if (
        (status_code(route) or 200) >= 400
        or sets_status(function)
        or _OPERATIONAL.search(f"{route.template} {function.name}")
    ):
        return
    returned = [(node, around) for node, around in statements(function) if isinstance(node, s.Return)]
    for statement, around in returned:
        content = _content(function, statement.value)
        error = error_of(content)
        if error is None or not any(isinstance(outer.statement, (s.If, s.Try)) for outer in around):
            continue
        others = [_content(function, node.value) for node, _ in returned if node is not statement]
        yield ctx.finding(
            statement,
            f"`{function.name}` returns an error with status 200: clients take it for success",
            help="`raise HTTPException(…)`",
            severity=Severity.INFO if is_envelope(error, others) else None,
            fix=_raise(function, statement, around, ctx) if len(keys_of(statement.value)) == 1 else None,
        )


def _is_dict(function: Function, call: s.Call) -> bool:
    return name_in(function, call.func) == "builtins.dict"


def _content(function: Function, expr: s.Expr | None) -> s.Expr | None:
    """The dictionary that is sent: behind a local name, or in a response that keeps its status code, 200."""
    expr = given_to(function, expr)
    if isinstance(expr, s.Call) and name_in(function, expr.func) in JSON_RESPONSES:
        has_status = expr.is_open or expr.argument(1, "status_code") is not None
        return None if has_status else _content(function, expr.argument(0, "content"))
    if isinstance(expr, s.Call) and not expr.args and not expr.is_open and _is_dict(function, expr):
        keys = tuple(s.Constant(k.start, k.value.start - k.start, k.name, "str") for k in expr.keywords)
        return s.Mapping(expr.start, expr.length, keys, tuple(k.value for k in expr.keywords))
    return expr


def _raise(function: Function, statement: s.Return, around: tuple[Around, ...], ctx: Context) -> Fix | None:
    if catcher(function, around) is not None or not isinstance(statement.value, s.Mapping):
        return None
    is_handled = any(outer.block == "handler" for outer in around)
    detail = ctx.text(statement.value.values[0])
    is_missing = re.search(r"not found|no such|does not exist|doesn't exist|not exist", detail, re.IGNORECASE)
    code = 404 if is_missing else 500 if is_handled else 400
    exception = ctx.import_("fastapi", "HTTPException")
    text = f"raise {exception.name}(status_code={code}, detail={detail})"
    return ctx.fix(f"raise it, with {code}", ctx.replace(statement, text), imports=[exception])
