"""Attributes whose name the program puts together: ``getattr(db, method)``, where calls pass ``"load"`` and ``"save"``,
and ``getattr(self, f"on_{event}")``, which may be any method of that kind."""

from __future__ import annotations

from typing import TYPE_CHECKING

from fastapi_lint.model.domain import Class
from fastapi_lint.model.file import syntax as s
from fastapi_lint.model.meaning.values import Arguments, Bound, Chosen, Instance, OneOf, Value

if TYPE_CHECKING:
    from fastapi_lint.model.domain import Function

_MOST = 12
"""More methods than this say nothing."""


def got(function: Function | None, call: s.Call, given: Arguments) -> Value:
    """What ``getattr`` gives in a function for the names that its callers pass."""
    if function is None or len(call.args) < 2:
        return None
    receiver, project = given.positional[0], function.project
    if receiver is None or not project.is_linked:
        return None
    if not isinstance(call.args[1], s.Name):
        return _alike(receiver, call.args[1])
    name = call.args[1].id
    found = [
        (text, project.types.attribute(receiver, text))
        for text in project.passed.callers.texts(function, name)
    ]
    known = [(text, value) for text, value in found if value is not None]
    options, choices = tuple(value for _, value in known), tuple(text for text, _ in known)
    return Chosen(options, name, choices) if known else None


def _alike(receiver: Value, name: s.Expr) -> Value:
    """The methods of an object whose names start, or end, as a name that is put together does."""
    start, end = _ends(name)
    if not (start or end) or not isinstance(receiver, Instance) or not isinstance(receiver.of, Class):
        return None
    owners = [cls for cls in (receiver.of, *receiver.of.ancestors) if isinstance(cls, Class)]
    names = sorted({name for cls in owners for name in cls.methods})
    fitting = [
        one for one in names if one.startswith(start) and one.endswith(end) and len(one) > len(start + end)
    ]
    methods = [receiver.of.method(one) for one in fitting]
    options = tuple(Bound(method, receiver) for method in methods if method is not None)
    if len(options) > _MOST:
        return None
    return OneOf(options) if len(options) > 1 else next(iter(options), None)


def _ends(name: s.Expr) -> tuple[str, str]:
    """The constants that a name starts and ends with: ``f"on_{event}"``, ``"on_" + event``."""
    parts: tuple[s.Expr, ...] = ()
    if isinstance(name, s.Joined):
        parts = name.parts
    elif isinstance(name, s.Binary) and name.op == "Add":
        parts = (name.left, name.right)
    if len(parts) < 2:
        return "", ""
    start, end = (
        part.value if isinstance(part, s.Constant) and isinstance(part.value, str) else ""
        for part in (parts[0], parts[-1])
    )
    return start, end
