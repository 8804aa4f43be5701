"""``routes`` as one self-contained page."""

from __future__ import annotations

from typing import TextIO

from fastapi_lint.report.page import page
from fastapi_lint.report.view import View


def write(view: View, stream: TextIO) -> None:
    """Write the page."""
    stream.write(page(view, with_routes=True))
