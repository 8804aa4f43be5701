"""Adds names to an existing ``from module import …``, in its own style and order."""

from __future__ import annotations

import ast
from bisect import bisect_left
from collections import defaultdict
from collections.abc import Callable
from typing import TYPE_CHECKING

from fastapi_lint.finding import Edit, Span
from fastapi_lint.source.blocks import module_of

if TYPE_CHECKING:
    from fastapi_lint.source.text import Source


def mergeable(source: Source, module: str) -> ast.ImportFrom | None:
    """The first import from a module, above every definition, that names can be added to."""
    for statement in source.head.ast.body:
        if isinstance(statement, (ast.FunctionDef, ast.AsyncFunctionDef, ast.ClassDef)):
            return None
        if (
            isinstance(statement, ast.ImportFrom)
            and module_of(statement) == module
            and statement.names[0].name != "*"
        ):
            return statement
    return None


def merge(source: Source, statement: ast.ImportFrom, names: list[str]) -> list[Edit]:
    """Edits that add ``names`` to the statement, one for each place."""
    aliases = [source.head.ast_span(alias) for alias in statement.names]
    placed = _places([alias.name for alias in statement.names], names)
    insert = _insert_lines if _one_per_line(source, statement) else _insert_inline
    return insert(source, aliases, placed)


def _by_kind(name: str) -> tuple[int, str]:
    """isort's order_by_type: constants, classes, the rest."""
    kind = 0 if name.isupper() and len(name) > 1 else 1 if name[:1].isupper() else 2
    return kind, name.lower()


_ORDERS: tuple[Callable[[str], tuple[int, str]], ...] = (
    _by_kind,
    lambda name: (0, name.lower()),
    lambda name: (0, name),
)


def _places(present: list[str], names: list[str]) -> dict[int, list[str]]:
    """What to insert before each index of the present names; an unsorted list gets new names at its end."""
    for order in _ORDERS:
        keys = [order(name) for name in present]
        if keys == sorted(keys):
            break
    else:
        return {len(present): names}
    placed: dict[int, list[str]] = defaultdict(list)
    for name in sorted(names, key=order):
        placed[bisect_left(keys, order(name))].append(name)
    return placed


def _one_per_line(source: Source, statement: ast.ImportFrom) -> bool:
    """Whether the statement has its parentheses and each of its names on lines of their own."""
    rows = [statement.lineno, *(alias.lineno for alias in statement.names), statement.end_lineno]
    return source.text[source.head.ast_span(statement).end - 1] == ")" and len(set(rows)) == len(rows)


def _insert_inline(source: Source, aliases: list[Span], placed: dict[int, list[str]]) -> list[Edit]:
    edits = []
    for index, names in placed.items():
        joined = ", ".join(names)
        if index < len(aliases):
            edits.append(_insertion(source, aliases[index].start, joined + ", "))
        else:
            edits.append(_insertion(source, aliases[-1].end, ", " + joined))
    return edits


def _insert_lines(source: Source, aliases: list[Span], placed: dict[int, list[str]]) -> list[Edit]:
    edits = []
    first_row, _ = source.position(aliases[0].start)
    indent = source.text[source.line_start(first_row) : aliases[0].start]
    for index, names in placed.items():
        if index:
            row, _ = source.position(aliases[index - 1].end)
        else:
            row = first_row - _comment_rows(source, first_row) - 1
        text = "".join(f"{indent}{name},{source.newline}" for name in names)
        edits.append(_insertion(source, source.line_start(row + 1), text))
        if index == len(aliases) and not _comma_follows(source, aliases[-1]):
            edits.append(_insertion(source, aliases[-1].end, ","))
    return edits


def _comment_rows(source: Source, row: int) -> int:
    """How many lines of comments stand right above a row."""
    count = 0
    while source.line_text(row - count - 1).lstrip().startswith("#"):
        count += 1
    return count


def _comma_follows(source: Source, alias: Span) -> bool:
    return source.text[alias.end :].lstrip().startswith(",")


def _insertion(source: Source, offset: int, text: str) -> Edit:
    return Edit(source.path, Span(offset, offset), text)
