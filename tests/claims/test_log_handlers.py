"""What `blocking-log` says: a handler writes inside the log call, and a queue takes that off the event loop."""

from __future__ import annotations

import asyncio
import logging
import threading
from logging.handlers import QueueHandler, QueueListener, SocketHandler
from pathlib import Path
from queue import SimpleQueue

import pytest


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
