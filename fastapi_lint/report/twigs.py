"""Trees of text."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass, field
from typing import NamedTuple

from rich.text import Text


class Guides(NamedTuple):
    """What the lines of a tree are drawn with."""

    item: str
    last: str
    down: str


UNICODE = Guides("├── ", "└── ", "│   ")
ASCII = Guides("|-- ", "`-- ", "|   ")


@dataclass
class Twig:
    """A line, and what is below it."""

    text: Text
    twigs: list[Twig] = field(default_factory=list)


def guides_for(encoding: str | None) -> Guides:
    """The prettiest lines that a stream can carry."""
    try:
        "".join(UNICODE).encode(encoding or "utf-8")
    except (UnicodeEncodeError, LookupError):
        return ASCII
    return UNICODE


def rows(twigs: Sequence[Twig], guides: Guides, before: str = "") -> Iterator[Text]:
    """The tree below a heading, row by row."""
    for number, twig in enumerate(twigs, start=1):
        is_last = number == len(twigs)
        yield Text.assemble((before + (guides.last if is_last else guides.item), "dim"), twig.text)
        yield from rows(twig.twigs, guides, before + ("    " if is_last else guides.down))
