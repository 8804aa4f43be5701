"""What the rules about CORS claim, against a running FastAPI."""

from __future__ import annotations

from typing import Any

import pytest
from fastapi import FastAPI, Request
from fastapi.middleware.cors import CORSMiddleware
from fastapi.responses import JSONResponse
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
    [
        {"allow_origins": ["*"]},
        {"allow_origins": "*"},
        {"allow_origin_regex": ".*"},
        {"allow_origin_regex": "https?://.*"},
    ],
)
def test_every_origin_is_sent_back_with_credentials(origins: Any) -> None:
    client = TestClient(_app(**origins, allow_credentials=True, allow_methods=["*"]))
    for answer in (
        client.options("/", headers=PREFLIGHT),
        client.get("/", headers={"Origin": EVIL, "Cookie": "session=1"}),
    ):
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


@pytest.mark.parametrize("is_last", [True, False])
def test_an_authentication_around_cors_refuses_preflights(is_last: bool) -> None:
    app = FastAPI()

    def add_cors() -> None:
        app.add_middleware(CORSMiddleware, allow_origins=["https://shop.example"], allow_methods=["*"])

    if not is_last:
        add_cors()

    @app.middleware("http")
    async def authenticate(request: Request, call_next: Any) -> Any:
        if "Authorization" not in request.headers:
            return JSONResponse({}, status_code=401)
        return await call_next(request)

    if is_last:
        add_cors()
    answer = TestClient(app).options("/", headers={**PREFLIGHT, "Origin": "https://shop.example"})
    assert answer.status_code == (200 if is_last else 401)
    assert ("access-control-allow-origin" in answer.headers) is is_last


@pytest.mark.parametrize(("options", "status"), [({}, 400), ({"allow_methods": ["*"]}, 200)])
def test_only_get_is_allowed_without_methods(options: Any, status: int) -> None:
    client = TestClient(_app(allow_origins=[EVIL], **options))
    assert (
        client.options("/", headers={**PREFLIGHT, "Access-Control-Request-Method": "DELETE"}).status_code
        == status
    )
