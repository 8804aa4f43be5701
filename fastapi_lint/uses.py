"""What a file names, read off its tree once for all findings in it."""

from __future__ import annotations

import ast
from collections import Counter
from typing import TYPE_CHECKING
from weakref import WeakKeyDictionary

if TYPE_CHECKING:
    from fastapi_lint.source import Source

_TAKERS = frozenset({"Depends", "Security", "add_api_route"})


def used_names(source: Source) -> frozenset[str]:
    """The names that a file uses for more than to give them to FastAPI."""
    found = _used.get(source)
    if found is None:
        given = {
            id(argument)
            for node in source.nodes(ast.Call)
            if _last(node.func) in _TAKERS
            for argument in (*node.args, *(keyword.value for keyword in node.keywords))
        }
        names = (node.id for node in source.nodes(ast.Name) if id(node) not in given)
        found = _used[source] = frozenset(names)
    return found


def _last(node: ast.expr) -> str:
    return node.attr if isinstance(node, ast.Attribute) else node.id if isinstance(node, ast.Name) else ""


_used: WeakKeyDictionary[Source, frozenset[str]] = WeakKeyDictionary()


def names_and_strings(source: Source) -> tuple[Counter[str], str]:
    """How often a file uses each name, and its strings, one a line: asked for each finding in it."""
    found = _names_and_strings.get(source)
    if found is None:
        constants = (node.value for node in source.nodes(ast.Constant))
        strings = "\n".join(value for value in constants if isinstance(value, str))
        found = Counter(node.id for node in source.nodes(ast.Name)), strings
        _names_and_strings[source] = found
    return found


_names_and_strings: WeakKeyDictionary[Source, tuple[Counter[str], str]] = WeakKeyDictionary()
