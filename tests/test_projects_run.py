"""The sample applications are real: they import under FastAPI and describe themselves."""

from __future__ import annotations

import importlib.util
import subprocess
import sys
from pathlib import Path

import pytest

PROJECTS = Path(__file__).resolve().parent.parent / "fixtures" / "projects"
DESCRIBE = "from app.main import app; print(*app.openapi()['paths'], sep='\\n')"
LIBRARIES = {
    "bookshop": ("multipart", "pydantic_settings", "requests", "sqlalchemy"),
    "clean": ("greenlet", "multipart", "pydantic_settings", "sqlalchemy"),
}
APPLICATIONS = {
    "bookshop": {"/books/featured", "/users/{user_id}/orders", "/reports/revenue", "/health"},
    "clean": {"/books/featured", "/loans/{loan_id}", "/exports/books.csv", "/health"},
    "monorepo/services/a": {"/items/search", "/items/{item_id}"},
    "monorepo/services/b": {"/items/search", "/items/{item_id}"},
}


def describe(project: str, *flags: str) -> subprocess.CompletedProcess[str]:
    """Import an application in a fresh interpreter that leaves nothing behind."""
    command = [sys.executable, "-B", *flags, "-c", DESCRIBE]
    return subprocess.run(command, cwd=PROJECTS / project, capture_output=True, text=True)


def require(project: str) -> None:
    """Skip where what the application is built on is not installed."""
    missing = [name for name in LIBRARIES.get(project, ()) if importlib.util.find_spec(name) is None]
    if missing:
        pytest.skip(f"needs {', '.join(missing)}")


@pytest.mark.parametrize("project", APPLICATIONS)
def test_application_imports(project: str) -> None:
    require(project)
    done = describe(project)
    assert done.returncode == 0, done.stderr
    assert APPLICATIONS[project] <= set(done.stdout.split())


def test_clean_application_warns_of_nothing() -> None:
    require("clean")
    done = describe("clean", "-W", "error::UserWarning", "-W", "error::DeprecationWarning:app")
    assert done.returncode == 0, done.stderr


def test_boobytrap_springs() -> None:
    """A trap that does not work proves nothing."""
    trap = (PROJECTS / "boobytrap" / "ast.py").read_text(encoding="utf-8")
    script = "import sys; exec(compile(sys.stdin.read(), 'ast.py', 'exec'), {'open': lambda *_: sys.stdin})"
    done = subprocess.run([sys.executable, "-c", script], input=trap, capture_output=True, text=True)
    assert "was executed" in done.stderr


def test_boobytrap_was_never_executed() -> None:
    assert not list((PROJECTS / "boobytrap").rglob("*.executed"))
