"""The versions that the claims are asked of: ``nox -s claims`` runs them with older ones, too."""

from __future__ import annotations

from importlib.metadata import version

from packaging.version import Version

FASTAPI = Version(version("fastapi"))
STARLETTE = Version(version("starlette"))
PYDANTIC = Version(version("pydantic"))


def fastapi(release: str) -> bool:
    """Whether FastAPI is that release, or newer."""
    return Version(release) <= FASTAPI


def pydantic(release: str) -> bool:
    """Whether Pydantic is that release, or newer."""
    return Version(release) <= PYDANTIC
