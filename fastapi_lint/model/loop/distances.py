"""How far it is from pieces of code to what blocks, over a graph of what runs what."""

from __future__ import annotations

from collections.abc import Container, Iterable, Mapping, Sequence, Set
from typing import NamedTuple

from fastapi_lint.model.file import syntax as s
from fastapi_lint.model.loop.nodes import Node

FAR = 1000
"""More steps than the longest way has."""


class Step(NamedTuple):
    """One thing that a body does: run other code. With several options the source does not show which one it is."""

    expr: s.Expr
    options: tuple[Node, ...]


def above(nodes: Iterable[Node], callers: dict[Node, list[tuple[Node, Step]]]) -> set[Node]:
    """Some nodes and everything that gets to them."""
    found = set(nodes)
    pending = list(found)
    while pending:
        above = {caller for caller, _ in callers.get(pending.pop(), ())} - found
        found |= above
        pending += above
    return found


def spread(
    ends: Iterable[Node],
    callers: dict[Node, list[tuple[Node, Step]]],
    sure: Mapping[Node, int],
    cached: Set[Node] = frozenset(),
    leading: Container[int] | None = None,
) -> dict[Node, int]:
    """The nodes from which one of ``ends`` is reached for certain, with how many steps it takes.

    Where a step has several options, each has to be reached, or to be among ``sure``; if ``leading`` is given, that
    is for the steps in it only. What is ``cached`` is further away than anything else.
    """
    found: dict[Node, int] = {}
    late: list[Node] = []
    level = list(ends)
    distance = 0
    while level or late:
        if not level:
            level, late, distance = late, [], distance + FAR
            cached = frozenset()
        before, level = level, []
        for node in before:
            if node in cached:
                late.append(node)
                continue
            found.setdefault(node, distance)
            level += [
                caller
                for caller, step in callers.get(node, ())
                if caller not in found
                and all(
                    one in found or (one in sure and (leading is None or id(step) in leading))
                    for one in step.options
                )
            ]
        level = list(dict.fromkeys(level))
        distance += 1
    return found


def beyond(sure: dict[Node, int], callers: dict[Node, list[tuple[Node, Step]]]) -> dict[Node, int]:
    """The nodes with a way that one step decides, with how far that step is: not each of its options is ``sure``."""
    found: dict[Node, int] = {}
    level = [caller for node in sure for caller, _ in callers.get(node, ()) if caller not in sure]
    distance = 1
    while level:
        level = list(dict.fromkeys(node for node in level if node not in found))
        found.update(dict.fromkeys(level, distance))
        level = [
            caller
            for node in level
            for caller, step in callers.get(node, ())
            if caller not in sure and all(one in found or one in sure for one in step.options)
        ]
        distance += 1
    return found


def leading(
    steps: Mapping[Node, Sequence[Step]], blocking: Mapping[Node, int], strict: Sequence[Mapping[Node, int]]
) -> dict[int, int]:
    """The families that stand for steps, by their ids, whose options all block and have no family in common.

    Such a step blocks for certain, but the source does not show how: its nearest option stands for all. ``blocking``
    is how far it is from a node to a call of any family, and ``strict`` to one of each family that all options share.
    """
    found: dict[int, int] = {}
    kinds: dict[Node, int] = {}
    for node in sorted(blocking, key=blocking.__getitem__):
        shared = [(one[node], family) for family, one in enumerate(strict) if node in one]
        if shared:
            kinds[node] = min(shared)[1]
            continue
        sure = [step for step in steps[node] if all(option in kinds for option in step.options)]
        nearest = min(sure, key=lambda step: max(map(blocking.__getitem__, step.options)))
        kinds[node] = kinds[min(nearest.options, key=blocking.__getitem__)]
    for node in steps:
        for step in steps[node]:
            is_sure = len(step.options) > 1 and all(option in kinds for option in step.options)
            if is_sure and not any(one.keys() >= {*step.options} for one in strict):
                found[id(step)] = kinds[min(step.options, key=blocking.__getitem__)]
    return found
