"""Attributes that ask the database again behind a commit: those that findings name are those that SQLAlchemy loads."""

from __future__ import annotations

import asyncio
import re
import sys
import types
from typing import Any

import pytest
from sqlalchemy import event
from test_blocking import RULES

from fastapi_lint.examples import DEFAULT_FILE, project

SOURCE = """
from contextlib import contextmanager
from typing import Annotated

from fastapi import Depends, FastAPI
from sqlalchemy import ForeignKey, StaticPool, create_engine, select
from sqlalchemy.orm import DeclarativeBase, Mapped, Session, mapped_column
from sqlalchemy.orm import joinedload, relationship, sessionmaker


class Base(DeclarativeBase): ...


class Author(Base):
    __tablename__ = "author"
    id: Mapped[int] = mapped_column(primary_key=True)
    name: Mapped[str]
    books: Mapped[list["Book"]] = relationship(back_populates="author")

    def shout(self):
        return "!"


class Book(Base):
    __tablename__ = "book"
    id: Mapped[int] = mapped_column(primary_key=True)
    author_id: Mapped[int] = mapped_column(ForeignKey("author.id"))
    author: Mapped[Author] = relationship(back_populates="books")
    shelf_id: Mapped[int | None] = mapped_column(ForeignKey("shelf.id"))
    shelf: Mapped["Shelf | None"] = relationship(lazy="joined")


class Shelf(Base):
    __tablename__ = "shelf"
    id: Mapped[int] = mapped_column(primary_key=True)


engine = create_engine("sqlite://", poolclass=StaticPool)
SessionLocal = sessionmaker(engine)


def get_db():
    with SessionLocal() as db:
        yield db


DbDep = Annotated[Session, Depends(get_db)]
app = FastAPI()


class Unit:
    def __init__(self, db: Session):
        self.db = db

    def __enter__(self):
        return self

    def __exit__(self, *exc):
        self.db.commit()


@contextmanager
def transaction(db: Session):
    yield
    db.commit()


def save(db: Session, author: Author):
    db.add(author)
    db.commit()
    print(author.id)  # again
    return author


@app.post("/committed")
async def committed(db: DbDep):
    author = Author(name="a")
    db.add(author)
    db.commit()
    print(author.id)  # again
    print(author.name)


@app.post("/refreshed")
async def refreshed(db: DbDep):
    author = Author(name="a")
    db.add(author)
    db.commit()
    db.refresh(author)
    print(author.id)


@app.post("/flushed")
async def flushed(db: DbDep):
    author = Author(name="a")
    db.add(author)
    db.flush()
    print(author.id)


@app.post("/rolled-back")
async def rolled_back(db: DbDep):
    author = db.get(Author, 1)
    db.rollback()
    if author.name:  # again
        print(author.id)


@app.post("/saved")
async def saved(db: DbDep):
    author = save(db, Author(name="a"))
    print(author.shout())


@app.post("/unit")
async def unit(db: DbDep):
    with Unit(db):
        author = db.get(Author, 1)
        print(author.name)
    return {"name": author.name}  # again


@app.post("/transaction")
async def in_transaction(db: DbDep):
    author = db.get(Author, 1)
    with transaction(db):
        print(author.name)
    print(author.name)  # again


@app.post("/each")
async def each(db: DbDep):
    authors = db.query(Author).all()
    db.commit()
    for author in authors:
        print(author.name)  # again


@app.post("/listed")
async def listed(db: DbDep):
    authors = db.query(Author).all()
    db.commit()
    return [author.name for author in authors]  # again


@app.post("/got-again")
async def got_again(db: DbDep):
    author = db.get(Author, 1)
    db.commit()
    author = db.get(Author, 1)
    print(author.name)


@app.post("/apart")
async def apart(db: DbDep):
    author = Author(name="a")
    db.commit()
    print(author.name)


@app.post("/either")
async def either(db: DbDep, answer: bool = False):
    author = db.get(Author, 1)
    if answer:
        db.commit()
        return None
    return author.name


@app.post("/closed")
async def closed():
    with SessionLocal() as own:
        author = own.get(Author, 1)
        own.commit()
    try:
        print(author.name)
    except Exception as error:
        print(type(error))


@app.post("/twice")
async def twice(db: DbDep):
    author = db.get(Author, 1)
    db.commit()
    print(author.name)  # again
    db.commit()
    print(author.name)  # again


@app.post("/late")
async def late(db: DbDep):
    author = db.get(Author, 1)
    print(author.books)  # again
    print(author.books)


@app.post("/late-each")
async def late_each(db: DbDep):
    for author in db.query(Author).all():
        print(author.books)  # again


@app.post("/late-listed")
async def late_listed(db: DbDep):
    authors = db.scalars(select(Author)).all()
    return [author.books for author in authors]  # again


@app.post("/eager")
async def eager(db: DbDep):
    book = db.query(Book).options(joinedload(Book.author)).first()
    print(book.author)


@app.post("/told")
async def told(db: DbDep):
    book = db.query(Book).first()
    print(book.shelf)


@app.post("/related")
async def related(db: DbDep):
    book = db.get(Book, 1)
    db.commit()
    print(book.author)  # again


@app.post("/made")
async def made(db: DbDep):
    book = Book(author=db.get(Author, 1))
    db.add(book)
    db.commit()
    db.refresh(book)
    print("made", book.author)  # again
    print(book.author, book.id)
"""
LINES = SOURCE.splitlines()
MARKED = {row for row, line in enumerate(LINES, 1) if line.endswith("# again")}


