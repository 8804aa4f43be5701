"""Moving whole statements: with their decorators, the comments right above them, and the blank lines between.

The order of statements is what FastAPI's routing is about, so fixes move them. What moves takes whole lines; a
statement that shares a line with another one, or that stands between ``# fmt:`` or ``# region`` comments, stays.
"""

from __future__ import annotations

import ast
import re
from collections.abc import Iterator, Sequence
from typing import NamedTuple

from fastapi_lint.finding import Edit, Span
from fastapi_lint.source import Source, SyntaxProblem

_FENCE = re.compile(r"#\s*(fmt:|(end)?region\b|yapf:|isort:)", re.IGNORECASE)


class Statement(NamedTuple):
    """A statement, and the list of statements that it is part of."""

    source: Source
    body: Sequence[ast.stmt]
    index: int

    @property
    def node(self) -> ast.stmt:
        return self.body[self.index]

    @property
    def at_module_level(self) -> bool:
        return self.body is self.source.ast.body

    @property
    def lines(self) -> Span:
        """Its lines, from the first comment right above it, to the comments of its body's end."""
        first, last = _rows(self.node)
        while _is_comment(self.source.line_text(first - 1)) and not self._is_head(first - 1):
            first -= 1
        while self.source.line_text(last + 1).startswith((" ", "\t")) and _is_comment(self.source.line_text(last + 1)):
            last += 1
        return Span(self.source.line_start(first), self.source.line_start(last + 1))

    @property
    def gap(self) -> int:
        """How many blank lines stand above it."""
        row = self.source.position(self.lines.start)[0] - 1
        count = 0
        while row - count >= 1 and not self.source.line_text(row - count).strip():
            count += 1
        return count

    def _is_head(self, row: int) -> bool:
        """Whether a comment belongs to the file (``#!``, licence, coding), or ends the line of a statement."""
        return row < 1 or (row == 1 and self.source.line_text(1).startswith("#!"))


def statement_at(source: Source, offset: int) -> Statement | None:
    """The innermost statement around an offset; None when it shares a line with others."""
    body: Sequence[ast.stmt] = source.ast.body
    found: Statement | None = None
    row = source.position(offset)[0]
    while True:
        index = next((i for i, node in enumerate(body) if _rows(node)[0] <= row <= _rows(node)[1]), None)
        if index is None:
            break
        found = Statement(source, body, index)
        inner = next((b for b in _bodies(body[index]) if _rows(b[0])[0] <= row <= _rows(b[-1])[1]), None)
        if inner is None:
            break
        body = inner
    return found if found is not None and _is_alone(found) else None


def move_above(moved: Statement, target: Statement) -> tuple[Edit, ...]:
    """Put a later statement above an earlier one of the same list, with the blank lines that stood above it."""
    source, lines = moved.source, moved.lines
    above = _with_gap(moved)
    newline = source.newline
    text = source.text[lines.start : lines.end].rstrip("\r\n") + newline + newline * moved.gap
    return (
        Edit(source.path, Span(target.lines.start, target.lines.start), text),
        Edit(source.path, above, ""),
    )


def move_below(moved: Statement, target: Statement) -> tuple[Edit, ...]:
    """Put an earlier statement below a later one of the same list, at the distance that fits what it follows."""
    source, lines = moved.source, moved.lines
    newline = source.newline
    has_comment = source.position(lines.start)[0] < _rows(moved.node)[0]
    is_definition = isinstance(target.node, (ast.FunctionDef, ast.AsyncFunctionDef, ast.ClassDef))
    gap = max(target.gap, 1) if is_definition else int(has_comment)
    end = target.lines.end
    before = "" if source.text[:end].endswith(("\n", "\r")) else newline
    text = before + newline * gap + source.text[lines.start : lines.end].rstrip("\r\n") + newline
    return Edit(source.path, _with_gap(moved), ""), Edit(source.path, Span(end, end), text)


def swap(first: Statement, second: Statement) -> tuple[Edit, ...]:
    """Exchange two statements of one list."""
    source = first.source
    texts = [source.text[lines.start : lines.end].rstrip("\r\n") for lines in (first.lines, second.lines)]
    spans = [Span(item.lines.start, item.lines.start + len(text)) for item, text in zip((first, second), texts, strict=True)]
    return Edit(source.path, spans[0], texts[1]), Edit(source.path, spans[1], texts[0])


