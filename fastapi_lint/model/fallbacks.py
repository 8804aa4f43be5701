"""Code that knows two names of one thing, an old and a new one, and decides at run time: nothing to report."""

from __future__ import annotations

import ast
from typing import TYPE_CHECKING

from fastapi_lint.finding import Span

if TYPE_CHECKING:
    from fastapi_lint.source import Source


def is_fallback(source: Source, place: Span, new: str) -> bool:
    """Whether the ``try``, the ``if`` or the conditional expression around a place speaks of ``new`` as well."""
    for node in ast.walk(source.ast):
        if isinstance(node, (ast.Try, ast.If, ast.IfExp)):
            span = source.ast_span(node)
            if span.start <= place.start < span.end and new in source.text[span.start : span.end]:
                return True
    return False
