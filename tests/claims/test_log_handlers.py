"""What `blocking-log` says: a handler writes inside the log call, and a queue takes that off the event loop."""

from __future__ import annotations

import asyncio
import importlib
import logging
import threading
from logging.handlers import QueueHandler, QueueListener, SocketHandler
from pathlib import Path
from queue import SimpleQueue
from typing import Any

import pytest

from fastapi_lint.examples import project
from fastapi_lint.registry import load

LOGURU = """
from fastapi import FastAPI
from loguru import logger

logger.add("shop.log"OPTIONS)
app = FastAPI()

@app.get("/items/{item_id}")
async def read_item(item_id: int) -> int:
    logger.info("item {}", item_id)
    return item_id
"""


class Noting:
    """An open file that notes which threads write to it."""

    def __init__(self) -> None:
        self.threads: list[threading.Thread] = []

    def write(self, text: str) -> None:
        self.threads.append(threading.current_thread())

    def flush(self) -> None: ...

    def close(self) -> None: ...


def log_in_a_coroutine(handler: logging.Handler) -> None:
    """Log once on an event loop."""
    logger = logging.Logger("shop")
    logger.addHandler(handler)

    async def main() -> None:
        logger.info("hello")

    asyncio.run(main())


@pytest.fixture
def file_handler(tmp_path: Path) -> logging.FileHandler:
    handler = logging.FileHandler(tmp_path / "log")
    handler.stream.close()
    handler.stream = Noting()  # type: ignore[assignment]
    return handler


def test_a_file_handler_writes_in_the_thread_of_the_loop(file_handler: logging.FileHandler) -> None:
    log_in_a_coroutine(file_handler)
    assert set(file_handler.stream.threads) == {threading.current_thread()}  # type: ignore[attr-defined]


def test_a_listener_writes_in_another_one(file_handler: logging.FileHandler) -> None:
    records: SimpleQueue[logging.LogRecord] = SimpleQueue()
    listener = QueueListener(records, file_handler)
    listener.start()
    log_in_a_coroutine(QueueHandler(records))
    listener.stop()
    threads = file_handler.stream.threads  # type: ignore[attr-defined]
    assert threads and threading.current_thread() not in threads


def test_a_socket_handler_connects_in_the_log_call(monkeypatch: pytest.MonkeyPatch) -> None:
    threads: list[threading.Thread] = []

    def connect(handler: SocketHandler, timeout: float = 1) -> None:
        threads.append(threading.current_thread())
        raise OSError

    monkeypatch.setattr(SocketHandler, "makeSocket", connect)
    log_in_a_coroutine(SocketHandler("localhost", 9))
    assert threads == [threading.current_thread()]


@pytest.mark.parametrize("enqueue", [False, True])
def test_loguru_writes_in_the_thread_of_the_loop_unless_it_has_a_queue(
    tmp_path: Path, *, enqueue: bool
) -> None:
    loguru = pytest.importorskip("loguru")
    threads: list[threading.Thread] = []
    loguru.logger.remove()
    number = loguru.logger.add(lambda message: threads.append(threading.current_thread()), enqueue=enqueue)

    async def main() -> None:
        loguru.logger.info("hello")

    asyncio.run(main())
    loguru.logger.complete()
    loguru.logger.remove(number)
    assert [thread is threading.current_thread() for thread in threads] == [not enqueue]


@pytest.mark.parametrize(("options", "count"), [("", 1), (", enqueue=True", 0)])
def test_a_file_of_loguru_is_found_where_it_stops_the_loop(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch, options: str, count: int
) -> None:
    """The same lines, linted and run: what writes the file is the thread of the loop where there is a finding."""
    loguru = pytest.importorskip("loguru")
    text = LOGURU.replace("OPTIONS", options)
    rules = [rule for rule in load().rules if rule.name == "blocking-log"]
    assert len(project({"main.py": text}, rules).check().findings) == count
    threads: list[threading.Thread] = []
    kind = importlib.import_module("loguru._file_sink").FileSink
    write = kind.write
    monkeypatch.setattr(
        kind, "write", lambda *given: (threads.append(threading.current_thread()), write(*given))
    )
    monkeypatch.chdir(tmp_path)
    namespace: dict[str, Any] = {}
    loguru.logger.remove()
    exec(text, namespace)
    asyncio.run(namespace["read_item"](1))
    loguru.logger.complete()
    loguru.logger.remove()
    assert {thread is threading.current_thread() for thread in threads} == {bool(count)}
