"""What the formats of ``routes`` and ``graph`` receive: an inventory, and what of it to show."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

from fastapi_lint.finding import Finding
from fastapi_lint.inventory.entries import Entry, Group, Inventory, Place
from fastapi_lint.report.plain import one_line


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


def heading(group: Group) -> str:
    """What a group is, in words."""
    if group.prefix:
        return f"{group.title}, mounted at {group.prefix}"
    if group.kind == "unseen":
        return f"{group.title}, an application or router whose making the source does not show"
    return group.title if group.kind == "application" else f"{group.title}, not included in any application"


def runs(is_async: bool | None) -> str:
    """Where a function runs."""
    return "?" if is_async is None else "async" if is_async else "thread"
