"""CORS: what a ``CORSMiddleware`` allows, by Starlette's own reading of its arguments."""

from __future__ import annotations

import re

from fastapi_lint.model.domain import Class
from fastapi_lint.model.values import Arguments, External, Listing, Literal, Value

CORS = "starlette.middleware.cors.CORSMiddleware"
_STRANGERS = ("https://a.stranger-7.example", "http://10.9.8.7:4321", "https://b.stranger-8.test:8443")


def is_cors(target: Value) -> bool:
    """Whether a middleware class is ``CORSMiddleware``, or a subclass of it."""
    if isinstance(target, Class):
        return target.is_a(CORS)
    return target == External(CORS)


def open_to_all(given: Arguments) -> str:
    """The argument that lets every origin in; empty when none does, or the source does not show it."""
    origins = given.named.get("allow_origins")
    known = origins.items if isinstance(origins, Listing) else ()
    # Starlette asks `"*" in allow_origins`, which is true of a string with a star in it, too.
    is_starred = isinstance(origins, Literal) and isinstance(origins.value, str) and "*" in origins.value
    if is_starred or Literal("*") in known:
        return "allow_origins"
    pattern = given.named.get("allow_origin_regex")
    text = pattern.value if isinstance(pattern, Literal) else None
    return "allow_origin_regex" if isinstance(text, str) and _matches_strangers(text) else ""


def _matches_strangers(pattern: str) -> bool:
    """Whether a pattern matches origins that it cannot have been written for."""
    try:
        compiled = re.compile(pattern)
    except (re.error, RecursionError, OverflowError):
        return False
    return sum(compiled.fullmatch(origin) is not None for origin in _STRANGERS) > 1
