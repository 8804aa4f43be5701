"""Sessions that roll back where their ``with`` ends: a query began what nobody committed.

Judged by running SQLAlchemy 2.0: closing a session gives its connection back, which rolls back what is open. Behind a
commit nothing is.
"""

from __future__ import annotations

from collections.abc import Iterable

from fastapi_lint.model.domain import Function
from fastapi_lint.model.file import syntax as s
from fastapi_lint.model.meaning.values import External, Instance

_SESSIONS = ("sqlalchemy.orm.Session", "sqlmodel.Session")
_WITHS = frozenset((s.With,))


def closing(function: Function, query: s.Expr, committing: Iterable[s.Expr]) -> s.Expr | None:
    """The context of the ``with`` that closes the session of a query; None where what commits stands in between."""
    names = {node.id for node in s.walk(query) if isinstance(node, s.Name)}
    around = [
        (node, context)
        for node in s.of_kinds(function.body, _WITHS)
        if isinstance(node, s.With) and not node.is_async and node.start <= query.start < node.end
        for context, target in zip(node.contexts, node.targets, strict=True)
        if isinstance(target, s.Name) and target.id in names and context.end <= query.start
        if _is_session(function, target.id) and not _commits_itself(context)
    ]
    if not around:
        return None
    node, context = max(around, key=lambda one: one[0].start)
    is_over = any(query.start <= place.start < node.end for place in committing)
    return None if is_over else context


def _is_session(function: Function, name: str) -> bool:
    value = function.project.calls.body(function).names.get(name)
    return isinstance(value, Instance) and isinstance(value.of, External) and value.of.name in _SESSIONS


def _commits_itself(context: s.Expr) -> bool:
    """``with factory.begin() as db``."""
    called = context.func if isinstance(context, s.Call) else None
    return isinstance(called, s.Attribute) and called.attr == "begin"
