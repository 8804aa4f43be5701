"""Deleting an object asks for those that are deleted with it: where findings say so, SQLAlchemy asks."""

from __future__ import annotations

import sys
import types
from typing import Any

import pytest
from sqlalchemy import StaticPool, create_engine, event
from test_blocking import RULES

from fastapi_lint.examples import DEFAULT_FILE, project

MODELS = """
from fastapi import FastAPI
from sqlalchemy import ForeignKey
from sqlalchemy.orm import DeclarativeBase, Mapped, Session, mapped_column, relationship


class Base(DeclarativeBase): ...


class Author(Base):
    __tablename__ = "author"
    id: Mapped[int] = mapped_column(primary_key=True)
    books: Mapped[list["Book"]] = relationship({options})


class Book(Base):
    __tablename__ = "book"
    id: Mapped[int] = mapped_column(primary_key=True)
    author_id: Mapped[int] = mapped_column(ForeignKey("author.id"))
"""
ENDPOINT = """
app = FastAPI()
db = Session()


@app.delete("/authors/{id}")
async def remove(id: int):
    db.delete(db.get(Author, id))
"""


@pytest.mark.parametrize(
    ("options", "asks"),
    [
        ("", False),
        ('cascade="save-update, merge"', False),
        ('cascade="all, delete-orphan"', True),
        ('cascade="save-update, delete"', True),
        ('cascade="all", passive_deletes=True', False),
    ],
)
def test_a_delete_that_is_named_asks(options: str, asks: bool) -> None:
    source = MODELS.replace("{options}", options)
    module = sys.modules["deleting"] = types.ModuleType("deleting")
    scope: dict[str, Any] = module.__dict__
    exec(compile(source, DEFAULT_FILE, "exec"), scope)
    engine = create_engine("sqlite://", poolclass=StaticPool)
    scope["Base"].metadata.create_all(engine)
    with scope["Session"](engine) as db:
        db.add(scope["Author"](id=1))
        db.commit()
        author = db.get(scope["Author"], 1)
        asked: list[str] = []
        event.listen(engine, "before_cursor_execute", lambda *given: asked.append(given[2]))
        db.delete(author)
        assert bool(asked) is asks
    found = project({DEFAULT_FILE: source + ENDPOINT}, [RULES["blocking-orm"]]).check().findings
    assert any("Session.delete" in finding.message for finding in found) is asks
