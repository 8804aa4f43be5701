"""The inventory against FastAPI itself: what runs for a request, in which order, and what OpenAPI says."""

from __future__ import annotations

import importlib
import sys
from pathlib import Path
from textwrap import dedent

import pytest
from fastapi import FastAPI
from fastapi.testclient import TestClient

from fastapi_lint.inventory import take
from fastapi_lint.session import Session
from fastapi_lint.workspace.config import load
from fastapi_lint.workspace.files import FileSystem

_MAIN = """
    from enum import Enum
    from fastapi import APIRouter, Depends, FastAPI, Security
    from fastapi.security import APIKeyHeader

    RAN = []

    class Tag(str, Enum):
        first = "1st"


    key = APIKeyHeader(name="key")

    def on_app(): RAN.append("on_app")
    def on_outer_inclusion(): RAN.append("on_outer_inclusion")
    def on_outer(): RAN.append("on_outer")
    def on_inclusion(): RAN.append("on_inclusion")
    def on_inner(): RAN.append("on_inner")
    def on_route(): RAN.append("on_route")
    def below(): RAN.append("below")
    def parameter(value=Depends(below)): RAN.append("parameter")

    inner_router = APIRouter(prefix="/inner", tags=[Tag.first], dependencies=[Depends(on_inner)])

    @inner_router.get("/x", tags=["route"], dependencies=[Depends(on_route)])
    def read(a=Depends(parameter), again=Depends(on_app), k=Security(key)):
        return {}

    outer_router = APIRouter(prefix="/outer", tags=["outer"], dependencies=[Depends(on_outer)])
    outer_router.include_router(
        inner_router, prefix="/in", tags=["inclusion"], dependencies=[Depends(on_inclusion)]
    )
    app = FastAPI(dependencies=[Depends(on_app)])
    app.include_router(outer_router, prefix="/v1", tags=["v1"], dependencies=[Depends(on_outer_inclusion)])
"""


@pytest.fixture
def project(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    """A project that can be imported."""
    (tmp_path / "inventory_probe.py").write_text(dedent(_MAIN))
    (tmp_path / "pyproject.toml").write_text("")
    monkeypatch.syspath_prepend(str(tmp_path))
    yield tmp_path
    sys.modules.pop("inventory_probe", None)


def test_inventory_is_what_runs(project: Path) -> None:
    session = Session(FileSystem(), load([str(project)]), [], strict=True)
    inventory = take(session.project(), frozenset(session.paths))
    ((group, entry),) = inventory.walk()
    module = importlib.import_module("inventory_probe")
    app: FastAPI = module.app

    answer = TestClient(app).get(entry.path, headers={"key": "1"})
    assert answer.status_code == 200
    walked = [need for outer in entry.needs for need in _as_solved(outer)]
    once = list(dict.fromkeys(need for need in walked if need != "key"))
    assert once == module.RAN
    operation = app.openapi()["paths"][entry.path]["get"]
    assert list(entry.tags) == operation["tags"]
    assert [need.label for need in entry.security] == ["key"]
    assert entry.endpoint == f"{module.read.__module__}:{module.read.__qualname__}"
    assert group.name == "inventory_probe:app"


def _as_solved(need) -> list[str]:
    """What a dependency needs runs before it."""
    return [*(name for inner in need.needs for name in _as_solved(inner)), need.label]
