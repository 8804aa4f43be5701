"""The entry points that bring rules, read off the import path.

``importlib.metadata`` takes as long to import as all rules together, for the e-mail headers of packages among other
things. Where packages are anything but folders on the import path, it is asked after all.
"""

from __future__ import annotations

import os
import re
import sys
from collections.abc import Iterator
from importlib import import_module
from importlib.machinery import PathFinder
from typing import Any, NamedTuple

GROUP = "fastapi_lint.rules"
_SEPARATORS = re.compile(r"[-_.]+")


class Plugin(NamedTuple):
    """One entry point: its name, and ``module`` or ``module:attribute``."""

    name: str
    value: str

    def load(self) -> Any:
        """What it stands for; raises whatever importing it raises."""
        module, _, attributes = self.value.partition(":")
        found: Any = import_module(module.strip())
        for attribute in filter(None, attributes.partition("[")[0].strip().split(".")):
            found = getattr(found, attribute)
        return found

    @property
    def distribution(self) -> str:
        """The package that brings it."""
        from importlib.metadata import entry_points

        found = [entry for entry in entry_points(group=GROUP) if (entry.name, entry.value) == self]
        return next((entry.dist.name for entry in found if entry.dist is not None), self.value)


def plugins() -> list[Plugin]:
    """All of them, sorted. A package that is installed twice counts where it is first on the path."""
    if _is_plain():
        return sorted(_on_path())
    from importlib.metadata import entry_points

    return sorted(Plugin(entry.name, entry.value) for entry in entry_points(group=GROUP))


def _is_plain() -> bool:
    """Whether nobody but Python's own finder knows packages, and all that it looks into are folders."""
    others = [finder for finder in sys.meta_path if finder is not PathFinder]
    return not any(hasattr(finder, "find_distributions") for finder in others) and not any(
        folder.endswith(".egg") or os.path.isfile(folder) for folder in sys.path
    )


def _on_path() -> Iterator[Plugin]:
    """The plugins of the packages in the folders of the import path."""
    seen: set[str] = set()
    for folder in dict.fromkeys(sys.path):
        try:
            names = sorted(os.listdir(folder or "."))
        except OSError:
            continue
        for name in names:
            stem, ending = os.path.splitext(name)
            package = _SEPARATORS.sub("-", stem.partition("-")[0]).lower()
            if ending in (".dist-info", ".egg-info") and package not in seen:
                seen.add(package)
                yield from _plugins(os.path.join(folder, name, "entry_points.txt"))


def _plugins(path: str) -> Iterator[Plugin]:
    try:
        with open(path, encoding="utf-8") as file:
            text = file.read()
    except OSError:
        return
    section = ""
    for line in map(str.strip, text.splitlines() if GROUP in text else ()):
        if line.startswith("["):
            section = line.strip("[]").strip()
        elif section == GROUP and line and not line.startswith("#"):
            name, _, value = line.partition("=")
            yield Plugin(name.strip(), value.strip())
