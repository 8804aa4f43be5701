"""What the linter and its plugins are made of."""

from __future__ import annotations

import os
import sys
from collections.abc import Iterable, Iterator
from pathlib import Path


def stamp(packages: Iterable[str]) -> str:
    """Size and time of every file of some packages: a rule being written must not meet its own old results."""
    found = []
    for file in sorted({file for package in packages for file in _files(package)}):
        status = file.stat()
        found.append(f"{file} {status.st_size} {status.st_mtime_ns}")
    return "\n".join(found)


def _files(package: str) -> Iterator[Path]:
    module = sys.modules.get(package)
    for folder in getattr(module, "__path__", ()):
        for place, folders, names in os.walk(folder):
            folders[:] = [name for name in folders if name != "__pycache__"]
            yield from (Path(place, name) for name in names if name.endswith(".py"))
    file = getattr(module, "__file__", None)
    if file:
        yield Path(file)
