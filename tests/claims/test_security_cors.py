"""What the rules about CORS claim, against a running FastAPI."""

from __future__ import annotations

from typing import Any

import pytest
from fastapi import FastAPI
from fastapi.middleware.cors import CORSMiddleware
from fastapi.testclient import TestClient
from fastapi_lint_rules.security import cors_wildcard_with_credentials

from fastapi_lint.examples import examples

EVIL = "https://evil.example"
PREFLIGHT = {"Origin": EVIL, "Access-Control-Request-Method": "POST"}


def _app(**options: Any) -> FastAPI:
    app = FastAPI()
    app.add_middleware(CORSMiddleware, **options)

    @app.post("/")
    @app.get("/")
    def root() -> str:
        return "secret"

    return app


@pytest.mark.parametrize(
    "origins",
    [{"allow_origins": ["*"]}, {"allow_origins": "*"}, {"allow_origin_regex": ".*"}, {"allow_origin_regex": "https?://.*"}],
)
def test_every_origin_is_sent_back_with_credentials(origins: Any) -> None:
    client = TestClient(_app(**origins, allow_credentials=True, allow_methods=["*"]))
    for answer in (client.options("/", headers=PREFLIGHT), client.get("/", headers={"Origin": EVIL, "Cookie": "session=1"})):
        assert answer.headers["access-control-allow-origin"] == EVIL
        assert answer.headers["access-control-allow-credentials"] == "true"


def test_without_credentials_the_browser_keeps_the_answer() -> None:
    client = TestClient(_app(allow_origins=["*"], allow_credentials=False))
    answer = client.get("/", headers={"Origin": EVIL, "Cookie": "session=1"})
    assert "access-control-allow-credentials" not in answer.headers


def test_the_example_is_open() -> None:
    example = examples(cors_wildcard_with_credentials.rule)[0]
    for block, expected in ((example.bad, "true"), (example.good, None)):
        assert block is not None
        names: dict[str, Any] = {}
        exec(next(iter(block.files.values())), names)
        answer = TestClient(names["app"]).options("/", headers=PREFLIGHT)
        assert answer.headers.get("access-control-allow-credentials") == expected
