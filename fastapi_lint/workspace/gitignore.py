"""What git ignores: nested ``.gitignore`` files, those above the project, and ``.git/info/exclude``."""

from __future__ import annotations

from typing import TYPE_CHECKING

from fastapi_lint.workspace.files import FileSystem, UnreadableFile
from fastapi_lint.workspace.globs import compile_patterns

if TYPE_CHECKING:
    from pathspec import GitIgnoreSpec


class GitIgnore:
    """The patterns that hold in one directory: its own file first, then those of the directories above."""

    __slots__ = ("_base", "_outer", "_spec")

    def __init__(self, base: str, spec: GitIgnoreSpec, outer: GitIgnore | None) -> None:
        self._base = base.rstrip("/") + "/"
        self._spec = spec
        self._outer = outer

    def ignores(self, path: str, *, is_dir: bool) -> bool:
        """Whether git ignores ``path``, given that it does not ignore a directory above it."""
        layer: GitIgnore | None = self
        while layer is not None:
            verdict = layer._spec.check_file(path[len(layer._base) :] + "/" * is_dir).include
            if verdict is not None:
                return verdict
            layer = layer._outer
        return False


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
        lines = files.read(path).decode("utf-8", "replace").splitlines()
    except UnreadableFile:
        return outer
    if not any(line.strip() and not line.startswith("#") for line in lines):
        return outer
    return GitIgnore(base, compile_patterns(lines), outer)
