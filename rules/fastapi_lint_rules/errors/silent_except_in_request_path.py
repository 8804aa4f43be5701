"""A handler for all exceptions does nothing, in code that serves requests.

`except Exception: pass` in a path operation, a dependency or a middleware hides the typo, the lost database and the
expired certificate alike: the request goes on without what it asked for, the client gets a wrong answer with a
good status, and there is no log line to start from.

Left alone: narrow exceptions, handlers that do anything at all or have a comment that says why not, what only
cleans up (`close`, `cancel`, `rollback`, …), code in a `finally` or another handler, and a `try` around the `yield` of a
dependency, which is another rule's.

There is no fix: whether to log, to raise or to name the exception is for you to say.

Bad:

    from fastapi import Depends, FastAPI

    from directory import find_tenant

    app = FastAPI()

    def get_tenant(name: str) -> str:
        try:
            return find_tenant(name)
        except Exception:
        ^^^^^^^^^^^^^^^^ `except Exception` hides every failure in dependency `get_tenant` of `read_tenant`
            pass
        return "public"

    @app.get("/tenant")
    def read_tenant(tenant: str = Depends(get_tenant)) -> str:
        return tenant

Good:

    from fastapi import Depends, FastAPI

    from directory import find_tenant

    app = FastAPI()

    def get_tenant(name: str) -> str:
        try:
            return find_tenant(name)
        except LookupError:
            pass
        return "public"

    @app.get("/tenant")
    def read_tenant(tenant: str = Depends(get_tenant)) -> str:
        return tenant
"""

from fastapi_lint import Context, Findings, Function, Rule, Severity, Span
from fastapi_lint.model.domain import Role
from fastapi_lint.model.file import syntax as s
from fastapi_lint.model.following.flow import header, is_broad, only_cleans, statements

rule = Rule(__name__, "FAPI805", Severity.WARNING, since="0.1")

_YIELD = frozenset({s.Yield})
_SERVING = {Role.ENDPOINT, Role.WEBSOCKET, Role.DEPENDENCY, Role.MIDDLEWARE}


@rule.on(Function, roles=_SERVING)
def check(function: Function, ctx: Context) -> Findings:
    if not function.has("except"):
        return
    for statement, around in statements(function):
        if not isinstance(statement, s.Try) or any(outer.block in ("final", "handler") for outer in around):
            continue
        if s.of_kinds(statement.body, _YIELD) or only_cleans(statement.body):
            continue
        for handler in statement.handlers:
            if (
                is_broad(handler, function)
                and all(map(_does_nothing, handler.body))
                and not _is_explained(handler, ctx)
            ):
                where = Span(*header(handler))
                yield ctx.finding(
                    where,
                    f"`{ctx.text(where)}` hides every failure in {function.part}",
                    help="catch what you expect, or log it",
                )


def _does_nothing(statement: s.Stmt) -> bool:
    if isinstance(statement, s.Evaluate):
        return isinstance(statement.value, s.Constant)
    return isinstance(statement, s.Simple) and statement.kind in ("Pass", "Continue")


def _is_explained(handler: s.Handler, ctx: Context) -> bool:
    """Whether a comment stands in the handler, below its first line."""
    source = ctx.source
    start = source.line_start(source.position(handler.start)[0] + 1)
    end = source.line_start(source.position(handler.end)[0] + 1)
    return any(start <= comment.span.start < end for comment in source.comments)
