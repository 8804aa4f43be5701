"""How often a part of a function runs: on errors only, once, or when many things come together."""

from __future__ import annotations

from collections.abc import Iterator
from typing import NamedTuple

from fastapi_lint.model.domain import Function
from fastapi_lint.model.file import syntax as s
from fastapi_lint.model.file.enclosing import index_of


class Rarity(NamedTuple):
    """What stands between a function's first line and an expression in it."""

    conditions: int = 0
    """The branches that lead there."""
    arms: int = 0
    """Those of them that are only the next arm of an ``if`` and its ``elif``."""
    on_error: bool = False
    """In an exception handler."""
    once: bool = False
    """Where something is made that is kept: ``if self.client is None: self.client = …``, or once for each key."""


def rarity(function: Function, expr: s.Expr) -> Rarity:
    """How often an expression of a function runs when the function does."""
    level: list[s.Syntax] = list(function.body)
    conditions, arms, on_error, once = 0, 0, False, False
    while level:
        index = index_of(level, expr.start, expr.end)
        if index == len(level):
            break
        node, tests = level[index], [one for one in level[:index] if one.__class__ is s.If]
        once = once or any(_is_made(before, level[index:], function) for before in tests)
        if isinstance(node, s.If) and not s.holds(node.test, expr):
            conditions += 1
            in_body = any(s.holds(statement, expr) for statement in node.body)
            arms += not in_body and len(node.orelse) == 1 and isinstance(node.orelse[0], s.If)
            once = once or (in_body and _stores(node.body, set(missing(node.test)), function))
        conditions += isinstance(node, (s.Match, s.Conditional))
        on_error = on_error or isinstance(node, s.Handler)
        level = list(s.children(node))
    return Rarity(conditions, arms, on_error, once)


def _is_made(before: s.Syntax, rest: list[s.Syntax], function: Function) -> bool:
    """Whether a statement leaves when something is there, which the rest then makes."""
    if not isinstance(before, s.If) or before.orelse or not isinstance(before.body[-1], s.Return):
        return False
    return _stores(rest, set(_present(before.test)), function)


def missing(test: s.Expr) -> Iterator[str]:
    """What a test finds not to be there yet."""
    if not isinstance(test, s.Other):
        return
    if test.kind == "Not" or (test.words == ("Is",) and _is_none(test.parts[-1])):
        yield s.dotted(test.parts[0])
    elif test.words == ("NotIn",):
        yield s.dotted(test.parts[1])


def _present(test: s.Expr) -> Iterator[str]:
    if isinstance(test, s.Other) and test.words == ("IsNot",) and _is_none(test.parts[-1]):
        yield s.dotted(test.parts[0])
    else:
        yield s.dotted(test)


def _is_none(expr: s.Expr) -> bool:
    return isinstance(expr, s.Constant) and expr.kind == "NoneType"


def _stores(nodes: tuple[s.Stmt, ...] | list[s.Syntax], names: set[str], function: Function) -> bool:
    """Whether statements bind one of some names for longer than the function runs."""
    kept = {name for name in names if "." in name or (name and _is_global(name, function))}
    return bool(kept) and any(
        s.dotted(target.value if isinstance(target, s.Subscript) else target) in kept
        for statement in nodes
        for node in s.walk(statement)
        if isinstance(node, s.Assign)
        for target in node.targets
    )


def _is_global(name: str, function: Function) -> bool:
    if not function.has("global"):
        return False
    return any(
        isinstance(node, s.Declare) and node.kind == "global" and name in node.names
        for statement in function.body
        for node in s.walk(statement)
    )
