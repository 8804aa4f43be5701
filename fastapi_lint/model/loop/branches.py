"""The tests that stand between a function's first line and an expression in it."""

from __future__ import annotations

from collections.abc import Iterator, Sequence

from fastapi_lint.model.domain import Function
from fastapi_lint.model.file import syntax as s
from fastapi_lint.model.file.enclosing import index_of


def around(function: Function, expr: s.Expr) -> Iterator[tuple[s.Expr, bool, bool]]:
    """The tests around an expression, and those that leave before it, with the answer that leads to it.

    The last says whether the other answer raises an error because something is in no table.
    """
    level: Sequence[s.Syntax] = function.body
    while level:
        index = index_of(level, expr.start, expr.end)
        for before in level[:index]:
            if type(before) is s.If and not before.orelse and _leaves(before.body[-1]):
                yield before.test, False, _is_missing(before.test) and isinstance(before.body[-1], s.Raise)
        node = level[index] if index < len(level) else expr
        if node is expr:
            return
        if isinstance(node, s.If) and not s.holds(node.test, expr):
            is_body = any(s.holds(statement, expr) for statement in node.body)
            yield node.test, is_body, False
            level = node.body if is_body else node.orelse
        elif isinstance(node, s.Match) and (case := _case(node, expr)) >= 0:
            yield from ((test, False, False) for test in node.tests[:case] if test is not None)
            own = node.tests[case]
            if own is not None:
                yield own, True, False
            level = node.cases[case]
        elif isinstance(node, s.Conditional) and not s.holds(node.test, expr):
            yield node.test, s.holds(node.body, expr), False
            level = [node.body, node.orelse]
        else:
            level = list(s.children(node))


def _case(statement: s.Match, expr: s.Expr) -> int:
    """Which case holds an expression; -1 for none of them."""
    holding = (n for n, body in enumerate(statement.cases) if any(s.holds(one, expr) for one in body))
    return next(holding, -1)


def _is_missing(test: s.Expr) -> bool:
    return isinstance(test, s.Other) and test.words == ("NotIn",)


def _leaves(statement: s.Stmt) -> bool:
    return isinstance(statement, (s.Return, s.Raise)) or (
        isinstance(statement, s.Simple) and statement.kind in ("Break", "Continue")
    )
