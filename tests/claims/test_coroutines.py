"""What happens under a running FastAPI to coroutines that nobody awaits, nested loops and shared sessions."""

from __future__ import annotations

import asyncio
import importlib
import inspect
import warnings
from collections.abc import Callable, Iterator
from typing import Any

import anyio
import pytest
from fastapi import FastAPI, Request
from fastapi.concurrency import run_in_threadpool
from fastapi.testclient import TestClient

from fastapi_lint.model.knowledge.coroutines import COROUTINES

ran: list[str] = []


@pytest.fixture(autouse=True)
def _quiet() -> Iterator[None]:
    ran.clear()
    with warnings.catch_warnings():
        warnings.simplefilter("ignore", RuntimeWarning)
        yield


async def fetch() -> dict[str, int]:
    ran.append("fetch")
    return {"number": 1}


def resize() -> None:
    ran.append("resize")


def _raises(endpoint: Callable[..., Any]) -> BaseException:
    app = FastAPI()
    app.post("/")(endpoint)
    with pytest.raises(Exception) as caught:
        TestClient(app).post("/", content=b"{}")
    return caught.value


# --- coroutine-never-awaited -----------------------------------------------------------------------


def test_a_dropped_coroutine_never_runs() -> None:
    app = FastAPI()

    @app.post("/")
    async def endpoint() -> str:
        fetch()  # type: ignore[unused-coroutine]
        return ""

    assert TestClient(app).post("/").status_code == 200
    assert ran == []


def test_a_coroutine_is_no_response() -> None:
    async def endpoint() -> Any:
        return fetch()

    def endpoint_by_def() -> Any:
        return fetch()

    for one in (endpoint, endpoint_by_def):
        assert isinstance(_raises(one), (TypeError, ValueError))
        assert ran == []


def test_a_coroutine_is_not_its_result() -> None:
    async def subscripted(request: Request) -> Any:
        return request.json()["name"]  # type: ignore[index]

    async def read(request: Request) -> Any:
        return request.body().decode()  # type: ignore[attr-defined]

    assert isinstance(_raises(subscripted), TypeError)
    assert isinstance(_raises(read), AttributeError)


def test_gather_starts_its_coroutines_by_itself() -> None:
    async def main() -> None:
        asyncio.gather(fetch())
        await asyncio.sleep(0)

    asyncio.run(main())
    assert ran == ["fetch"]


@pytest.mark.parametrize("name", sorted(COROUTINES))
def test_coroutine_functions_are_what_the_table_says(name: str) -> None:
    head, *rest = name.split(".")
    with warnings.catch_warnings():
        warnings.simplefilter("ignore")
        value: Any = pytest.importorskip(head)
        for part in rest:
            if inspect.ismodule(value) and not hasattr(value, part):
                value = importlib.import_module(f"{value.__name__}.{part}")
            else:
                value = getattr(value, part)
    is_wrapped = head in ("redis", "asyncpg")  # plain functions that hand a coroutine on
    assert inspect.iscoroutinefunction(inspect.unwrap(value)) or is_wrapped


# --- executor-gets-result --------------------------------------------------------------------------


def test_a_thread_cannot_call_a_result() -> None:
    async def in_pool() -> None:
        await run_in_threadpool(resize())  # type: ignore[func-returns-value, arg-type]

    async def to_thread() -> None:
        await asyncio.to_thread(resize())  # type: ignore[func-returns-value, arg-type]

    async def run_sync() -> None:
        await anyio.to_thread.run_sync(resize())  # type: ignore[func-returns-value, arg-type]

    async def executor() -> None:
        await asyncio.get_running_loop().run_in_executor(None, resize())  # type: ignore[func-returns-value, arg-type]

    for endpoint in (in_pool, to_thread, run_sync, executor):
        ran.clear()
        assert isinstance(_raises(endpoint), TypeError)
        assert ran == ["resize"]


def test_a_thread_cannot_call_a_coroutine() -> None:
    async def endpoint() -> None:
        await run_in_threadpool(fetch())  # type: ignore[arg-type]

    assert isinstance(_raises(endpoint), TypeError)
    assert ran == []


# --- nested-event-loop, get-event-loop-in-coroutine ------------------------------------------------


@pytest.mark.parametrize(
    "start",
    [
        lambda: asyncio.run(fetch()),
        lambda: asyncio.get_running_loop().run_until_complete(fetch()),
        lambda: asyncio.new_event_loop().run_until_complete(fetch()),
        lambda: asyncio.new_event_loop().run_forever(),
        lambda: anyio.run(fetch),
    ],
)
def test_a_loop_in_a_loop_is_an_error(start: Callable[[], Any]) -> None:
    async def endpoint() -> None:
        start()

    assert isinstance(_raises(endpoint), RuntimeError)
    assert ran == []


def test_in_a_coroutine_both_give_the_running_loop() -> None:
    async def main() -> bool:
        return asyncio.get_event_loop() is asyncio.get_running_loop()

    assert asyncio.run(main())


# --- shared-async-session --------------------------------------------------------------------------


def test_a_session_refuses_to_be_shared() -> None:
    sqlalchemy = pytest.importorskip("sqlalchemy")
    pytest.importorskip("aiosqlite")
    from sqlalchemy.ext.asyncio import AsyncSession, create_async_engine

    async def main() -> list[Any]:
        async with AsyncSession(create_async_engine("sqlite+aiosqlite://")) as db:
            query = sqlalchemy.text("select 1")
            return await asyncio.gather(*(db.scalar(query) for _ in range(3)), return_exceptions=True)

    outcomes = asyncio.run(main())
    assert any(isinstance(one, sqlalchemy.exc.SQLAlchemyError) for one in outcomes), outcomes
