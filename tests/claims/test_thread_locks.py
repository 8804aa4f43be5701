"""A lock for threads that is held while a coroutine awaits: the next request would wait on the thread that holds it.

The lock here says so where a real one would wait for ever.
"""

from __future__ import annotations

import asyncio
import threading
from contextlib import AbstractAsyncContextManager, asynccontextmanager, nullcontext
from typing import Any

import httpx
import pytest
from fastapi import FastAPI


class DeadlockError(Exception):
    """The thread that wants the lock is the one that would have to let go of it."""


class Watched:
    """A lock for threads, as ``with`` takes it."""

    def __init__(self, lock: Any) -> None:
        self.lock = lock
        self.holder = 0

    def __enter__(self) -> None:
        if not self.lock.acquire(blocking=False):
            assert self.holder == threading.get_ident()
            raise DeadlockError
        self.holder = threading.get_ident()

    def __exit__(self, *exc: object) -> None:
        self.lock.release()


@asynccontextmanager
async def held(lock: Watched) -> Any:
    with lock:
        yield


def serve(lock: AbstractAsyncContextManager[Any] | Watched) -> tuple[list[int], int]:
    """The status of two requests at once, and how many were between taking the lock and letting go of it."""
    app = FastAPI()
    inside = most = 0

    @app.get("/")
    async def read() -> None:
        nonlocal inside, most
        async with held(lock) if isinstance(lock, Watched) else lock:
            inside += 1
            most = max(most, inside)
            await asyncio.sleep(0)
            inside -= 1

    async def run() -> list[int]:
        transport = httpx.ASGITransport(app, raise_app_exceptions=False)
        async with httpx.AsyncClient(transport=transport, base_url="http://test") as client:
            answers = await asyncio.gather(client.get("/"), client.get("/"))
        return [answer.status_code for answer in answers]

    return asyncio.run(run()), most


def test_the_second_request_waits_for_its_own_thread() -> None:
    assert serve(Watched(threading.Lock())) == ([200, 500], 1)


def test_a_reentrant_lock_lets_both_in() -> None:
    assert serve(Watched(threading.RLock())) == ([200, 200], 2)


@pytest.mark.parametrize("make", [asyncio.Lock, nullcontext])
def test_a_lock_of_asyncio_lets_one_in_after_the_other(make: Any) -> None:
    statuses, most = serve(make())
    assert statuses == [200, 200]
    assert most == (1 if make is asyncio.Lock else 2), "without a lock they are in there together"
