"""A direct walk over a LibCST tree: no visitor, no metadata, no copies, no whitespace, no punctuation.

Measured with LibCST 1.9 on Python 3.11, per line of code: `walk` 1.7 µs, `parents` 3.6 µs; LibCST's own
visitor needs 46.
"""

from __future__ import annotations

from collections.abc import Callable, Iterator
from dataclasses import fields
from operator import attrgetter
from typing import Any

import libcst as cst

from fastapi_lint.counting import WALKS, count

Getter = Callable[[cst.CSTNode], tuple[Any, ...]]

SKIPPED = (
    "whitespace",
    "leading_lines",
    "lines_after",
    "trailing_whitespace",
    "empty_lines",
    "header",
    "footer",
    "indent",
    "newline",
    "comma",
    "semicolon",
    "equal",
    "dot",
    "colon",
    "first_colon",
    "second_colon",
    "separator",
    "lpar",
    "rpar",
    "lbrace",
    "rbrace",
    "lbracket",
    "rbracket",
    "open_brace",
    "close_brace",
)


_LAST = ("format_spec",)
"""Fields that LibCST visits only where there is something in them; they come last in the text."""


class _FieldOrder(cst.CSTVisitor):
    """Takes down the order in which LibCST visits the fields of one node, the order of the text."""

    def __init__(self, node: cst.CSTNode) -> None:
        super().__init__()
        self.node = node
        self.names: list[str] = []

    def on_visit(self, node: cst.CSTNode) -> bool:
        return node is self.node

    def on_visit_attribute(self, node: cst.CSTNode, attribute: str) -> None:
        self.names.append(attribute)


class _Children(dict[type, Getter]):
    """From a type of node to what fetches its children, learnt from the first node of the type."""

    def learn(self, node: cst.CSTNode) -> Getter:
        order = _FieldOrder(node)
        node.visit(order)
        plain = {field.name for field in fields(node) if field.type is str}
        unseen = [
            field.name for field in fields(node) if field.name in _LAST and field.name not in order.names
        ]
        names = [n for n in (*order.names, *unseen) if n not in plain and not n.startswith(SKIPPED)]
        self[type(node)] = getter = _getter(names)
        return getter


def _getter(names: list[str]) -> Getter:
    if not names:
        return lambda _: ()
    fetch = attrgetter(*names)
    return fetch if len(names) > 1 else lambda node: (fetch(node),)


def _subclasses(base: type[cst.CSTNode]) -> Iterator[type[cst.CSTNode]]:
    for subclass in base.__subclasses__():
        yield subclass
        yield from _subclasses(subclass)


_NODES = frozenset(_subclasses(cst.CSTNode))  # type: ignore[type-abstract]
_children = _Children()


def walk(node: cst.CSTNode) -> Iterator[cst.CSTNode]:
    """A node and every node below it, in the order of the text, parents first."""
    count(WALKS)
    stack = [node]
    pop, push, known, learn = stack.pop, stack.append, _children.get, _children.learn
    while stack:
        node = pop()
        yield node
        fetch = known(type(node)) or learn(node)
        for value in fetch(node)[::-1]:
            kind = value.__class__
            if kind is list or kind is tuple:
                stack += value[::-1]
            elif kind in _NODES:
                push(value)


def children(node: cst.CSTNode) -> list[cst.CSTNode]:
    """The nodes right below a node, in the order of the text."""
    found: list[cst.CSTNode] = []
    for value in (_children.get(type(node)) or _children.learn(node))(node):
        if isinstance(value, (tuple, list)):
            found += value
        elif isinstance(value, cst.CSTNode):
            found.append(value)
    return found


def parents(tree: cst.CSTNode) -> dict[cst.CSTNode, cst.CSTNode]:
    """From every node that `walk` finds below ``tree`` to the node right above it."""
    return {child: node for node in walk(tree) for child in children(node)}
