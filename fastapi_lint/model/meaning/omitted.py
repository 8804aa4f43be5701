"""Defaults of parameters without an annotation: what they are is what such a parameter holds."""

from __future__ import annotations

from fastapi_lint.model.domain import Function
from fastapi_lint.model.file import syntax as s
from fastapi_lint.model.following.interpret import Interpreter
from fastapi_lint.model.meaning.values import Instance, Value


def default_of(function: Function, param: s.Param) -> Value:
    """The object that is the default: ``base=Path("data")``. A text or a number says too little."""
    if not isinstance(param.default, (s.Call, s.Name, s.Attribute)):
        return None
    module = function.module
    value = Interpreter(module, {}, function.project.types.lookup_in(module)).value(param.default)
    return value if isinstance(value, Instance) else None
