"""What parameters are before a function binds them again: ``if path is None:`` comes before ``path = default()``."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from typing import NamedTuple

from fastapi_lint.model.domain import Function
from fastapi_lint.model.file import syntax as s
from fastapi_lint.model.loop.constants import VARIES, First

BINDING = frozenset({s.Assign, s.AugAssign, s.For, s.With, s.Assigned})
"""What binds names, and may bind a parameter again."""
_LOOPS = frozenset({s.For, s.While})


class Binds(NamedTuple):
    """Where a function binds names, and the loops in it."""

    names: list[tuple[s.Syntax, set[str]]]
    loops: list[s.Syntax]


def binds(function: Function) -> Binds:
    """What a function binds; asked for each of its tests, so a ``Function`` keeps it."""
    nodes = s.of_kinds(function.body, BINDING | _LOOPS)
    names = ((node, bound_names(node)) for node in nodes if type(node) in BINDING)
    return Binds([one for one in names if one[1]], [node for node in nodes if type(node) in _LOOPS])


def known_at(function: Function, test: s.Expr, known: Mapping[str, object]) -> Mapping[str, object]:
    """What is known of names where a test stands: what a parameter is at first is what it is until it is bound."""
    names = {node.id for node in s.walk(test) if isinstance(node, s.Name)}
    first = {name: value for name in names if isinstance(value := known.get(name), First)}
    if not first:
        return known
    around = [loop for loop in function.binds.loops if s.holds(loop, test)]
    bound = set[str]()
    for node, set_there in function.binds.names:
        if node.start < test.start or any(s.holds(loop, node) for loop in around):
            bound.update(first.keys() & set_there)
    now = {name: VARIES if name in bound else value.value for name, value in first.items()}
    return {**known, **now}


def targets(node: s.Syntax) -> Iterator[s.Expr]:
    """What a statement of ``BINDING`` sets, and all that is in it."""
    whole: tuple[s.Expr | None, ...] = ()
    if isinstance(node, (s.Assign, s.With)):
        whole = node.targets
    elif isinstance(node, (s.AugAssign, s.For, s.Assigned)):
        whole = (node.target,)
    for target in whole:
        yield from (part for part in s.walk(target) if isinstance(part, s.Expr)) if target else ()


def bound_names(node: s.Syntax) -> set[str]:
    """The names in what a statement of ``BINDING`` sets."""
    return {target.id for target in targets(node) if isinstance(target, s.Name)}
