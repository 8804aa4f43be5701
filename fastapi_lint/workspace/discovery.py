"""Which files to lint, and which files make up the project."""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from typing import NamedTuple

from fastapi_lint.workspace.files import FileSystem, UnreadableFile, absolute
from fastapi_lint.workspace.gitignore import GitIgnore, above, entered
from fastapi_lint.workspace.globs import Globs
from fastapi_lint.workspace.settings import DEFAULT_EXCLUDE, Settings


class Discovery(NamedTuple):
    """Files, sorted and without duplicates, and the paths that could not be read."""

    files: tuple[str, ...]
    problems: tuple[UnreadableFile, ...] = ()


def lint_files(paths: Iterable[str], settings: Settings, files: FileSystem | None = None) -> Discovery:
    """The files to report on for the ``paths`` that the user gave.

    A file that is named is taken whatever it is called, even when it is excluded, unless ``force-exclude`` is
    set; directories are searched for ``*.py``. A path that does not exist is a problem, not a silence.
    """
    files = files or FileSystem()
    excluded = Globs((*settings.exclude, *settings.extend_exclude), settings.root)
    walk = _Walk(files, excluded, respect_gitignore=settings.respect_gitignore)
    for path in map(absolute, paths):
        if not files.exists(path):
            walk.problems.append(UnreadableFile(path, "no such file or directory"))
        elif settings.force_exclude and excluded_path(path, settings, files):
            continue
        else:
            walk.add(path)
    return walk.result()


def project_files(
    settings: Settings, files: FileSystem | None = None, paths: Iterable[str] = ()
) -> Discovery:
    """All Python files of the project: those below its root, and what the user named.

    The user's own ``exclude`` says where not to report, not what the application consists of: a router in an
    excluded file is still included somewhere. Only what no application is made of is left out: environments,
    caches, and what git ignores.
    """
    files = files or FileSystem()
    pruned = (*settings.exclude, *settings.extend_exclude)
    excluded = Globs((name for name in pruned if name in DEFAULT_EXCLUDE), settings.root)
    walk = _Walk(files, excluded, respect_gitignore=settings.respect_gitignore)
    walk.add(settings.root)
    for path in map(absolute, paths):
        unwanted = settings.force_exclude and excluded_path(path, settings, files)
        if path != settings.root and files.exists(path) and not unwanted:
            walk.add(path)
    return walk.result()


def excluded_path(path: str, settings: Settings, files: FileSystem | None = None) -> bool:
    """Whether ``exclude`` or ``extend-exclude`` cover ``path`` or a directory between it and the root."""
    files = files or FileSystem()
    excluded = Globs((*settings.exclude, *settings.extend_exclude), settings.root)
    inside = _inside(path, settings.root)
    parts = path[len(settings.root.rstrip("/")) + 1 :].split("/") if inside else [path.rpartition("/")[2]]
    base = settings.root.rstrip("/") if inside else path.rpartition("/")[0]
    for depth, name in enumerate(parts, 1):
        current = "/".join((base, *parts[:depth]))
        if excluded.matches_entry(current, name, is_dir=depth < len(parts) or files.is_dir(path)):
            return True
    return False


def _inside(path: str, root: str) -> bool:
    return path == root or path.startswith(root.rstrip("/") + "/")


class _Walk:
    def __init__(self, files: FileSystem, excluded: Globs, *, respect_gitignore: bool) -> None:
        self._files = files
        self._excluded = excluded
        self._respect_gitignore = respect_gitignore
        self._found: set[str] = set()
        self._links: set[str] = set()
        self.problems: list[UnreadableFile] = []

    def add(self, path: str) -> None:
        if not self._files.is_dir(path):
            self._found.add(path)
            return
        stack = [(path, above(path, self._files) if self._respect_gitignore else None)]
        while stack:
            stack.extend(self._enter(*stack.pop()))

    def result(self) -> Discovery:
        # A link beside its target would report everything twice and write every fix twice.
        repeated = {link for link in self._links if self._files.real(link) in self._found - {link}}
        return Discovery(tuple(sorted(self._found - repeated)), tuple(self.problems))

    def _enter(self, directory: str, ignore: GitIgnore | None) -> Iterator[tuple[str, GitIgnore | None]]:
        try:
            entries = self._files.scan(directory)
        except UnreadableFile as problem:
            self.problems.append(problem)
            return
        names = {entry.name for entry in entries}
        if "pyvenv.cfg" in names:  # an environment, whatever it is called
            return
        if self._respect_gitignore and ".gitignore" in names:
            ignore = entered(directory, ignore, self._files)
        for entry in entries:
            if not (entry.is_dir or (entry.is_file and entry.name.endswith(".py"))):
                continue
            path = f"{directory.rstrip('/')}/{entry.name}"
            if self._skips(path, entry.name, ignore, is_dir=entry.is_dir):
                continue
            if entry.is_dir:
                yield path, ignore
            else:
                self._found.add(path)
                if entry.is_link:
                    self._links.add(path)

    def _skips(self, path: str, name: str, ignore: GitIgnore | None, *, is_dir: bool) -> bool:
        if "{{" in name:  # a template, for cookiecutter or copier to fill in: no Python yet
            return True
        if self._excluded.matches_entry(path, name, is_dir=is_dir):
            return True
        return ignore is not None and ignore.ignores(path, is_dir=is_dir)
