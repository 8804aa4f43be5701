"""A sync ORM session in code that runs on the event loop.

`async def` around a sync `Session` looks asynchronous and is not: `execute`, `commit`, `refresh` and a
query's `.all()` hold the event loop until the database has answered, and as long as that takes this worker
answers no request at all. It is the most expensive mixture of the two worlds: slower than plain functions,
which FastAPI runs in threads, and slower than an `AsyncSession`.

What does no I/O is left alone: `add`, `expunge`, building a query. A chain such as
`db.query(User).filter(…).all()` is one finding. The session is known by its annotation, its dependency, its
factory or its constructor, in whatever file; `db.query(User)` needs no more than a model, since async
sessions have no `query`. Start-up code and coroutines that nothing served reaches are one level lower.

Plain functions of the project are followed as well, in whatever file and at any depth. A call that the event
loop gets to is one finding, at the first place where it enters the way there, requests before start-up, with
the way and the other places as related ones.

A commit, or a rollback, expires every object of its session, and the next attribute that is read of one asks
the database again; so does a relationship that no query loads eagerly. Such lines are no findings of their own:
the finding about the commit, or the query, names them. `refresh` loads an object where you say, and
`expire_on_commit=False` keeps what is there.

The fix makes a path operation or dependency that awaits nothing a plain `def`: then all its queries are
where they belong. Elsewhere it hands this one call to a thread. A session bears that, as long as only one
thread uses it at a time; but objects that load lazily later do so on the loop again, so both are unsafe.

Bad:

    from typing import Annotated

    from fastapi import Depends, FastAPI
    from sqlalchemy import create_engine, text
    from sqlalchemy.orm import Session, sessionmaker

    SessionLocal = sessionmaker(create_engine("sqlite://"))

    def get_db():
        with SessionLocal() as db:
            yield db

    DbDep = Annotated[Session, Depends(get_db)]
    app = FastAPI()

    @app.get("/version")
    async def read_version(db: DbDep) -> str:
        return db.execute(text("select sqlite_version()")).scalar_one()
               ^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^ `Session.execute` blocks the event loop in path operation `read_version`: every other request waits

Good:

    from typing import Annotated

    from fastapi import Depends, FastAPI
    from sqlalchemy import create_engine, text
    from sqlalchemy.orm import Session, sessionmaker

    SessionLocal = sessionmaker(create_engine("sqlite://"))

    def get_db():
        with SessionLocal() as db:
            yield db

    DbDep = Annotated[Session, Depends(get_db)]
    app = FastAPI()

    @app.get("/version")
    def read_version(db: DbDep) -> str:
        return db.execute(text("select sqlite_version()")).scalar_one()
"""

from fastapi_lint import Context, Findings, LoopCall, LoopChain, Rule, Severity
from fastapi_lint.chains import read_again, report
from fastapi_lint.edits import unblock
from fastapi_lint.model.knowledge.blocking import ORM

rule = Rule(__name__, "FAPI104", Severity.ERROR, since="0.1")

HELP = "use an `AsyncSession`, or a plain `def`, which runs in a thread"


@rule.on(LoopCall, to=ORM)
def check(call: LoopCall, ctx: Context) -> Findings:
    yield ctx.finding(
        call,
        f"`{_name(call.callee)}` {call.consequence}",
        help=HELP,
        related=[*read_again(call, ctx)],
        fix=unblock(call, ctx),
    )


@rule.on(LoopChain, to=ORM)
def check_chain(chain: LoopChain, ctx: Context) -> Findings:
    yield from report(chain, ctx, _name(chain.callee), HELP, read_again)


def _name(callee: str) -> str:
    """``Session.execute``."""
    return ".".join(callee.split(".")[-2:])
