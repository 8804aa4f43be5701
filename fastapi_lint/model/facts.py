"""What one file declares, as plain data: the only thing that is kept of a file that no check looks at."""

from __future__ import annotations

import ast
from functools import lru_cache
from weakref import WeakKeyDictionary

import msgspec

from fastapi_lint.model import syntax as s
from fastapi_lint.model.mirror import Mirror
from fastapi_lint.source import Source


class Facts(msgspec.Struct, frozen=True):
    """A file's module level: every statement outside functions, and the outside of every function."""

    path: str
    body: tuple[s.Stmt, ...]


def extract(source: Source) -> Facts:
    """Read a file's facts.

    Raises ``SyntaxProblem`` when no parser accepts the text.
    """
    return Facts(source.path, Mirror(source).body(source.ast.body))


def extract_body(source: Source, function: s.FunctionDef) -> tuple[s.Stmt, ...]:
    """The statements inside one function of the file, copied once however often the project is linked."""
    bodies = _bodies.setdefault(source, {})
    if function.start not in bodies:
        bodies[function.start] = Mirror(source).body(_definitions(source)[function.start].body)
    return bodies[function.start]


_bodies: WeakKeyDictionary[Source, dict[int, tuple[s.Stmt, ...]]] = WeakKeyDictionary()
_BLOCKS = ("body", "orelse", "finalbody", "handlers", "cases")


@lru_cache(maxsize=64)
def _definitions(source: Source) -> dict[int, ast.FunctionDef | ast.AsyncFunctionDef]:
    """Every function of a file by the offset of its ``def``; looks at statements only."""
    found = {}
    stack: list[ast.AST] = [source.ast]
    while stack:
        node = stack.pop()
        if isinstance(node, (ast.FunctionDef, ast.AsyncFunctionDef)):
            found[source.ast_point(node.lineno, node.col_offset)] = node
        if not isinstance(node, ast.expr):
            for block in _BLOCKS:
                stack.extend(getattr(node, block, ()))
    return found
