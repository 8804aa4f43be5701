"""What happens to background tasks and lifespans that go wrong, under a running FastAPI."""

from __future__ import annotations

import asyncio
import contextlib
import gc
import warnings
from collections.abc import AsyncIterator, Callable
from typing import Any

import httpx
import pytest
from fastapi import APIRouter, BackgroundTasks, FastAPI
from fastapi.testclient import TestClient
from packaging.version import Version
from versions import fastapi

from fastapi_lint.model.loop import events

ran: list[str] = []


@pytest.fixture(autouse=True)
def _forget() -> None:
    ran.clear()


def work(name: str) -> None:
    ran.append(name)


async def work_async(name: str) -> None:
    ran.append(name)


# --- background tasks ------------------------------------------------------------------------------


def _serve(endpoint: Callable[..., Any]) -> TestClient:
    app = FastAPI()
    app.post("/")(endpoint)
    return TestClient(app, raise_server_exceptions=False)


def test_a_called_task_runs_at_once_and_the_next_ones_never() -> None:
    def endpoint(tasks: BackgroundTasks) -> list[str]:
        tasks.add_task(work("first"))  # type: ignore[func-returns-value, arg-type]
        tasks.add_task(work, "second")
        return list(ran)

    answer = _serve(endpoint).post("/")
    assert (answer.status_code, answer.json()) == (200, ["first"])
    assert ran == ["first"]


def test_a_called_coroutine_never_runs() -> None:
    def endpoint(tasks: BackgroundTasks) -> str:
        tasks.add_task(work_async("first"))  # type: ignore[arg-type]
        tasks.add_task(work, "second")
        return ""

    with warnings.catch_warnings():
        warnings.simplefilter("ignore", RuntimeWarning)
        assert _serve(endpoint).post("/").status_code == 200
        gc.collect()
    assert ran == []


def test_the_error_is_a_type_error() -> None:
    app = FastAPI()

    @app.post("/")
    def endpoint(tasks: BackgroundTasks) -> str:
        tasks.add_task(work("first"))  # type: ignore[func-returns-value, arg-type]
        return ""

    with pytest.raises(TypeError):
        TestClient(app).post("/")


@pytest.mark.parametrize("injected", [True, False])
def test_tasks_of_an_own_object_never_run(injected: bool) -> None:
    def made() -> str:
        tasks = BackgroundTasks()
        tasks.add_task(work, "it")
        return ""

    def given(tasks: BackgroundTasks) -> str:
        tasks.add_task(work, "it")
        return ""

    assert _serve(given if injected else made).post("/").status_code == 200
    assert ran == (["it"] if injected else [])


# --- lifespans -------------------------------------------------------------------------------------


@contextlib.asynccontextmanager
async def careless(app: FastAPI) -> AsyncIterator[None]:
    yield
    ran.append("closed")


@contextlib.asynccontextmanager
async def careful(app: FastAPI) -> AsyncIterator[None]:
    try:
        yield
    finally:
        ran.append("closed")


BOTH = pytest.mark.parametrize(("lifespan", "closed"), [(careless, []), (careful, ["closed"])])


@pytest.mark.skipif(not fastapi(events.ROUTER_LIFESPANS), reason="it does not run")
@BOTH
def test_a_router_that_fails_at_start_up(lifespan: Any, closed: list[str]) -> None:
    @contextlib.asynccontextmanager
    async def failing(app: FastAPI) -> AsyncIterator[None]:
        raise RuntimeError("no database")
        yield

    app = FastAPI(lifespan=lifespan)
    app.include_router(APIRouter(lifespan=failing))
    with pytest.raises(RuntimeError), TestClient(app):
        pass
    assert ran == closed


@BOTH
def test_a_cancelled_lifespan(lifespan: Any, closed: list[str]) -> None:
    app = FastAPI(lifespan=lifespan)
    started = asyncio.Event()

    async def run() -> None:
        calls = iter([{"type": "lifespan.startup"}])

        async def receive() -> Any:
            for message in calls:
                return message
            await asyncio.sleep(60)
            return {"type": "lifespan.shutdown"}

        async def send(message: Any) -> None:
            started.set()

        task = asyncio.create_task(app({"type": "lifespan", "app": app, "state": {}}, receive, send))
        await started.wait()
        task.cancel()
        with contextlib.suppress(asyncio.CancelledError):
            await task

    asyncio.run(run())
    assert ran == closed


# --- clients ---------------------------------------------------------------------------------------


@pytest.mark.skipif(Version(httpx.__version__) < Version("0.28"), reason="`app=` was removed in httpx 0.28")
def test_async_client_takes_no_app() -> None:
    with pytest.raises(TypeError, match="app"):
        httpx.AsyncClient(app=FastAPI())  # type: ignore[call-arg]


def test_the_transport_does_the_same() -> None:
    app = FastAPI()
    app.get("/")(lambda: "here")

    async def get() -> Any:
        async with httpx.AsyncClient(
            transport=httpx.ASGITransport(app=app), base_url="http://test"
        ) as client:
            return (await client.get("/")).json()

    assert asyncio.run(get()) == "here"


# --- applications ----------------------------------------------------------------------------------


def test_the_routes_of_a_rebound_application_are_lost() -> None:
    app = FastAPI()
    app.get("/health")(lambda: "ok")
    app = FastAPI()
    app.get("/items")(lambda: "items")
    client = TestClient(app)
    assert [client.get(path).status_code for path in ("/health", "/items")] == [404, 200]


def test_an_application_starts_without_what_it_swallows() -> None:
    @contextlib.asynccontextmanager
    async def lifespan(app: FastAPI) -> AsyncIterator[None]:
        with contextlib.suppress(Exception):
            raise RuntimeError("no database")
        yield

    with TestClient(FastAPI(lifespan=lifespan)) as client:
        assert client.get("/").status_code == 404
