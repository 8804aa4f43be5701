"""A dependency makes a connection pool, an HTTP client or a model for every request.

Pools and clients exist to be shared. One that a dependency makes is new for each request: it opens connections
(with TLS) that nobody reuses, most are never closed, and under load the database refuses more, or the process
runs out of files. A model is read from disk each time. They belong into the lifespan, or a cached function.

A session of a shared engine (`SessionLocal()`, `AsyncSession(engine)`) is right in a dependency and left alone.
So is what a cached function makes, what is kept in a global variable or on `app.state`, what stands behind `if
client is None`, what is made of values of the request, as a client with the caller's token is, and what gets
somebody else's pool (`connection_pool=`, `transport=`).

Engines, pools and models are errors, HTTP clients a warning, and a `sessionmaker` is only wasted work.

Bad:

    from typing import Annotated

    from fastapi import Depends, FastAPI
    from sqlalchemy import Engine, create_engine

    app = FastAPI()

    def get_engine() -> Engine:
        return create_engine("postgresql://localhost/shop")
               ^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^ `get_engine` makes a connection pool for every request, which nothing shares

    @app.get("/")
    def read(engine: Annotated[Engine, Depends(get_engine)]) -> str:
        return engine.name

Good:

    from functools import lru_cache
    from typing import Annotated

    from fastapi import Depends, FastAPI
    from sqlalchemy import Engine, create_engine

    app = FastAPI()

    @lru_cache
    def get_engine() -> Engine:
        return create_engine("postgresql://localhost/shop")

    @app.get("/")
    def read(engine: Annotated[Engine, Depends(get_engine)]) -> str:
        return engine.name
"""

from fastapi_lint import Context, Findings, Function, Rule, Severity
from fastapi_lint.model.domain import Role
from fastapi_lint.model.inputs.yielding import is_context_manager
from fastapi_lint.model.knowledge.pools import CLIENT, FACTORY, MADE_ONCE, SHARING_ARGUMENTS
from fastapi_lint.model.loop.per_request import is_cached, made
from fastapi_lint.model.meaning.values import External

rule = Rule(__name__, "FAPI405", Severity.ERROR, since="0.1")

_SEVERITIES = {CLIENT: Severity.WARNING, FACTORY: Severity.INFO}


@rule.on(Function, roles={Role.DEPENDENCY})
def check(function: Function, ctx: Context) -> Findings:
    if is_cached(function) is not False and not is_context_manager(function):
        return
    sites = made(function, lambda site: bool(_made_once(site.callee)))
    found = [(site, _made_once(site.callee)) for site in sites]
    has_more = any(kind is not FACTORY for _, kind in found)
    for site, kind in found:
        if site.call.is_open or any(keyword.name in SHARING_ARGUMENTS for keyword in site.call.keywords):
            continue
        if kind is FACTORY and has_more:
            continue  # the engine is the defect
        yield ctx.finding(
            site.call,
            f"`{function.name}` makes {kind} for every request, which nothing shares",
            help="make it once, in the lifespan or in a function with `@lru_cache`, and inject that",
            severity=_SEVERITIES.get(kind),
        )


def _made_once(callee: object) -> str:
    return MADE_ONCE.get(callee.name, "") if isinstance(callee, External) else ""
