"""The type of the fixture ``link``."""

from __future__ import annotations

from collections.abc import Callable

from fastapi_lint.model.project import Project

Link = Callable[..., Project]
