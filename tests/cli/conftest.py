"""A project on disk, and the command in it."""

from __future__ import annotations

from collections.abc import Callable
from pathlib import Path

import pytest
from cli_command import Command


@pytest.fixture
def project(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    """A project, which is also the current folder."""
    write = _writer(tmp_path)
    write("pyproject.toml", '[project]\nname = "shop"\n')
    write("app/main.py", 'x = "BAD"\ny = "UGLY"\nz = "BAD"  # ignored\n')
    write("app/other.py", 'x = "MAYBE"\n')
    write("app/clean.py", "x = 1\n")
    monkeypatch.chdir(tmp_path)
    for name in ("NO_COLOR", "FORCE_COLOR", "FASTAPI_LINT_OUTPUT_FORMAT", "FASTAPI_LINT_CACHE_DIR"):
        monkeypatch.delenv(name, raising=False)
    return tmp_path


@pytest.fixture
def run(project: Path, capsys: pytest.CaptureFixture[str], monkeypatch: pytest.MonkeyPatch) -> Command:
    """The command, in the project."""
    return Command(capsys, monkeypatch)


def _writer(folder: Path) -> Callable[[str, str], None]:
    def write(name: str, text: str) -> None:
        path = folder / name
        path.parent.mkdir(parents=True, exist_ok=True)
        path.write_text(text, encoding="utf-8")

    return write
