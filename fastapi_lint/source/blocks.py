"""The import block at the top of a file, as isort sees it: groups of imports between empty lines."""

from __future__ import annotations

import ast
import sys
from bisect import bisect_right
from typing import TYPE_CHECKING, TypeAlias

import msgspec

if TYPE_CHECKING:
    from fastapi_lint.source.text import Source

ImportStatement: TypeAlias = ast.Import | ast.ImportFrom


class Group(msgspec.Struct, frozen=True):
    """Imports without an empty line between them."""

    imports: list[ImportStatement]

    def before(self, source: Source) -> int:
        """The offset above the whole group and the comments that head it."""
        return above(source, self.imports[0].lineno)

    def place(self, source: Source, wanted: int, module: str, is_from: bool) -> int:
        """The offset of a new import of rank ``wanted``, which some import of the group has as well.

        In sorted groups it keeps the order, whether ``import x`` comes before all ``from x`` or among them;
        in others it follows the last import of its rank.
        """
        for forced in (False, True):
            keys = [(rank(source, name), sort_key(name, kind, forced)) for name, kind in self._names()]
            if keys == sorted(keys):
                index = bisect_right(keys, (wanted, sort_key(module, is_from, forced)))
                if index < len(keys):
                    return above(source, self.imports[index].lineno)
                return source.line_start((self.imports[-1].end_lineno or 0) + 1)
        ends = [
            statement.end_lineno or 0
            for statement, (name, _) in zip(self.imports, self._names(), strict=True)
            if rank(source, name) == wanted
        ]
        return source.line_start(ends[-1] + 1)

    def modules(self) -> set[str]:
        """The modules that the group imports from."""
        return {module for module, _ in self._names()}

    def _names(self) -> list[tuple[str, bool]]:
        return [(module_of(statement), isinstance(statement, ast.ImportFrom)) for statement in self.imports]


class Block(msgspec.Struct, frozen=True):
    """The leading imports of a file, and where imports go when there are none (``start``)."""

    groups: list[Group]
    start: int
    gap_before: bool
    gap_after: bool

    def after_last(self, source: Source) -> int:
        """The offset of the line below the last leading import, ``start`` without one."""
        if not self.groups:
            return self.start
        return source.line_start((self.groups[-1].imports[-1].end_lineno or 0) + 1)


def module_of(statement: ImportStatement) -> str:
    """The (first) module that a statement imports, with the dots of a relative import."""
    if isinstance(statement, ast.Import):
        return statement.names[0].name
    return "." * statement.level + (statement.module or "")


def rank(source: Source, module: str) -> int:
    """The isort section: future, standard library, third party, first party, relative.

    A package counts as first party when a folder on the file's path has its name.
    """
    root = module.partition(".")[0]
    if not root:
        return 4
    if root == "__future__":
        return 0
    if root in sys.stdlib_module_names:
        return 1
    return 3 if root in source.path.split("/")[:-1] else 2


def sort_key(module: str, is_from: bool, forced: bool = False) -> tuple[object, ...]:
    """The order within a section; ``forced`` is isort's force_sort_within_sections."""
    return (module.lower(), is_from) if forced else (is_from, module.lower())


def above(source: Source, row: int) -> int:
    """The offset of a row, or of the comments right above it unless they are the head of the file."""
    top = row
    while top > 1 and source.line_text(top - 1).startswith("#"):
        top -= 1
    return source.line_start(row if top == 1 else top)


def leading_block(source: Source) -> Block:
    """The imports before any other statement but ``if`` and ``try``, which are not entered."""
    body = source.head.ast.body  # a definition ends the block
    head = _head(body)
    groups: list[Group] = []
    previous: ast.stmt | None = None
    for index, statement in enumerate(body[head:], head):
        if isinstance(statement, (ast.Import, ast.ImportFrom)):
            if _alone(body, index):
                if previous is None or not _adjacent(source, previous, statement):
                    groups.append(Group([]))
                groups[-1].imports.append(statement)
                previous = statement
        elif not isinstance(statement, (ast.If, ast.Try)):
            break
        else:
            previous = None
    return Block(groups, *_start(source, body, head))


def _head(body: list[ast.stmt]) -> int:
    """How many statements are the docstring and imports from ``__future__``."""
    index = 0
    if body and isinstance(body[0], ast.Expr) and isinstance(body[0].value, ast.Constant):
        index = int(isinstance(body[0].value.value, str))
    while index < len(body) and isinstance(body[index], ast.ImportFrom) and _is_future(body[index]):
        index += 1
    while 0 < index < len(body) and _first_row(body[index]) <= (body[index - 1].end_lineno or 0):
        index += 1
    return index


def _is_future(statement: ast.stmt) -> bool:
    return isinstance(statement, ast.ImportFrom) and statement.module == "__future__"


def _first_row(statement: ast.stmt) -> int:
    return min((d.lineno for d in getattr(statement, "decorator_list", ())), default=statement.lineno)


def _alone(body: list[ast.stmt], index: int) -> bool:
    """Whether a statement shares its lines with no other."""
    statement = body[index]
    free_above = index == 0 or (body[index - 1].end_lineno or 0) < statement.lineno
    free_below = index + 1 == len(body) or _first_row(body[index + 1]) > (statement.end_lineno or 0)
    return free_above and free_below


def _adjacent(source: Source, previous: ast.stmt, statement: ast.stmt) -> bool:
    rows = range((previous.end_lineno or 0) + 1, statement.lineno)
    return all(source.line_text(row).strip() for row in rows)


def _start(source: Source, body: list[ast.stmt], head: int) -> tuple[int, bool, bool]:
    """Where the first import of a file goes, and whether empty lines go before and after it."""
    if head:
        row = (body[head - 1].end_lineno or 0) + 1
        return source.line_start(row), True, bool(source.line_text(row).strip())
    if not body:
        return len(source.text), False, False
    return above(source, _first_row(body[0])), False, True
