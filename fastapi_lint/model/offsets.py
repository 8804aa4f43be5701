"""Where the places of a text are in its next version."""

from __future__ import annotations

from bisect import bisect_left
from collections.abc import Callable, Iterator
from difflib import SequenceMatcher
from typing import NamedTuple


class _Same(NamedTuple):
    """A part that both texts have: where it ends and begins in the old one, and how far it has moved."""

    end: int
    start: int
    by: int


def moved(old: str, new: str) -> Callable[[int], int | None]:
    """Where an offset of the old text is in the new one; None inside of what differs."""
    same = list(_same(old, new))

    def place(offset: int) -> int | None:
        at = bisect_left(same, (offset,))
        found = same[at] if at < len(same) else None
        return offset + found.by if found is not None and found.start <= offset else None

    return place


def _same(old: str, new: str) -> Iterator[_Same]:
    """What both texts have, in order: the beginning, lines of what is between, the end."""
    limit = min(len(old), len(new))
    first = _longest(limit, lambda low, high: old[low:high] == new[low:high])
    last = _longest(
        limit - first,
        lambda low, high: old[len(old) - high : len(old) - low] == new[len(new) - high : len(new) - low],
    )
    yield _Same(first, 0, 0)
    before = old[first : len(old) - last].splitlines(keepends=True)
    after = new[first : len(new) - last].splitlines(keepends=True)
    starts, goals = _offsets(before, first), _offsets(after, first)
    for a, b, size in SequenceMatcher(None, before, after, autojunk=False).get_matching_blocks():
        if size:
            yield _Same(starts[a + size], starts[a], goals[b] - starts[a])
    yield _Same(len(old), len(old) - last, len(new) - len(old))


def _longest(limit: int, is_same: Callable[[int, int], bool]) -> int:
    """The longest piece from the beginning that is the same, by halves: comparing slices is quick."""
    low, high = 0, limit
    while low < high:
        middle = (low + high + 1) // 2
        low, high = (middle, high) if is_same(low, middle) else (low, middle - 1)
    return low


def _offsets(lines: list[str], start: int) -> list[int]:
    found = [start]
    for line in lines:
        found.append(found[-1] + len(line))
    return found
