"""When to check: the event loop collects changes, and a thread checks when nothing moves for a moment."""

from __future__ import annotations

import asyncio
import contextlib
import gc
import threading
import traceback
from collections.abc import Callable, Iterable, Mapping
from concurrent.futures import ThreadPoolExecutor
from typing import Protocol, TypeVar

from lsprotocol.types import MessageType

from fastapi_lint.lsp.convert import Positions
from fastapi_lint.lsp.options import Options
from fastapi_lint.lsp.reports import Document, Report, Reporter
from fastapi_lint.lsp.workspace import Message, Workspace

DEBOUNCE = 0.2
"""Seconds without a change before a check begins."""

IDLE = 0.7
"""Seconds more before everything is checked, after a check of the edited documents alone."""

_UNTIDY = 4
"""Checks after which garbage is collected even though somebody is typing."""

R = TypeVar("R")


class Client(Protocol):
    """Where the results go."""

    def tell(self, message: Message) -> None:
        """Log or show a message."""

    def deliver(self, reports: Mapping[str, Report]) -> None:
        """These reports are new; each is about a document that has not changed since."""


class Stopped(Exception):  # noqa: N818 - it is no error
    """The server ends, so that nobody waits for the check."""


class Outdated(Exception):  # noqa: N818 - it is no error
    """Something has changed before the check of everything else was done, and what was edited comes first."""


class Schedule:
    """The open documents, the latest report on each, and the one thread that makes reports."""

    def __init__(self, client: Client, workspace: Workspace, positions: Positions) -> None:
        self.documents: dict[str, Document] = {}
        self.reports: dict[str, Report] = {}
        self.reporter = Reporter(workspace, positions, self._progress, self._tick)
        self._client = client
        self._workspace = workspace
        self._changes: dict[str, str | None] = {}
        self._changed = asyncio.Event()
        self._settled = asyncio.Event()
        self._stopped = threading.Event()
        self._yields = False
        """Whether the check that is running has to give way to changes."""
        self._worker = ThreadPoolExecutor(1, "fastapi-lint")
        self._uncollected = 0

    # --- what happens ----------------------------------------------------------------------------

    def open(self, document: Document) -> None:
        """A document is open, or has a new text."""
        self.documents[document.path] = document
        self.change({document.path: document.text})

    def close(self, path: str) -> None:
        """The file on disk counts again."""
        self.documents.pop(path, None)
        self.reports.pop(path, None)
        self.change({path: None})

    def change_files(self, paths: Iterable[str]) -> None:
        """Files have changed on disk; buffers shadow them all the same."""
        self.change({path: None for path in paths if path not in self.documents})

    def configure(self, options: Options, folders: Iterable[str]) -> None:
        """The editor's settings are these."""
        self._worker.submit(self._workspace.configure, options, tuple(folders))
        self.change()

    def reload(self) -> None:
        """A file that settings depend on has changed."""
        self._worker.submit(self._workspace.reload)
        self.change()

    def change(self, changes: Mapping[str, str | None] | None = None) -> None:
        """Something has changed, so that another check is due."""
        self._changes.update(changes or {})
        self._settled.clear()
        self._changed.set()

    def stop(self) -> None:
        """End soon, even in the middle of a check."""
        self._stopped.set()
        self._worker.shutdown(wait=False, cancel_futures=True)

    # --- what follows ----------------------------------------------------------------------------

    async def run(self) -> None:
        """Check again and again, until cancelled."""
        gc.disable()  # half of a check's time would go into collecting what is not garbage yet
        is_done = True
        while True:
            with contextlib.suppress(asyncio.TimeoutError):
                await asyncio.wait_for(self._changed.wait(), None if is_done else IDLE)
            is_edited = self._changed.is_set()
            while self._changed.is_set():
                self._changed.clear()
                await asyncio.sleep(DEBOUNCE)
            is_done = await self._check(is_edited=is_edited)

    async def settled(self) -> None:
        """Wait until the reports are about the present texts."""
        await self._settled.wait()

    async def work(self, function: Callable[[], R]) -> R:
        """Run something in the thread, with all changes up to now."""
        changes, self._changes = self._changes, {}

        def job() -> R:
            for path, text in changes.items():
                self._workspace.update(path, text)
            return function()

        # A request that is cancelled must not take the changes with it.
        try:
            return await asyncio.shield(asyncio.get_running_loop().run_in_executor(self._worker, job))
        finally:
            messages, self._workspace.messages = self._workspace.messages, []
            for message in messages:
                self._client.tell(message)

    async def _check(self, *, is_edited: bool) -> bool:
        """Check what was edited, or, if nothing was or that is not enough, everything; whether it was everything."""
        documents = dict(self.documents)
        is_done = True

        def check() -> dict[str, Report]:
            nonlocal is_done
            found = self.reporter.edited(documents) if is_edited else None
            is_done = found is None
            self._yields = not is_edited
            return self.reporter.reports(documents) if found is None else found

        try:
            reports = await self.work(check)
        except Stopped:
            return True
        except Outdated:
            return False
        except Exception:
            self._client.tell(Message(MessageType.Error, f"the check failed:\n{traceback.format_exc()}"))
            reports = {}
        current = {
            path: report
            for path, report in reports.items()
            if self.documents.get(path) in (None, report.document)
            and (path in self.documents or path not in documents)
        }
        self.reports |= {path: report for path, report in current.items() if path in self.documents}
        if not self._changed.is_set():
            self._settled.set()
        self._client.deliver(current)
        if not is_done:
            return False
        self._uncollected += 1
        if not self._changed.is_set() or self._uncollected >= _UNTIDY:
            self._uncollected = 0
            await self.work(_tidy)
        return True

    def _tick(self) -> None:
        self._progress()
        if self._yields and self._changed.is_set():
            raise Outdated

    def _progress(self, *_: int) -> None:
        if self._stopped.is_set():
            raise Stopped


def _tidy() -> None:
    """Collect garbage; what survives the first time are the facts, which need no second look."""
    gc.collect()
    if not gc.get_freeze_count():
        gc.freeze()
