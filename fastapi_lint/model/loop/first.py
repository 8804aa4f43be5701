"""What parameters are before a function binds them again: ``if path is None:`` comes before ``path = default()``."""

from __future__ import annotations

from collections.abc import Mapping

from fastapi_lint.model.domain import Function
from fastapi_lint.model.file import syntax as s
from fastapi_lint.model.loop.constants import VARIES, First

_BINDING = frozenset({s.Assign, s.AugAssign, s.For, s.Assigned})
_LOOPS = frozenset({s.For, s.While})


def known_at(function: Function, test: s.Expr, known: Mapping[str, object]) -> Mapping[str, object]:
    """What is known of names where a test stands: what a parameter is at first is what it is until it is bound."""
    names = {node.id for node in s.walk(test) if isinstance(node, s.Name)}
    first = {name: value for name in names if isinstance(value := known.get(name), First)}
    if not first:
        return known
    loops = [loop for loop in s.of_kinds(function.body, _LOOPS) if s.holds(loop, test)]
    bound = set[str]()
    for node in s.of_kinds(function.body, _BINDING):
        if node.start < test.start or any(s.holds(loop, node) for loop in loops):
            bound.update(first.keys() & _names(node))
    now = {name: VARIES if name in bound else value.value for name, value in first.items()}
    return {**known, **now}


def _names(node: s.Assign | s.AugAssign | s.For | s.Assigned) -> set[str]:
    targets = node.targets if isinstance(node, s.Assign) else (node.target,)
    return {part.id for target in targets for part in s.walk(target) if isinstance(part, s.Name)}
