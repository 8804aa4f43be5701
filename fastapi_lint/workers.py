"""Work on all cores: children of this process, which see everything that it has read and linked.

A child is a fork: 5 to 20 ms, where another process started afresh (spawn, or a fork server's first) spends 300 ms on
imports and would have to be told the model. What comes back is small and plain; trees never travel. Where there is
no fork, one process does it all.
"""

from __future__ import annotations

import os
import pickle
import signal
import traceback
from collections.abc import Callable, Iterator, Sequence
from contextlib import suppress
from typing import IO, Any, TypeVar

from fastapi_lint.counting import COUNTS, count

T = TypeVar("T")
R = TypeVar("R")

CAN_FORK = hasattr(os, "fork")
_TOKENS = 4096
"""What is taken from the queue at once is a token of two bytes; so many of them fit into every pipe."""


class WorkerFailed(Exception):  # noqa: N818 - it is about the worker
    """A child did not finish its work; ``message`` says how it ended, ``detail`` is a traceback if there is one."""

    def __init__(self, message: str, detail: str = "") -> None:
        super().__init__(message)
        self.message = message
        self.detail = detail


def cores() -> int:
    """The cores that this process may use."""
    if hasattr(os, "sched_getaffinity"):
        return len(os.sched_getaffinity(0))
    return os.cpu_count() or 1


def spread(
    items: Sequence[T], work: Callable[[T], R], workers: int, failed: Callable[[WorkerFailed, T], R]
) -> list[R]:
    """The work of every item, in the order of the items, by this process and its children.

    What an item becomes whose child raised or died is for ``failed`` to say.
    """
    workers = min(workers, len(items))
    if workers < 2 or not CAN_FORK:
        return [work(item) for item in items]
    queue = _queue(len(items))
    children: list[_Child] = []
    done: dict[int, R] = {}
    try:
        children += (_Child(lambda: _work(queue, items, work)) for _ in range(workers - 1))
        done.update(_work(queue, items, work))
        for child in children:
            done.update(child.results())
            if child.failure is not None and child.started is not None:
                done[child.started] = failed(child.failure, items[child.started])
    finally:
        os.close(queue)
        for child in children:
            child.end()
    for at in range(len(items)):
        if at not in done:  # a child took more than one and died over the first
            done[at] = work(items[at])
    return [done[at] for at in range(len(items))]


def _queue(length: int) -> int:
    """The reading end of a pipe with the numbers of all items; whoever is free takes the next."""
    out, into = os.pipe()
    chunk = -(-length // _TOKENS)
    os.write(into, b"".join(number.to_bytes(2, "big") for number in range(-(-length // chunk))))
    os.close(into)
    return out


def _work(queue: int, items: Sequence[T], work: Callable[[T], R]) -> Iterator[tuple[int, R]]:
    chunk = -(-len(items) // _TOKENS)
    while token := os.read(queue, 2):
        start = int.from_bytes(token, "big") * chunk
        for at in range(start, min(start + chunk, len(items))):
            _started(at)
            yield at, work(items[at])


def _started(at: int) -> None:
    """Tell the parent what a child is about to do; nobody listens in the parent itself."""
    if _Child.channel is not None:
        _Child.channel.tell(_STARTED, at)


_STARTED, _DONE, _RAISED, _COUNTED, _FORGET = range(5)
_REMEMBERED = 1_000_000
"""After so many bytes nobody remembers what was said, so that it is not kept for the sake of names said once."""


class _Child:
    """One forked process and the file that it writes its results to: a pipe would fill up and stop it."""

    channel: _Channel | None = None
    """In a child, what it writes to."""

    def __init__(self, results: Callable[[], Iterator[tuple[int, Any]]]) -> None:
        self.started: int | None = None
        self.failure: WorkerFailed | None = None
        self._has_ended = False
        import tempfile  # which most runs over a few files never need

        self._file: IO[bytes] = tempfile.TemporaryFile()  # noqa: SIM115 - closed at the end
        self._pid = os.fork()
        if not self._pid:
            _Child.channel = _Channel(self._file)
            _live(_Child.channel, results)

    def results(self) -> dict[int, Any]:
        """What the child has done, when it has ended. What it has ``started`` last may not be among it."""
        _, status = os.waitpid(self._pid, 0)
        self._has_ended = True
        code = os.waitstatus_to_exitcode(status)
        if code:
            how = f"was ended by signal {-code}" if code < 0 else f"ended with code {code}"
            self.failure = WorkerFailed(f"a worker process {how}")
        done: dict[int, Any] = {}
        self._file.seek(0)
        for kind, value in _read(self._file):
            if kind == _STARTED:
                self.started = value
            elif kind == _DONE:
                done.update([value])
            elif kind == _RAISED:
                self.failure = WorkerFailed(value.strip().splitlines()[-1], value)
            elif kind == _COUNTED:
                for what, times in value.items():
                    count(what, times)
        return done

    def end(self) -> None:
        """Stop the child, whatever it is doing."""
        if not self._has_ended:
            with suppress(ProcessLookupError, ChildProcessError):
                os.kill(self._pid, signal.SIGKILL)
                os.waitpid(self._pid, 0)
        self._file.close()


class _Channel:
    """What a child says to its parent. One pickler says it all, so that a name is said, and kept, once."""

    def __init__(self, file: IO[bytes]) -> None:
        self._file = file
        self._pickler = pickle.Pickler(file, pickle.HIGHEST_PROTOCOL)
        self._forgot = 0

    def tell(self, kind: int, value: object) -> None:
        """Say it so that it is heard even if the child ends at once."""
        self._pickler.dump((kind, value))
        if self._file.tell() - self._forgot > _REMEMBERED:
            self._pickler.dump((_FORGET, None))
            self._pickler.clear_memo()
            self._forgot = self._file.tell()
        self._file.flush()


def _live(channel: _Channel, results: Callable[[], Iterator[tuple[int, Any]]]) -> None:
    """The life of a child: it leaves without any of the clean-up that is its parent's."""
    code = 1
    try:
        COUNTS.clear()
        for result in results():
            channel.tell(_DONE, result)
        channel.tell(_COUNTED, COUNTS)
        code = 0
    except KeyboardInterrupt:
        pass
    except BaseException:
        with suppress(BaseException):
            channel.tell(_RAISED, traceback.format_exc())
    finally:
        os._exit(code)


def _read(file: IO[bytes]) -> Iterator[tuple[int, Any]]:
    unpickler = pickle.Unpickler(file)
    while True:
        try:
            said = unpickler.load()
            if said[0] == _FORGET:
                unpickler = pickle.Unpickler(file)
            yield said
        except (EOFError, pickle.UnpicklingError):  # the end, or where the child was ended
            return
