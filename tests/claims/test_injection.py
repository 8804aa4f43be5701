"""What the rules about dependencies claim: the bad examples fail under FastAPI, the good ones do not."""

from __future__ import annotations

import json
import warnings
from importlib.metadata import version
from pathlib import Path
from types import ModuleType
from typing import Any

import pytest
from fastapi import FastAPI
from fastapi.testclient import TestClient
from fastapi_lint_rules.injection import (
    contextmanager_decorated_dependency,
    depends_called_argument,
    depends_not_annotated,
    lru_cache_on_async,
    yield_dependency_swallows_exception,
)
from packaging.version import Version
from pydantic_settings import BaseSettings, SettingsConfigDict
from versions import fastapi

from fastapi_lint.examples import DEFAULT_FILE, examples

FASTAPI = Version(version("fastapi"))


def served(code: str) -> FastAPI:
    scope: dict[str, Any] = {"__name__": "example"}
    exec(compile(code, "main.py", "exec"), scope)
    app = scope["app"]
    assert isinstance(app, FastAPI)
    return app


def example(module: ModuleType) -> tuple[str, str]:
    found = examples(module.rule)[0]
    assert found.good is not None
    return found.bad.files[DEFAULT_FILE], found.good.files[DEFAULT_FILE]


def statuses(app: FastAPI, times: int = 1) -> list[int]:
    client = TestClient(app, raise_server_exceptions=False)
    return [client.get("/").status_code for _ in range(times)]


def test_a_decorated_dependency_fails_each_request() -> None:
    bad, good = example(contextmanager_decorated_dependency)
    if Version(contextmanager_decorated_dependency.REFUSED) <= FASTAPI:
        assert statuses(served(bad)) == [500]
    assert statuses(served(good)) == [200]


@pytest.mark.skipif(Version("0.110") > FASTAPI, reason="FastAPI raised the exception again itself")
def test_a_swallowed_exception_becomes_500() -> None:
    bad, good = example(yield_dependency_swallows_exception)
    assert statuses(served(bad)) == [500]
    assert statuses(served(good)) == [404]


TRAILING = """
from fastapi import Depends, FastAPI, HTTPException
app = FastAPI()
app.state.ran = ran = []
def resource():
    yield 1
    ran.append(1)
@app.get("/")
def read(x=Depends(resource)):
    raise HTTPException(404)
"""
FINALLY = """
    try:
        yield 1
    finally:
        ran.append(1)
"""


@pytest.mark.parametrize(("body", "closed"), [("", 0), (FINALLY, 1)])
def test_what_follows_a_yield_is_skipped(body: str, closed: int) -> None:
    app = served(
        TRAILING.replace("\n    yield 1\n    ran.append(1)\n", body or "\n    yield 1\n    ran.append(1)\n")
    )
    assert statuses(app) == [404]
    assert len(app.state.ran) == closed


def test_a_called_dependency_does_not_start() -> None:
    bad, good = example(depends_called_argument)
    with pytest.raises(TypeError, match="is not a callable object"):
        served(bad)
    assert statuses(served(good)) == [200]


def test_a_cached_coroutine_works_once() -> None:
    bad, good = example(lru_cache_on_async)
    with warnings.catch_warnings():
        warnings.simplefilter("ignore")
        first, second = statuses(served(bad), 2)
        assert (first, second) == (200 if fastapi("0.136") else 500, 500)
    assert statuses(served(good), 2) == [200, 200]


@pytest.mark.skipif(not fastapi("0.165"), reason="0.136 does not resolve the annotations of BaseSettings")
def test_fields_of_settings_become_parameters() -> None:
    pytest.importorskip("pydantic_settings")
    code = """
from fastapi import Depends, FastAPI
from pydantic_settings import BaseSettings
class Settings(BaseSettings):
    debug: bool = False
app = FastAPI()
@app.get("/")
def read(settings: Settings = Depends(Settings)):
    return settings.debug
"""
    assert TestClient(served(code)).get("/?debug=true").json() is True


def test_annotated_means_the_same() -> None:
    bad, good = example(depends_not_annotated)
    assert json.dumps(served(bad).openapi()) == json.dumps(served(good).openapi())


def test_settings_read_their_file_whenever_they_are_made(tmp_path: Path) -> None:
    file = tmp_path / ".env"

    class Settings(BaseSettings):
        model_config = SettingsConfigDict(env_file=file)

        backend: str = ""

    for text in ("first", "second"):
        file.write_text(f"BACKEND={text}")
        assert Settings().backend == text
