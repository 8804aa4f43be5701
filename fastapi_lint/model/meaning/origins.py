"""Arguments that are parameters again: what a function passes on as it got it, or as its object keeps it."""

from __future__ import annotations

from typing import NamedTuple

from fastapi_lint.model.domain import Class, Function
from fastapi_lint.model.file import syntax as s
from fastapi_lint.model.meaning.written import Written

_TAKES = frozenset({"get", "pop"})
NOTHING = s.Constant(0, 0, None, "NoneType")
"""What is passed where nothing is."""


class Origin(NamedTuple):
    """A parameter that an argument is: what is passed for the one is what was passed for the other."""

    function: Function
    param: s.Param

    @property
    def is_declared(self) -> bool:
        """Whether the function names it, and does not take it out of its ``**kwargs``."""
        return self.param in self.function.syntax.params


def keyword(name: str) -> s.Param:
    """The parameter that a function could have instead of one key of its ``**kwargs``."""
    return s.Param(0, 0, name, "keyword", None, NOTHING)


def origin_of(expr: s.Expr | None, caller: Function, inside: Written, depth: int = 3) -> Origin | None:
    """The parameter that an expression in a body is: of the function itself, or of the constructor of its object."""
    if isinstance(expr, s.Name):
        bound = inside.bound.get(expr.id, ())
        if len(bound) == 1 and isinstance(bound[0], s.Expr) and depth:
            return origin_of(bound[0], caller, inside, depth - 1)
        return None if bound or expr.id in inside.kept else _own(caller, expr.id)
    if isinstance(expr, s.Attribute):
        return _kept(caller, expr)
    return _taken(expr, caller, inside)


def receivers(function: Function) -> int:
    """How many of its parameters no call passes: ``self``."""
    is_static = any(s.dotted(mark) == "staticmethod" for mark in function.syntax.decorators)
    return int(isinstance(function.parent, Class) and not is_static)


def _own(function: Function, name: str) -> Origin | None:
    """A parameter, but for the object itself."""
    params = function.syntax.params[receivers(function) :]
    found = next((param for param in params if param.name == name), None)
    return Origin(function, found) if found is not None and found.kind not in ("args", "kwargs") else None


def _kept(caller: Function, expr: s.Attribute) -> Origin | None:
    """``self.session``, where the constructor keeps an argument under that name, and nobody sets it again."""
    cls = caller.parent
    if not isinstance(cls, Class) or s.dotted(expr.value) != "self":
        return None
    setters = cls.project.late.setters(cls, expr.attr)
    if len(setters) != 1 or setters[0][0].name != "__init__":
        return None
    init, value = setters[0]
    return _own(init, value.id) if isinstance(value, s.Name) else None


def _taken(expr: s.Expr | None, caller: Function, inside: Written) -> Origin | None:
    """``kwargs["session"]``, or ``kwargs.get("session")``."""
    rest = next((param.name for param in caller.syntax.params if param.kind == "kwargs"), None)
    held, key = None, None
    if isinstance(expr, s.Subscript):
        held, key = expr.value, expr.index
    elif isinstance(expr, s.Call) and isinstance(expr.func, s.Attribute) and expr.func.attr in _TAKES:
        held, key = expr.func.value, expr.args[0] if len(expr.args) == 1 else None
    if not isinstance(held, s.Name) or held.id != rest or held.id in inside.bound:
        return None
    is_text = isinstance(key, s.Constant) and isinstance(key.value, str)
    return Origin(caller, keyword(key.value)) if is_text and isinstance(key, s.Constant) else None
