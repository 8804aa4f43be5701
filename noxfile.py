"""What the project checks about itself: ``nox`` runs the tests, the linter and the type checker."""

from __future__ import annotations

import nox

nox.options.sessions = ["lint", "types", "tests"]
nox.options.error_on_missing_interpreters = False
nox.needs_version = ">=2024.10.9"

PYTHONS = ["3.10", "3.11", "3.12", "3.13"]
NEWEST = PYTHONS[-1]
PYPROJECT = nox.project.load_toml("pyproject.toml")


def install(session: nox.Session, group: str) -> None:
    """Install the project with its language server, and a dependency group."""
    session.install(".[lsp,watch]", *nox.project.dependency_groups(PYPROJECT, group))


@nox.session(python=PYTHONS)
def tests(session: nox.Session) -> None:
    """The test suite, against the installed wheel."""
    install(session, "test")
    session.run("pytest", *session.posargs)


OLDER = {
    "0.95": ["fastapi==0.95.2", "pydantic<2", "httpx<0.28", "sqlalchemy[asyncio]<2", "sqlmodel==0.0.8"],
    "0.115": [
        "fastapi==0.115.0",
        "httpx<0.28",
        "sqlalchemy[asyncio]>=2",
        "sqlmodel",
        "pydantic-settings<2.5",
    ],
    "0.136": [
        "fastapi==0.136.3",
        "starlette<1",
        "httpx",
        "sqlalchemy[asyncio]>=2",
        "sqlmodel",
        "pydantic-settings",
    ],
}
"""Releases of FastAPI with what they were used with."""


@nox.session(python="3.11")
@nox.parametrize("fastapi", list(OLDER), ids=list(OLDER))
def claims(session: nox.Session, fastapi: str) -> None:
    """What the rules say about FastAPI, asked of an older one: ``nox -s claims``."""
    session.install(
        ".", *OLDER[fastapi], "pytest", "hypothesis", "jinja2", "pyjwt", "python-jose", "python-multipart"
    )
    session.run("pytest", "-o", "filterwarnings=", "-o", "addopts=", "tests/claims", *session.posargs)


@nox.session(python=NEWEST)
def lint(session: nox.Session) -> None:
    """Ruff, as linter and as formatter."""
    session.install("ruff>=0.14")
    session.run("ruff", "check", ".")
    session.run("ruff", "format", "--check", ".")


@nox.session(python=NEWEST)
def types(session: nox.Session) -> None:
    """Mypy, strict."""
    install(session, "dev")
    session.run("mypy", *session.posargs)


@nox.session(python=NEWEST)
def ecosystem(session: nox.Session) -> None:
    """The pinned real projects: ``nox -s ecosystem -- check litellm``."""
    install(session, "test")
    session.run("python", "ecosystem/run.py", "fetch")
    session.run("python", "ecosystem/run.py", *(session.posargs or ["check"]))
