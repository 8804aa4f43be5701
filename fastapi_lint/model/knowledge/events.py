"""Decorators that event handlers wear, and libraries that register handlers behind our back."""

from __future__ import annotations

import re

ALWAYS_ASYNC = frozenset(
    f"{package}.repeat_every"
    for package in (
        "fastapi_utils.tasks",
        "fastapi_restful.tasks",
        "fastapi_utilities",
        "fastapi_utilities.repeat",
    )
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

ADDS_HANDLERS = re.compile(r"register_tortoise|fastapi_mqtt|gino\.ext")
"""In files that hand an application to a library which registers handlers on it."""

TOUCHES_HANDLERS = re.compile(
    r"lifespan_context\s*=(?!=)|\.router\.(startup|shutdown)\(|\.router\.on_(startup|shutdown)\b"
)
"""In files that run or change an application's handlers themselves, or give it another lifespan later."""

STARTS_MOUNTED = re.compile(r"lifespan_context|\.router\.startup\(|\bLifespanManager\(")
"""In files that may start a mounted application, which nothing else does."""
