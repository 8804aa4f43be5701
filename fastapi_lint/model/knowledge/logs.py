"""Logging: handlers that write inside the log call, and what says that they are used.

Sources: the standard library's ``logging.handlers`` (each ``emit`` writes or sends), loguru's ``Logger.add`` (a path is
a file, which is written in the call unless ``enqueue`` is true), structlog's ``stdlib`` loggers (which end in
``logging``).
"""

from __future__ import annotations

from collections.abc import Collection, Iterator

from fastapi_lint.model.meaning.values import Arguments, Dictionary, External, Instance, Literal, Value

HANDLERS = frozenset(
    {
        "logging.FileHandler",
        *(
            f"logging.handlers.{name}"
            for name in (
                "DatagramHandler",
                "HTTPHandler",
                "RotatingFileHandler",
                "SMTPHandler",
                "SocketHandler",
                "SysLogHandler",
                "TimedRotatingFileHandler",
                "WatchedFileHandler",
            )
        ),
    }
)
CONFIGURES = frozenset({"logging.basicConfig", "logging.config.dictConfig", "loguru.logger.add"})
QUEUES = frozenset({"logging.handlers.QueueHandler", "logging.handlers.QueueListener"})
LEVELS = frozenset(
    {"critical", "debug", "error", "exception", "info", "log", "success", "trace", "warn", "warning"}
)
"""The methods that log."""
LIBRARIES = {"logging": frozenset({"logging", "structlog"}), "loguru": frozenset({"loguru"})}
"""Whose log calls get to the handlers of a library."""
_OF_FILES = frozenset({"rotation", "retention", "compression", "watch"})
"""What loguru's ``add`` takes for files only."""
_PATHS = frozenset({"builtins.str", "pathlib.Path", "pathlib.PurePath"})


def handlers_in(name: str, given: Arguments) -> Iterator[str]:
    """The handlers that a call sets up, by what messages call them."""
    if name == "loguru.logger.add":
        is_file = _is_path(given.get(0, "sink")) or not _OF_FILES.isdisjoint(given.named)
        if is_file and given.named.get("enqueue", Literal(False)) == Literal(False) and "" not in given.named:
            yield "logger.add"
    elif name == "logging.basicConfig":
        if _is_path(given.named.get("filename")):
            yield "logging.FileHandler"
    else:
        yield from dict.fromkeys(one for one in _classes(given.get(0, "config")) if one in HANDLERS)


def is_written(given: Arguments, names: Collection[str]) -> bool:
    """Whether a configuration names one of these classes."""
    return any(one in names for one in _classes(given.get(0, "config")))


def _classes(config: Value) -> Iterator[str]:
    """What stands under ``class`` in a configuration, however deep."""
    for key, value in config.items if isinstance(config, Dictionary) else ():
        if key == "class" and isinstance(value, Literal) and isinstance(value.value, str):
            yield value.value
        yield from _classes(value)


def _is_path(value: Value) -> bool:
    """Whether a value is the name of a file."""
    if isinstance(value, Literal):
        return isinstance(value.value, str)
    return isinstance(value, Instance) and isinstance(value.of, External) and value.of.name in _PATHS
