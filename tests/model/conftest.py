"""Link small projects that exist only in memory."""

from __future__ import annotations

from textwrap import dedent

import pytest
from model_link import Link

from fastapi_lint.model.project import Project
from fastapi_lint.session import Session
from fastapi_lint.workspace.config import load
from fastapi_lint.workspace.files import MemoryFiles


@pytest.fixture
def link() -> Link:
    """A function from files (``main="…"`` or a mapping) to the linked project."""

    def make(files: dict[str, str] | None = None, **modules: str) -> Project:
        texts = dict(files or {}) | {f"{name}.py": text for name, text in modules.items()}
        memory = MemoryFiles({f"/p/{path}": dedent(text) for path, text in texts.items()})
        memory.set("/p/pyproject.toml", texts.get("pyproject.toml", ""))
        return Session(memory, load(["/p"], files=memory), [], strict=True).project()

    return make
