"""Retry decorators around plain functions put the thread to sleep that calls them; around coroutines they await."""

from __future__ import annotations

import asyncio
import time
from collections.abc import Callable
from typing import Any

import pytest

PAUSE = 0.01


@pytest.fixture
def pauses(monkeypatch: pytest.MonkeyPatch) -> list[float]:
    """What ``time.sleep`` is called with."""
    found: list[float] = []
    monkeypatch.setattr(time, "sleep", found.append)
    return found


def failing_once() -> Callable[[], None]:
    """A function that raises the first time."""
    errors = [OSError]

    def work() -> None:
        if errors:
            raise errors.pop()

    return work


def coroutine() -> Callable[[], Any]:
    """The same as an ``async def``."""
    work = failing_once()

    async def run() -> None:
        work()

    return run


def test_tenacity(pauses: list[float]) -> None:
    tenacity = pytest.importorskip("tenacity")
    patiently = tenacity.retry(wait=tenacity.wait_fixed(PAUSE))
    patiently(failing_once())()
    assert pauses == [PAUSE]
    work = failing_once()
    for attempt in tenacity.Retrying(wait=tenacity.wait_fixed(PAUSE)):
        with attempt:
            work()
    tenacity.Retrying(wait=tenacity.wait_fixed(PAUSE))(failing_once())
    assert pauses == [PAUSE] * 3


def test_tenacity_without_a_pause(pauses: list[float]) -> None:
    tenacity = pytest.importorskip("tenacity")
    wait, stop = tenacity.wait_fixed(PAUSE), tenacity.stop_after_attempt(1)
    asyncio.run(tenacity.retry(wait=wait)(coroutine())())
    tenacity.retry(failing_once())()
    tenacity.retry(wait=tenacity.wait_none())(failing_once())()
    with pytest.raises(OSError):
        tenacity.retry(wait=wait, stop=stop, reraise=True)(failing_once())()
    assert not any(pauses), "a pause of zero seconds at most"


def test_backoff(pauses: list[float]) -> None:
    backoff = pytest.importorskip("backoff")
    patiently = backoff.on_exception(backoff.constant, OSError, interval=PAUSE, jitter=None)
    asyncio.run(patiently(coroutine())())
    backoff.on_exception(backoff.constant, OSError, interval=0)(failing_once())()
    assert not any(pauses)
    patiently(failing_once())()
    assert pauses[-1] == PAUSE
    with pytest.raises(OSError):
        backoff.on_exception(backoff.expo, OSError, max_tries=1)(failing_once())()
    assert pauses[-1] == PAUSE and len(pauses) == 2


def test_retrying(pauses: list[float]) -> None:
    retrying = pytest.importorskip("retrying")
    retrying.retry(failing_once())()
    assert not any(pauses)
    retrying.retry(wait_fixed=PAUSE * 1000)(failing_once())()
    assert pauses[-1] == PAUSE
