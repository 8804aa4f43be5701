"""Coroutines that run side by side use one `AsyncSession`.

An `AsyncSession` is one conversation with the database: one connection, one transaction, one statement at a time. With
`asyncio.gather` or tasks the second statement begins while the first one waits, and SQLAlchemy raises an
`InvalidRequestError` or `IllegalStateChangeError` ("concurrent operations are not permitted"). Whether it does depends on
timing: a commit in between can just as well end the transaction of the other coroutine.

Reported is only a session that is known to be one, by its annotation, its dependency or its factory, and that two coroutines
of one `gather`, or two tasks with no `await` between them, work with: as their receiver or as an argument. A coroutine that is
made for every item of a list is as good as two. Pools, clients, and sessions that each coroutine opens for itself are fine.

There is no fix: await one after the other, or open a session in each coroutine.

Bad:

    import asyncio
    from typing import Annotated

    from fastapi import Depends, FastAPI
    from sqlalchemy import text
    from sqlalchemy.ext.asyncio import AsyncSession, async_sessionmaker, create_async_engine

    SessionLocal = async_sessionmaker(create_async_engine("sqlite+aiosqlite://"))

    async def get_db():
        async with SessionLocal() as db:
            yield db

    app = FastAPI()

    @app.get("/dashboard")
    async def read_dashboard(db: Annotated[AsyncSession, Depends(get_db)]) -> list[int]:
        return await asyncio.gather(
            db.scalar(text("select count(*) from users")),
            db.scalar(text("select count(*) from orders")),
            ^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^ runs beside another coroutine on `db`: an `AsyncSession` does one thing at a time, and raises or mixes them up
        )

Good:

    from typing import Annotated

    from fastapi import Depends, FastAPI
    from sqlalchemy import text
    from sqlalchemy.ext.asyncio import AsyncSession, async_sessionmaker, create_async_engine

    SessionLocal = async_sessionmaker(create_async_engine("sqlite+aiosqlite://"))

    async def get_db():
        async with SessionLocal() as db:
            yield db

    app = FastAPI()

    @app.get("/dashboard")
    async def read_dashboard(db: Annotated[AsyncSession, Depends(get_db)]) -> list[int]:
        users = await db.scalar(text("select count(*) from users"))
        return [users, await db.scalar(text("select count(*) from orders"))]
"""

from fastapi_lint import Context, Findings, Function, Rule, Severity
from fastapi_lint.model.loop.concurrent import shared

rule = Rule(__name__, "FAPI119", Severity.ERROR, since="0.1")


@rule.on(Function)
def check(function: Function, ctx: Context) -> Findings:
    if not function.is_async:
        return
    for first, second in shared(function):
        yield ctx.finding(
            second.call,
            f"runs beside another coroutine on `{second.session}`: an `AsyncSession` does one thing at a time, "
            "and raises or mixes them up",
            related=[ctx.related(first.call, "the other one")] if first is not second else [],
            help="await them one after the other, or open a session in each",
        )
