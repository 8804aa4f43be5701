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

ENDING = frozenset({"starlette.requests.Request", "starlette.requests.HTTPConnection"})
"""What a handler for HTTP requests takes first; one for websockets may return nothing."""

LOOKED_AT = frozenset({"status_code", "detail", "headers", "__class__"})
"""Attributes that tell an ``HTTPException`` from other exceptions."""

WRITING = frozenset(
    [
        "str",
        "repr",
        "format",
        "print",
        "type",
        "debug",
        "info",
        "warning",
        "warn",
        "error",
        "exception",
        "critical",
        "log",
        "capture_exception",
        "record_exception",
        "format_exception",
        "format_exc",
        "print_exception",
        "format_exception_only",
        "print_exc",
        "dumps",
        "append",
        "notify",
        "set_exception",
    ]
)
"""Functions and methods that are given an exception to write it down, by their last name."""

CLEANING = frozenset(
    [
        "close",
        "aclose",
        "dispose",
        "disconnect",
        "release",
        "rollback",
        "shutdown",
        "stop",
        "terminate",
        "cleanup",
        "teardown",
        "unlink",
        "remove",
        "rmtree",
        "rmdir",
        "reset",
        "detach",
        "unsubscribe",
        "quit",
        "logout",
        "cancel",
        "unlock",
        "kill",
        "discard",
        "clear",
        "clean",
        "expunge",
        "putconn",
        "free",
        "restore",
        "unbind",
    ]
)
"""Words in the names of functions that clean up."""
