"""What a run of the command line gives."""

from __future__ import annotations

import json
from typing import Any, NamedTuple


class Done(NamedTuple):
    """A finished run."""

    code: int
    out: str
    err: str

    def rows(self) -> list[dict[str, Any]]:
        """The JSON that it wrote."""
        rows: list[dict[str, Any]] = json.loads(self.out)
        return rows
