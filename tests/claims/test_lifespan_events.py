"""What the rules about event handlers claim, and the replay behind them, against a running FastAPI."""

from __future__ import annotations

import textwrap
import warnings
from importlib.metadata import version
from typing import Any

import pytest
import starlette.applications
from fastapi import FastAPI
from fastapi.testclient import TestClient
from fastapi_lint_rules.lifespan import deprecated_on_event, ignored_event_handler
from packaging.version import Version
from versions import fastapi

from fastapi_lint.examples import Block, examples, project
from fastapi_lint.model.domain import Application, Function
from fastapi_lint.model.loop import events

MERGING = Version(version("fastapi")) >= Version(events.ROUTER_LIFESPANS)
HEAD = """
from contextlib import asynccontextmanager
from fastapi import APIRouter, FastAPI

ran = []

@asynccontextmanager
async def lifespan(app):
    yield

def first():
    ran.append("first")

async def second():
    ran.append("second")

def third():
    ran.append("third")
"""
PROGRAMS = {
    "one application": """
        app = FastAPI(on_startup=[second])
        app.on_event("startup")(first)
        app.router.add_event_handler("startup", third)
    """,
    "with a lifespan": """
        app = FastAPI(lifespan=lifespan, on_startup=[second])
        app.on_event("startup")(first)
    """,
    "lifespan is None": """
        app = FastAPI(lifespan=None)
        app.on_event("startup")(first)
    """,
    "an included router": """
        app = FastAPI()
        router = APIRouter()
        app.on_event("startup")(first)
        router.on_event("startup")(second)
        app.include_router(router)
        app.on_event("startup")(third)
    """,
    "registered after inclusion": """
        app = FastAPI()
        router = APIRouter()
        app.include_router(router)
        router.on_event("startup")(first)
        app.on_event("startup")(second)
    """,
    "an included router, and a lifespan": """
        app = FastAPI(lifespan=lifespan)
        router = APIRouter(on_startup=[first])
        app.include_router(router)
        app.on_event("startup")(second)
    """,
    "a router with a lifespan": """
        app = FastAPI()
        router = APIRouter(lifespan=lifespan, on_startup=[first])
        app.include_router(router)
        app.on_event("startup")(second)
    """,
    "two lifespans": """
        app = FastAPI(lifespan=lifespan)
        router = APIRouter(lifespan=lifespan, on_startup=[first])
        app.include_router(router)
    """,
    "nested routers": """
        app = FastAPI(lifespan=lifespan)
        inner = APIRouter(on_startup=[first])
        outer = APIRouter(on_startup=[second])
        outer.include_router(inner)
        app.include_router(outer)
        app.on_event("startup")(third)
    """,
    "nested routers in another order": """
        app = FastAPI()
        inner = APIRouter()
        outer = APIRouter(on_startup=[second])
        app.include_router(outer, prefix="/a")
        outer.include_router(inner, prefix="/b")
        inner.on_event("startup")(first)
    """,
    "included twice": """
        app = FastAPI()
        router = APIRouter(on_startup=[first])
        app.include_router(router, prefix="/a")
        app.on_event("startup")(second)
        app.include_router(router, prefix="/b")
    """,
}


def started(code: str) -> tuple[list[str], dict[str, Any]]:
    """What runs when the application of some code starts."""
    names: dict[str, Any] = {}
    with warnings.catch_warnings():
        warnings.simplefilter("ignore")
        exec(code, names)
        with TestClient(names["app"]):
            pass
    return names["ran"], names


@pytest.mark.parametrize("program", PROGRAMS.values(), ids=PROGRAMS)
def test_the_replay_runs_what_fastapi_runs(program: str) -> None:
    code = HEAD + textwrap.dedent(program)
    applications = project({"main.py": code}, [deprecated_on_event.rule]).project().applications
    replayed = list(events.runs(applications[0], "startup", MERGING))
    assert [handler.target.name for handler in replayed if isinstance(handler.target, Function)] == started(
        code
    )[0]


def test_nothing_of_a_mounted_application_runs() -> None:
    code = HEAD + 'app = FastAPI()\ninner = FastAPI(on_startup=[first])\napp.mount("/inner", inner)\n'
    inner = project({"main.py": code}, [ignored_event_handler.rule]).project().applications[1]
    assert isinstance(inner, Application) and events.is_mounted(inner)
    assert started(code)[0] == []


def _output(block: Block, capsys: pytest.CaptureFixture[str]) -> list[str]:
    started(block.files["main.py"] + "\nran = []\n")
    return capsys.readouterr().out.split()


def test_the_bad_example_never_runs_and_the_good_one_does(capsys: pytest.CaptureFixture[str]) -> None:
    example = examples(ignored_event_handler.rule)[0]
    assert example.good is not None
    assert _output(example.bad, capsys) == ["open", "close"]
    assert _output(example.good, capsys) == ["open", "warm", "close"]


def test_the_deprecated_example_runs_the_same_way_as_the_good_one(capsys: pytest.CaptureFixture[str]) -> None:
    example = examples(deprecated_on_event.rule)[0]
    assert example.good is not None
    assert _output(example.bad, capsys) == _output(example.good, capsys) == ["connected", "disconnected"]
    if fastapi("0.115"):
        with pytest.warns(DeprecationWarning, match="on_event is deprecated"):
            exec(example.bad.files["main.py"], {})


@pytest.mark.skipif(Version(version("starlette")) < Version("1.0"), reason="Starlette still has them")
def test_what_starlette_removed() -> None:
    with pytest.raises(AttributeError):
        FastAPI().add_event_handler("startup", print)  # type: ignore[attr-defined]
    with pytest.raises(AttributeError):
        starlette.applications.Starlette().on_event("startup")  # type: ignore[attr-defined]
    with pytest.raises(TypeError):
        starlette.applications.Starlette(on_startup=[print])  # type: ignore[call-arg]
    FastAPI().router.add_event_handler("startup", print)
