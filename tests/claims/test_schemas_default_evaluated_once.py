"""default-evaluated-once: the bad example gives every request the same value, the fixed one does not."""

# ruff: noqa: B008, RUF009

import dataclasses
from datetime import datetime, timezone
from typing import Annotated, Any
from uuid import UUID, uuid4

import pytest
from fastapi import Body, FastAPI, Header, Query
from fastapi.testclient import TestClient
from pydantic import BaseModel, Field, PrivateAttr
from versions import fastapi, pydantic


class Bad(BaseModel):
    id: UUID = uuid4()
    at: datetime = Field(default=datetime.now(timezone.utc))


class Good(BaseModel):
    id: UUID = Field(default_factory=uuid4)
    at: datetime = Field(default_factory=lambda: datetime.now(timezone.utc))


def answers(app: FastAPI) -> list[Any]:
    client = TestClient(app)
    return [client.post("/").json() for _ in range(2)]


def serve(endpoint: Any) -> list[Any]:
    app = FastAPI()
    app.post("/")(endpoint)
    return answers(app)


def bad_body(order: Annotated[Bad, Body(default_factory=Bad)]) -> Bad:
    return order


def good_body(order: Annotated[Good, Body(default_factory=Good)]) -> Good:
    return order


def bad_query(id: str = Query(default=str(uuid4()))) -> str:  # noqa: A002
    return id


def good_query(id: str = Query(default_factory=lambda: str(uuid4()))) -> str:  # noqa: A002
    return id


def bad_plain(at: datetime = datetime.now()) -> datetime:
    return at


def good_plain(at: datetime = Query(default_factory=datetime.now)) -> datetime:
    return at


def bad_annotated(at: Annotated[datetime, Header()] = datetime.now()) -> datetime:
    return at


def good_annotated(at: Annotated[datetime, Header(default_factory=datetime.now)]) -> datetime:
    return at


@pytest.mark.parametrize("endpoint", [bad_body, bad_query, bad_plain, bad_annotated])
def test_two_requests_get_the_same_value(endpoint: Any) -> None:
    first, second = serve(endpoint)
    assert first == second


@pytest.mark.skipif(not fastapi("0.100"), reason="no `default_factory` of parameters")
@pytest.mark.parametrize("endpoint", [good_body, good_query, good_plain, good_annotated])
def test_two_requests_get_values_of_their_own(endpoint: Any) -> None:
    first, second = serve(endpoint)
    assert first != second


@pytest.mark.skipif(not pydantic("2"), reason="other names")
def test_openapi_shows_the_time_of_the_import() -> None:
    assert "default" in Bad.model_json_schema()["properties"]["at"]
    assert "default" not in Good.model_json_schema()["properties"]["at"]


def test_private_attributes_and_dataclasses() -> None:
    class Private(BaseModel):
        _bad: UUID = PrivateAttr(default=uuid4())
        _plain: UUID = uuid4()
        _good: UUID = PrivateAttr(default_factory=uuid4)

    @dataclasses.dataclass
    class Data:
        bad: UUID = uuid4()
        good: UUID = dataclasses.field(default_factory=uuid4)

    assert (Private()._bad, Private()._plain, Data().bad) == (Private()._bad, Private()._plain, Data().bad)
    assert Private()._good != Private()._good
    assert Data().good != Data().good


def test_columns() -> None:
    sqlalchemy = pytest.importorskip("sqlalchemy")
    orm = pytest.importorskip("sqlalchemy.orm")
    base = orm.declarative_base()

    class Order(base):  # type: ignore[misc, valid-type]
        __tablename__ = "orders"
        id = sqlalchemy.Column(sqlalchemy.Integer, primary_key=True)
        bad = sqlalchemy.Column(sqlalchemy.String, default=str(uuid4()))
        good = sqlalchemy.Column(sqlalchemy.String, default=lambda: str(uuid4()))

    engine = sqlalchemy.create_engine("sqlite://")
    base.metadata.create_all(engine)
    with orm.Session(engine) as session:
        session.add_all([Order(), Order()])
        session.flush()
        first, second = session.query(Order).all()
        assert first.bad == second.bad
        assert first.good != second.good
