"""Tables of names, written as modules and classes with the words that stand below them."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping


class Family(frozenset[str]):
    """Names of calls that block for the same reason; the configuration can add to a family and take from it.

    ``*`` stands for every name below, however deep, ``!name`` takes one out again with all below it, and
    ``top.**.last`` stands for every ``last`` anywhere in ``top``. A name with underscores around it is what a
    statement calls unseen: ``__enter__`` for ``with``, ``__iter__`` for ``for``, ``status.__get__`` for a property that
    is read.
    """

    name: str

    def __new__(cls, name: str, *tables: Mapping[str, str]) -> Family:
        """A family of everything in ``tables``: words by module or class."""
        made = super().__new__(cls, (written for table in tables for written in spelled(table)))
        made.name = name
        return made


def spelled(table: Mapping[str, str]) -> Iterator[str]:
    """The dotted names of a table."""
    for owner, words in table.items():
        for word in words.split():
            yield f"!{owner}.{word[1:]}" if word.startswith("!") else f"{owner}.{word}"


def each(owners: Iterable[str] | str, words: str, below: str = "") -> dict[str, str]:
    """The same words for several owners, which may all stand ``below`` one module."""
    names = owners.split() if isinstance(owners, str) else owners
    return {f"{below}.{owner}" if below else owner: words for owner in names}