def may_move(moved: Statement, target: Statement) -> bool:
    """Whether a statement means the same at the place of another one of the same list.

    Everything that it reads when it is run is bound alike there, nobody between them reads or binds what it
    binds itself, and no formatter is told to leave the region alone. What it *does* between them is up to the
    caller.
    """
    if moved.body is not target.body or not (_is_alone(moved) and _is_alone(target)):
        return False
    low, high = sorted((moved.index, target.index))
    between = [node for node in moved.body[low : high + 1] if node is not moved.node]
    bound = {name for node in between for name in _bound(node)}
    mine = set(_bound(moved.node))
    if "*" in bound or (set(_read(moved.node)) | mine) & bound:
        return False
    if mine & {name.id for node in between for name in ast.walk(node) if isinstance(name, ast.Name)}:
        return False
    source = moved.source
    start = min(moved.lines.start, target.lines.start)
    end = max(moved.lines.end, target.lines.end)
    return not _FENCE.search(source.text, start, end)


def _with_gap(statement: Statement) -> Span:
    source, lines = statement.source, statement.lines
    row = source.position(lines.start)[0] - statement.gap
    return Span(source.line_start(row), lines.end)


# --- names -----------------------------------------------------------------------------------------


def _read(node: ast.AST) -> Iterator[str]:
    """The names that a statement reads when it is run; a function reads decorators, defaults and annotations.

    Annotations count even when they are strings: FastAPI evaluates them at registration.
    """
    for part in _run(node):
        for item in ast.walk(part):
            if isinstance(item, ast.Name):
                yield item.id
            elif isinstance(item, ast.Constant) and isinstance(item.value, str):
                yield from _names_in(item.value)


def _names_in(text: str) -> Iterator[str]:
    try:
        parsed = ast.parse(text.strip(), mode="eval")
    except (SyntaxError, ValueError):
        return
    yield from (node.id for node in ast.walk(parsed) if isinstance(node, ast.Name))


def _run(node: ast.AST) -> Iterator[ast.AST]:
    """The parts of a statement that are run with it."""
    if isinstance(node, (ast.FunctionDef, ast.AsyncFunctionDef)):
        yield from node.decorator_list
        yield node.args
        if node.returns is not None:
            yield node.returns
    else:
        yield node


def _bound(node: ast.stmt) -> Iterator[str]:
    """The names that running a statement binds or deletes around it; ``*`` for those of a star import."""
    stack: list[ast.AST] = [node]
    while stack:
        item = stack.pop()
        if isinstance(item, (ast.FunctionDef, ast.AsyncFunctionDef, ast.ClassDef)):
            yield item.name
            stack.extend(item.decorator_list)
            stack.extend(name for name in ast.walk(item) if isinstance(name, ast.Global))
            continue
        if isinstance(item, (ast.Import, ast.ImportFrom)):
            yield from (alias.asname or alias.name.partition(".")[0] for alias in item.names)
        elif isinstance(item, (ast.Global, ast.Nonlocal)):
            yield from item.names
        elif isinstance(item, ast.Name) and not isinstance(item.ctx, ast.Load):
            yield item.id
        elif isinstance(item, (ast.ExceptHandler, ast.MatchAs, ast.MatchStar)) and item.name:
            yield item.name
        stack.extend(ast.iter_child_nodes(item))


# --- lines -----------------------------------------------------------------------------------------


def _rows(node: ast.stmt) -> tuple[int, int]:
    decorators = getattr(node, "decorator_list", ())
    return min((node.lineno, *(d.lineno for d in decorators))), node.end_lineno or node.lineno


def _bodies(node: ast.stmt) -> Iterator[list[ast.stmt]]:
    for field in ("body", "orelse", "finalbody"):
        if body := getattr(node, field, None):
            yield body
    for part in (*getattr(node, "handlers", ()), *getattr(node, "cases", ())):
        yield part.body


def _is_alone(statement: Statement) -> bool:
    """Whether a statement shares its lines with no other."""
    body, index = statement.body, statement.index
    first, last = _rows(body[index])
    if index and _rows(body[index - 1])[1] >= first:
        return False
    if index + 1 < len(body) and _rows(body[index + 1])[0] <= last:
        return False
    source = statement.source
    try:
        end = source.ast_span(body[index]).end
    except SyntaxProblem:
        return False
    rest = source.text[end : source.line_start(last + 1)].strip()
    before = source.line_text(first)[: len(source.line_text(first)) - len(source.line_text(first).lstrip())]
    starts = source.text[source.line_start(first) + len(before) :]
    return (not rest or rest.startswith("#")) and starts[:1] != "" and not _shares_header(statement)


def _shares_header(statement: Statement) -> bool:
    """``if x: statement`` on one line."""
    first = _rows(statement.node)[0]
    line = statement.source.line_text(first)
    column = len(line) - len(line.lstrip())
    node = statement.node
    decorators = getattr(node, "decorator_list", ())
    starts = [node.col_offset, *(d.col_offset - 1 for d in decorators if d.lineno == first)]
    return min(starts) > column and line.lstrip()[:1] != "@"


def _is_comment(line: str) -> bool:
    return line.lstrip().startswith("#")
