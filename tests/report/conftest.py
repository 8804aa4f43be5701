"""Golden files for reports; ``UPDATE_GOLDENS=1 pytest tests/report`` writes them anew."""

from __future__ import annotations

import os
from collections.abc import Callable
from pathlib import Path

import pytest

GOLDENS = Path(__file__).parents[2] / "fixtures" / "reports"


@pytest.fixture
def golden() -> Callable[[str, str], None]:
    """Compare a text with a golden file."""

    def compare(name: str, text: str) -> None:
        path = GOLDENS / name
        if os.environ.get("UPDATE_GOLDENS"):
            path.write_text(text, encoding="utf-8", newline="\n")
        assert text == path.read_text(encoding="utf-8"), f"{path} differs; UPDATE_GOLDENS=1 writes it anew"

    return compare
