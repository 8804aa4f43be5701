"""A parameter has its `Depends(…)`, `Query(…)` and the like as default, and not in `Annotated`.

The default of `limit: int = Query(10)` is a `Query` object and no `int`: whoever calls the function directly, a
test for one, gets it as the value, type checkers have to be lied to, and a required parameter looks optional.
`Annotated`, which FastAPI recommends since 0.95, keeps the real default, and gives the declaration a name that
others can use: `SessionDep = Annotated[Session, Depends(get_session)]`.

Path operations and dependencies are looked at alike, with types and without; versions below 0.95 are left alone.

The fix converts all parameters of a function: the default of a marker goes behind the `=`, `...` vanishes, an
alias of the file is used, a missing type is what the dependency returns, or `Any`. Parameters keep their order,
with a `*` before one that is required again behind optional ones. It is safe where only FastAPI calls the
function, or all direct calls pass what they have to: FastAPI reads both forms alike, and OpenAPI stays the
same (tried on 348 applications of its documentation). It is unsafe for methods, under decorators that may read
the signature, where the function is passed on, or where a call gets another default; and there is none where
a direct call would fail, for forward references, and for `default_factory`.

Bad:

    from fastapi import Depends, FastAPI, Query

    app = FastAPI()

    def get_page(size: int = Query(10, le=100)) -> int:
                 ^^^^^^^^^ `size` has its `Query` as default: a direct call of `get_page` gets the marker as the value
        return size

    @app.get("/items")
    def read(tag: str | None = None, page=Depends(get_page)) -> str:
                                     ^^^^ `page` has its `Depends` as default: a direct call of `read` gets the marker as the value
        return f"{tag} {page}"

Good:

    from typing import Annotated

    from fastapi import Depends, FastAPI, Query

    app = FastAPI()

    def get_page(size: Annotated[int, Query(le=100)] = 10) -> int:
        return size

    @app.get("/items")
    def read(tag: str | None = None, *, page: Annotated[int, Depends(get_page)]) -> str:
        return f"{tag} {page}"
"""

from fastapi_lint import Context, Findings, Function, Location, Rule, Severity, Span
from fastapi_lint.annotating import default_markers, into_annotated, suggested_alias
from fastapi_lint.model.domain import Role
from fastapi_lint.model.file import syntax as s

rule = Rule(__name__, "FAPI409", Severity.INFO, since="0.1", group="strict")

_INJECTED = frozenset({Role.ENDPOINT, Role.WEBSOCKET, Role.DEPENDENCY})


@rule.on(Function, roles=_INJECTED)
def check(function: Function, ctx: Context) -> Findings:
    if ctx.targets.fastapi.may_be_below("0.95"):
        return
    params = default_markers(function)
    if not params:
        return
    first, *more = params
    call = first.default
    name = s.dotted(call.func).rpartition(".")[2] if isinstance(call, s.Call) else ""
    what = f"`{first.name}` has its `{name}` as default: a direct call of `{function.name}` gets the marker as the value"
    if more:
        count = f"{len(more)} more" if len(more) > 1 else f"`{more[0].name}`"
        what = f"`{first.name}` and {count} have markers as defaults: a direct call of `{function.name}` gets those as values"
    alias = next(filter(None, (suggested_alias(function, param) for param in params)), "")
    end = first.annotation.end if first.annotation is not None else first.start + len(first.name)
    yield ctx.finding(
        Location(function.path, Span(first.start, end)),
        what,
        help=f"give it a name that all can use: `{alias}`" if alias else "declare it with `Annotated`",
        fix=into_annotated(function, ctx),
    )
