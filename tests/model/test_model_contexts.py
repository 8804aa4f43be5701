"""What runs on the loop, what in a thread, and how requests reach it."""

from __future__ import annotations

import pytest
from model_link import Link

from fastapi_lint.model.domain import Context, Function, Reach, Role
from fastapi_lint.model.project import Project


def function(project: Project, name: str) -> Function:
    (found,) = (f for f in project.functions() if f.qualname == name)
    return found


def test_roles(link: Link) -> None:
    project = link(
        main="""
        from contextlib import asynccontextmanager
        from typing import Annotated
        from fastapi import APIRouter, BackgroundTasks, Depends, FastAPI, Security, WebSocket
        from fastapi.responses import StreamingResponse
        from starlette.middleware.base import BaseHTTPMiddleware
        from deps import Db, Checker

        @asynccontextmanager
        async def lifespan(app):
            await warm_up()
            yield
        async def warm_up(): ...
        class Timing(BaseHTTPMiddleware):
            async def dispatch(self, request, call_next): ...
        class Pure:
            async def __call__(self, scope, receive, send): ...
        async def on_router(): ...
        async def on_include(): ...
        app = FastAPI(lifespan=lifespan)
        app.add_middleware(Timing)
        app.add_middleware(Pure)
        @app.middleware("http")
        async def third(request, call_next): ...
        @app.exception_handler(ValueError)
        async def handle(request, error): ...
        router = APIRouter(dependencies=[Depends(on_router)])
        async def task(): ...
        def sync_task(): ...
        async def stream():
            yield b""
        async def helper(): ...
        @router.get("/x")
        async def x(db: Db, tasks: BackgroundTasks, check=Security(Checker("a"))):
            tasks.add_task(task)
            tasks.add_task(sync_task, 1)
            await helper()
            return StreamingResponse(stream())
        @router.websocket("/ws")
        async def ws(socket: WebSocket): ...
        app.include_router(router, dependencies=[Depends(on_include)])
        async def alone(): ...
        """,
        deps="""
        from typing import Annotated
        from fastapi import Depends
        class Base: ...
        async def settings(): ...
        def get_db(settings=Depends(settings)):
            yield 1
        Db = Annotated[Base, Depends(get_db)]
        class Checker:
            def __init__(self, scope): ...
            async def __call__(self): ...
        """,
    )
    expected = {
        "lifespan": (Role.LIFESPAN, Reach.STARTUP, Context.LOOP),
        "warm_up": (Role.AWAITED, Reach.STARTUP, Context.LOOP),
        "Timing.dispatch": (Role.MIDDLEWARE, Reach.REQUEST, Context.LOOP),
        "Pure.__call__": (Role.MIDDLEWARE, Reach.REQUEST, Context.LOOP),
        "third": (Role.MIDDLEWARE, Reach.REQUEST, Context.LOOP),
        "handle": (Role.EXCEPTION_HANDLER, Reach.REQUEST, Context.LOOP),
        "on_router": (Role.DEPENDENCY, Reach.REQUEST, Context.LOOP),
        "on_include": (Role.DEPENDENCY, Reach.REQUEST, Context.LOOP),
        "task": (Role.BACKGROUND_TASK, Reach.REQUEST, Context.LOOP),
        "sync_task": (Role.BACKGROUND_TASK, Reach.REQUEST, Context.THREAD),
        "stream": (Role.STREAM, Reach.REQUEST, Context.LOOP),
        "helper": (Role.AWAITED, Reach.REQUEST, Context.LOOP),
        "x": (Role.ENDPOINT, Reach.REQUEST, Context.LOOP),
        "ws": (Role.WEBSOCKET, Reach.REQUEST, Context.LOOP),
        "get_db": (Role.DEPENDENCY, Reach.REQUEST, Context.THREAD),
        "settings": (Role.DEPENDENCY, Reach.REQUEST, Context.LOOP),
        "Checker.__call__": (Role.DEPENDENCY, Reach.REQUEST, Context.LOOP),
    }
    for name, (role, reach, context) in expected.items():
        found = function(project, name)
        assert role in found.roles, name
        assert (found.reach, found.context) == (reach, context), name
    assert function(project, "alone").reach is Reach.NONE


RECEIVERS = {
    "parameter": "async def f(db: Session): db.commit()",
    "optional": "async def f(db: Session | None): db.commit()",
    "string annotation": "async def f(db: 'Session'): db.commit()",
    "dependency": "async def f(db=Depends(get_db)): db.commit()",
    "annotated": "async def f(db: Annotated[Session, Depends(get_db)]): db.commit()",
    "alias": "async def f(db: Db): db.commit()",
    "factory": "async def f():\n    db = SessionLocal()\n    db.commit()",
    "context manager": "async def f():\n    with SessionLocal() as db:\n        db.commit()",
    "function": "async def f(): make().commit()",
    "singleton": "async def f(): singleton.commit()",
    "attribute": "async def f(): holder.session.commit()",
    "self": "class C:\n    def __init__(self): self.db = make()\n    async def f(self): self.db.commit()",
    "property": "async def f(): holder.lazy.commit()",
    "partial": "async def f(): partial(make, 1)().commit()",
    "loop": "async def f(dbs: list[Session]):\n    for db in dbs: db.commit()",
    "comprehension": "async def f(dbs: list[Session]): [db.commit() for db in dbs]",
    "walrus": "async def f():\n    if db := make(): db.commit()",
    "conditional": "async def f(x):\n    db = make() if x else None\n    db.commit()",
    "unpacked": "async def f():\n    db, n = make(), 1\n    db.commit()",
}
PREAMBLE = """
from functools import cached_property, partial
from typing import Annotated
from fastapi import Depends
from sqlalchemy import create_engine
from sqlalchemy.orm import Session, sessionmaker
SessionLocal = sessionmaker(bind=create_engine("sqlite://"))
def get_db():
    db = SessionLocal()
    try:
        yield db
    finally:
        db.close()
Db = Annotated[Session, Depends(get_db)]
def make() -> Session: ...
singleton = make()
class Holder:
    def __init__(self): self.session = SessionLocal()
    @property
    def lazy(self): return self.session
holder = Holder()
"""


@pytest.mark.parametrize("form", RECEIVERS)
def test_receivers(link: Link, form: str) -> None:
    project = link(main=PREAMBLE + RECEIVERS[form])
    name = "C.f" if form == "self" else "f"
    callees = {call.callee for call in project.loop_calls if call.function.qualname == name}
    assert "sqlalchemy.orm.Session.commit" in callees


SILENT = {
    "shadowed": "async def f(Session): Session.commit()",
    "rebound": "async def f(x):\n    db = make() if x else x\n    db.commit()",
    "nested": "async def f(db: Session):\n    def g(): db.commit()\n    return g",
    "lambda": "async def f(db: Session): return lambda: db.commit()",
    "reference": "async def f(db: Session): return db.commit",
    "awaited": "async def f(db: Session): await db.commit()",
}


@pytest.mark.parametrize("form", SILENT)
def test_unknown_receivers_are_silent(link: Link, form: str) -> None:
    project = link(main=PREAMBLE + SILENT[form])
    assert "sqlalchemy.orm.Session.commit" not in {call.callee for call in project.loop_calls}
