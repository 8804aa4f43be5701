"""A session, client or connection is a parameter without `Depends`.

A parameter that is no dependency comes from the request, and no request can hold a database session: FastAPI
tries to build a field for it, Pydantic refuses the type, and the module cannot be imported ("Invalid args for response
field! Hint: check that … is a valid Pydantic field type"). A default of `None` does not help.

Reported are the well-known classes of SQLAlchemy, SQLModel, Redis, httpx, aiohttp, asyncpg, psycopg, PyMongo and Motor, in
endpoints and dependencies. Plain functions, parameters with an alias or a default that may hold the `Depends`, and
functions below a decorator that may change their signature are left alone.

There is no fix: which dependency gives the object, only its author knows.

Bad:

    from fastapi import FastAPI
    from sqlalchemy.orm import Session

    app = FastAPI()

    @app.get("/users")
    def read_users(db: Session) -> int:
                   ^^^^^^^^^^^ `db` is a `Session` without `Depends`: FastAPI takes it for data of the request and does not start
        return 0

Good:

    from collections.abc import Iterator
    from typing import Annotated

    from fastapi import Depends, FastAPI
    from sqlalchemy.orm import Session

    app = FastAPI()

    def get_db() -> Iterator[Session]:
        with Session() as session:
            yield session

    @app.get("/users")
    def read_users(db: Annotated[Session, Depends(get_db)]) -> int:
        return 0
"""

from fastapi_lint import Context, Findings, Function, Parameter, Rule, Severity
from fastapi_lint.model.knowledge.parameters import CONNECTIONS

rule = Rule(__name__, "FAPI411", Severity.ERROR, since="0.1")


@rule.on(Parameter)
def check(parameter: Parameter, ctx: Context) -> Findings:
    owner, term = parameter.owner, parameter.term
    if term is None or parameter.marker is not None or parameter.is_open or not isinstance(owner, Function):
        return
    if parameter.syntax.kind in ("args", "kwargs") or not owner.keeps_signature:
        return
    name = next((option.name for option in term.options if option.name in CONNECTIONS), "")
    if name:
        yield ctx.finding(
            parameter,
            f"`{parameter.name}` is a `{name.rpartition('.')[2]}` without `Depends`: "
            "FastAPI takes it for data of the request and does not start",
            help="say where it comes from: `Annotated[…, Depends(…)]`",
        )
