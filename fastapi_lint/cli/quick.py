"""Reads the command lines that nobody has to be told about: ``check``, paths, and options that are spelt out.

Typer, and the pydantic that it imports, take as long to start as reading twenty files does. So a plain ``check`` is
read here, off the same declarations. Whatever else there is to a command line is typer's: other commands, help,
short options in one word, completion, and all mistakes, so nothing is said here and no message is written twice.
"""

from __future__ import annotations

import os
from collections.abc import Iterator, Sequence
from typing import TYPE_CHECKING, Any, NamedTuple, get_type_hints

from fastapi_lint.cli.declared import Argument
from fastapi_lint.cli.errors import guarded
from fastapi_lint.cli.options import CheckOptions

if TYPE_CHECKING:
    from fastapi_lint.cli.recall import Asked

COMMANDS = ("check", "clean", "config", "graph", "routes", "rule", "server", "version")
_COMPLETION = "_FASTAPI_LINT_COMPLETE"
_BARE = "--add-ignore"


class _Meaning(NamedTuple):
    """What a name on the command line sets."""

    field: str
    kind: str
    value: bool = True
    """What a flag means, by this name."""
    least: int | None = None


def run(asked: Asked) -> int | None:
    """Run a plain ``check`` and return its exit code; None for every other command line."""
    options = read(asked.arguments)
    if options is None:
        return None

    def work() -> int:
        from fastapi_lint.cli.check import check

        return check(options, asked)

    return guarded(work, verbose=options.verbose)


def prepared(arguments: Sequence[str]) -> list[str]:
    """The arguments for a parser that knows no options with an optional value: the empty one stands for none."""
    end = arguments.index("--") if "--" in arguments else len(arguments)
    return [f"{word}=" if word == _BARE and at < end else word for at, word in enumerate(arguments)]


def read(arguments: Sequence[str]) -> CheckOptions | None:
    """What is asked for, if it is a plain ``check``; None if typer has to read it."""
    first = arguments[0] if arguments else "check"
    if (first in COMMANDS and first != "check") or _COMPLETION in os.environ:
        return None
    words = iter(prepared(arguments[1:] if arguments[:1] == ["check"] else arguments))
    meanings, given = _declared()
    paths: list[str] = []
    for word in words:
        if word == "--":
            paths.extend(words)
        elif word == "-" or not word.startswith("-"):
            paths.append(word)
        elif not _take(word, words, meanings, given):
            return None
    return CheckOptions(paths=paths or None, **given)


def _take(word: str, following: Iterator[str], meanings: dict[str, _Meaning], given: dict[str, Any]) -> bool:
    """Take an option; False if it is not known or lacks its value, or has one that it cannot have."""
    name, equals, value = word.partition("=")
    meaning = meanings.get(name)
    if meaning is None or (equals and (meaning.kind == "bool" or not name.startswith("--"))):
        return False
    if meaning.kind == "bool":
        given[meaning.field] = meaning.value
        return True
    text = value if equals else next(following, None)
    if text is None:
        return False
    if meaning.kind == "list":
        given.setdefault(meaning.field, []).append(text)
        return True
    if meaning.kind == "int" and not (
        text.isascii() and text.isdecimal() and int(text) >= (meaning.least or 0)
    ):
        return False
    given[meaning.field] = int(text) if meaning.kind == "int" else text
    return True


def _declared() -> tuple[dict[str, _Meaning], dict[str, Any]]:
    """Every name and what it sets, and what the environment has set."""
    meanings: dict[str, _Meaning] = {}
    given: dict[str, Any] = {}
    for field, hint in get_type_hints(CheckOptions, include_extras=True).items():
        declared = hint.__metadata__[0]
        if isinstance(declared, Argument):
            continue
        kind = _kind(hint.__origin__)
        for names in declared.names:
            name, _, negation = names.partition("/")
            meanings[name] = _Meaning(field, kind, True, declared.least)
            if negation:
                meanings[negation] = _Meaning(field, kind, False)
        if declared.envvar and os.environ.get(declared.envvar):
            given[field] = os.environ[declared.envvar]
    return meanings, given


def _kind(annotation: Any) -> str:
    """``list``, ``bool``, ``int`` or ``str``."""
    kind = next((part for part in getattr(annotation, "__args__", ()) if part is not type(None)), annotation)
    return str(getattr(kind, "__origin__", kind).__name__)
