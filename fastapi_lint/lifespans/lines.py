"""Whole lines of a file: where a statement is, and how to take some out without leaving holes."""

from __future__ import annotations

import ast
import re
from collections.abc import Collection
from typing import TYPE_CHECKING

from fastapi_lint.finding import Edit, Span

if TYPE_CHECKING:
    from fastapi_lint.source import Source

_DIRECTIVE = re.compile(
    r"#\s*(type:|noqa|pyright|mypy|ty:|pylint|pyrefly|fmt:|isort|ruff|fastapi-lint)", re.IGNORECASE
)


def statement_at(source: Source, span: Span) -> tuple[ast.stmt, ast.AST] | None:
    """The innermost statement around a span that shares its lines with no other, and what it stands in."""
    holder: ast.AST = source.ast
    while True:
        inner = next((n for n in _statements(holder) if _holds(source.ast_span(n), span)), None)
        if inner is None:
            return None
        if next((n for n in _statements(inner) if _holds(source.ast_span(n), span)), None) is None:
            return (inner, holder) if _is_alone(source, inner) else None
        holder = inner


def _statements(holder: ast.AST) -> list[ast.stmt]:
    found: list[ast.stmt] = []
    for name in ("body", "handlers", "orelse", "finalbody", "cases"):
        for item in getattr(holder, name, ()) if not isinstance(holder, (ast.Lambda, ast.IfExp)) else ():
            found += [item] if isinstance(item, ast.stmt) else _statements(item)
    return found


def _holds(outer: Span, inner: Span) -> bool:
    return outer.start <= inner.start and inner.end <= outer.end


def _is_alone(source: Source, statement: ast.stmt) -> bool:
    span = source.ast_span(statement)
    row, column = source.position(span.start)
    before = source.line_text(row)[: column - 1]
    after = source.line_text(source.position(span.end)[0])[source.position(span.end)[1] - 1 :].strip()
    return not before.strip() and (not after or after.startswith("#"))


def indent_of(source: Source, row: int) -> str:
    line = source.line_text(row)
    return line[: len(line) - len(line.lstrip())]


def top(source: Source, row: int) -> int:
    """The first row of the comments that stand right above a row."""
    indent = indent_of(source, row)
    while row > 1 and source.line_text(row - 1).startswith(f"{indent}#"):
        row -= 1
    return row


def empty_above(source: Source, row: int) -> int:
    """How many empty lines are right above a row."""
    count = 0
    while row - count > 1 and not source.line_text(row - count - 1).strip():
        count += 1
    return count


def without(source: Source, rows: Collection[int], kept: dict[int, str]) -> list[Edit]:
    """The edits that take rows out, with the smaller of the gaps around each run of them.

    ``kept`` is what stays in the place of a row that is taken out.
    """
    edits = []
    for first, last in _runs(sorted(rows)):
        text = "".join(f"{kept[row]}{source.newline}" for row in range(first, last + 1) if row in kept)
        if not text:
            first, last = _with_gap(source, first, last)
        edits.append(Edit(source.path, Span(source.line_start(first), source.line_start(last + 1)), text))
    return edits


def _runs(rows: list[int]) -> list[tuple[int, int]]:
    runs: list[tuple[int, int]] = []
    for row in rows:
        if runs and row == runs[-1][1] + 1:
            runs[-1] = (runs[-1][0], row)
        else:
            runs.append((row, row))
    return runs


def _with_gap(source: Source, first: int, last: int) -> tuple[int, int]:
    above = empty_above(source, first)
    below = 0
    while last + below < len(source.line_starts) and not source.line_text(last + below + 1).strip():
        below += 1
    at_end = last + below >= len(source.line_starts)
    if at_end:
        return first - above, last
    return (first, last + below) if below <= above else (first - above, last)


def comment_kept(source: Source, row: int, offset: int) -> str:
    """The comment behind ``offset`` on a row, as a line of its own; directives go with their code."""
    comment = source.text[offset : source.line_start(row + 1)].strip()
    return "" if not comment or _DIRECTIVE.match(comment) else indent_of(source, row) + comment
