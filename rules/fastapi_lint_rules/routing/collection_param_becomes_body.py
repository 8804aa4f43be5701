"""A list parameter of a GET endpoint is read from the body, not from the query string.

FastAPI reads single values such as `str` and `int` from the query, but `list[str]` without a marker is the JSON body.
On a GET request nobody sends one: `?urls=a&urls=b` is ignored without a word, the function runs with the default, and
without a default every request answers 422.

Only GET and HEAD are looked at, also through dependencies: there a body means nothing, and proxies drop it. Lists
in POST, PUT, PATCH and DELETE, lists of models, `UploadFile`s, `Iterable[…]` (which FastAPI does read from the query),
and parameters with a marker, also in an alias, are left alone.

The fix wraps the type in `Annotated[…, Query()]`. It is unsafe, as it changes where the value is read from; there is none for
a `dict`, which no query string can hold.

Bad:

    from fastapi import FastAPI

    app = FastAPI()

    @app.get("/fetch")
    async def fetch(urls: list[str] = []) -> int:
                    ^^^^^^^^^^^^^^^^^^^^ `urls` is read from the body of `GET /fetch`: a collection needs `Query()` to come from the query string
        return len(urls)

Good:

    from typing import Annotated

    from fastapi import FastAPI, Query

    app = FastAPI()

    @app.get("/fetch")
    async def fetch(urls: Annotated[list[str], Query()] = []) -> int:
        return len(urls)
"""

from fastapi_lint import Context, Findings, Parameter, Rule, Severity
from fastapi_lint.model.domain import In
from fastapi_lint.model.knowledge.parameters import SEQUENCES
from fastapi_lint.signatures import annotate

MAPPINGS = frozenset({"builtins.dict", "collections.abc.Mapping", "collections.abc.MutableMapping"})

rule = Rule(__name__, "FAPI210", Severity.ERROR, since="0.1")


@rule.on(Parameter)
def check(parameter: Parameter, ctx: Context) -> Findings:
    operation, term = parameter.bodiless, parameter.term
    if operation is None or term is None or parameter.location is not In.BODY or parameter.marker is not None:
        return
    options = term.options
    if len(options) != 1 or options[0].name not in SEQUENCES | MAPPINGS:
        return
    is_mapping = options[0].name in MAPPINGS
    if not is_mapping and any(ctx.project.terms.is_complex(item) is not False for item in options[0].args):
        return
    wrapped = (
        None if is_mapping or not ctx.targets.fastapi.at_least("0.95") else annotate(parameter, "Query", ctx)
    )
    yield ctx.finding(
        parameter,
        f"`{parameter.name}` is read from the body of `{operation.display}`: "
        + (
            "a query string cannot hold a mapping"
            if is_mapping
            else "a collection needs `Query()` to come from the query string"
        ),
        help="take the values as parameters of their own"
        if is_mapping
        else "mark it: `Annotated[…, Query()]`",
        fix=ctx.fix("read it from the query string", wrapped[0], imports=wrapped[1]) if wrapped else None,
    )
