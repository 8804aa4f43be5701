"""An asynchronous generator that is streamed loops over something synchronous, and never awaits.

Starlette runs a plain generator in threads, chunk by chunk. An `async` one runs on the event loop: whatever the loop over
`read_rows()` waits for between two chunks, every other request waits for as well. Without an `await` there is nothing that
asynchrony is good for here.

Reported are loops over plain generators of the project, and over functions that nobody knows. Loops over what is already in
memory are left alone: literals, `range`, `enumerate`, `sorted`, variables, functions that return a list. So are generators
that await something, and plain generators, which are right.

The fix makes it a plain generator, if `StreamingResponse` is the only one to use it and no annotation says otherwise. It is
unsafe: the code now runs in threads.

Bad:

    from collections.abc import Iterator

    from fastapi import FastAPI
    from fastapi.responses import StreamingResponse

    app = FastAPI()

    def read_rows() -> Iterator[str]:
        with open("rows.csv") as file:
            yield from file

    async def stream_rows():
        for row in read_rows():
                   ^^^^^^^^^^^ `stream_rows` is streamed on the event loop: what `read_rows` waits for, every other request waits for
            yield row

    @app.get("/rows")
    async def get_rows() -> StreamingResponse:
        return StreamingResponse(stream_rows())

Good:

    from collections.abc import Iterator

    from fastapi import FastAPI
    from fastapi.responses import StreamingResponse

    app = FastAPI()

    def read_rows() -> Iterator[str]:
        with open("rows.csv") as file:
            yield from file

    def stream_rows():
        for row in read_rows():
            yield row

    @app.get("/rows")
    async def get_rows() -> StreamingResponse:
        return StreamingResponse(stream_rows())
"""

import re

from fastapi_lint import Context, Findings, Fix, Function, Rule, Severity, Span
from fastapi_lint.model.domain import Role
from fastapi_lint.model.file import syntax as s
from fastapi_lint.model.following.flow import statements
from fastapi_lint.model.meaning.values import Bound
from fastapi_lint.model.references import references

rule = Rule(__name__, "FAPI118", Severity.INFO, since="0.1", group="strict")


@rule.on(Function, roles={Role.STREAM})
def check(function: Function, ctx: Context) -> Findings:
    if not function.is_async or function.syntax.awaits:
        return
    sites = {(site.call.start, site.call.end): site for site in function.project.calls.body(function).sites}
    for statement, _ in statements(function):
        if not isinstance(statement, s.For) or not isinstance(statement.iter, s.Call):
            continue
        site = sites.get((statement.iter.start, statement.iter.end))
        callee = site.callee.function if site and isinstance(site.callee, Bound) else site and site.callee
        is_unknown = callee is None and isinstance(statement.iter.func, s.Name)
        if is_unknown or (isinstance(callee, Function) and callee.is_generator and not callee.is_async):
            name = ctx.text(statement.iter.func)
            yield ctx.finding(
                statement.iter,
                f"`{function.name}` is streamed on the event loop: what `{name}` waits for, "
                "every other request waits for",
                help="make it a plain generator, which Starlette runs in threads",
                fix=_fix(function, ctx),
            )


def _fix(function: Function, ctx: Context) -> Fix | None:
    """Take ``async`` away where nobody iterates over the generator himself."""
    gap = re.compile(r"async\s+(?=def)").match(ctx.source.text, function.syntax.start)
    is_plain = function.roles == {Role.STREAM} and not function.is_method and function.syntax.returns is None
    if gap is None or not is_plain or function.syntax.decorators or len(list(references(function))) != 1:
        return None
    return ctx.fix(f"make `{function.name}` a plain generator", ctx.replace(Span(*gap.span()), ""))
