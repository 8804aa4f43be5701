"""response-exposes-secret: what goes out, what the good example keeps in, what is masked."""

from pathlib import Path
from typing import Any

from fastapi import FastAPI
from fastapi.testclient import TestClient
from fastapi_lint_rules.responses import response_exposes_secret
from pydantic import BaseModel, Field, SecretStr

from fastapi_lint.examples import examples

(EXAMPLE,) = examples(response_exposes_secret.rule)


def run(files: dict[str, str]) -> TestClient:
    names: dict[str, Any] = {"__name__": "example"}
    (text,) = files.values()
    exec(compile(text, Path("example.py"), "exec"), names)
    return TestClient(names["app"])


def test_the_password_comes_back() -> None:
    sent = {"name": "ada", "password": "hunter2"}
    assert run(EXAMPLE.bad.files).post("/users", json=sent).json() == sent
    assert EXAMPLE.good is not None
    assert run(EXAMPLE.good.files).post("/users", json=sent).json() == {"name": "ada"}


def test_what_is_left_alone_gives_nothing_away() -> None:
    app = FastAPI()

    class Masked(BaseModel):
        password: SecretStr
        hidden: str = Field("x", exclude=True)

    @app.get("/masked")
    def masked() -> Masked:
        return Masked(password=SecretStr("hunter2"))

    assert TestClient(app).get("/masked").json() == {"password": "**********"}
