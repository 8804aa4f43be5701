"""Sharing: whether the object that a parameter holds outlives the call, or is changed by it."""

from __future__ import annotations

from collections.abc import Iterator
from typing import TYPE_CHECKING

import msgspec

from fastapi_lint.model.answers.proof import bindings
from fastapi_lint.model.domain import Class, Function
from fastapi_lint.model.file import syntax as s
from fastapi_lint.model.meaning.values import Bound

if TYPE_CHECKING:
    from fastapi_lint.model.following.calls import CallSite

MUTATORS = frozenset(
    [
        "append",
        "extend",
        "insert",
        "remove",
        "pop",
        "clear",
        "sort",
        "reverse",
        "update",
        "setdefault",
        "popitem",
        "add",
        "discard",
        "difference_update",
        "intersection_update",
        "symmetric_difference_update",
        "appendleft",
        "popleft",
        "extendleft",
        "rotate",
        "move_to_end",
        "subtract",
    ]
)
_DOING = frozenset({s.Call, s.AugAssign, s.Delete, s.Assign, s.Return, s.Yield})
_DEPTH = 4


class Escape(msgspec.Struct, frozen=True):
    """A place where the object is changed, or gets out; ``does`` completes “the function … it”."""

    place: s.Syntax
    does: str


def escape_of(function: Function, name: str, depth: int = 0) -> Escape | None:
    """The place where what the parameter ``name`` was given is changed; else stored, or handed out."""
    rebound = min(
        (node.end for statement in function.body for node in bindings(statement, name)), default=None
    )
    found = [e for e in _escapes(function, name, depth) if rebound is None or e.place.start < rebound]
    return min(found, key=lambda escape: (escape.does != "changes", escape.place.start), default=None)


def _escapes(function: Function, name: str, depth: int) -> Iterator[Escape]:
    for node in s.of_kinds(function.body, _DOING):
        does = _what(node, name)
        if does:
            yield Escape(node, does)
    if depth < _DEPTH:
        for site in function.project.calls.body(function).sites:
            yield from _passed_on(site, name, depth)


def _what(node: s.Syntax, name: str) -> str:
    """What one statement or expression does to the object."""
    if isinstance(node, s.Call) and isinstance(node.func, s.Attribute):
        return "changes" if node.func.attr in MUTATORS and _is(node.func.value, name) else ""
    if isinstance(node, s.AugAssign):
        target = node.target.value if isinstance(node.target, s.Subscript) else node.target
        return "changes" if _is(target, name) else ""
    if isinstance(node, s.Delete):
        return (
            "changes" if any(isinstance(t, s.Subscript) and _is(t.value, name) for t in node.targets) else ""
        )
    if isinstance(node, s.Assign):
        if any(isinstance(t, s.Subscript) and _is(t.value, name) for t in node.targets):
            return "changes"
        is_kept = any(isinstance(t, (s.Attribute, s.Subscript)) for t in node.targets)
        return "stores" if is_kept and _may_be(node.value, name) else ""
    if isinstance(node, s.Return):
        return "returns" if _may_be(node.value, name) else ""
    return "yields" if isinstance(node, s.Yield) and not node.delegates and _may_be(node.value, name) else ""


def _passed_on(site: CallSite, name: str, depth: int) -> Iterator[Escape]:
    """Whether a function of the project that gets the object changes or stores it."""
    callee = site.callee
    if isinstance(callee, Class):
        target, skipped = callee.method("__init__"), 1
    elif isinstance(callee, Bound):
        target, skipped = callee.function, 1
    else:
        target, skipped = (callee if isinstance(callee, Function) else None), 0
    if target is None or site.call.is_open:
        return
    params = [param for param in target.syntax.params if param.kind in ("positional", "normal")][skipped:]
    given = list(zip(site.call.args, (param.name for param in params), strict=False))
    given += [(keyword.value, keyword.name) for keyword in site.call.keywords]
    for expr, param in given:
        if _is(expr, name) and any(p.name == param for p in target.syntax.params):
            inner = escape_of(target, param, depth + 1)
            if inner is not None and inner.does in ("changes", "stores"):
                yield Escape(site.call, inner.does)


def _is(expr: s.Expr | None, name: str) -> bool:
    return isinstance(expr, s.Name) and expr.id == name


def _may_be(expr: s.Expr | None, name: str) -> bool:
    """Whether an expression may be the object itself, not a copy and not something that it holds."""
    if isinstance(expr, s.Conditional):
        return _is(expr.body, name) or _is(expr.orelse, name)
    if isinstance(expr, s.Sequence) and expr.kind == "tuple":
        return any(_is(item, name) for item in expr.items)
    return _is(expr, name)
