"""What git ignores: nested ``.gitignore`` files, those above the project, and ``.git/info/exclude``."""

from __future__ import annotations

from typing import TYPE_CHECKING

from fastapi_lint.workspace.files import FileSystem, UnreadableFile
from fastapi_lint.workspace.globs import compile_patterns

if TYPE_CHECKING:
    import re

    from pathspec import GitIgnoreSpec

_BELOW = "ps_d"
"""The group in the expressions of pathspec that starts where the matched directory ends."""


class GitIgnore:
    """The patterns that hold in one directory: its own file first, then those of the directories above."""

    __slots__ = ("_base", "_outer", "_patterns")

    def __init__(self, base: str, spec: GitIgnoreSpec, outer: GitIgnore | None) -> None:
        self._base = base.rstrip("/") + "/"
        # The last pattern that matches decides, so it is asked first.
        patterns = reversed(list(spec.patterns))
        self._patterns = [(pattern.regex, pattern.include) for pattern in patterns if pattern.regex]
        self._outer = outer

    def ignores(self, path: str, *, is_dir: bool) -> bool:
        """Whether git ignores ``path``, given that it does not ignore a directory above it."""
        relative = path[len(self._base) :]
        for regex, include in self._patterns:
            if _matches(regex, relative, is_dir=is_dir):
                return bool(include)
        return self._outer is not None and self._outer.ignores(path, is_dir=is_dir)


def _matches(regex: re.Pattern[str], path: str, *, is_dir: bool) -> bool:
    """Whether a pattern means the path itself; those of pathspec match also whatever is below it."""
    match = regex.search(path + "/" * is_dir)
    if match is None:
        return False
    if not is_dir:
        return _BELOW not in regex.groupindex or match[_BELOW] is None
    if _BELOW in regex.groupindex and match[_BELOW] is not None:
        return match.start(_BELOW) == len(path) or regex.search(path + "/", len(path)) is not None
    return regex.search(path) is not None


def entered(directory: str, outer: GitIgnore | None, files: FileSystem) -> GitIgnore | None:
    """The patterns inside ``directory``, which has a ``.gitignore``, given those that hold outside it."""
    return _layer(directory, f"{directory.rstrip('/')}/.gitignore", outer, files)


def above(directory: str, files: FileSystem) -> GitIgnore | None:
    """The patterns that hold in ``directory`` because of its repository: everything above it, not its own."""
    chain = [directory]
    while not files.exists(f"{chain[-1].rstrip('/')}/.git"):
        parent = chain[-1].rpartition("/")[0] or "/"
        if parent == chain[-1]:
            return None
        chain.append(parent)
    ignore = _layer(chain[-1], f"{chain[-1].rstrip('/')}/.git/info/exclude", None, files)
    for outer in reversed(chain[1:]):
        if files.exists(f"{outer.rstrip('/')}/.gitignore"):
            ignore = entered(outer, ignore, files)
    return ignore


def _layer(base: str, path: str, outer: GitIgnore | None, files: FileSystem) -> GitIgnore | None:
    try:
        text = files.read(path).decode("utf-8-sig", "replace")
    except UnreadableFile:
        return outer
    # pathspec takes `a/**/` for `a/`; to git it is every directory below.
    lines = [line + "*/" if line.endswith("**/") else line for line in text.splitlines()]
    if not any(line.strip() and not line.startswith("#") for line in lines):
        return outer
    return GitIgnore(base, compile_patterns(lines), outer)
