"""Sessions that roll back where they are closed: findings name the ``with`` that does so when SQLAlchemy does it."""

from __future__ import annotations

import asyncio
import sys
import types
from typing import Any

from sqlalchemy import event
from test_blocking import RULES

from fastapi_lint.examples import DEFAULT_FILE, project

SOURCE = """
from contextlib import contextmanager

from fastapi import FastAPI
from sqlalchemy import StaticPool, create_engine, text
from sqlalchemy.orm import Session, sessionmaker

engine = create_engine("sqlite://", poolclass=StaticPool)
SessionLocal = sessionmaker(engine)
app = FastAPI()


@contextmanager
def get_db():
    db = SessionLocal()
    try:
        yield db
    finally:
        db.close()


def ask(db: Session):
    return db.execute(text("SELECT 1")).all()


def save(db: Session):
    db.execute(text("SELECT 1"))
    db.commit()


@app.get("/asked")
async def asked():
    with SessionLocal() as db:  # rolls back
        return db.execute(text("SELECT 1")).all()


@app.get("/further")
async def further():
    with Session(engine) as db:  # rolls back
        ask(db)
        ask(db)


@app.get("/own")
async def own():
    with get_db() as db:  # rolls back
        ask(db)


@app.get("/committed")
async def committed():
    with SessionLocal() as db:
        ask(db)
        db.commit()


@app.get("/saved")
async def saved():
    with SessionLocal() as db:
        ask(db)
        save(db)


@app.get("/before")
async def before():
    with SessionLocal() as db:  # rolls back
        save(db)
        ask(db)


@app.get("/begun")
async def begun():
    with SessionLocal.begin() as db:
        ask(db)


@app.get("/unused")
async def unused():
    with SessionLocal() as db:
        return str(db)
"""
LINES = SOURCE.splitlines()
MARKED = {row for row, line in enumerate(LINES, 1) if line.endswith("# rolls back")}


def test_what_is_named_rolls_back() -> None:
    module = sys.modules["closing_app"] = types.ModuleType("closing_app")
    scope: dict[str, Any] = module.__dict__
    exec(compile(SOURCE, DEFAULT_FILE, "exec"), scope)
    rows: set[int] = set()

    def note(*_: object) -> None:
        frame = sys._getframe()
        while frame.f_back is not None and not (
            frame.f_code.co_filename == DEFAULT_FILE and frame.f_code.co_name in routes
        ):
            frame = frame.f_back
        rows.add(frame.f_lineno)

    routes = {route.endpoint.__name__: route.endpoint for route in scope["app"].routes}
    event.listen(scope["engine"], "rollback", note)
    for endpoint in routes.values():
        if endpoint.__module__ == "closing_app":
            asyncio.run(endpoint())
    assert rows == MARKED


def test_findings_name_it() -> None:
    session = project({DEFAULT_FILE: SOURCE}, [RULES["blocking-orm"]])
    related = [one for finding in session.check().findings for one in finding.related]
    assert {SOURCE[: one.span.start].count("\n") + 1 for one in related if one.group == "close"} == MARKED
