"""What a function starts to run side by side: the arguments of ``gather``, and tasks."""

from __future__ import annotations

from collections.abc import Iterator
from typing import TYPE_CHECKING

import msgspec

from fastapi_lint.model.answers.proof import bindings
from fastapi_lint.model.domain import Class, Function
from fastapi_lint.model.file import syntax as s
from fastapi_lint.model.following.flow import value_in
from fastapi_lint.model.meaning.values import External, Instance, Value

if TYPE_CHECKING:
    from fastapi_lint.model.following.calls import CallSite

SESSIONS = frozenset({"sqlalchemy.ext.asyncio.AsyncSession", "sqlmodel.ext.asyncio.session.AsyncSession"})
_GATHER = External("asyncio.gather")
_STARTERS = frozenset(
    {
        "asyncio.create_task",
        "asyncio.ensure_future",
        "asyncio.AbstractEventLoop.create_task",
        "asyncio.TaskGroup.create_task",
    }
)
_NAMES = frozenset(name.rpartition(".")[2] for name in (_GATHER.name, *_STARTERS))
_LOOPS = (s.For, s.While)


class Use(msgspec.Struct, frozen=True):
    """A coroutine that runs beside others and works with ``session``, spelled as in the source."""

    session: str
    call: s.Call
    is_many: bool
    """Whether it is made again and again, for each item of something."""


def shared(function: Function) -> Iterator[tuple[Use, Use]]:
    """Pairs of coroutines that run side by side on one ``AsyncSession``; twice the same where it is made in a loop."""
    if not function.project.called.may_call(function, _NAMES):
        return
    sites = function.project.calls.body(function).sites
    gathered = (site for site in sites if site.callee == _GATHER)
    for site in gathered:
        yield from _pairs([use for arg in site.call.args for use in _uses(function, arg)])
    yield from _pairs_of_tasks(function, [site for site in sites if _starts(site.callee)])


def _starts(callee: Value) -> bool:
    return isinstance(callee, External) and callee.name in _STARTERS


def _pairs(uses: list[Use]) -> Iterator[tuple[Use, Use]]:
    first: dict[str, Use] = {}
    done: set[str] = set()
    for use in uses:
        earlier = first.setdefault(use.session, use)
        if (earlier is not use or use.is_many) and use.session not in done:
            done.add(use.session)
            yield earlier, use


def _uses(function: Function, expr: s.Expr, is_many: bool = False) -> Iterator[Use]:
    """The coroutines that an argument of ``gather`` stands for, as far as they work with a session."""
    if isinstance(expr, s.Starred):
        yield from _uses(function, expr.value, is_many)
    elif isinstance(expr, s.Comprehension):
        bound = {n.id for g in expr.generators for n in s.walk(g.target) if isinstance(n, s.Name)}
        for use in _uses(function, expr.elements[0], True):
            if use.session.partition(".")[0] not in bound:
                yield use
    elif isinstance(expr, s.Sequence):
        for item in expr.items:
            yield from _uses(function, item, is_many)
    elif isinstance(expr, s.Name):
        made = _assigned_once(function, expr.id)
        if made is not None and not isinstance(made, s.Name):
            yield from _uses(function, made, is_many)
    elif isinstance(expr, s.Call):
        session = _session(function, expr)
        if session:
            yield Use(session, expr, is_many)


def _assigned_once(function: Function, name: str) -> s.Expr | None:
    bound = [node for statement in function.body for node in bindings(statement, name)]
    only = bound[0] if len(bound) == 1 else None
    return only.value if isinstance(only, s.Assign) and isinstance(only.targets[0], s.Name) else None


def _session(function: Function, call: s.Call) -> str:
    """The ``AsyncSession`` that a call is a method of, or is given, as the source spells it."""
    given: list[s.Expr] = [*call.args, *(keyword.value for keyword in call.keywords)]
    if isinstance(call.func, s.Attribute):
        given.insert(0, call.func.value)
    for expr in given:
        if s.dotted(expr) and _is_session(value_in(function, expr)):
            return s.dotted(expr)
    return ""


def _is_session(value: Value) -> bool:
    if not isinstance(value, Instance):
        return False
    if isinstance(value.of, Class):
        return value.of.is_a(*SESSIONS)
    return value.of.name in SESSIONS


def _pairs_of_tasks(function: Function, starts: list[CallSite]) -> Iterator[tuple[Use, Use]]:
    """Tasks that are started with no ``await`` between them, or one after the other in a loop without any."""
    uses: list[Use] = []
    for site in sorted(starts, key=lambda site: site.call.start):
        coroutine = site.call.args[0] if site.call.args else None
        session = _session(function, coroutine) if isinstance(coroutine, s.Call) else ""
        if isinstance(coroutine, s.Call) and session:
            uses.append(Use(session, coroutine, _is_repeated(function, site.call, session)))
    if not uses:
        return
    waits = [_ends(node) for part in function.body for node in s.walk(part) if _waits(node)]
    group: list[Use] = []
    for use in uses:
        if group and any(group[-1].call.end <= wait < use.call.start for wait in waits):
            yield from _pairs(group)
            group = []
        group.append(use)
    yield from _pairs(group)


def _waits(node: s.Syntax) -> bool:
    return isinstance(node, s.Await) or (isinstance(node, s.With) and node.is_async)


def _ends(node: s.Syntax) -> int:
    """Where a function waits: at an ``await``, and at the end of an ``async with``, such as that of a task group."""
    return node.end if isinstance(node, s.With) else node.start


def _is_repeated(function: Function, call: s.Call, session: str) -> bool:
    """Whether the innermost loop around a call starts the next one without waiting, on the same session."""
    around = [
        node
        for part in function.body
        for node in s.walk(part)
        if isinstance(node, (*_LOOPS, s.Comprehension)) and s.holds(node, call)
    ]
    if not around:
        return False
    inner = list(s.walk(around[-1]))
    if any(isinstance(node, (s.Await, s.Return)) for node in inner):
        return False
    if any(isinstance(node, s.Simple) and node.kind == "Break" for node in inner):
        return False
    name = session.partition(".")[0]
    is_bound = any(
        isinstance(part, s.Name) and part.id == name
        for node in inner
        if isinstance(node, (s.For, s.Generator))
        for part in s.walk(node.target)
    )
    binds = isinstance(around[-1], s.Stmt) and any(True for _ in bindings(around[-1], name))
    return not is_bound and not binds
