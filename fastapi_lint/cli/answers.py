"""Keeps what a run said, for ``recall`` to say it again."""

from __future__ import annotations

import sys
from collections.abc import Iterable, Iterator
from contextlib import contextmanager, redirect_stderr, redirect_stdout
from typing import TYPE_CHECKING, Any, TextIO

from fastapi_lint.cli.recall import Asked, pack
from fastapi_lint.result import Problem, ProblemKind
from fastapi_lint.workspace.cache import ANSWER, Cache
from fastapi_lint.workspace.observed import Observed

if TYPE_CHECKING:
    from fastapi_lint.rule import Rule

_OURS = "fastapi_lint"
_PASSING = frozenset({ProblemKind.INTERNAL, ProblemKind.PLUGIN})
"""Problems of the linter's own, which may be gone without anything that was read having changed."""


class Answer:
    """What goes to standard output and standard error while somebody listens."""

    def __init__(self) -> None:
        self._out: list[str] = []
        self._err: list[str] = []

    @contextmanager
    def heard(self) -> Iterator[None]:
        """Let everything through, and remember it."""
        out, err = _Tee(sys.stdout, self._out), _Tee(sys.stderr, self._err)
        with redirect_stdout(out), redirect_stderr(err):
            yield

    def keep(
        self,
        cache: Cache,
        asked: Asked,
        disk: Observed,
        code: int,
        problems: Iterable[Problem],
        rules: Iterable[Rule],
    ) -> None:
        """Store the answer, if the same question will have it as long as what was read stays the same."""
        if cache.notice or not disk.is_steady or any(problem.kind in _PASSING for problem in problems):
            return
        if not _observe_ourselves(disk, rules):
            return
        data = pack(code, "".join(self._out), "".join(self._err), disk.record)
        cache.put(ANSWER, {asked.key: data})


class _Tee:
    """A text stream that notes what is written to it."""

    def __init__(self, stream: TextIO, heard: list[str]) -> None:
        self._stream = stream
        self._heard = heard

    def write(self, text: str) -> int:
        self._heard.append(text)
        return self._stream.write(text)

    def writelines(self, lines: Iterable[str]) -> None:
        for line in lines:
            self.write(line)

    def __getattr__(self, name: str) -> Any:
        return getattr(self._stream, name)


def _observe_ourselves(disk: Observed, rules: Iterable[Rule]) -> bool:
    """Record what the linter and its plugins consist of; False when there is no telling.

    The folders of the import path are looked at for distributions that come and go, and for a new version of one.
    """
    packages = {_OURS, *(rule.module.partition(".")[0] for rule in rules)}
    files = set()
    for name, module in list(sys.modules.items()):
        if name.partition(".")[0] in packages:
            file = getattr(module, "__file__", None)
            if file is None and not hasattr(module, "__path__"):
                return False
            files |= {file} if file else set()
            for folder in getattr(module, "__path__", ()):
                disk.scan(folder)
    for folder in sys.path:
        if disk.is_dir(folder):
            names = (entry.name for entry in disk.scan(folder) if entry.is_dir)
            files |= {f"{folder}/{name}" for name in names if name.endswith((".dist-info", ".egg-info"))}
    disk.run(sorted(files))
    return True
