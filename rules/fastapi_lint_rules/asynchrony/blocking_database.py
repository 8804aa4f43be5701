"""A blocking database driver or client in code that runs on the event loop.

`psycopg2`, `sqlite3`, `pymysql`, a sync SQLAlchemy engine, `redis.Redis`, `pymongo` and `boto3` hold their
thread until the server has answered. On the event loop that thread is everybody's: one slow query, and this
worker answers no request at all. "An async framework on a sync driver" is slower than a sync one, which at
least has many threads.

What only prepares is left alone: `redis.Redis()`, `MongoClient()`, `create_engine()` and `boto3.client()`
connect with the first command, and a cursor was waited for when it was executed. So are the async halves of
the same libraries (`redis.asyncio`, `psycopg.AsyncConnection`), and plain functions, which run in threads.
Start-up code and coroutines that nothing served reaches are one level lower.

Plain functions of the project are followed as well, in whatever file and at any depth. A call that the event
loop gets to is one finding, at the first place where it enters the way there, requests before start-up, with
the way and the other places as related ones.

The fix makes a path operation or dependency that awaits nothing a plain `def`, and else hands this one call
to a thread; both change the thread that the connection is used in, so they are unsafe. A `with` over a
connection has no fix.

Bad:

    import redis
    from fastapi import FastAPI

    app = FastAPI()
    cache = redis.Redis()

    @app.get("/visits")
    async def count_visits() -> int:
        return cache.incr("visits")
               ^^^^^^^^^^^^^^^^^^^^ `redis.Redis.incr` blocks the event loop in path operation `count_visits`: every other request waits

Good:

    import redis
    from fastapi import FastAPI

    app = FastAPI()
    cache = redis.Redis()

    @app.get("/visits")
    def count_visits() -> int:
        return cache.incr("visits")
"""

from fastapi_lint import Context, Findings, LoopCall, LoopChain, Rule, Severity
from fastapi_lint.chains import report
from fastapi_lint.edits import unblock
from fastapi_lint.model.knowledge.blocking import DATABASE

rule = Rule(__name__, "FAPI103", Severity.ERROR, since="0.1")


@rule.on(LoopCall, to=DATABASE)
def check(call: LoopCall, ctx: Context) -> Findings:
    yield ctx.finding(
        call,
        f"`{call.callee}` {call.consequence}",
        help=_help(call.callee, ctx),
        fix=unblock(call, ctx),
    )


@rule.on(LoopChain, to=DATABASE)
def check_chain(chain: LoopChain, ctx: Context) -> Findings:
    yield from report(chain, ctx, chain.callee, _help(chain.callee, ctx))


def _help(callee: str, ctx: Context) -> str:
    return f"use {ctx.project.blocking.instead(callee, 'an async driver')}, or a plain `def`, which runs in a thread"
