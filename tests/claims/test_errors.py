"""What the rules of the errors claim: the bad examples fail under FastAPI, the good ones answer."""

from pathlib import Path
from types import ModuleType
from typing import Any

import pytest
from fastapi import FastAPI, HTTPException
from fastapi.testclient import TestClient
from fastapi_lint_rules.errors import (
    exception_handler_returns_non_response,
    http_exception_in_middleware,
    validation_errors_not_encodable,
)
from pydantic import BaseModel, field_validator

from fastapi_lint.examples import examples


class Item(BaseModel):
    price: int

    @field_validator("price")
    @classmethod
    def is_positive(cls, value: int) -> int:
        if value < 0:
            raise ValueError("negative")
        return value


def run(files: dict[str, str]) -> TestClient:
    """A client of an example's application, with an endpoint that fails as the example does."""
    names: dict[str, Any] = {"__name__": "example"}
    (text,) = files.values()
    exec(compile(text, Path("example.py"), "exec"), names)
    app: FastAPI = names["app"]

    @app.post("/")
    def create(item: Item) -> Item:
        raise names["OutOfStock"]

    return TestClient(app, raise_server_exceptions=False)


@pytest.mark.parametrize(
    ("module", "price", "after"),
    [
        (validation_errors_not_encodable, -1, 422),
        (http_exception_in_middleware, 1, 401),
        (exception_handler_returns_non_response, 1, 500),
    ],
)
def test_the_client_gets_500(module: ModuleType, price: int, after: int) -> None:
    (example,) = examples(module.rule)
    assert example.good is not None
    before = run(example.bad.files).post("/", json={"price": price})
    assert (before.status_code, before.text) == (500, "Internal Server Error")
    answer = run(example.good.files).post("/", json={"price": price})
    assert answer.status_code == after
    assert answer.headers["content-type"] == "application/json"


def test_a_validation_error_of_a_wrong_type_is_encodable() -> None:
    """Why tests do not see it."""
    (example,) = examples(validation_errors_not_encodable.rule)
    assert run(example.bad.files).post("/", json={"price": "much"}).status_code == 422


@pytest.mark.parametrize(("lets_pass", "status"), [(False, 500), (True, 404)])
def test_a_broad_handler_gets_the_http_exception(lets_pass: bool, status: int) -> None:
    app = FastAPI()

    @app.get("/")
    def read() -> None:
        try:
            raise HTTPException(404, "no such item")
        except Exception as error:
            if lets_pass and isinstance(error, HTTPException):
                raise
            raise HTTPException(500, str(error)) from error

    answer = TestClient(app).get("/")
    assert answer.status_code == status
    assert answer.json()["detail"] == ("no such item" if lets_pass else "404: no such item")
