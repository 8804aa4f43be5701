"""Patterns of files, written as in ``.gitignore`` and anchored at the project's root."""

from __future__ import annotations

from collections.abc import Iterable
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from pathspec import GitIgnoreSpec

_SPECIAL = frozenset("*?[]!\\/ #")


class Globs:
    """A set of patterns. Plain names, which most patterns are, cost one look into a set."""

    def __init__(self, patterns: Iterable[str], root: str) -> None:
        patterns = tuple(patterns)
        self._root = root.rstrip("/") + "/"
        self._names = frozenset(pattern for pattern in patterns if not _SPECIAL.intersection(pattern))
        rest = [self._relative(pattern) for pattern in patterns if pattern not in self._names]
        self._spec = compile_patterns(rest) if rest else None

    def _relative(self, pattern: str) -> str:
        pattern = pattern.removeprefix("./")
        return "/" + pattern[len(self._root) :] if pattern.startswith(self._root) else pattern

    def matches_entry(self, path: str, name: str, *, is_dir: bool) -> bool:
        """Whether ``path`` matches by itself; the caller has asked for its parents before."""
        return name in self._names or self._in_spec(path + "/" * is_dir)

    def matches(self, path: str) -> bool:
        """Whether the file ``path``, or a directory of the project that it is in, matches."""
        inside = path.startswith(self._root)
        names = path[len(self._root) :].split("/") if inside else [path.rpartition("/")[2]]
        return not self._names.isdisjoint(names) or self._in_spec(path)

    def _in_spec(self, path: str) -> bool:
        if self._spec is None:
            return False
        if path.startswith(self._root):
            return self._spec.match_file(path[len(self._root) :])
        return self._spec.match_file(path.rstrip("/").rpartition("/")[2])


def compile_patterns(lines: Iterable[str]) -> GitIgnoreSpec:
    """A gitignore specification; lines that are no pattern are skipped, as git does."""
    from pathspec import GitIgnoreSpec

    try:
        return GitIgnoreSpec.from_lines(lines)
    except ValueError:
        return GitIgnoreSpec.from_lines(line for line in lines if _is_pattern(line))


def _is_pattern(line: str) -> bool:
    from pathspec import GitIgnoreSpec

    try:
        GitIgnoreSpec.from_lines([line])
    except ValueError:
        return False
    return True
