"""Paths, and files that are open, whose place is known."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from fnmatch import fnmatchcase
from pathlib import PurePath, PurePosixPath
from posixpath import basename, dirname, isabs, join, normpath, splitext
from typing import Any
from urllib.parse import urljoin

from fastapi_lint.model.meaning.values import (
    Arguments,
    External,
    Instance,
    Listing,
    Literal,
    Located,
    Setting,
    Value,
)

PATH = External("pathlib.Path")
RESOURCE = External("importlib.resources.abc.Traversable")
FILE = External("builtins.file")
PATHS = frozenset({"pathlib.Path", "pathlib.PurePath", "pathlib.PosixPath", "pathlib.PurePosixPath"})
_KINDS = (PATH, RESOURCE, External("os.DirEntry"))
_PARTS = frozenset({"name", "stem", "suffix", "suffixes", "parts", "parent", "parents", "path"})


def path(place: str, like: Located | Literal | None = None) -> Located:
    """A path at a known place; ``like`` another one, or as sure as a text."""
    origin = like.place if isinstance(like, Located) else like
    of = like.of if isinstance(like, Located) and like.of == RESOURCE else PATH
    return Located(of, place=type(origin or Literal(""))(place))


def place_of(value: Value) -> Literal | None:
    """Where a path, or a text that stands for one, leads to."""
    if isinstance(value, Located):
        return value.place if value.of in _KINDS else None
    return value if isinstance(value, Literal) and isinstance(value.value, str) else None


def part(value: Located, name: str) -> Value:
    """An attribute of a path; a method knows what it is a method of."""
    if name not in _PARTS or value.of not in _KINDS:
        return External(f"{value.of.name}.{name}", value) if isinstance(value.of, External) else None
    here = PurePosixPath(str(value.place.value))
    if name == "path":
        return value.place
    return made(getattr(here, name), value)


def below(left: Located, right: Value) -> Value:
    """``path / name``."""
    name = place_of(right)
    if name is None or left.of not in _KINDS:
        return Instance(left.of)
    found = path(join(str(left.place.value), str(name.value)), left)
    return Located(found.of, place=Setting(found.place.value)) if isinstance(name, Setting) else found


def somewhere(first: Located, paths: Sequence[Value]) -> Value:
    """What several paths have in common: where they lead, or no more than that they are paths."""
    same = all(isinstance(other, Located) and other.place == first.place for other in paths)
    return first if same else Instance(first.of)


def made(value: Any, like: Located) -> Value:
    """What ``pathlib`` says, as values."""
    if isinstance(value, str):
        return type(like.place)(value)
    if isinstance(value, PurePath):
        return path(str(value), like)
    return Listing(tuple(made(item, like) for item in value))


# --- what ``os.path`` and ``glob`` make of texts ---------------------------------------------------


def matches(place: Sequence[str], pattern: Sequence[str], *, with_hidden: bool) -> bool:
    """Whether a path below a folder matches a pattern; ``**`` stands for any number of folders."""
    if not pattern or not place:
        return not place and all(part == "**" for part in pattern)
    if pattern[0] == "**":
        return any(
            matches(place[cut:], pattern[1:], with_hidden=with_hidden) for cut in range(len(place) + 1)
        )
    is_shown = with_hidden or not place[0].startswith(".") or pattern[0].startswith(".")
    return (
        is_shown
        and fnmatchcase(place[0], pattern[0])
        and matches(place[1:], pattern[1:], with_hidden=with_hidden)
    )


def _absolute(place: str) -> str | None:
    return normpath(place) if isabs(place) else None


def _of_place(change: Callable[[str], Any]) -> Callable[[Arguments], Value]:
    def function(given: Arguments) -> Value:
        place = place_of(given.positional[0]) if len(list(given)) == 1 and given.positional else None
        changed = change(str(place.value)) if place is not None else None
        if place is None or changed is None:
            return None
        if isinstance(changed, tuple):
            return Listing(tuple(type(place)(item) for item in changed))
        return type(place)(changed)

    return function


def joined(given: Arguments, join: Callable[..., str] = join) -> Literal | None:
    """Several places as one path."""
    places = [place_of(value) for value in given]
    known = [str(place.value) for place in places if place is not None]
    if not known or len(known) != len(places):
        return None
    is_setting = any(isinstance(place, Setting) for place in places)
    return Setting(join(*known)) if is_setting else Literal(join(*known))


FUNCTIONS: dict[str, Callable[[Arguments], Value]] = {
    "os.path.join": joined,
    "posixpath.join": joined,
    "urllib.parse.urljoin": lambda given: joined(given, urljoin),
    "os.path.dirname": _of_place(dirname),
    "os.path.basename": _of_place(basename),
    "os.path.splitext": _of_place(splitext),
    "os.path.normpath": _of_place(normpath),
    "os.path.abspath": _of_place(_absolute),
    "os.path.realpath": _of_place(_absolute),
    "os.fspath": _of_place(str),
    "builtins.str": _of_place(str),
}
"""Functions that change texts and paths, and ask no disk."""
