"""A progress bar for runs that take longer than a second, where somebody is watching."""

from __future__ import annotations

from contextlib import ExitStack
from time import perf_counter
from types import TracebackType
from typing import TYPE_CHECKING, TextIO

if TYPE_CHECKING:
    from rich.progress import Progress as Bar
    from rich.progress import TaskID

PATIENCE = 1.0
"""Seconds without a sign of life that nobody minds."""


class Progress:
    """Called with the number of files that are done, and of all of them."""

    def __init__(self, stream: TextIO, *, quiet: bool = False) -> None:
        self._stream = stream
        self._silent = quiet or not stream.isatty()
        self._started = perf_counter()
        self._stack = ExitStack()
        self._bar: Bar | None = None
        self._task: TaskID | None = None

    def __enter__(self) -> Progress:
        return self

    def __call__(self, done: int, total: int) -> None:
        if self._silent or perf_counter() - self._started < PATIENCE:
            return
        if self._bar is None:
            self._bar = self._stack.enter_context(self._made())
            self._task = self._bar.add_task("Checking", total=total)
        if self._task is not None:
            self._bar.update(self._task, completed=done, total=total)

    def _made(self) -> Bar:
        from rich.console import Console
        from rich.progress import BarColumn, MofNCompleteColumn, TextColumn
        from rich.progress import Progress as Bar

        columns = (TextColumn("{task.description}"), BarColumn(), MofNCompleteColumn())
        return Bar(*columns, console=Console(file=self._stream), transient=True)

    def __exit__(
        self, kind: type[BaseException] | None, error: BaseException | None, trace: TracebackType | None
    ) -> None:
        self._stack.close()
