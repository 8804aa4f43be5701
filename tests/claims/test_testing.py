"""What the rules about tests claim, against a running FastAPI."""

from __future__ import annotations

import contextlib
from collections.abc import AsyncIterator
from typing import Annotated

import pytest
from fastapi import Depends, FastAPI, Request
from fastapi.testclient import TestClient


@pytest.mark.parametrize("entered", [True, False])
@pytest.mark.parametrize("has_lifespan", [True, False])
def test_only_an_entered_client_starts_the_application(entered: bool, has_lifespan: bool) -> None:
    @contextlib.asynccontextmanager
    async def lifespan(app: FastAPI) -> AsyncIterator[None]:
        app.state.ready = True
        yield

    app = FastAPI(lifespan=lifespan) if has_lifespan else FastAPI()

    @app.get("/")
    def is_ready(request: Request) -> bool:
        return getattr(request.app.state, "ready", False)

    client = TestClient(app)
    with client if entered else contextlib.nullcontext():
        assert client.get("/").json() is (entered and has_lifespan)


def get_name() -> str:
    return "real"


def test_an_override_stays() -> None:
    app = FastAPI()

    @app.get("/")
    def read(name: Annotated[str, Depends(get_name)]) -> str:
        return name

    app.dependency_overrides[get_name] = lambda: "fake"
    assert [TestClient(app).get("/").json() for _ in range(2)] == ["fake", "fake"]
    app.dependency_overrides.clear()
    assert TestClient(app).get("/").json() == "real"
    with pytest.MonkeyPatch.context() as patch:
        patch.setitem(app.dependency_overrides, get_name, lambda: "fake")
        assert TestClient(app).get("/").json() == "fake"
    assert TestClient(app).get("/").json() == "real"


def test_a_patched_dependency_is_the_real_one() -> None:
    app = FastAPI()

    @app.get("/")
    def read(name: Annotated[str, Depends(get_name)]) -> str:
        return name

    with pytest.MonkeyPatch.context() as patch:
        patch.setitem(globals(), "get_name", lambda: "fake")
        assert TestClient(app).get("/").json() == "real"
