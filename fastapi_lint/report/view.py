"""What is shown of an inventory, and the formats of ``routes`` and ``graph``, imported when asked for."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from dataclasses import dataclass
from importlib import import_module
from typing import TextIO, TypeAlias, cast

from fastapi_lint.finding import Finding
from fastapi_lint.inventory.entries import Entry, Group, Inventory, Place
from fastapi_lint.report.plain import one_line

ROUTES = {
    "table": "one row per route, for reading in a terminal",
    "tree": "by application, router and prefix",
    "json": "one array of objects, in run-time order",
    "mermaid": "a flowchart from applications over routers to routes",
    "html": "one page with everything, the dependency graph and the findings",
}
"""The output formats of ``routes``."""

GRAPH = {
    "tree": "what every route needs, and what that needs",
    "mermaid": "a flowchart from routes to dependencies",
    "json": "one object per route, with its dependencies nested",
    "html": "one page with the graph drawn",
}
"""The output formats of ``graph``."""


@dataclass(frozen=True)
class Note:
    """A finding, with where it stands."""

    finding: Finding
    row: int
    column: int
    url: str = ""


@dataclass(frozen=True)
class View:
    """An inventory ready to be shown."""

    inventory: Inventory
    title: str
    cwd: str
    version: str
    color: str = "auto"
    width: int | None = None
    """The width to lay out for; None asks the terminal, and a pipe has no limit."""
    notes: Sequence[Note] = ()
    wanted: frozenset[Entry] | None = None
    """The entries to show; None shows all."""

    def shown_path(self, path: str) -> str:
        """A path as people want to read it: relative when it is below the current folder."""
        return one_line(path.removeprefix(self.cwd.rstrip("/") + "/"))

    def where(self, place: Place | None) -> str:
        """``app/main.py:12``."""
        return f"{self.shown_path(place.filename)}:{place.line}" if place is not None else ""

    def entries(self) -> list[tuple[Group, Entry]]:
        """What to show, in the order in which requests are matched."""
        return [(group, entry) for group, entry in self.inventory.walk() if self.shows(entry)]

    def shows(self, entry: Entry) -> bool:
        """Whether an entry is one that the user asked for."""
        return self.wanted is None or entry in self.wanted


Writer: TypeAlias = Callable[[View, TextIO], None]


def load(command: str, name: str) -> Writer:
    """The writer of a command's format."""
    return cast(Writer, import_module(f"fastapi_lint.report.{command}_{name}").write)


def heading(group: Group) -> str:
    """What a group is, in words."""
    if group.prefix:
        return f"{group.title}, mounted at {group.prefix}"
    if group.kind == "unseen":
        return f"{group.title}, an application whose making the source does not show"
    return group.title if group.kind == "application" else f"{group.title}, not included in any application"


def runs(is_async: bool | None) -> str:
    """Where a function runs."""
    return "?" if is_async is None else "async" if is_async else "thread"
