"""One JSON array of objects."""

from __future__ import annotations

from typing import TextIO

from fastapi_lint.report.objects import dump, objects
from fastapi_lint.report.report import Report


def write(report: Report, stream: TextIO) -> None:
    """Write the report as one array."""
    dump(list(objects(report)), stream)
