"""The first item that goes into a queue of a function's own: there is room for it."""

from __future__ import annotations

from collections.abc import Sequence

from fastapi_lint.model.file import syntax as s

PUTS = frozenset({"queue.BoundedQueue.put", "multiprocessing.BoundedQueue.put"})
"""What waits only where a queue is full."""


def has_room(body: Sequence[s.Stmt], call: s.Call) -> bool:
    """Whether a body makes the queue, and does nothing with it before this call, which happens once."""
    queue = call.func.value if isinstance(call.func, s.Attribute) else None
    if not isinstance(queue, s.Name):
        return False
    nodes = [node for statement in body for node in s.walk(statement)]
    made = [node for node in nodes if isinstance(node, s.Assign) and _binds(node, queue.id)]
    if len(made) != 1 or not isinstance(made[0].value, s.Call):
        return False
    (assign,) = made
    used = [node for node in nodes if isinstance(node, s.Name) and node.id == queue.id]
    is_first = all(one is queue or s.holds(assign, one) or one.start > call.start for one in used)
    again = (node for node in nodes if isinstance(node, (s.For, s.While, s.Comprehension, s.Lambda)))
    return is_first and not any(s.holds(node, call) and not s.holds(node, assign) for node in again)


def _binds(assign: s.Assign, name: str) -> bool:
    return any(isinstance(target, s.Name) and target.id == name for target in assign.targets)
