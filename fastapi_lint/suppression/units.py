"""Units: the runs of lines that one directive covers, a simple statement or the header of a compound one."""

from __future__ import annotations

import ast
from bisect import bisect_right
from collections.abc import Iterator, Sequence
from functools import cached_property

from fastapi_lint.source import Source, SyntaxProblem


class Units:
    """The units of one file, by line. A line outside of all of them is a unit of its own."""

    def __init__(self, source: Source) -> None:
        self._source = source

    @cached_property
    def _lines(self) -> list[str]:
        return [self._source.line_text(row) for row in range(1, len(self._source.line_starts) + 1)]

    @cached_property
    def _units(self) -> list[tuple[int, int]]:
        try:
            return _merged(sorted(_extents(self._source.ast, self._lines)))
        except SyntaxProblem:
            return []

    @cached_property
    def _starts(self) -> list[int]:
        return [first for first, _ in self._units]

    def at(self, line: int) -> range:
        """The lines of the unit that has ``line``."""
        index = bisect_right(self._starts, line) - 1
        if index >= 0 and line <= self._units[index][1]:
            return range(self._units[index][0], self._units[index][1] + 1)
        return range(line, line + 1)

    def below(self, line: int) -> range:
        """The comment on ``line``, and the unit that follows on the next line, with only comments between."""
        following = line + 1
        while following <= len(self._lines) and self._lines[following - 1].lstrip().startswith("#"):
            following += 1
        return range(line, self.at(following).stop) if following in self._starts else self.at(line)


def _merged(extents: list[tuple[int, int]]) -> list[tuple[int, int]]:
    """``a; b`` share a line, and so does the body of ``if x: y`` with its header."""
    merged: list[tuple[int, int]] = []
    for first, last in extents:
        if merged and first <= merged[-1][1]:
            merged[-1] = (merged[-1][0], max(last, merged[-1][1]))
        else:
            merged.append((first, last))
    return merged


def _extents(tree: ast.Module, lines: Sequence[str]) -> Iterator[tuple[int, int]]:
    stack: list[ast.AST] = list(tree.body)
    while stack:
        node = stack.pop()
        bodies = [
            child for name in _BODIES for child in getattr(node, name, ()) if isinstance(child, ast.AST)
        ]
        stack.extend(bodies)
        if isinstance(node, ast.match_case):
            first = node.pattern.lineno
        elif isinstance(node, (ast.stmt, ast.excepthandler)):
            first = _first_line(node)
        else:
            continue
        yield first, _header_end(node, first, lines)


_BODIES = ("body", "handlers", "cases", "orelse", "finalbody")


def _first_line(node: ast.AST) -> int:
    decorators: list[ast.expr] = getattr(node, "decorator_list", [])
    line: int = getattr(node, "lineno", 1)
    return min([line, *(decorator.lineno for decorator in decorators)])


def _header_end(node: ast.AST, first: int, lines: Sequence[str]) -> int:
    body = getattr(node, "body", None) or getattr(node, "cases", None)
    if not isinstance(body, list):
        return int(getattr(node, "end_lineno", 0)) or first
    inner = body[0].pattern if isinstance(body[0], ast.match_case) else body[0]
    last: int = _first_line(inner)
    indent = len(lines[last - 1]) - len(lines[last - 1].lstrip())
    if not getattr(inner, "decorator_list", []) and getattr(inner, "col_offset", 0) > indent:
        return last  # the body begins on the header's last line
    last -= 1
    while last > first and (not lines[last - 1].strip() or lines[last - 1].lstrip().startswith("#")):
        last -= 1
    return last
