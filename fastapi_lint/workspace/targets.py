"""The versions that the project runs on: by the settings, else its lock files, else its requirements."""

from __future__ import annotations

import re
from collections.abc import Iterable, Mapping
from itertools import chain
from typing import NamedTuple

from fastapi_lint.workspace.files import FileSystem, UnreadableFile
from fastapi_lint.workspace.lockfiles import LOCK_FILES
from fastapi_lint.workspace.problems import ConfigError
from fastapi_lint.workspace.requirements import PACKAGES, read_declared, read_locked
from fastapi_lint.workspace.settings import DEFAULT_EXCLUDE, Settings
from fastapi_lint.workspace.versions import Target, bump, from_specifier, hull

__all__ = ["Target", "Targets", "find_targets", "parse_target"]

_DEPTH = 2
_CEILINGS = {
    "pydantic": [("0.100", "2")],
    "starlette": [
        ("0.100.1", "0.28"),
        ("0.116", "0.47"),
        ("0.120.1", "0.49"),
        ("0.128.1", "0.51"),
        ("0.130.1", "1"),
    ],
}
"""What an old FastAPI keeps others below: up to which release, and below what. Source: its wheels' metadata."""
_MARKS = frozenset((*LOCK_FILES, "pyproject.toml", "setup.cfg", "requirements.txt", "requirements"))


class Targets(NamedTuple):
    """One target for each package whose version matters; ``problems`` tells what was unreadable."""

    python: Target = Target()
    fastapi: Target = Target()
    pydantic: Target = Target()
    starlette: Target = Target()
    httpx: Target = Target()
    problems: tuple[str, ...] = ()

    def signature(self) -> str:
        """The targets as text, for the key of a cache."""
        return " ".join(f"{name}{target}" for name, target in zip(self._fields, self[:-1], strict=False))


def find_targets(settings: Settings, files: FileSystem | None = None) -> Targets:
    """The targets of the project at ``settings.root``; a file that is broken is a problem, not an error.

    Where the root itself says nothing, the repository above it is asked, then the directories below it: a
    repository of services gets the range that has all of them.
    """
    files = files or FileSystem()
    found: dict[str, Target] = {}
    for package in PACKAGES:
        text = getattr(settings, f"target_{package}")
        if text:
            found[package] = parse_target(text, package, settings.origin(f"target-{package}"))
    problems: list[str] = []
    upwards = ([path] for path in _upwards(settings.root, files))
    for directories in chain(upwards, [_downwards(settings.root, files)]):
        missing = [package for package in PACKAGES if package not in found]
        if not missing:
            break
        read = [_read(path, files, found.get("python"), problems) for path in directories]
        for package in missing:
            targets = [table[package] for table in read if package in table]
            known = [target for target in targets if target.is_known]
            if targets:
                found[package] = hull(known) if known else targets[0]
    for package, ceilings in _CEILINGS.items():
        if not found.get(package, Target()).is_known:
            found.update((package, target) for target in _held_down(found.get("fastapi"), ceilings))
    return Targets(**found, problems=tuple(dict.fromkeys(problems)))


def _held_down(fastapi: Target | None, ceilings: Iterable[tuple[str, str]]) -> Iterable[Target]:
    """The range that FastAPI's own requirements leave to a package that nobody else narrows down."""
    from packaging.version import Version

    for release, below in ceilings:
        if fastapi is not None and fastapi.before(release):
            return [Target(below=Version(below), origin=f"FastAPI below {release}")]
    return []


def parse_target(text: str, package: str, path: str) -> Target:
    """A target as the user writes it: ``0.115`` (any 0.115), ``0.115.3``, ``py311``, ``>=0.100,<0.120``.

    Raises ``ConfigError``.
    """
    from packaging.specifiers import SpecifierSet
    from packaging.version import InvalidVersion, Version

    short = re.fullmatch(r"py(\d)(\d+)", text) if package == "python" else None
    try:
        version = Version(f"{short[1]}.{short[2]}" if short else text)
    except InvalidVersion:
        try:
            return from_specifier(SpecifierSet(text), f"target-{package}")
        except ValueError:
            example = "`3.11` or `>=3.10`" if package == "python" else "`0.115` or `>=0.100,<0.120`"
            message = f'`target-{package}` is "{text}", expected a version or a range such as {example}'
            raise ConfigError(path, message) from None
    if len(version.release) > 2:
        return Target(exact=version, origin=f"target-{package}")
    return Target(version, bump(version, len(version.release) - 1), origin=f"target-{package}")


def _read(
    directory: str, files: FileSystem, python: Target | None, problems: list[str]
) -> Mapping[str, Target]:
    """What one directory says: its first source with a version, else the first that names the package."""
    mentioned: dict[str, Target] = {}
    sources = (read_locked(directory, files, problems), read_declared(directory, files, python, problems))
    for mentions in chain.from_iterable(sources):
        for package, targets in mentions.items():
            known = [target for target in targets if target.is_known]
            if known and not mentioned.get(package, Target()).is_known:
                mentioned[package] = hull(known)
            elif targets:
                mentioned.setdefault(package, targets[0])
    return mentioned


def _upwards(root: str, files: FileSystem) -> list[str]:
    """The root and the directories above it in its repository."""
    path = [root]
    while not files.exists(f"{path[-1].rstrip('/')}/.git"):
        if path[-1] == "/":
            return [root]
        path.append(path[-1].rpartition("/")[0] or "/")
    return path


def _downwards(root: str, files: FileSystem) -> Iterable[str]:
    level = [root]
    for _ in range(_DEPTH):
        level = [child for directory in level for child in _children(directory, files)]
        yield from (path for path in level if any(files.exists(f"{path}/{mark}") for mark in _MARKS))


def _children(directory: str, files: FileSystem) -> list[str]:
    try:
        entries = files.scan(directory)
    except UnreadableFile:
        return []
    names = [entry.name for entry in entries if entry.is_dir and not entry.name.startswith(".")]
    return [f"{directory.rstrip('/')}/{name}" for name in names if name not in DEFAULT_EXCLUDE]
