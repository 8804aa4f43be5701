"""The one file system that everything reads through, so that unsaved editor buffers shadow files.

Paths are absolute ``str`` with forward slashes, on every platform.
"""

from __future__ import annotations

import codecs
import os
import re
from collections.abc import Mapping
from pathlib import Path
from typing import NamedTuple

from fastapi_lint.counting import FILES_READ, count
from fastapi_lint.workspace.replace import UnwritableFile, replace_file
from fastapi_lint.workspace.trace import digest, entries

__all__ = ["Entry", "FileSystem", "MemoryFiles", "Overlay", "UnreadableFile", "UnwritableFile", "absolute"]

_COOKIE = re.compile(rb"^[ \t\f]*#.*?coding[:=][ \t]*([-\w.]+)", re.MULTILINE)


class UnreadableFile(Exception):  # noqa: N818 - it is about the file
    """A file or directory that cannot be read: ``path``, and a ``message`` saying why."""

    def __init__(self, path: str, message: str) -> None:
        super().__init__(f"{path}: {message}")
        self.path = path
        self.message = message


class Entry(NamedTuple):
    """One name in a directory. A link to a directory is not ``is_dir``: nobody should walk into it."""

    name: str
    is_dir: bool
    is_file: bool
    is_link: bool = False


def absolute(path: str, base: str = "") -> str:
    """``path`` without ``.`` and ``..``, relative to ``base`` (the current directory by default)."""
    joined = os.path.normpath(Path(base or Path.cwd(), path))
    return joined.replace(os.sep, "/")


class FileSystem:
    """The disk."""

    def read(self, path: str) -> bytes:
        """The content of a file; raises ``UnreadableFile``."""
        count(FILES_READ)
        try:
            return Path(path).read_bytes()
        except OSError as error:
            raise UnreadableFile(path, reason(error)) from error

    def fingerprint(self, path: str) -> str:
        """The content of a file as a hash; raises ``UnreadableFile``."""
        return digest(self.read(path))

    def exists(self, path: str) -> bool:
        """Whether there is a file or a directory; False as well where one may not look."""
        return os.path.exists(path)  # noqa: PTH110 - Path.exists raises on a directory without permission

    def is_dir(self, path: str) -> bool:
        """Whether ``path`` is a directory, or a link to one."""
        return os.path.isdir(path)  # noqa: PTH112

    def scan(self, path: str) -> list[Entry]:
        """What counts of the entries of a directory, sorted by name; raises ``UnreadableFile``."""
        try:
            return [Entry(*entry) for entry in entries(path)]
        except OSError as error:
            raise UnreadableFile(path, reason(error)) from error

    def real(self, path: str) -> str:
        """``path`` with every link followed."""
        return os.path.realpath(path).replace(os.sep, "/")

    def replace(self, path: str, data: bytes) -> None:
        """Replace a file atomically; raises ``UnwritableFile``."""
        replace_file(path, data)


class MemoryFiles(FileSystem):
    """Files that exist only in memory. Relative paths are taken from ``/``."""

    def __init__(self, files: Mapping[str, str] | None = None) -> None:
        self._files: dict[str, bytes] = {}
        for path, text in (files or {}).items():
            self.set(path, text)

    def set(self, path: str, text: str) -> None:
        """Create or replace a file, in the encoding that its coding cookie asks for."""
        self._files[_rooted(path)] = _encode(text)

    def drop(self, path: str) -> None:
        """Remove a file, if it is there."""
        self._files.pop(_rooted(path), None)

    def read(self, path: str) -> bytes:
        try:
            return self._files[path]
        except KeyError:
            reason = "is a directory" if self.is_dir(path) else "no such file or directory"
            raise UnreadableFile(path, reason) from None

    def exists(self, path: str) -> bool:
        return path in self._files or self.is_dir(path)

    def is_dir(self, path: str) -> bool:
        below = path.rstrip("/") + "/"
        return path == "/" or any(file.startswith(below) for file in self._files)

    def scan(self, path: str) -> list[Entry]:
        if not self.is_dir(path):
            reason = "not a directory" if path in self._files else "no such file or directory"
            raise UnreadableFile(path, reason)
        below = path.rstrip("/") + "/"
        tails = [file[len(below) :] for file in self._files if file.startswith(below)]
        names = {(tail.partition("/")[0], "/" in tail) for tail in tails}
        return sorted(Entry(name, is_dir, not is_dir) for name, is_dir in names)

    def real(self, path: str) -> str:
        return path

    def replace(self, path: str, data: bytes) -> None:
        self._files[_rooted(path)] = data


class Overlay(FileSystem):
    """Unsaved buffers over another file system; replacing what has a buffer changes the buffer."""

    def __init__(self, base: FileSystem | None = None) -> None:
        self._base = base or FileSystem()
        self._buffers = MemoryFiles()

    def set(self, path: str, text: str) -> None:
        """Shadow a file, or make one appear."""
        self._buffers.set(path, text)

    def drop(self, path: str) -> None:
        """Show the file below again."""
        self._buffers.drop(path)

    def _shadows(self, path: str) -> bool:
        return self._buffers.exists(path) and not self._buffers.is_dir(path)

    def read(self, path: str) -> bytes:
        return (self._buffers if self._shadows(path) else self._base).read(path)

    def fingerprint(self, path: str) -> str:
        return (self._buffers if self._shadows(path) else self._base).fingerprint(path)

    def exists(self, path: str) -> bool:
        return self._buffers.exists(path) or self._base.exists(path)

    def is_dir(self, path: str) -> bool:
        return self._buffers.is_dir(path) or self._base.is_dir(path)

    def scan(self, path: str) -> list[Entry]:
        buffers = self._buffers.scan(path) if self._buffers.is_dir(path) else []
        if buffers and not self._base.is_dir(path):
            return buffers
        entries = {entry.name: entry for entry in (*buffers, *self._base.scan(path))}
        return sorted(entries.values())

    def real(self, path: str) -> str:
        return self._base.real(path)

    def replace(self, path: str, data: bytes) -> None:
        (self._buffers if self._shadows(path) else self._base).replace(path, data)


def _rooted(path: str) -> str:
    return path if Path(path).is_absolute() else absolute(path, "/")


def _encode(text: str) -> bytes:
    # Editors send text; the reader decodes by cookie, so the cookie decides here as well.
    data = text.encode("utf-8", "replace")
    cookie = _COOKIE.search(b"\n".join(data.splitlines()[:2]))
    try:
        return text.encode(codecs.lookup(cookie[1].decode()).name) if cookie else data
    except (LookupError, UnicodeError):
        return data


def reason(error: OSError) -> str:
    """Why the system refused something, as part of a sentence."""
    return (error.strerror or str(error)).lower()
