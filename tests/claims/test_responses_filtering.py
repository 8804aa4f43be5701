"""missing-response-model and orm-object-returned: what leaves the server with and without a declared type."""

from typing import Any

import pytest
from fastapi import FastAPI
from fastapi.responses import JSONResponse
from fastapi.testclient import TestClient
from pydantic import BaseModel
from versions import pydantic


class Public(BaseModel):
    name: str


class Internal(Public):
    password_hash: str


def stored() -> Internal:
    return Internal(name="ada", password_hash="$2b$secret")


def application() -> FastAPI:
    app = FastAPI()

    @app.get("/undeclared")
    def undeclared():  # type: ignore[no-untyped-def]
        return stored()

    @app.get("/annotated")
    def annotated() -> Public:
        return stored()

    @app.get("/model", response_model=Public)
    def model():  # type: ignore[no-untyped-def]
        return stored()

    @app.get("/dictionary")
    def dictionary() -> Public:
        return dict(stored())  # type: ignore[return-value]

    @app.get("/many")
    def many() -> list[Public]:
        return [stored()]

    return app


def test_an_undeclared_response_leaks_and_has_no_schema() -> None:
    app = application()
    assert TestClient(app).get("/undeclared").json() == {"name": "ada", "password_hash": "$2b$secret"}
    assert schema(app, "/undeclared") == {}


@pytest.mark.parametrize("path", ["/annotated", "/model", "/dictionary"])
def test_a_return_annotation_filters_as_well_as_a_response_model(path: str) -> None:
    app = application()
    assert TestClient(app).get(path).json() == {"name": "ada"}
    assert schema(app, path) == {"$ref": "#/components/schemas/Public"}


def test_lists_are_filtered() -> None:
    assert TestClient(application()).get("/many").json() == [{"name": "ada"}]


def test_a_response_passes_through_whatever_is_declared() -> None:
    app = FastAPI()

    @app.get("/", response_model=Public)
    def read():  # type: ignore[no-untyped-def]
        return JSONResponse({"anything": 1})

    assert TestClient(app).get("/").json() == {"anything": 1}


def schema(app: FastAPI, path: str) -> Any:
    return app.openapi()["paths"][path]["get"]["responses"]["200"]["content"]["application/json"]["schema"]


# --- database objects ----------------------------------------------------------------------------


def test_an_orm_object_is_sent_with_every_column() -> None:
    sqlalchemy = pytest.importorskip("sqlalchemy")
    orm = pytest.importorskip("sqlalchemy.orm")
    base = orm.declarative_base()

    class User(base):  # type: ignore[misc, valid-type]
        __tablename__ = "users"
        id = sqlalchemy.Column(sqlalchemy.Integer, primary_key=True)
        name = sqlalchemy.Column(sqlalchemy.String)
        password_hash = sqlalchemy.Column(sqlalchemy.String)

    engine = sqlalchemy.create_engine(
        "sqlite://", connect_args={"check_same_thread": False}, poolclass=sqlalchemy.pool.StaticPool
    )
    base.metadata.create_all(engine)
    with orm.Session(engine) as session:
        session.add(User(id=1, name="ada", password_hash="$2b$secret"))
        session.commit()
    app = FastAPI()

    @app.get("/undeclared")
    def undeclared():  # type: ignore[no-untyped-def]
        with orm.Session(engine) as session:
            return session.get(User, 1)

    @app.get("/expired")
    def expired():  # type: ignore[no-untyped-def]
        with orm.Session(engine) as session:
            user = session.get(User, 1)
            session.commit()
            return user

    @app.get("/declared")
    def declared() -> Public:
        with orm.Session(engine) as session:
            found: Public = session.get(User, 1)
            return found

    client = TestClient(app)
    assert client.get("/undeclared").json() == {"id": 1, "name": "ada", "password_hash": "$2b$secret"}
    assert client.get("/expired").json() == {}
    if pydantic("2"):  # 1 wants `orm_mode`
        assert client.get("/declared").json() == {"name": "ada"}
    assert schema(app, "/undeclared") == {}


def test_a_table_of_sqlmodel_is_sent_with_every_column() -> None:
    sqlmodel = pytest.importorskip("sqlmodel")

    class Hero(sqlmodel.SQLModel, table=True):  # type: ignore[misc, call-arg, name-defined]
        id: int = sqlmodel.Field(primary_key=True)
        name: str
        secret_name: str

    app = FastAPI()

    @app.get("/")
    def read():  # type: ignore[no-untyped-def]
        return Hero(id=1, name="ada", secret_name="x")

    assert TestClient(app).get("/").json() == {"id": 1, "name": "ada", "secret_name": "x"}
