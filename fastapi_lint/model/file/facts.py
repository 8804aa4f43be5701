"""What one file declares, as plain data: the only thing that is kept of a file that no check looks at."""

from __future__ import annotations

import msgspec
from msgspec.structs import force_setattr

from fastapi_lint.counting import FACTS_MADE, count
from fastapi_lint.model.file import syntax as s
from fastapi_lint.model.file.mirror import Mirror
from fastapi_lint.model.file.packing import unpack
from fastapi_lint.source import Source


class Facts(msgspec.Struct, frozen=True, array_like=True):
    """A file's module level: every statement outside functions, and every function."""

    path: str
    body: tuple[s.AnyStmt, ...]
    calls: tuple[s.Id, ...] = ()
    """The last parts of the names of what is called outside functions, sorted."""


def extract(source: Source) -> Facts:
    """Read a file's facts. The file's tree is not kept.

    Raises ``SyntaxProblem`` when no parser accepts the text.
    """
    count(FACTS_MADE)
    mirror = Mirror(source)
    body = mirror.body(source.ast.body)
    facts = Facts(source.path, body, tuple(sorted(mirror.called)))
    source.forget_ast()
    return facts


def take_body(function: s.FunctionDef) -> tuple[s.Stmt, ...]:
    """The statements inside a function; if they are bytes, they are read and take the place of those."""
    inside = function.inside
    if isinstance(inside, tuple):
        return inside
    body = unpack(inside)
    force_setattr(function, "inside", body)
    return body
