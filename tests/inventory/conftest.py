"""Projects on disk and in memory, the commands on them, and what they are expected to write."""

from __future__ import annotations

import os
from collections.abc import Callable
from pathlib import Path
from textwrap import dedent

import pytest
from inventory_command import Done

from fastapi_lint.cli.main import main
from fastapi_lint.inventory import Inventory, take
from fastapi_lint.session import Session
from fastapi_lint.workspace.config import load
from fastapi_lint.workspace.files import MemoryFiles

GOLDEN = Path(__file__).parent / "golden"
PROJECTS = Path(__file__).parents[2] / "fixtures" / "projects"


@pytest.fixture
def command(capsys: pytest.CaptureFixture[str], monkeypatch: pytest.MonkeyPatch) -> Callable[..., Done]:
    """Run the command line, in the folder of the fixtures."""
    monkeypatch.chdir(PROJECTS)
    for name in ("NO_COLOR", "FORCE_COLOR", "COLUMNS"):
        monkeypatch.delenv(name, raising=False)

    def run(*arguments: str) -> Done:
        capsys.readouterr()
        code = main(list(arguments))
        return Done(code, *capsys.readouterr())

    return run


@pytest.fixture
def golden() -> Callable[[str, str], None]:
    """Compare with a file below ``golden/``; ``UPDATE_GOLDEN=1`` writes it."""

    def compare(name: str, text: str) -> None:
        text = text.replace(str(PROJECTS), "/projects")
        path = GOLDEN / name
        if os.environ.get("UPDATE_GOLDEN"):
            path.write_text(text, encoding="utf-8")
        assert text == path.read_text(encoding="utf-8")

    return compare


@pytest.fixture
def inventory() -> Callable[..., Inventory]:
    """The inventory of a project in memory: ``inventory({"app/main.py": "…"}, app="app.main:app")``."""

    def make(files: dict[str, str], paths: tuple[str, ...] = (), app: str | None = None) -> Inventory:
        memory = MemoryFiles({f"/p/{path}": dedent(text) for path, text in files.items()})
        memory.set("/p/pyproject.toml", files.get("pyproject.toml", ""))
        session = Session(memory, load(["/p"], files=memory), [], strict=True)
        wanted = frozenset(f"/p/{path}" for path in paths) or frozenset(session.paths)
        return take(session.project(), wanted, app)

    return make
