"""Lock files: the exact versions that were installed."""

from __future__ import annotations

import json
import re
from collections.abc import Iterator

from fastapi_lint.workspace.problems import ConfigError
from fastapi_lint.workspace.toml import parse_toml

LOCK_FILES = ("uv.lock", "poetry.lock", "pdm.lock", "Pipfile.lock")

_ENTRY = re.compile(r"^\[\[package\]\][ \t]*$", re.MULTILINE)
_NAME = re.compile(r'^name = "([^"]+)"', re.MULTILINE)
_VERSION = re.compile(r'^version = "([^"]+)"', re.MULTILINE)
_PYTHON = re.compile(r'^(?:requires-python|python-versions) = "([^"]+)"', re.MULTILINE)
_CONFLICT = re.compile(r"^(<<<<<<<|>>>>>>>) ", re.MULTILINE)


class BrokenLock(Exception):  # noqa: N818 - it is about the file
    """A lock file that its tool could not read either."""


def locked_versions(name: str, data: bytes, wanted: frozenset[str]) -> Iterator[tuple[str, str]]:
    """Name and version of every ``wanted`` package in the lock file ``name``; raises ``BrokenLock``.

    ``python`` comes with a specifier, as the file has no version of it.
    """
    try:
        text = data.decode("utf-8-sig").replace("\r\n", "\n")
    except UnicodeDecodeError:
        raise BrokenLock("not UTF-8") from None
    if _CONFLICT.search(text):
        raise BrokenLock("it has conflict markers")
    return _from_json(text, wanted) if name == "Pipfile.lock" else _from_toml(text, wanted)


def _from_toml(text: str, wanted: frozenset[str]) -> Iterator[tuple[str, str]]:
    # Machines write these files, line by line; a TOML parser needs 0.1 s where these need none.
    head, *entries = _ENTRY.split(text)
    if not entries:
        _check_toml(text)
    python = _PYTHON.search(head) or _PYTHON.search(text, text.rfind("\n[metadata]"))
    if python and "python" in wanted:
        yield "python", python[1]
    for entry in entries:
        name, version = _NAME.search(entry), _VERSION.search(entry)
        if name and version and name[1].lower() in wanted:
            yield name[1].lower(), version[1]


def _check_toml(text: str) -> None:
    try:
        parse_toml(text.encode(), "lock file")
    except ConfigError as error:
        raise BrokenLock(error.message) from error


def _from_json(text: str, wanted: frozenset[str]) -> Iterator[tuple[str, str]]:
    try:
        document = json.loads(text)
        for section in ("default", "develop"):
            for name, entry in document.get(section, {}).items():
                if name.lower() in wanted and "version" in entry:
                    yield name.lower(), str(entry["version"]).removeprefix("==")
    except (ValueError, AttributeError, TypeError) as error:
        raise BrokenLock(f"no valid lock file: {error}") from error
