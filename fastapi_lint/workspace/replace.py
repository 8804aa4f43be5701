"""Replace a file's content so that a crash at any moment leaves either the old or the new content."""

from __future__ import annotations

import contextlib
import os
import stat
import time
from pathlib import Path

PREFIX = ".fastapi-lint-"
SUFFIX = ".tmp"
ABANDONED_AFTER = 60.0
"""Seconds. A younger temporary file may belong to another run that is writing right now."""


class UnwritableFile(Exception):  # noqa: N818 - it is about the file
    """A file that cannot be replaced: ``path``, and a ``message`` saying why."""

    def __init__(self, path: str, message: str) -> None:
        super().__init__(f"{path}: {message}")
        self.path = path
        self.message = message


def replace_file(path: str, data: bytes) -> None:
    """Replace the file that ``path`` leads to; a link stays a link, mode and owner stay.

    Leftovers of runs that were killed are removed from the same directory. Raises ``UnwritableFile``.
    """
    target = Path(os.path.realpath(path))
    try:
        mode = target.stat()
        if stat.S_ISDIR(mode.st_mode):
            raise UnwritableFile(path, "is a directory")
        if not _writable(target, mode):
            raise UnwritableFile(path, "the file is read-only")
        _remove_leftovers(target.parent)
        _write_and_swap(target, data, mode)
    except PermissionError as error:
        raise UnwritableFile(path, f"cannot write to the directory `{target.parent}`") from error
    except OSError as error:
        raise UnwritableFile(path, (error.strerror or str(error)).lower()) from error


def _writable(target: Path, mode: os.stat_result) -> bool:
    # The superuser may write to anything; somebody who made a file read-only meant it all the same.
    return bool(mode.st_mode & (stat.S_IWUSR | stat.S_IWGRP | stat.S_IWOTH)) and os.access(target, os.W_OK)


def _write_and_swap(target: Path, data: bytes, mode: os.stat_result) -> None:
    import tempfile  # with half of the library behind it, which nobody needs who only reads

    handle, temporary = tempfile.mkstemp(dir=target.parent, prefix=PREFIX, suffix=SUFFIX)
    try:
        with os.fdopen(handle, "wb") as file:
            file.write(data)
            file.flush()
            _copy_owner_and_mode(temporary, mode)
            os.fsync(file.fileno())
        Path(temporary).replace(target)
    except BaseException:
        with contextlib.suppress(OSError):
            Path(temporary).unlink()
        raise
    _sync_directory(target.parent)


def _copy_owner_and_mode(temporary: str, mode: os.stat_result) -> None:
    if hasattr(os, "chown"):
        with contextlib.suppress(PermissionError):  # only the superuser may give a file away
            os.chown(temporary, mode.st_uid, mode.st_gid)
    Path(temporary).chmod(stat.S_IMODE(mode.st_mode))


def _sync_directory(directory: Path) -> None:
    with contextlib.suppress(OSError):  # not every platform can open a directory
        handle = os.open(directory, os.O_RDONLY)
        try:
            os.fsync(handle)
        finally:
            os.close(handle)


def _remove_leftovers(directory: Path) -> None:
    for leftover in directory.glob(f"{PREFIX}*{SUFFIX}"):
        with contextlib.suppress(OSError):
            if time.time() - leftover.stat().st_mtime > ABANDONED_AFTER:
                leftover.unlink()
