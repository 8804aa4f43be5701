"""What stands around a line of an application: the function, the ``with``, the query that it fetches the rows of."""

from __future__ import annotations

import ast
import sys
from collections.abc import Iterable, Iterator
from functools import cache
from pathlib import Path

Frames = tuple[tuple[str, int], ...]
"""The lines from a blocking call back to the coroutine on the event loop."""
FETCH = "sqlite3.Cursor.fetch"
QUERY = "sqlite3.Cursor.execute"


def queries(root: Path, happened: Iterable[tuple[str, Frames]]) -> dict[Frames, tuple[str, int]]:
    """For each way to rows that are fetched, the line of their query: the last one before it, in the same function.

    Both are one cause, and one finding. A query of the fetch's own line comes first, as a lazy load makes one. What
    the application itself puts between a query and the driver, such as a listener, makes no difference.
    """
    every = [*happened]
    asked = [frames for name, frames in every if name.startswith(QUERY)]
    found: dict[Frames, tuple[str, int]] = {}
    for name, frames in every:
        (path, row), *way = frames
        body = function_at(root / path, row) if name.startswith(FETCH) else range(0)
        ends = [query[-len(frames) :] for query in asked if len(query) >= len(frames)]
        rows = [end[0][1] for end in ends if end[0][0] == path and [*end[1:]] == way]
        before = [line for line in rows if line in body and line <= row]
        if before:
            found[frames] = (path, max(before))
    return found


def function_at(file: Path, row: int) -> range:
    """The lines of the innermost function around a line; none outside functions."""
    around = [rows for rows in _functions(file) if row in rows]
    return min(around, key=len, default=range(0))


def blocks(root: Path, path: str) -> Iterator[tuple[str, int, range]]:
    """The ``with`` statements of a file: the line of the last context, and all lines."""
    for node in ast.walk(_tree(root / path)):
        if isinstance(node, (ast.With, ast.AsyncWith)):
            yield path, node.items[-1].context_expr.lineno, range(node.lineno, (node.end_lineno or 0) + 1)


def is_cached(root: Path, frames: Frames) -> bool:
    """Whether one of the functions on the way is decorated with a cache of functools."""
    return any(row in rows for path, row in frames for rows in _cached(root / path))


@cache
def _cached(file: Path) -> tuple[range, ...]:
    """The lines of the functions of a file that are decorated so."""
    return tuple(
        range(node.lineno, (node.end_lineno or 0) + 1)
        for node in ast.walk(_tree(file))
        if isinstance(node, ast.FunctionDef)
        for mark in node.decorator_list
        if ast.unparse(mark).partition("(")[0].endswith(("cache", "cached_property"))
    )


@cache
def _functions(file: Path) -> tuple[range, ...]:
    return tuple(
        range(node.lineno, (node.end_lineno or 0) + 1)
        for node in ast.walk(_tree(file))
        if isinstance(node, (ast.FunctionDef, ast.AsyncFunctionDef))
    )


@cache
def _tree(file: Path) -> ast.Module:
    """A file; empty where its syntax is newer than the Python that runs this."""
    try:
        return ast.parse(file.read_text(encoding="utf-8"))
    except SyntaxError as error:
        print(f"{file}:{error.lineno}: {error.msg}", file=sys.stderr)
        return ast.Module([], [])
