"""Errors that are returned, and other answers that are not what was meant, under FastAPI."""

from pathlib import Path
from typing import Annotated, Any

import pytest
from fastapi.testclient import TestClient
from fastapi_lint_rules.responses import (
    flask_style_tuple_response,
    http_exception_returned,
    no_content_with_body,
    response_model_exclude_unknown_field,
)
from versions import fastapi

from fastapi_lint.examples import examples
from fastapi_lint.rule import Rule


def run(files: dict[str, str]) -> TestClient:
    names: dict[str, Any] = {"__name__": "example"}
    (text,) = files.values()
    exec(compile(text, Path("example.py"), "exec"), names)
    return TestClient(names["app"], raise_server_exceptions=False)


@pytest.mark.parametrize(
    ("rule", "path", "after"),
    [
        (http_exception_returned.rule, "/items/101", 404),
        (flask_style_tuple_response.rule, "/items/101", 404),
    ],
    ids=lambda value: value.name if isinstance(value, Rule) else "",
)
def test_the_client_is_told_that_all_is_well(rule: Rule, path: str, after: int) -> None:
    (example,) = examples(rule)
    assert example.good is not None
    assert run(example.bad.files).get(path).status_code in (200, 500)
    assert run(example.good.files).get(path).status_code == after


def test_a_check_that_returns_its_exception_lets_everybody_in() -> None:
    from fastapi import Depends, FastAPI, HTTPException

    app = FastAPI()

    def check() -> Any:
        return HTTPException(401)

    @app.get("/")
    def read(user: Annotated[Any, Depends(check)]) -> str:
        return "secret"

    assert TestClient(app).get("/").json() == "secret"


@pytest.mark.parametrize("code", [204, 205, 304] if fastapi("0.115") else [204, 304])
def test_a_type_for_no_body_does_not_import(code: int) -> None:
    from fastapi import FastAPI

    def read() -> dict[str, str]:
        return {}

    app = FastAPI()
    with pytest.raises(AssertionError, match="must not have a response body"):
        app.get("/", status_code=code, response_model=dict)(read)


def test_a_returned_body_is_dropped() -> None:
    (example,) = examples(no_content_with_body.rule)
    response = run(example.bad.files).delete("/items/1")
    assert (response.status_code, response.content) == (204, b"")


def test_a_name_that_is_not_known_excludes_nothing() -> None:
    (example,) = examples(response_model_exclude_unknown_field.rule)
    files = {name: text.replace('"password", "email"', '"emial"') for name, text in example.bad.files.items()}
    assert run(files).get("/me").json() == {"name": "ada", "email": "ada@example.com"}


def test_everything_that_an_object_has_is_sent() -> None:
    from fastapi import FastAPI

    class Order:
        def __init__(self) -> None:
            self.id = 1
            self.internal_note = "pays late"

    app = FastAPI()

    @app.get("/")
    def read() -> Any:
        return Order().__dict__

    assert TestClient(app).get("/").json() == {"id": 1, "internal_note": "pays late"}
