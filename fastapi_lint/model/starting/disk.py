"""Paths that code makes of ``__file__``, and what it reads there while it starts: data, folders, its own version."""

from __future__ import annotations

import re
from collections.abc import Callable, Iterator
from itertools import islice
from pathlib import PurePosixPath
from posixpath import basename, dirname, isabs, normpath
from typing import TYPE_CHECKING, Any

import msgspec

from fastapi_lint.model.following import plain
from fastapi_lint.model.meaning.values import Arguments, External, Listing, Literal, Located, Setting, Value
from fastapi_lint.model.routes.options import text
from fastapi_lint.model.starting.places import (
    FILE,
    FUNCTIONS,
    PATHS,
    RESOURCE,
    joined,
    made,
    matches,
    part,
    path,
    place_of,
)

if TYPE_CHECKING:
    from fastapi_lint.model.domain import Module
    from fastapi_lint.workspace.own import OwnFiles

_ENTRY = External("os.DirEntry")
_MANY = 1000
"""Files, above which a folder is not one of modules."""
_NO_MODULES = frozenset({"__pycache__", "node_modules", ".git"})


class Disk:
    """Answers the calls of one module that are about its files."""

    def __init__(self, module: Module, own: OwnFiles) -> None:
        self.module = module
        self.own = own

    def result(self, callee: External, given: Arguments) -> Value:
        """What a call gives; None for all that is not about files, or not known."""
        if callee.name in PATHS:
            whole = joined(given)
            return path(str(PurePosixPath(str(whole.value))), whole) if whole is not None else None
        receiver = callee.receiver
        if isinstance(receiver, Located):
            return self._of_located(receiver, callee.name.rpartition(".")[2], given)
        if callee.name in _LOADERS:
            return self._loaded(callee.name, given)
        if callee.name in FUNCTIONS:
            return FUNCTIONS[callee.name](given)
        function = _FUNCTIONS.get(callee.name)
        return function(self, given) if function is not None else None

    # --- methods ---------------------------------------------------------------------------------

    def _of_located(self, receiver: Located, name: str, given: Arguments) -> Value:
        place = str(receiver.place.value)
        if receiver.of == FILE:
            return self._content(receiver) if name == "read" and not list(given) else None
        if name in ("resolve", "absolute"):
            return path(normpath(place), receiver) if isabs(place) else None
        if name in ("expanduser", "__fspath__"):
            return receiver
        if name in ("as_posix", "__str__"):
            return receiver.place
        if name in ("joinpath", "with_name", "with_suffix", "with_stem", "relative_to", "is_relative_to"):
            return self._moved(receiver, name, given)
        if name == "open":
            return Located(FILE, place=receiver.place)
        if name in ("read_text", "read_bytes"):
            return self._content(receiver)
        if name in ("exists", "is_file", "is_dir"):
            return self._is_there(receiver.place, name)
        if name == "iterdir":
            return self._inside(place, "*")
        if name in ("glob", "rglob"):
            pattern = text(given.get(0, "pattern"))
            deep = "**/" if name == "rglob" else ""
            return None if pattern is None else self._inside(place, deep + pattern)
        return None

    def _moved(self, receiver: Located, name: str, given: Arguments) -> Value:
        others = [place_of(value) for value in given]
        known = [str(other.value) for other in others if other is not None]
        if len(known) != len(others):
            return None
        try:
            found = getattr(PurePosixPath(str(receiver.place.value)), name)(*known)
        except (ValueError, TypeError):
            return None
        return Literal(found) if isinstance(found, bool) else made(found, receiver)

    def _is_there(self, place: Literal, name: str) -> Value:
        """Whether a file or a folder is there; nobody knows what is outside the project."""
        folder, own = dirname(str(place.value)), basename(str(place.value))
        listed = self.own.entries(folder) if not isinstance(place, Setting) else None
        if listed is None:
            return None
        found = next((entry for entry in listed if entry.name == own), None)
        if found is None:
            return None  # the file may be made when the project is built or started
        return Literal({"is_file": not found.is_dir, "is_dir": found.is_dir}.get(name, True))

    # --- folders ---------------------------------------------------------------------------------

    def _inside(self, folder: str, pattern: str, *, with_hidden: bool = True) -> Listing | None:
        """The paths in a folder that a pattern matches, sorted, which nobody promises."""
        folder, parts = normpath(folder), pattern.split("/")
        if self.own.entries(folder) is None:
            return None
        places = list(islice(self._walk(folder, (), deep=len(parts) > 1), _MANY))
        if len(places) == _MANY:
            return None
        found = [place for place in places if matches(place, parts, with_hidden=with_hidden)]
        return Listing(tuple(path("/".join((folder, *place))) for place in found))

    def _walk(self, folder: str, above: tuple[str, ...], *, deep: bool) -> Iterator[tuple[str, ...]]:
        for entry in self.own.entries(folder) or ():
            yield (*above, entry.name)
            if deep and entry.is_dir and entry.name not in _NO_MODULES:
                yield from self._walk(f"{folder}/{entry.name}", (*above, entry.name), deep=True)

    def globbed(self, given: Arguments) -> Value:
        """``glob.glob("…/*.py")``: texts."""
        pattern = place_of(given.get(0, "pathname"))
        if pattern is None or isinstance(pattern, Setting):
            return None
        whole = str(pattern.value)
        if given.named.get("recursive") != Literal(True):
            whole = whole.replace("**", "*")
        fixed = re.split(r"[^/]*[*?\[]", whole, maxsplit=1)[0].rstrip("/")
        found = self._inside(fixed, whole[len(fixed) + 1 :], with_hidden=False)
        return Listing(tuple(map(place_of, found.items))) if found is not None else None

    def listed(self, given: Arguments) -> Value:
        """``os.listdir(folder)``: names."""
        found = self.scanned(given)
        if found is None:
            return None
        return Listing(tuple(part(one, "name") for one in found.items if isinstance(one, Located)))

    def scanned(self, given: Arguments) -> Listing | None:
        """``os.scandir(folder)``."""
        place = place_of(given.get(0, "path"))
        if place is None or isinstance(place, Setting):
            return None
        found = self._inside(str(place.value), "*")
        if found is None:
            return None
        return Listing(
            tuple(Located(_ENTRY, place=one.place) for one in found.items if isinstance(one, Located))
        )

    def walked(self, given: Arguments) -> Value:
        """``os.walk(folder)``: each folder with the names of the folders and of the files in it."""
        place = place_of(given.get(0, "top"))
        top = normpath(str(place.value)) if place is not None and not isinstance(place, Setting) else ""
        if self.own.entries(top) is None:
            return None
        rows: list[Value] = []
        pending = [top]
        while pending and len(rows) < _MANY:
            folder = pending.pop(0)
            listed = self.own.entries(folder) or ()
            folders = [entry.name for entry in listed if entry.is_dir]
            names = [entry.name for entry in listed if not entry.is_dir]
            columns = (Listing(tuple(map(Literal, some))) for some in (folders, names))
            rows.append(Listing((Literal(folder), *columns)))
            pending[:0] = [f"{folder}/{name}" for name in folders]
        return Listing(tuple(rows)) if len(rows) < _MANY else None

    # --- files -----------------------------------------------------------------------------------

    def opened(self, given: Arguments) -> Value:
        """``open(path)``."""
        place = place_of(given.get(0, "file"))
        return Located(FILE, place=place) if place is not None else None

    def _content(self, receiver: Located) -> Value:
        is_shown = not isinstance(receiver.place, Setting)
        content = self.own.text(normpath(str(receiver.place.value))) if is_shown else None
        return Literal(content) if content is not None else None

    def _loaded(self, name: str, given: Arguments) -> Value:
        """``json.load(file)``, ``yaml.safe_load(text)``."""
        source = given.positional[0] if given.positional else None
        content = text(self._content(source) if isinstance(source, Located) else source)
        if content is None:
            return None
        try:
            return plain.value_of(_LOADERS[name](content))
        except (msgspec.MsgspecError, ValueError, RecursionError):
            return None

    # --- packages --------------------------------------------------------------------------------

    def version(self, given: Arguments) -> Value:
        """``importlib.metadata.version("own-package")``."""
        name = text(given.get(0, "distribution_name"))
        found = self.own.version(name, dirname(self.module.path)) if name else None
        return Literal(found) if found is not None else None

    def package(self, given: Arguments) -> Value:
        """``importlib.resources.files("package")``."""
        from fastapi_lint.model.domain import Module

        anchor = given.get(0, "package")
        place = anchor.path if isinstance(anchor, Module) else None
        name = text(anchor)
        if name:
            place = self.module.project.imports.finder.find(self.module.path, name)
        return Located(RESOURCE, place=Literal(place.removesuffix("/__init__.py"))) if place else None


