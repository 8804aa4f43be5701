"""What a directory says about the packages that we care about: lock files, requirements files, metadata."""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator, Mapping, Sequence
from contextlib import suppress
from typing import TYPE_CHECKING

from fastapi_lint.workspace.declared import Requirements, from_pyproject, from_setup_cfg
from fastapi_lint.workspace.files import FileSystem, UnreadableFile, absolute
from fastapi_lint.workspace.lockfiles import LOCK_FILES, BrokenLock, locked_versions
from fastapi_lint.workspace.problems import ConfigError
from fastapi_lint.workspace.toml import parse_toml
from fastapi_lint.workspace.versions import Target, from_specifier

if TYPE_CHECKING:
    from packaging.specifiers import SpecifierSet

PACKAGES = ("python", "fastapi", "pydantic", "starlette", "httpx")

Mentions = Mapping[str, list[Target]]

_OURS = re.compile(rf"\s*({'|'.join(PACKAGES[1:])})(?![-\w.])", re.IGNORECASE)
_INCLUDE = re.compile(r"\s*(?:-r|--requirement|-c|--constraint)[\s=]*(\S+)")
_OPTIONS = re.compile(r"(?:^|\s)(?:#|--).*")
_PLAIN = re.compile(r"\s*([A-Za-z]+)\s*(?:\[[\w\s,.-]*\]\s*)?((?:[<>=!~][^;@()]*)?)")
"""A name and versions. What reads more than that takes four times as long to import as what reads versions."""
_NEWEST_PYTHON = "3.15"


def read_locked(directory: str, files: FileSystem, problems: list[str]) -> Iterator[Mentions]:
    """What each lock file of a directory says; a broken one is a problem."""
    for name in LOCK_FILES:
        path = f"{directory.rstrip('/')}/{name}"
        data = _read(path, files, problems)
        if data is None:
            continue
        try:
            pairs = list(locked_versions(name, data, frozenset(PACKAGES)))
        except BrokenLock as error:
            problems.append(f"{path}: ignored this lock file: {error}")
            continue
        specifiers = [(package, text if package == "python" else f"=={text}") for package, text in pairs]
        yield _mentions((package, _target(text, path)) for package, text in specifiers)


def read_declared(
    directory: str, files: FileSystem, python: Target | None, problems: list[str]
) -> Iterator[Mentions]:
    """What the requirements files say, then ``pyproject.toml``, then ``setup.cfg``."""
    metadata = list(_metadata(directory, files, problems))
    pythons = [_target(text, found.path) for found in metadata for text in found.python]
    environments = _environments(python or next(iter(pythons), Target()))
    for path in _requirements_files(directory, files):
        lines = list(_lines(path, files, problems, set()))
        yield _mentions(_parsed(lines, path, environments))
    for found in metadata:
        versions = (("python", _target(text, found.path)) for text in found.python)
        yield _mentions([*versions, *_parsed(found.lines, found.path, environments)])


def _metadata(directory: str, files: FileSystem, problems: list[str]) -> Iterator[Requirements]:
    path = f"{directory.rstrip('/')}/pyproject.toml"
    data = _read(path, files, problems)
    if data is not None:
        try:
            yield from_pyproject(parse_toml(data, path), path)
        except ConfigError as error:
            problems.append(f"{path}: ignored its dependencies: {error.message}")
    path = f"{directory.rstrip('/')}/setup.cfg"
    data = _read(path, files, problems)
    if data is not None:
        yield from_setup_cfg(data.decode("utf-8", "replace"), path)


def _requirements_files(directory: str, files: FileSystem) -> Iterator[str]:
    """``requirements.txt`` before ``requirements-dev.txt`` before ``requirements/*.txt``."""
    for folder, prefix in (
        (directory.rstrip("/"), "requirements"),
        (f"{directory.rstrip('/')}/requirements", ""),
    ):
        if files.is_dir(folder or "/"):
            names = [entry.name for entry in files.scan(folder or "/") if entry.is_file]
            texts = [name for name in names if name.startswith(prefix) and name.endswith(".txt")]
            yield from (f"{folder}/{name}" for name in sorted(texts, key=lambda name: (len(name), name)))


def _lines(path: str, files: FileSystem, problems: list[str], seen: set[str]) -> Iterator[str]:
    """The requirements of a file and of those that it includes, without comments and options."""
    data = None if path in seen else _read(path, files, problems)
    seen.add(path)
    if data is None:
        return
    text = data.decode("utf-8-sig", "replace").replace("\r\n", "\n").replace("\\\n", " ")
    for line in text.splitlines():
        include = _INCLUDE.match(line)
        if include:
            yield from _lines(absolute(include[1], path.rpartition("/")[0]), files, problems, seen)
        else:
            yield _OPTIONS.sub("", line)


def _parsed(
    lines: Iterable[str], path: str, environments: Sequence[dict[str, str]]
) -> Iterator[tuple[str, Target]]:
    for line in filter(_OURS.match, lines):
        with suppress(ValueError):  # all that packaging raises: what pip refuses tells us nothing
            package, target = _requirement(line, path, environments)
            if target is not None:
                yield package, target


def _requirement(line: str, path: str, environments: Sequence[dict[str, str]]) -> tuple[str, Target | None]:
    plain = _PLAIN.fullmatch(line)
    if plain is not None:
        return plain[1].lower(), from_specifier(_specifiers(plain[2]), path)
    from packaging.requirements import Requirement

    requirement = Requirement(line)
    marker = requirement.marker
    if marker is not None and not any(marker.evaluate(environment) for environment in environments):
        return requirement.name, None
    return requirement.name.lower(), from_specifier(requirement.specifier, path)


def _environments(python: Target) -> list[dict[str, str]]:
    """Where markers are tried: on the oldest interpreter and on the newest, never on the one that runs us."""
    oldest, newest = str(python.exact or python.minimum or _NEWEST_PYTHON), _NEWEST_PYTHON
    versions = {oldest} if python.exact or python.below else {oldest, newest}
    return [
        {
            "python_version": ".".join(version.split(".")[:2]),
            "python_full_version": version,
            "sys_platform": "linux",
            "platform_system": "Linux",
            "os_name": "posix",
            "platform_machine": "x86_64",
            "implementation_name": "cpython",
            "platform_python_implementation": "CPython",
            "extra": "",
        }
        for version in sorted(versions)
    ]


def _target(text: str, path: str) -> Target:
    try:
        return from_specifier(_specifiers(text), path)
    except ValueError:
        return Target(origin=path)


def _specifiers(text: str) -> SpecifierSet:
    from packaging.specifiers import SpecifierSet

    return SpecifierSet(text)


def _mentions(pairs: Iterable[tuple[str, Target]]) -> Mentions:
    mentions: dict[str, list[Target]] = {}
    for package, target in pairs:
        mentions.setdefault(package, []).append(target)
    return mentions


def _read(path: str, files: FileSystem, problems: list[str]) -> bytes | None:
    if not files.exists(path):
        return None
    try:
        return files.read(path)
    except UnreadableFile as error:
        problems.append(str(error))
        return None
