"""Whether a call that nobody awaits is one of a plain function, where an ``async def`` may have the same name.

``db.load()`` would be a bug if ``load`` were a coroutine, and code that knows both kinds says so: it awaits the same
call in another branch, or it does with the result what no coroutine allows.
"""

from __future__ import annotations

from fastapi_lint.model.domain import Function
from fastapi_lint.model.file import syntax as s


def is_plain(function: Function, call: s.Call) -> bool:
    """Whether a call in a function's body, which is not awaited, cannot make a coroutine."""
    callee = s.dotted(call.func)
    nodes = [node for statement in function.body for node in s.walk(statement)]
    awaited = [node.value for node in nodes if isinstance(node, s.Await)]
    if callee and any(isinstance(one, s.Call) and s.dotted(one.func) == callee for one in awaited):
        return True
    bound = {name for node in nodes for name in _names(node, call)}
    if any(isinstance(one, s.Name) and one.id in bound for one in awaited):
        return False
    return any(_is_used(node, call, bound) for node in nodes)


def _names(node: s.Syntax, call: s.Call) -> list[str]:
    """The name that a statement binds to what a call gives."""
    if isinstance(node, s.Assign) and node.value is call:
        return [target.id for target in node.targets if isinstance(target, s.Name)]
    return []


def _is_used(node: s.Syntax, call: s.Call, bound: set[str]) -> bool:
    """Whether a coroutine in the place of the result would be dropped, taken apart, looped over or indexed."""
    if isinstance(node, s.Evaluate):
        return node.value is call
    if isinstance(node, s.Assign):
        return node.value is call and any(isinstance(target, s.Sequence) for target in node.targets)
    part = None
    if isinstance(node, s.Subscript):
        part = node.value
    elif isinstance(node, (s.For, s.Generator)) and not node.is_async:
        part = node.iter
    return part is not None and (part is call or (isinstance(part, s.Name) and part.id in bound))
