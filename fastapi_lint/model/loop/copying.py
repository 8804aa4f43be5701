"""Objects that make another one like themselves: what a constructor fills where nobody gives it is there already.

``Job(version=version or self.version)`` in a method of ``Job``, whose ``__init__`` has ``if not version: version =
read()`` before ``self.version = version``: whatever that costs was paid when the first one was made.
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping

from fastapi_lint.model.domain import Class, Function
from fastapi_lint.model.file import syntax as s
from fastapi_lint.model.loop.nodes import Code
from fastapi_lint.model.loop.seldom import missing


def copied(init: Function, written: Mapping[str, s.Expr], caller: Code) -> set[str]:
    """The parameters of a constructor that a method of the same class gives what its own object was filled with."""
    if not isinstance(caller, Function) or not caller.syntax.params:
        return set()
    cls, own = init.parent, caller.parent
    if not isinstance(own, Class) or not (own is cls or cls in own.ancestors):
        return set()
    this = caller.syntax.params[0].name
    return {
        name
        for name, attribute in _filled(init)
        if (expr := written.get(name)) is not None and s.dotted(_otherwise(expr)) == f"{this}.{attribute}"
    }


def _filled(init: Function) -> Iterator[tuple[str, str]]:
    """The parameters that a constructor binds where they are missing, and then keeps, each with its attribute."""
    this = init.syntax.params[0].name
    bound = set[str]()
    for statement in init.body:
        if isinstance(statement, s.If):
            bound.update(set(missing(statement.test)).intersection(_bound(statement)))
        elif isinstance(statement, s.Assign) and s.dotted(statement.value) in bound:
            for target in statement.targets:
                owner, _, attribute = s.dotted(target).partition(".")
                if owner == this:
                    yield s.dotted(statement.value), attribute


def _bound(statement: s.If) -> Iterator[str]:
    for inner in statement.body:
        for node in s.walk(inner):
            if isinstance(node, s.Assign):
                yield from map(s.dotted, node.targets)


def _otherwise(expr: s.Expr) -> s.Expr:
    """What an expression is where nothing else was given: the end of ``a or b``, of ``a if a else b``."""
    if isinstance(expr, s.Binary) and expr.op == "Or":
        return expr.right
    if isinstance(expr, s.Conditional):
        asked = {s.dotted(node) for node in s.walk(expr.test) if isinstance(node, s.Expr)}
        return expr.orelse if s.dotted(expr.body) in asked else expr
    return expr
