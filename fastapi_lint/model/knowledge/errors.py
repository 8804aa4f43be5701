"""Errors: the exceptions that FastAPI answers, and the ones that its handlers get.

Source: ``fastapi.exceptions``, ``starlette.exceptions``, Pydantic 2.14.
"""

from __future__ import annotations

HTTP_EXCEPTIONS = frozenset({"fastapi.HTTPException", "starlette.exceptions.HTTPException"})
"""Raised in an endpoint or a dependency they are the response."""

BROAD = frozenset({"builtins.Exception", "builtins.BaseException"})
"""Classes that an ``except`` names to get everything."""

VALIDATION_ERRORS = frozenset(
    {
        "fastapi.exceptions.RequestValidationError",
        "fastapi.exceptions.WebSocketRequestValidationError",
        "fastapi.exceptions.ResponseValidationError",
        "pydantic.ValidationError",
        "pydantic_core.ValidationError",
    }
)
"""Their ``errors()`` holds the exceptions that validators raised, as objects."""

ENCODER = "fastapi.encoders.jsonable_encoder"

ENDING = frozenset({"starlette.requests.Request", "starlette.requests.HTTPConnection"})
"""What a handler for HTTP requests takes first; one for websockets may return nothing."""
