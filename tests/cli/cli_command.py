"""The command, run in this process with an engine that finds words."""

from __future__ import annotations

import io
import sys
from typing import NamedTuple

import fake_engine
import pytest

from fastapi_lint.cli.main import main


class Done(NamedTuple):
    """A finished run."""

    code: int
    out: str
    err: str


class Command:
    """Runs the command in this process."""

    def __init__(self, capsys: pytest.CaptureFixture[str], monkeypatch: pytest.MonkeyPatch) -> None:
        self._capsys = capsys
        self._monkeypatch = monkeypatch

    def __call__(self, *arguments: str, stdin: bytes = b"", fake: str = "") -> Done:
        self._monkeypatch.setenv("FAKE", fake)
        self._monkeypatch.setattr(sys, "stdin", io.TextIOWrapper(io.BytesIO(stdin)))
        fake_engine.install(lambda name, module: self._monkeypatch.setitem(sys.modules, name, module))
        self._capsys.readouterr()
        code = main(list(arguments))
        captured = self._capsys.readouterr()
        return Done(code, captured.out, captured.err)
