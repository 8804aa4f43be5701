"""How the command line says that something went wrong: one line that says what to do, never a traceback."""

from __future__ import annotations

import sys
import traceback
from collections.abc import Callable

from fastapi_lint.cli.main import FAILED

_ISSUES = "https://github.com/fastapi-lint/fastapi-lint/issues"


class UserError(Exception):
    """A mistake that the user can put right; the message says how."""


def guarded(command: Callable[[], int], *, verbose: bool = False) -> int:
    """Run a command; whatever goes wrong becomes a message and the exit code 2."""
    try:
        return command()
    except (BrokenPipeError, KeyboardInterrupt):
        raise
    except Exception as error:
        message = explained(error)
        if message is None:
            name = type(error).__name__
            message = f"this is a bug in fastapi-lint ({name}: {error}); please report it at {_ISSUES}"
            message += "" if verbose else ", with the output of the same command with --verbose"
            if verbose:
                sys.stderr.write(traceback.format_exc())
        say("error", message)
        return FAILED


def explained(error: Exception) -> str | None:
    """The message of an error that is not ours; None for a bug."""
    if isinstance(error, UserError):
        return str(error)
    if hasattr(error, "format_message"):  # a usage error of click, which typer vendors or not
        return _lowered(str(error.format_message()))
    from fastapi_lint.source.problems import UnreadableSource
    from fastapi_lint.workspace.files import UnreadableFile, UnwritableFile
    from fastapi_lint.workspace.problems import ConfigError

    if isinstance(error, (ConfigError, UnreadableFile, UnreadableSource, UnwritableFile)):
        return f"{error.path}: {error.message}"
    return None


def say(kind: str, message: str) -> None:
    """Tell something about the run itself, on standard error."""
    sys.stdout.flush()
    sys.stderr.write(f"fastapi-lint: {kind}: {message}\n")


def _lowered(message: str) -> str:
    return (message[:1].lower() + message[1:]).rstrip(".")
