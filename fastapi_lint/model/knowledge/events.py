"""Decorators that event handlers wear, and libraries that register handlers behind our back."""

from __future__ import annotations

ALWAYS_ASYNC = frozenset(
    f"{package}.repeat_every"
    for package in ("fastapi_utils.tasks", "fastapi_restful.tasks", "fastapi_utilities", "fastapi_utilities.repeat")
) | {"fastapi_utilities.repeat_at", "fastapi_utilities.repeat.repeat_at"}
"""What they return is a coroutine function, whatever they decorate."""

LIKE_THE_FUNCTION = frozenset(
    {
        "builtins.staticmethod",
        "tenacity.retry",
        "backoff.on_exception",
        "logfire.instrument",
        "typing.deprecated",
        "typing_extensions.deprecated",
        "warnings.deprecated",
    }
)
"""What they return is a coroutine function exactly when what they decorate is one."""

REGISTERING_THEMSELVES = ("register_tortoise", "fastapi_mqtt", "gino.ext")
"""Text of files that hand an application to a library which adds handlers to it."""

REACHING_INSIDE = (
    "lifespan_context",
    ".router.startup(",
    ".router.shutdown(",
    ".router.on_startup",
    ".router.on_shutdown",
)
"""Text of files that call an application's handlers themselves, or replace its lifespan later."""
