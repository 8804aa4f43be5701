"""Code that knows two names of one thing, an old and a new one, and decides at run time: nothing to report."""

from __future__ import annotations

import ast
import re
from typing import TYPE_CHECKING, TypeAlias

from fastapi_lint.finding import Span

if TYPE_CHECKING:
    from fastapi_lint.source import Source

_Deciding: TypeAlias = "ast.If | ast.IfExp | ast.Try"


def is_fallback(source: Source, place: Span, new: str) -> bool:
    """Whether another branch of a ``try``, an ``if`` or a conditional expression around a place speaks of ``new``."""
    if new not in source.text:
        return False
    row, _ = source.position(place.start)
    deciding: list[_Deciding] = [*source.nodes(ast.If), *source.nodes(ast.IfExp), *source.nodes(ast.Try)]
    for node in (one for one in deciding if one.lineno <= row <= (one.end_lineno or row)):
        parts = _branches(node)
        spans = [[source.ast_span(item) for item in part] for part in parts]
        inside = [any(start <= place.start < end for start, end in part) for part in spans]
        if any(inside) and any(
            new in source.text[start:end]
            for part, is_here in zip(spans, inside, strict=True)
            if not is_here
            for start, end in part
        ):
            return True
    return False


def _branches(node: _Deciding) -> list[list[ast.AST]]:
    """What a statement may run one of: its branches, with its test."""
    if isinstance(node, ast.If):
        return [[node.test], [*node.body], [*node.orelse]]
    if isinstance(node, ast.IfExp):
        return [[node.test], [node.body], [node.orelse]]
    return [[*node.body], [*node.handlers]]


def is_asked(source: Source, place: Span, name: str) -> bool:
    """Whether a place is only reached if something has an attribute of that name: ``if hasattr(item, "dict")``."""
    asked = re.compile(rf"hasattr\(.*, *[\"']{re.escape(name)}[\"']")
    if asked.search(source.text) is None:
        return False
    deciding: list[ast.If | ast.IfExp] = [*source.nodes(ast.If), *source.nodes(ast.IfExp)]
    for node in deciding:
        if asked.search(source.text[slice(*source.ast_span(node.test))]):
            body = node.body if isinstance(node.body, list) else [node.body]
            if any(start <= place.start < end for start, end in map(source.ast_span, body)):
                return True
    return False
