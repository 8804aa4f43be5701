"""What the rules of the errors claim: the bad examples fail under FastAPI, the good ones answer."""

from pathlib import Path
from types import ModuleType
from typing import Any

import pytest
from fastapi import FastAPI, HTTPException, Request
from fastapi.responses import JSONResponse
from fastapi.testclient import TestClient
from fastapi_lint_rules.errors import (
    exception_handler_returns_non_response,
    http_exception_in_middleware,
    http_exception_in_service,
    silent_except_in_request_path,
    validation_errors_not_encodable,
)
from pydantic import BaseModel
from versions import pydantic

from fastapi_lint.examples import examples

if pydantic("2"):
    from pydantic import field_validator
else:
    from pydantic import validator as field_validator


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
        pytest.param(
            *(validation_errors_not_encodable, -1, 422),
            marks=pytest.mark.skipif(not pydantic("2"), reason="Pydantic 1 has no exceptions in them"),
        ),
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
    assert "no such item" in answer.json()["detail"]


def test_a_silent_handler_gives_a_wrong_answer_a_good_status() -> None:
    (example,) = examples(silent_except_in_request_path.rule)
    assert example.good is not None

    def find_tenant(name: str) -> str:
        raise ConnectionError("the directory is gone")

    answers = []
    for block in (example.bad, example.good):
        text = block.files["main.py"].replace("from directory import find_tenant\n", "")
        names: dict[str, Any] = {"__name__": "example", "find_tenant": find_tenant}
        exec(compile(text, Path("main.py"), "exec"), names)
        answers.append(TestClient(names["app"], raise_server_exceptions=False).get("/tenant?name=shop"))
    assert (answers[0].status_code, answers[0].json()) == (200, "public")
    assert answers[1].status_code == 500


def test_outside_of_http_an_http_exception_is_just_a_crash() -> None:
    """What a worker sees of a service that knows about status codes, and what an endpoint makes of either."""
    (example,) = examples(http_exception_in_service.rule)
    assert example.good is not None
    services = []
    for block in (example.bad, example.good):
        names: dict[str, Any] = {"__name__": "service"}
        exec(compile(block.files["users/service.py"], Path("service.py"), "exec"), names)
        services.append(names)
    with pytest.raises(HTTPException):
        services[0]["find_name"](7)
    with pytest.raises(services[1]["UserNotFound"]):
        services[1]["find_name"](7)
    app = FastAPI()

    @app.exception_handler(services[1]["UserNotFound"])
    async def on_missing(request: Request, exc: Exception) -> JSONResponse:
        return JSONResponse({"detail": "no such user"}, status_code=404)

    @app.get("/{user_id}")
    def read(user_id: int) -> str:
        return str(services[1]["find_name"](user_id))

    assert TestClient(app).get("/7").status_code == 404