@pytest.fixture(scope="module")
def asked() -> set[int]:
    """The lines without a session that asked the database, when every endpoint was called once."""
    module = sys.modules["expired_app"] = types.ModuleType("expired_app")
    scope: dict[str, Any] = module.__dict__
    scope["print"] = lambda *_: None
    exec(compile(SOURCE, DEFAULT_FILE, "exec"), scope)
    rows: set[int] = set()

    def note(*_: object) -> None:
        frame = sys._getframe()
        while frame.f_code.co_filename != DEFAULT_FILE and frame.f_back is not None:
            frame = frame.f_back
        rows.add(frame.f_lineno)

    scope["Base"].metadata.create_all(scope["engine"])
    with scope["SessionLocal"]() as db:
        db.add(scope["Book"](author=scope["Author"](name="a")))
        db.commit()
    event.listen(scope["engine"], "before_cursor_execute", note)
    for route in scope["app"].routes:
        if route.endpoint.__module__ == "expired_app":
            with scope["SessionLocal"]() as db:
                takes = "db" in route.endpoint.__annotations__
                asyncio.run(route.endpoint(**({"db": db} if takes else {})))
    return {row for row in rows if "db." not in LINES[row - 1] and "own." not in LINES[row - 1]}


def named(source: str) -> set[int]:
    """The lines of ``source`` that findings say ask again."""
    session = project({DEFAULT_FILE: source}, [RULES["blocking-orm"]])
    related = [one for finding in session.check().findings for one in finding.related]
    return {source[: one.span.start].count("\n") + 1 for one in related if one.group == "read"}


def test_what_is_named_asks_again(asked: set[int]) -> None:
    assert asked == MARKED
    assert named(SOURCE) == MARKED


def test_sessions_that_expire_nothing_load_relationships_alone() -> None:
    kept = SOURCE.replace("sessionmaker(engine)", "sessionmaker(engine, expire_on_commit=False)")
    late = re.compile(r"author\.books|made")
    assert named(kept) == {row for row in MARKED if late.search(LINES[row - 1])}


def test_async_sessions_are_silent() -> None:
    """They refuse to load, and have no ``query``."""
    imported = "from sqlalchemy.ext.asyncio import AsyncSession as Session\nfrom sqlalchemy import"
    source = SOURCE.replace("Session, mapped_column", "mapped_column").replace("db.query(", "db.stream(")
    assert not named(source.replace("from sqlalchemy import", imported))
