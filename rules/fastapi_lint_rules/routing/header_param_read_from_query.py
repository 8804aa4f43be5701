"""A parameter is named like a header and is read from the query string.

`authorization: str | None = None` without a marker is the query parameter `?authorization=`, and the header of
that name is ignored: a check of it lets nobody in, or, with a default, works on `None`. Secrets that clients then do
put into the URL end up in access logs and browser histories.

Only names that are headers and nothing else are reported (`authorization`, `user_agent`, `x_api_key`, `x_request_id`,
`if_none_match` …), and only in endpoints and dependencies. `token`, `cookie` or `content_type` may well be meant as query
parameters. Parameters with a marker and parameters of the path are left alone.

The fix wraps the type in `Annotated[…, Header()]`. It is unsafe, as it changes where the value is read from.

Bad:

    from fastapi import Depends, FastAPI

    app = FastAPI()

    async def get_user(authorization: str | None = None) -> str:
                       ^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^ `authorization` is read from the query string: the header of that name is ignored
        return "me" if authorization else "nobody"

    @app.get("/me")
    async def read_me(user: str = Depends(get_user)) -> str:
        return user

Good:

    from typing import Annotated

    from fastapi import Depends, FastAPI, Header

    app = FastAPI()

    async def get_user(authorization: Annotated[str | None, Header()] = None) -> str:
        return "me" if authorization else "nobody"

    @app.get("/me")
    async def read_me(user: str = Depends(get_user)) -> str:
        return user
"""

from fastapi_lint import Context, Findings, Parameter, Rule, Severity
from fastapi_lint.model.domain import In
from fastapi_lint.model.knowledge.parameters import HEADERS
from fastapi_lint.signatures import annotate

rule = Rule(__name__, "FAPI213", Severity.WARNING, since="0.1")

TEXT = frozenset({"builtins.str", "builtins.bytes", "typing.Any"})


@rule.on(Parameter)
def check(parameter: Parameter, ctx: Context) -> Findings:
    if parameter.location is not In.QUERY or parameter.marker is not None or parameter.name not in HEADERS:
        return
    if parameter.term is None or not all(option.name in TEXT for option in parameter.term.options):
        return
    wrapped = annotate(parameter, "Header", ctx) if ctx.targets.fastapi.at_least("0.95") else None
    yield ctx.finding(
        parameter,
        f"`{parameter.name}` is read from the query string: the header of that name is ignored",
        help="mark it: `Annotated[…, Header()]`",
        fix=ctx.fix("read it from the header", wrapped[0], imports=wrapped[1]) if wrapped else None,
    )