def _asked(name: str) -> Callable[[Disk, Arguments], Value]:
    def function(disk: Disk, given: Arguments) -> Value:
        place = place_of(given.get(0, "path"))
        return disk._is_there(place, name) if place is not None else None

    return function


_FUNCTIONS: dict[str, Callable[[Disk, Arguments], Value]] = {
    "os.path.exists": _asked("exists"),
    "os.path.isfile": _asked("is_file"),
    "os.path.isdir": _asked("is_dir"),
    "os.listdir": Disk.listed,
    "os.scandir": Disk.scanned,
    "os.walk": Disk.walked,
    "glob.glob": Disk.globbed,
    "glob.iglob": Disk.globbed,
    "builtins.open": Disk.opened,
    "importlib.metadata.version": Disk.version,
    "importlib_metadata.version": Disk.version,
    "importlib.resources.files": Disk.package,
    "importlib_resources.files": Disk.package,
}

_LOADERS: dict[str, Callable[[str], Any]] = {
    **dict.fromkeys(("json.load", "json.loads", "orjson.loads", "ujson.load"), msgspec.json.decode),
    **dict.fromkeys((f"yaml.{name}" for name in ("load", "safe_load", "full_load")), msgspec.yaml.decode),
    **dict.fromkeys(
        (f"{name}.{how}" for name in ("tomllib", "tomli", "toml") for how in ("load", "loads")),
        msgspec.toml.decode,
    ),
}
