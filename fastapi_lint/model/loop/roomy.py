"""Queues and locks that nobody waits for: a function makes one and uses it first, or asked ``empty()`` before."""

from __future__ import annotations

from fastapi_lint.model.domain import Function
from fastapi_lint.model.file import syntax as s
from fastapi_lint.model.loop.branches import around
from fastapi_lint.model.meaning.values import External

TAKES = frozenset(
    {
        "queue.BoundedQueue.put",
        "multiprocessing.BoundedQueue.put",
        *(
            f"{module}.{lock}.acquire"
            for module in ("threading", "multiprocessing")
            for lock in ("Lock", "RLock")
        ),
    }
)
"""What waits only where others came before: a new queue has room, and a new lock is free."""
GETS = frozenset({"queue.Queue.get", "multiprocessing.Queue.get"})
"""What waits only where a queue is empty."""


_LOOPS = frozenset({s.While})


def is_new(function: Function, call: s.Call) -> bool:
    """Whether a function makes the queue or lock, and does nothing with it before this call, which happens once."""
    name = call.func.value if isinstance(call.func, s.Attribute) else None
    if not isinstance(name, s.Name):
        return False
    nodes = [node for statement in function.body for node in s.walk(statement)]
    made = [node for node in nodes if isinstance(node, s.Assign) and _binds(node, name.id)]
    if len(made) != 1 or not _is_of_library(function, made[0].value):
        return False
    (assign,) = made
    used = [node for node in nodes if isinstance(node, s.Name) and node.id == name.id]
    is_first = all(one is name or s.holds(assign, one) or one.start > call.start for one in used)
    again = (node for node in nodes if isinstance(node, (s.For, s.While, s.Comprehension, s.Lambda)))
    return is_first and not any(s.holds(node, call) and not s.holds(node, assign) for node in again)


def _is_of_library(function: Function, value: s.Expr | None) -> bool:
    """Whether a library is called: a function of the project, or an unknown one, may hand out what others hold."""
    sites = function.project.calls.body(function).sites
    return any(site.call is value and isinstance(site.callee, External) for site in sites)


def has_item(function: Function, call: s.Call) -> bool:
    """Whether a call stands in a ``while not queue.empty():`` or an ``if`` like that."""
    queue = s.dotted(call.func.value) if isinstance(call.func, s.Attribute) else ""
    loops = (loop for loop in s.of_kinds(function.body, _LOOPS) if s.holds(loop, call))
    asked = [
        *((loop.test, True) for loop in loops),
        *((test, yes) for test, yes, _ in around(function, call)),
    ]
    return bool(queue) and any(_says_empty(test, queue) is (not answer) for test, answer in asked)


def _says_empty(test: s.Expr, queue: str) -> bool | None:
    """Whether a test holds for an empty queue or for one that is not; None where it asks for something else."""
    if isinstance(test, s.Other) and test.kind == "Not":
        said = _says_empty(test.parts[0], queue)
        return None if said is None else not said
    return True if isinstance(test, s.Call) and s.dotted(test.func) == f"{queue}.empty" else None


def _binds(assign: s.Assign, name: str) -> bool:
    return any(isinstance(target, s.Name) and target.id == name for target in assign.targets)
