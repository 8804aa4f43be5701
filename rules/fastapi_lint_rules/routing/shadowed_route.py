"""A path operation is registered behind one that matches all of its requests.

FastAPI goes through the routes in the order of registration and takes the first whose path and method match,
so that `GET /books/featured` behind `GET /books/{book_id}` never runs. The type of the parameter does not
help: with `book_id: int` the request is not handed on, it is answered with 422. The order is the one at run
time: prefixes, nested routers and the order of the `include_router` calls decide it, often across files.

Only a route that never gets a request is reported. Other methods, other numbers of segments, a trailing slash,
converters that let the path through (`{book_id:int}`), patterns that merely overlap, registrations in different
branches, and whatever the source does not show are left alone.

The fix moves the registration above the one that takes its requests: the function with its decorators and
comments, or the `include_router`. It is offered where that provably suffices: both stand in one file and are
registered on one router, all names that the moved statement reads are bound by then, and no other route loses a
request. It is unsafe, because other code now answers.

Bad:

    from fastapi import FastAPI

    app = FastAPI()

    @app.get("/books/{book_id}")
    async def read_book(book_id: int) -> int:
        return book_id

    @app.get("/books/featured")
             ^^^^^^^^^^^^^^^^^ `GET /books/featured` is never reached: `GET /books/{book_id}` is registered before it and matches first
    async def read_featured() -> list[int]:
        return [1, 2]

Good:

    from fastapi import FastAPI

    app = FastAPI()

    @app.get("/books/featured")
    async def read_featured() -> list[int]:
        return [1, 2]

    @app.get("/books/{book_id}")
    async def read_book(book_id: int) -> int:
        return book_id
"""

from fastapi_lint import Context, Findings, Router, Rule, Severity
from fastapi_lint.model.domain import MountPoint
from fastapi_lint.moves import register_earlier

rule = Rule(__name__, "FAPI201", Severity.ERROR, since="0.1")


@rule.on(Router)
def check(router: Router, ctx: Context) -> Findings:
    for conflict in router.conflicts:
        if conflict.is_duplicate or isinstance(conflict.earlier, MountPoint):
            continue
        front, behind = conflict.parting
        related = [ctx.related(conflict.earlier.place, "shadowed by this route")]
        if front is not conflict.earlier.entry:
            related.append(ctx.related(front, "this inclusion brings it in front"))
        if behind is not conflict.later.entry:
            related.append(ctx.related(behind, "this inclusion comes too late"))
        yield ctx.finding(
            conflict.later.place,
            f"`{conflict.losing}` is never reached: "
            f"`{conflict.winning}` is registered before it and matches first",
            help="register the more specific path first",
            related=related,
            fix=register_earlier(conflict, ctx),
        )
