"""One JSON object per line."""

from __future__ import annotations

from typing import TextIO

from fastapi_lint.report.objects import dump, objects
from fastapi_lint.report.report import Report


def write(report: Report, stream: TextIO) -> None:
    """Write the report as one object per line."""
    for item in objects(report):
        dump(item, stream, indent=None)
