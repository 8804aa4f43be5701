"""Says again what an earlier run said, if nothing that it read has changed.

This is all of a run that has nothing to do: no option is parsed, no rule is loaded, no file is opened whose time
stamps are as they were. What may be said again is decided by ``answers``, which stores it.
"""

from __future__ import annotations

import os
import sys

from fastapi_lint import __version__

TYPE_CHECKING = False
if TYPE_CHECKING:
    from collections.abc import Iterator, Sequence

_FOLDER = ".fastapi_lint_cache"
_OPTION = "--cache-dir"
_SETTING = "cache-dir"
_VARIABLE = "FASTAPI_LINT_CACHE_DIR"
_ENVIRONMENT = (
    _VARIABLE,
    "FASTAPI_LINT_OUTPUT_FORMAT",
    "COLORTERM",
    "COLUMNS",
    "FORCE_COLOR",
    "LINES",
    "NO_COLOR",
    "TERM",
    "TTY_COMPATIBLE",
    "TTY_INTERACTIVE",
    "_FASTAPI_LINT_COMPLETE",
)
"""Every variable that changes what is said: our own, and those that rich and typer ask for."""


class Asked:
    """One call of the program: what was asked, where, by what kind of terminal, and when."""

    def __init__(self, arguments: Sequence[str], began: int) -> None:
        self.arguments = arguments
        self.began = began
        """In nanoseconds, before anything was read."""
        self.key = "\0".join(self._parts()).encode("utf-8", "surrogatepass")

    def _parts(self) -> Iterator[str]:
        yield from (__version__, sys.version, os.getcwd(), *sys.path, "")
        yield from (f"{name}={os.environ.get(name)}" for name in _ENVIRONMENT)
        yield from (_terminal(sys.stdout), _terminal(sys.stderr))
        yield from self.arguments


def recall(asked: Asked) -> int | None:
    """Say it and return the exit code, or None if this has to be found out."""
    for folder in _folders(asked.arguments):
        if os.path.exists(f"{folder}/cache.sqlite3"):
            answer = _answer(folder, asked)
            if answer is not None:
                return answer
    return None


def _answer(folder: str, asked: Asked) -> int | None:
    from fastapi_lint.workspace.cache import ANSWER, Cache
    from fastapi_lint.workspace.trace import verified

    cache = Cache(folder, guest=True)
    stored = cache.get(ANSWER, asked.key)
    if stored is None:
        return None
    code, out, err, trace = unpack(stored)
    now = verified(trace, asked.began)
    if now is None:
        return None
    if now != trace:
        cache.put(ANSWER, {asked.key: pack(code, out, err, now)})
    sys.stderr.write(err)
    sys.stderr.flush()
    sys.stdout.write(out)
    return code


def pack(code: int, out: str, err: str, trace: str) -> bytes:
    """An answer as bytes."""
    return f"{code} {len(out)} {len(err)}\n{out}{err}{trace}".encode("utf-8", "surrogatepass")


def unpack(data: bytes) -> tuple[int, str, str, str]:
    """What ``pack`` packed."""
    head, _, rest = data.decode("utf-8", "surrogatepass").partition("\n")
    code, out, err = map(int, head.split())
    return code, rest[:out], rest[out : out + err], rest[out + err :]


def _folders(arguments: Sequence[str]) -> Iterator[str]:
    """Where the cache may be; a wrong guess costs a question, for an answer belongs to what was asked."""
    named = os.environ.get(_VARIABLE, "")
    for word, following in zip(arguments, [*arguments[1:], ""], strict=False):
        option, _, value = word.partition("=")
        if option == _OPTION:
            named = value or following
    done = set()
    for start in (os.getcwd(), *(os.path.abspath(word) for word in arguments if os.path.exists(word))):
        folder, below = start, ""
        while folder != below and folder not in done:
            done.add(folder)
            yield os.path.join(folder, named or _FOLDER)
            yield from (os.path.join(folder, name) for name in _configured(folder))
            folder, below = os.path.dirname(folder), folder


def _configured(folder: str) -> Iterator[str]:
    """What looks like the setting in the project's file."""
    try:
        with open(f"{folder}/pyproject.toml", encoding="utf-8", errors="replace") as file:
            text = file.read()
    except OSError:
        return
    for line in text.splitlines() if _SETTING in text else ():
        key, _, value = line.partition("=")
        if key.strip() == _SETTING:
            yield value.strip().strip("\"'")


def _terminal(stream: object) -> str:
    """What a stream can show."""
    isatty = getattr(stream, "isatty", None)
    sizes = [_size(number) for number in range(3)] if isatty and isatty() else []
    return f"{getattr(stream, 'encoding', '')} {sizes}"


def _size(number: int) -> str:
    try:
        return str(os.get_terminal_size(number))
    except (OSError, ValueError):
        return ""
