"""What a project's own code reads while it starts: its data files, its folders, and the version in its metadata."""

from __future__ import annotations

import re
from collections.abc import Iterator, Mapping
from contextlib import suppress
from typing import Any

from fastapi_lint.workspace.files import Entry, FileSystem, UnreadableFile
from fastapi_lint.workspace.problems import ConfigError
from fastapi_lint.workspace.toml import parse_toml
from fastapi_lint.workspace.trace import digest, spelled

_LIMIT = 300_000
"""Bytes, above which a file is no table of routes."""


class OwnFiles:
    """Reads below ``root`` only. What else is there is the machine's, and says nothing about the project."""

    def __init__(self, root: str, files: FileSystem) -> None:
        self.root = root.rstrip("/")
        self.files = files
        self.seen: dict[str, str] = {}
        """Everything that was asked for, with what was there: a folder's path ends with a slash."""

    def text(self, path: str) -> str | None:
        """The text of a file; None where there is none, and for long ones."""
        if not self._is_ours(path):
            return None
        self.seen[path] = self._print(path)
        with suppress(UnreadableFile, UnicodeDecodeError):
            data = self.files.read(path)
            return data.decode() if len(data) <= _LIMIT else None
        return None

    def entries(self, path: str) -> list[Entry] | None:
        """What is in a folder, sorted by name; None where there is none."""
        if not self._is_ours(path):
            return None
        self.seen[f"{path}/"] = self._print(f"{path}/")
        with suppress(UnreadableFile):
            return self.files.scan(path)
        return None

    def is_as(self, seen: Mapping[str, str]) -> bool:
        """Whether all of it is there as it was."""
        return all(self._print(path) == shown for path, shown in seen.items())

    def _is_ours(self, path: str) -> bool:
        return path == self.root or path.startswith(f"{self.root}/")

    def _print(self, path: str) -> str:
        try:
            if path.endswith("/"):
                return digest(spelled(self.files.scan(path[:-1])).encode("utf-8", "surrogatepass"))
            return self.files.fingerprint(path)
        except UnreadableFile as error:
            return error.message

    # --- metadata --------------------------------------------------------------------------------

    def version(self, package: str, folder: str) -> str | None:
        """The version of a distribution that the code in ``folder`` is part of; None for every other."""
        wanted = _normal(package)
        while self._is_ours(folder):
            for name, version in self._named(folder, wanted):
                if _normal(name) == wanted:
                    return version
            folder = folder.rpartition("/")[0]
        return None

    def _named(self, folder: str, wanted: str) -> Iterator[tuple[str, str]]:
        """The names and versions in a folder's metadata: of a source, and of what was built from one."""
        for entry in self.entries(folder) or ():
            path = f"{folder}/{entry.name}"
            if entry.name == "pyproject.toml":
                yield from _of_pyproject(self.text(path) or "", path)
            elif entry.name == "setup.cfg":
                yield from _of_setup_cfg(self.text(path) or "")
            elif entry.name == "PKG-INFO":
                yield from _of_metadata(self.text(path) or "")
            elif entry.name.endswith(".dist-info") and _normal(entry.name.partition("-")[0]) == wanted:
                yield from _of_metadata(self.text(f"{path}/METADATA") or "")


def _of_metadata(text: str) -> Iterator[tuple[str, str]]:
    from email import message_from_string

    message = message_from_string(text)
    if message["Name"] and message["Version"]:
        yield message["Name"], message["Version"]


def _of_setup_cfg(text: str) -> Iterator[tuple[str, str]]:
    from configparser import ConfigParser, Error

    parser = ConfigParser(interpolation=None, strict=False)
    with suppress(Error):
        parser.read_string(text)
        name, version = parser.get("metadata", "name"), parser.get("metadata", "version")
        if ":" not in version:  # ``attr: package.__version__``
            yield name, version


def _of_pyproject(text: str, path: str) -> Iterator[tuple[str, str]]:
    with suppress(ConfigError):
        document = parse_toml(text.encode(), path)
        tables: list[Any] = [document.get("project")]
        if isinstance(tool := document.get("tool"), Mapping):
            tables.append(tool.get("poetry"))
        for table in tables:
            name, version = (
                (table.get("name"), table.get("version")) if isinstance(table, Mapping) else ("", "")
            )
            if isinstance(name, str) and isinstance(version, str) and name and version:
                yield name, version


def _normal(name: str) -> str:
    return re.sub(r"[-_.]+", "-", name).lower()
