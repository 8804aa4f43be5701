"""Coroutines that nobody awaits: which calls make one, and what the function does with it instead."""

from __future__ import annotations

import re
from collections.abc import Iterator
from enum import Enum
from typing import TYPE_CHECKING

import msgspec

from fastapi_lint.finding import Span
from fastapi_lint.model.answers.proof import bindings
from fastapi_lint.model.domain import Class, Function, LoopCall, Role
from fastapi_lint.model.file import syntax as s
from fastapi_lint.model.following.decorators import Effect, effect
from fastapi_lint.model.knowledge.coroutines import COROUTINES
from fastapi_lint.model.loop.asking import asked
from fastapi_lint.model.meaning.values import Bound, External, Instance, Value

if TYPE_CHECKING:
    from fastapi_lint.model.following.calls import CallSite

_OWN = ("close", "send", "throw", "cr_", "__")
"""What a coroutine object has itself, or how it begins."""
_CLOSED = frozenset({s.Lambda, s.ClassDef})
_LOGIC = frozenset({"And", "Or"})


class Fate(Enum):
    """What becomes of a coroutine that is not awaited."""

    DROPPED = "dropped"
    """It is made and thrown away, at once or in a variable that nothing reads."""
    USED = "used"
    """The code takes it for its result."""
    ANSWERED = "answered"
    """FastAPI is to make a response of it."""


class Lost(msgspec.Struct, frozen=True):
    """A call that makes a coroutine which the function never awaits."""

    function: Function
    site: CallSite
    name: str
    """The callee as messages name it."""
    fate: Fate

    @property
    def call(self) -> LoopCall:
        """The call as the fixes know it; ``await`` is possible where the function is a coroutine itself."""
        return LoopCall(self.function, self.site.call, self.name, self.site)


def lost(function: Function) -> Iterator[Lost]:
    """The coroutines that a function makes, and provably neither awaits nor hands on."""
    called = {name.rpartition(".")[2] for name in function.syntax.calls}
    if "" not in called and called.isdisjoint(function.project.coroutine_names):
        return
    made = {
        (site.call.start, site.call.end): (site, name)
        for site in function.project.calls.body(function).sites
        if not site.awaited and (name := _made_by(site.callee))
    }
    if not made:
        return
    told_apart = asked(function)
    for node, parent in _pairs(function.body):
        if type(node) is s.Call and (node.start, node.end) in made:
            site, name = made[node.start, node.end]
            fate = _fate(function, node, parent)
            if fate is not None and s.dotted(node.func) not in told_apart:
                yield Lost(function, site, name, fate)


def coroutine_function(callee: Value) -> Function | None:
    """The ``async def`` of the project that a call runs, if its name still means just that."""
    if isinstance(callee, Instance) and isinstance(callee.of, Class):
        callee = callee.of.method("__call__")
    function = callee.function if isinstance(callee, Bound) else callee
    if not isinstance(function, Function) or not function.is_async or function.is_generator:
        return None
    registered = _registering(function)
    others = (d for d in function.syntax.decorators if Span(d.start, d.end) not in registered)
    return function if all(effect(d, function) is Effect.KEEPS for d in others) else None


def _made_by(callee: Value) -> str:
    """The name of a callee whose calls give coroutines; else the empty string."""
    if isinstance(callee, External):
        return callee.name if callee.name in COROUTINES else ""
    function = coroutine_function(callee)
    return function.name if function is not None else ""


def _registering(function: Function) -> set[Span]:
    return {route.span for route in function.routes}


def _pairs(body: tuple[s.Stmt, ...]) -> Iterator[tuple[s.Syntax, s.Syntax | None]]:
    """Everything in a body with what it is a direct part of, in order; what only a lambda runs is left out."""
    stack: list[tuple[s.Syntax, s.Syntax | None]] = [(statement, None) for statement in reversed(body)]
    while stack:
        node, parent = stack.pop()
        yield node, parent
        if node.__class__ not in _CLOSED:
            stack.extend((child, node) for child in reversed(list(s.children(node))))


def _fate(function: Function, node: s.Expr, parent: s.Syntax | None) -> Fate | None:
    """What a part of the syntax tree does with the expression in it."""
    if isinstance(parent, s.Evaluate):
        return Fate.DROPPED
    if isinstance(parent, (s.Assign, s.Assigned)):
        return _held(function, parent)
    if isinstance(parent, s.Return):
        return Fate.ANSWERED if _is_answer(function) else None
    return Fate.USED if _takes_for_result(node, parent) else None


def _takes_for_result(node: s.Expr, parent: s.Syntax | None) -> bool:
    if isinstance(parent, s.Attribute):
        return not parent.attr.startswith(_OWN)
    if isinstance(parent, s.Subscript):
        return parent.value is node
    if isinstance(parent, (s.For, s.Generator)):
        return parent.iter is node and not parent.is_async
    if isinstance(parent, (s.If, s.While, s.Conditional)):
        return parent.test is node
    if isinstance(parent, s.With):
        return not parent.is_async
    if isinstance(parent, s.Binary):
        return parent.op not in _LOGIC
    if isinstance(parent, s.Other):
        return parent.kind in ("Compare", "Not", "USub")
    return isinstance(parent, s.Joined)


def _held(function: Function, statement: s.Assign | s.Assigned) -> Fate | None:
    """What becomes of a coroutine in a variable: every use has to take it for its result, or there is none."""
    targets = statement.targets if isinstance(statement, s.Assign) else (statement.target,)
    target = targets[0]
    if len(targets) != 1 or not isinstance(target, s.Name) or _may_be_rebound(function, target.id):
        return None
    if isinstance(statement, s.Assigned):
        return None  # the expression around it has it as well
    uses = [
        (node, parent)
        for node, parent in _pairs(function.body)
        if isinstance(node, s.Name) and node.id == target.id and node is not target
    ]
    text = function.module.source.text[function.syntax.start : function.syntax.end]
    if len(re.findall(rf"(?<!\.)\b{target.id}\b", text)) != len(uses) + 1:
        return None  # a nested function, a lambda or an f-string has it too, or just a comment
    if not uses:
        return Fate.DROPPED
    return Fate.USED if all(_takes_for_result(node, parent) for node, parent in uses) else None


def _may_be_rebound(function: Function, name: str) -> bool:
    bound = [node for statement in function.body for node in bindings(statement, name)]
    return len(bound) != 1 or any(param.name == name for param in function.syntax.params)


def _is_answer(function: Function) -> bool:
    """Whether FastAPI itself gets what the function returns: no decorator below the route's can await it."""
    registered = _registering(function)
    return Role.ENDPOINT in function.roles and all(
        Span(d.start, d.end) in registered for d in function.syntax.decorators
    )
