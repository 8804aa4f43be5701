"""Where the settings come from: ``pyproject.toml``, ``--config``, and the command line over both."""

from __future__ import annotations

import os
import re
from collections.abc import Iterable, Mapping, Sequence
from typing import Any

import msgspec

from fastapi_lint.workspace.convert import rule_options, to_fields
from fastapi_lint.workspace.files import FileSystem, UnreadableFile, absolute
from fastapi_lint.workspace.problems import ConfigError
from fastapi_lint.workspace.selectors import (
    ignored_per_file,
    resolve_fixable,
    resolve_selection,
    resolve_severity,
)
from fastapi_lint.workspace.settings import Settings
from fastapi_lint.workspace.targets import parse_target
from fastapi_lint.workspace.toml import parse_toml

__all__ = [
    "ConfigError",
    "find_root",
    "ignored_per_file",
    "load",
    "override",
    "resolve_fixable",
    "resolve_selection",
    "resolve_severity",
    "rule_options",
]

COMMAND_LINE = "command line"
_ADDED = ("ignore", "extend_select", "extend_exclude")


def load(
    paths: Iterable[str] = (),
    *,
    config: Sequence[str] = (),
    isolated: bool = False,
    files: FileSystem | None = None,
) -> Settings:
    """The settings for a run over ``paths`` (the current directory by default).

    ``config`` holds the values of ``--config``: a file instead of the project's ``pyproject.toml``, or
    ``KEY=VALUE`` with a TOML value. ``isolated`` reads no file. Raises ``ConfigError``.
    """
    files = files or FileSystem()
    root = find_root(paths, files)
    named = [item for item in config if "=" not in item or files.exists(absolute(item))]
    if len(named) > 1:
        raise ConfigError(COMMAND_LINE, "`--config` names several files, expected at most one")
    settings = Settings(root=root)
    if named:
        settings = _with_file(settings, absolute(named[0]), files, required=True)
    elif not isolated and files.exists(path := f"{root.rstrip('/')}/pyproject.toml"):
        settings = _with_file(settings, path, files, required=False)
    for item in config:
        if item not in named:
            settings = _with_table(settings, _parse_item(item), COMMAND_LINE)
    return settings


def find_root(paths: Iterable[str] = (), files: FileSystem | None = None) -> str:
    """The project's directory.

    The nearest one at or above all ``paths`` whose ``pyproject.toml`` has a ``[tool.fastapi-lint]``, else the
    nearest with any ``pyproject.toml``, else the repository, else the directory that the paths share.
    """
    files = files or FileSystem()
    common = _common_directory(list(paths) or ["."], files)
    chain = [common]
    while (parent := chain[-1].rpartition("/")[0] or "/") != chain[-1]:
        chain.append(parent)
    with_file = [path for path in chain if files.exists(f"{path.rstrip('/')}/pyproject.toml")]
    configured = (path for path in with_file if _is_configured(f"{path.rstrip('/')}/pyproject.toml", files))
    repository = (path for path in chain if files.exists(f"{path.rstrip('/')}/.git"))
    return next(configured, None) or next(iter(with_file), None) or next(repository, common)


def override(settings: Settings, **cli: Any) -> Settings:
    """``settings`` with the values that the user gave on the command line; None means that he gave none.

    ``ignore``, ``extend_select`` and ``extend_exclude`` add to the file's, ``per_file_ignores``, ``severity``
    and ``rules`` too, key by key; everything else replaces. A ``select`` starts afresh: the file's
    ``extend-select`` and ``ignore`` no longer count. Raises ``ConfigError``.
    """
    given = {key.replace("_", "-"): value for key, value in cli.items() if value is not None}
    table = {key: list(value) if isinstance(value, (tuple, set)) else value for key, value in given.items()}
    if "select" in table:
        settings = msgspec.structs.replace(settings, extend_select=(), ignore=())
    return _with_table(settings, table, COMMAND_LINE, added=_ADDED)


def _with_file(settings: Settings, path: str, files: FileSystem, *, required: bool) -> Settings:
    try:
        document = parse_toml(files.read(path), path)
    except UnreadableFile as error:
        raise ConfigError(path, f"cannot be read: {error.message}") from error
    if not path.endswith("pyproject.toml"):
        return _with_table(settings, document, path)
    tool = document.get("tool", {})
    if required and "fastapi-lint" not in tool:
        raise ConfigError(path, "has no `[tool.fastapi-lint]`, add the table or drop `--config`")
    table = tool.get("fastapi-lint", {})
    if not isinstance(table, Mapping):
        raise ConfigError(path, "`tool.fastapi-lint` is no table, expected `[tool.fastapi-lint]`")
    return _with_table(settings, table, path)


def _with_table(
    settings: Settings, table: Mapping[str, Any], path: str, added: Sequence[str] = ()
) -> Settings:
    fields = to_fields(table, path)
    for name, value in fields.items():
        before = getattr(settings, name)
        if isinstance(before, Mapping):
            fields[name] = _merged(before, value)
        elif name in added:
            fields[name] = (*before, *value)
        elif name.startswith("target_"):
            parse_target(value, name.removeprefix("target_"), path)
    origins = {**settings.origins, **dict.fromkeys(table, path)}
    return msgspec.structs.replace(settings, **fields, origins=origins)


def _merged(below: Mapping[str, Any], above: Mapping[str, Any]) -> dict[str, Any]:
    merged = dict(below)
    for key, value in above.items():
        nested = isinstance(value, Mapping) and isinstance(merged.get(key), Mapping)
        merged[key] = _merged(merged[key], value) if nested else value
    return merged


def _parse_item(item: str) -> dict[str, Any]:
    try:
        return parse_toml(item.encode(), COMMAND_LINE)
    except ConfigError:
        key, _, value = item.partition("=")
        hint = f"strings need quotes: `--config '{key}=\"{value}\"'`"
        raise ConfigError(COMMAND_LINE, f"`{item}`: `{value}` is no TOML value, {hint}") from None


def _is_configured(path: str, files: FileSystem) -> bool:
    try:
        data = files.read(path)
    except UnreadableFile as error:
        raise ConfigError(path, f"cannot be read: {error.message}") from error
    # Most pyproject files above a file are somebody else's, and reading TOML is slow.
    if not re.search(rb"tool[\s\S]*fastapi-lint", data):
        return False
    return "fastapi-lint" in parse_toml(data, path).get("tool", {})


def _common_directory(paths: Sequence[str], files: FileSystem) -> str:
    resolved = [absolute(path) for path in paths]
    directories = [path if files.is_dir(path) else path.rpartition("/")[0] or "/" for path in resolved]
    try:
        return os.path.commonpath(directories).replace(os.sep, "/")
    except ValueError:  # drives of their own
        return directories[0]
