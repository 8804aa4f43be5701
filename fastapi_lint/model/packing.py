"""Function bodies as bytes: they take a tenth of the memory, travel between processes, and many are never looked at.

Pickle is the quickest way, and an unpickler that makes nothing but our own records runs nobody's code, whatever
somebody has put into a cache.
"""

from __future__ import annotations

import io
import pickle
from typing import Any

from fastapi_lint.model import syntax as s


def pack(body: tuple[s.Stmt, ...]) -> bytes:
    """Statements as bytes."""
    return pickle.dumps(body, pickle.HIGHEST_PROTOCOL)


def unpack(data: bytes) -> tuple[s.Stmt, ...]:
    """What ``pack`` packed; raises what pickle raises for anything else."""
    body: tuple[s.Stmt, ...] = Records(io.BytesIO(data)).load()
    return body


class Records(pickle.Unpickler):
    """Reads records of syntax; raises ``UnpicklingError`` for everything else."""

    def find_class(self, module: str, name: str) -> Any:
        known = getattr(s, name, None) if module == s.__name__ else None
        if isinstance(known, type) and issubclass(known, s.Syntax):
            return known
        raise pickle.UnpicklingError(f"{module}.{name} is no record")
