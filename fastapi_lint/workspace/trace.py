"""What a run has read of the disk, as text, and whether a run would read the same again.

A run is a function of what it reads: if every file, folder and question is answered as before, so is the user.
This module is most of a run that has nothing to do, so it imports nothing that takes a millisecond.
"""

from __future__ import annotations

import os

TYPE_CHECKING = False
if TYPE_CHECKING:
    from collections.abc import Iterable
    from typing import TypeAlias

    Found: TypeAlias = tuple[str, bool, bool, bool]
    """Of an entry: its name, whether it is a folder, a file, a link."""

FILE, FOLDER, EXISTS, IS_DIR, REAL, REFUSED, CODE = "f", "d", "x", "i", "r", "e", "c"
"""What was asked: content, entries, three questions, what raised, and a file of our own that only has its stamp."""

_TOO_LATE = 2_000_000_000
"""Nanoseconds. A file may change twice within the grain of its time stamp, which is two seconds on old disks."""

_SUFFIXES = (".py", ".txt")
_NAMES = ("pyvenv.cfg", ".gitignore")


def stamp(path: str, began: int) -> str:
    """What changes with a file's content; empty where that is not sure. Raises ``OSError``.

    ``began`` is a time in nanoseconds before the content was read: whatever changed shortly before may change
    again without another time stamp.
    """
    status = os.stat(path)
    if max(status.st_mtime_ns, status.st_ctime_ns) > began - _TOO_LATE:
        return ""
    return f"{status.st_mtime_ns} {status.st_ctime_ns} {status.st_size} {status.st_ino}"


def digest(data: bytes) -> str:
    """A file's content as a hash."""
    from hashlib import blake2b

    return blake2b(data, digest_size=20).hexdigest()


def entries(path: str) -> list[Found]:
    """What counts of a folder's entries, sorted. Raises ``OSError``.

    A build, an editor's backup or a byte-code cache beside the sources is no news.
    """
    with os.scandir(path) as found:
        return sorted(_entry(entry) for entry in found if _counts(entry))


def _counts(entry: os.DirEntry[str]) -> bool:
    name = entry.name
    if name.endswith(_SUFFIXES) or name in _NAMES:
        return True
    return name != "__pycache__" and entry.is_dir(follow_symlinks=False)


def _entry(entry: os.DirEntry[str]) -> Found:
    try:
        return entry.name, entry.is_dir(follow_symlinks=False), entry.is_file(), entry.is_symlink()
    except OSError:  # a link that points to itself
        return entry.name, False, False, True


def spelled(found: Iterable[Found]) -> str:
    """Entries as text."""
    return "/".join(f"{name}:{is_dir:d}{is_file:d}{is_link:d}" for name, is_dir, is_file, is_link in found)


def has_links(found: Iterable[Found]) -> bool:
    """Whether what the entries are is told elsewhere, so that the folder's own time stamp says nothing."""
    return any(is_link for *_, is_link in found)


def verified(trace: str, began: int) -> str | None:
    """The trace as it is to be kept from now on, or None if a run would read something else."""
    fields = trace.split("\0")
    for at in range(0, len(fields) - 3, 4):
        kind, known, content, path = fields[at : at + 4]
        try:
            if kind in (FILE, FOLDER, CODE):
                status = os.stat(path)
                if known == f"{status.st_mtime_ns} {status.st_ctime_ns} {status.st_size} {status.st_ino}":
                    continue
                fields[at + 1] = stamp(path, began)
            if kind == CODE or _answer(kind, path) != content:
                return None
            if kind == FOLDER and has_links(entries(path)):
                fields[at + 1] = ""
        except OSError:
            return None
    return "\0".join(fields)


def _answer(kind: str, path: str) -> str:
    """What the disk says now. Raises ``OSError``."""
    if kind == FILE:
        with open(path, "rb") as file:
            return digest(file.read())
    if kind == FOLDER:
        return spelled(entries(path))
    if kind == REAL:
        return os.path.realpath(path)
    if kind == REFUSED:
        return refusal(path)
    return str(int(os.path.exists(path) if kind == EXISTS else os.path.isdir(path)))


def refusal(path: str) -> str:
    """Why a path cannot be read, as a file or as a folder; empty when it can."""
    try:
        if os.path.isdir(path):
            os.listdir(path)
        else:
            with open(path, "rb") as file:
                file.read(1)
    except OSError as error:
        return (error.strerror or str(error)).lower()
    return ""
