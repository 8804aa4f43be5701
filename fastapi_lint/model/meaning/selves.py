"""Methods that give an object of their own class: for a subclass one of that."""

from __future__ import annotations

from fastapi_lint.model.domain import Class
from fastapi_lint.model.file import syntax as s
from fastapi_lint.model.meaning.values import Bound, Instance, Value


def own_kind(callee: Bound, value: Value) -> Value:
    """What a method gives that makes or returns an object of its own class: for a subclass one of that."""
    receiver = callee.receiver.of if isinstance(callee.receiver, Instance) else callee.receiver
    function = callee.function
    is_own = isinstance(value, Instance) and value.of is function.parent
    if not is_own or receiver is function.parent or not isinstance(receiver, Class):
        return value
    returned = [node.value for one in function.body for node in s.walk(one) if isinstance(node, s.Return)]
    first = function.syntax.params[0].name if function.syntax.params else ""
    if returned and all(expr is not None and _is_of(expr, first) for expr in returned):
        return receiver.project.types.instance(receiver)
    return value


def _is_of(expr: s.Expr, first: str) -> bool:
    """Whether an expression is ``self``, ``cls(…)``, ``type(self)(…)`` or ``self.__class__(…)``."""
    if isinstance(expr, s.Name):
        return expr.id == first
    if not isinstance(expr, s.Call):
        return False
    maker = expr.func
    if isinstance(maker, s.Call):
        return s.dotted(maker.func) == "type" and [s.dotted(arg) for arg in maker.args] == [first]
    return s.dotted(maker) in (first, f"{first}.__class__")
