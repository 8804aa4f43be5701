"""Functions that tell coroutine functions from others themselves: ``if iscoroutinefunction(f): await f()``."""

from __future__ import annotations

import re
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from fastapi_lint.model.domain import Function

_ASKED = re.compile(r"\biscoroutinefunction\(\s*([\w.]+)\s*\)")


def asked(function: Function) -> frozenset[str]:
    """What a function asks whether it is a coroutine function, as it is written there."""
    return frozenset(_ASKED.findall(function.text)) if function.has("iscoroutinefunction") else frozenset()
