"""What one file declares, as plain data: the only thing that is kept of a file that no check looks at."""

from __future__ import annotations

import ast
from typing import Any
from weakref import WeakKeyDictionary

import msgspec

from fastapi_lint.counting import FACTS_MADE, count
from fastapi_lint.model import syntax as s
from fastapi_lint.model.mirror import Mirror
from fastapi_lint.source import Source
from fastapi_lint.source.parsing import parse_quietly


class Facts(msgspec.Struct, frozen=True):
    """A file's module level: every statement outside functions, and the outside of every function."""

    path: str
    body: tuple[s.Stmt, ...]
    calls: tuple[str, ...] = ()
    """The last parts of the names of what is called outside functions, sorted."""


def extract(source: Source) -> Facts:
    """Read a file's facts. The file's tree is not kept: what follows of it are single functions.

    Raises ``SyntaxProblem`` when no parser accepts the text.
    """
    count(FACTS_MADE)
    mirror = Mirror(source)
    body = mirror.body(source.ast.body)
    facts = Facts(source.path, body, tuple(sorted(mirror.called)))
    source.forget_ast()
    return facts


def extract_body(source: Source, function: s.FunctionDef) -> tuple[s.Stmt, ...]:
    """The statements inside one function of the file, copied once however often the project is linked.

    Only the text of the function is parsed.
    """
    bodies = _bodies.setdefault(source, {})
    found = bodies.get(function.start)
    if found is None:
        found = bodies[function.start] = _read_body(source, function)
    return found


_bodies: WeakKeyDictionary[Source, dict[int, tuple[s.Stmt, ...]]] = WeakKeyDictionary()
_BLOCKS = ("body", "orelse", "finalbody", "handlers", "cases")


def _read_body(source: Source, function: s.FunctionDef) -> tuple[s.Stmt, ...]:
    row = source.position(function.start)[0]
    begin = source.line_start(row)
    indented = function.start > begin
    try:
        parsed = parse_quietly("if 1:\n" * indented + source.ast_text[begin : function.end])
    except (SyntaxError, ValueError):  # a continued line before the `def`, and what else nobody writes
        return Mirror(source).body(_definition(source, function.start).body)
    node: Any = parsed.body[0].body[0] if indented else parsed.body[0]  # type: ignore[attr-defined]
    return Mirror(source, row - 1 - indented).body(node.body)


def _definition(source: Source, start: int) -> ast.FunctionDef | ast.AsyncFunctionDef:
    """The function whose ``def`` stands at an offset; looks at statements only."""
    stack: list[ast.AST] = [source.ast]
    while stack:
        node = stack.pop()
        if isinstance(node, (ast.FunctionDef, ast.AsyncFunctionDef)) and start == source.ast_span(node).start:
            return node
        if not isinstance(node, ast.expr):
            for block in _BLOCKS:
                stack.extend(getattr(node, block, ()))
    raise LookupError(f"{source!r} has no function at {start}")
