"""Futures that are done: ``result()`` of one hands over what is there, and waits for nothing.

Only what the function itself shows counts: it asks ``f.done()`` first, awaits the future, takes it from those that
``wait`` and ``as_completed`` give back, or raises its exception, which there is only when it is done.
"""

from __future__ import annotations

from collections.abc import Iterator, Sequence

from fastapi_lint.model.file import syntax as s

RESULTS = frozenset(f"concurrent.futures.Future.{name}" for name in ("result", "exception"))
"""What waits for a future only as long as it is not done."""

_LEAVES = ("Break", "Continue")


def is_finished(body: Sequence[s.Stmt], call: s.Call) -> bool:
    """Whether the future, whose result a call of a function's body asks for, is done by then."""
    if not isinstance(call.func, s.Attribute):
        return False
    future = s.dotted(call.func.value)
    if not future:
        return False
    level: list[s.Syntax] = list(body)
    while level:
        index = next((i for i, node in enumerate(level) if s.holds(node, call)), None)
        if index is None:
            return False
        node = level[index]
        if isinstance(node, s.Raise) and node.exception is call and call.func.attr == "exception":
            return True
        if any(_settles(before, future) for before in level[:index]) or _guards(node, call, future, body):
            return True
        is_else = isinstance(node, s.If) and any(s.holds(statement, call) for statement in node.orelse)
        level = list(node.orelse if isinstance(node, s.If) and is_else else s.children(node))
    return False


def _settles(statement: s.Syntax, future: str) -> bool:
    """Whether the future is done behind a statement: it is awaited, or who finds it not done has left."""
    if isinstance(statement, s.If) and not statement.orelse:
        last = statement.body[-1]
        leaves = isinstance(last, (s.Return, s.Raise)) or (
            isinstance(last, s.Simple) and last.kind in _LEAVES
        )
        return leaves and _denies(statement.test, future)
    return isinstance(statement, (s.Assign, s.Evaluate)) and any(
        isinstance(node, s.Await) and isinstance(node.value, s.Call) and _is_wrapped(node.value, future)
        for node in s.walk(statement)
    )


def _is_wrapped(call: s.Call, future: str) -> bool:
    name = s.dotted(call.func).rpartition(".")[2]
    if name == "wait_for" and call.args and isinstance(call.args[0], s.Call):
        return _is_wrapped(call.args[0], future)
    return name == "wrap_future" and any(s.dotted(arg) == future for arg in call.args)


def _guards(node: s.Syntax, call: s.Call, future: str, body: Sequence[s.Stmt]) -> bool:
    """Whether one of the things around a call only lets futures through that are done."""
    if isinstance(node, s.If):
        test = _answered(node.test, body)
        if any(s.holds(statement, call) for statement in node.body):
            return _claims(test, future)
        return any(s.holds(statement, call) for statement in node.orelse) and _denies(test, future)
    if isinstance(node, s.While):
        return _claims(node.test, future)
    if isinstance(node, s.Conditional):
        if s.holds(node.body, call):
            return _claims(node.test, future)
        return s.holds(node.orelse, call) and _denies(node.test, future)
    if isinstance(node, s.Binary) and node.op in ("And", "Or") and s.holds(node.right, call):
        return (_claims if node.op == "And" else _denies)(node.left, future)
    if isinstance(node, s.For):
        return s.dotted(node.target) == future and _are_done(node.iter, body)
    if isinstance(node, s.Comprehension):
        conditions = (test for generator in node.generators for test in generator.conditions)
        return any(_claims(test, future) for test in conditions) or any(
            s.dotted(generator.target) == future and _are_done(generator.iter, body)
            for generator in node.generators
        )
    return False


def _answered(test: s.Expr, body: Sequence[s.Stmt]) -> s.Expr:
    """The question itself where a test is a name for its answer: ``ready = f.done()`` and then ``if ready:``."""
    if not isinstance(test, s.Name):
        return test
    bound = [*_bound(test.id, body, first=False)]
    return bound[0] if len(bound) == 1 and bound[0] is not None else test


def _claims(test: s.Expr, future: str) -> bool:
    """Whether the future is done where a test holds."""
    if isinstance(test, s.Binary) and test.op == "And":
        return _claims(test.left, future) or _claims(test.right, future)
    return isinstance(test, s.Call) and not test.args and s.dotted(test.func) == f"{future}.done"


def _denies(test: s.Expr, future: str) -> bool:
    """Whether the future is done where a test does not hold."""
    if isinstance(test, s.Binary) and test.op == "Or":
        return _denies(test.left, future) or _denies(test.right, future)
    return isinstance(test, s.Other) and test.kind == "Not" and _claims(test.parts[0], future)


def _are_done(iterable: s.Expr, body: Sequence[s.Stmt]) -> bool:
    """Whether an expression gives the futures that ``wait`` or ``as_completed`` found done."""
    if isinstance(iterable, s.Call):
        return s.dotted(iterable.func).rpartition(".")[2] == "as_completed"
    if isinstance(iterable, s.Attribute) and iterable.attr == "done":
        return isinstance(iterable.value, s.Name) and any(
            _is_wait(value) for value in _bound(iterable.value.id, body, first=False)
        )
    return isinstance(iterable, s.Name) and any(
        _is_wait(value) for value in _bound(iterable.id, body, first=True)
    )


def _is_wait(value: s.Expr | None) -> bool:
    value = value.value if isinstance(value, s.Await) else value
    return isinstance(value, s.Call) and s.dotted(value.func).rpartition(".")[2] == "wait"


def _bound(name: str, body: Sequence[s.Stmt], *, first: bool) -> Iterator[s.Expr | None]:
    """What a name is bound to, as a whole or as the first of several."""
    for statement in body:
        for node in s.walk(statement):
            for target in node.targets if isinstance(node, s.Assign) else ():
                if first and isinstance(target, s.Sequence) and target.items:
                    target = target.items[0]
                elif first:
                    continue
                if isinstance(target, s.Name) and target.id == name and isinstance(node, s.Assign):
                    yield node.value
