"""The syntax trees that are kept: those of the files that were parsed last.

A tree takes forty times the memory of its text, and is wanted by several checks and fixes of the same file, one after
another. What was derived from it stays.
"""

from __future__ import annotations

from collections import deque
from typing import TYPE_CHECKING
from weakref import ref

if TYPE_CHECKING:
    from fastapi_lint.source.text import Source

ROOM = 250_000
"""Characters of text whose trees are kept."""
AT_LEAST = 2
"""Files whose trees are kept, however long they are."""

_kept: deque[tuple[ref[Source], int]] = deque()
_size = 0


def keep_tree(source: Source) -> None:
    """The tree of a file is being made: older ones go."""
    global _size
    _kept.append((ref(source), len(source.text)))
    _size += len(source.text)
    while _size > ROOM and len(_kept) > AT_LEAST:
        oldest, size = _kept.popleft()
        _size -= size
        if (found := oldest()) is not None:
            found.forget_ast()
