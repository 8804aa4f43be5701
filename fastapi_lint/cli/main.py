"""The entry point, and what must not cost anything.

``version`` and ``server`` are answered before typer is imported: editors and other tools call them often. So is
what was asked before, if nothing has changed since.
"""

from __future__ import annotations

import gc
import os
import sys
import time

TYPE_CHECKING = False
if TYPE_CHECKING:
    from collections.abc import Sequence
    from typing import NoReturn

CLEAN, FINDINGS, FAILED = 0, 1, 2
INTERRUPTED, CLOSED_PIPE = 130, 141
"""What shells expect of a process that ended by SIGINT or SIGPIPE."""


def entry() -> NoReturn:
    """The console script: a process that does one thing and ends.

    A run makes millions of objects and hardly any garbage. Looking for it, and taking the objects apart one by
    one at the end, took half of the time; what lives longer (the server) collects as usual.
    """
    if sys.argv[1:2] != ["server"]:
        gc.disable()
    code = main()
    sys.stderr.flush()
    os._exit(code)


def main(argv: Sequence[str] | None = None) -> int:
    """Run a command and return its exit code."""
    arguments = list(sys.argv[1:] if argv is None else argv)
    for stream in (sys.stdout, sys.stderr):
        _carry_everything(stream)
    try:
        code = _run(arguments)
        sys.stdout.flush()
        return code
    except KeyboardInterrupt:
        return INTERRUPTED
    except BrokenPipeError:
        # Python flushes stdout once more at exit and would complain about the pipe that is gone.
        os.dup2(os.open(os.devnull, os.O_WRONLY), sys.stdout.fileno())
        return CLOSED_PIPE


def _run(arguments: list[str]) -> int:
    if arguments in (["version"], ["--version"]):
        from fastapi_lint import __version__

        sys.stdout.write(f"fastapi-lint {__version__}\n")
        return CLEAN
    if arguments and arguments[0] == "server" and not {"--help", "-h"} & set(arguments):
        from fastapi_lint.cli.server import serve

        return serve(arguments[1:])
    from fastapi_lint.cli.recall import Asked, recall

    asked = Asked(arguments, time.time_ns())
    code = recall(asked)
    if code is not None:
        return code
    from fastapi_lint.cli import quick

    code = quick.run(asked)
    if code is not None:
        return code
    from fastapi_lint.cli.app import run

    return run(asked)


def _carry_everything(stream: object) -> None:
    # A character that the terminal's encoding lacks is no reason to lose the report.
    reconfigure = getattr(stream, "reconfigure", None)
    if reconfigure is not None:
        reconfigure(errors="backslashreplace")
