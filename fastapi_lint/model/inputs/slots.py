"""Signatures: the parameters of whatever FastAPI calls, as ``inspect.signature`` would find them."""

from __future__ import annotations

from typing import TYPE_CHECKING, NamedTuple

from fastapi_lint.model.domain import Class, Function, Module, Route, Viewing
from fastapi_lint.model.file import syntax as s
from fastapi_lint.model.following.interpret import Interpreter
from fastapi_lint.model.inputs.attrs import attrs_fields, is_attrs
from fastapi_lint.model.inputs.schemas import kind_of
from fastapi_lint.model.knowledge.parameters import PLAIN_BASES, SECURITY_SCHEMES
from fastapi_lint.model.meaning.constructors import fields_of, is_signed_anew
from fastapi_lint.model.meaning.values import Bound, Closure, Instance, Value

if TYPE_CHECKING:
    from fastapi_lint.model.meaning.types import Lookup
    from fastapi_lint.model.project import Project


class Slot(NamedTuple):
    """A parameter of a signature, and where its names are looked up."""

    owner: Function | Class
    param: s.Param
    module: Module
    look: Lookup


class Slots:
    """Answers about signatures, for one project."""

    def __init__(self, project: Project) -> None:
        self.project = project

    def of(self, target: Value) -> list[Slot] | None:
        """The parameters of what FastAPI calls; None when the source does not show its signature."""
        if isinstance(target, Function):
            return self.of_function(target, 1 if "classmethod" in _decorators(target) else 0)
        if isinstance(target, Bound):
            return self.of_function(
                target.function, 0 if "staticmethod" in _decorators(target.function) else 1
            )
        if isinstance(target, Class):
            return self._of_class(target)
        if isinstance(target, Instance) and isinstance(target.of, Class):
            call = target.of.method("__call__")
            return self.of_function(call, 1) if call else ([] if target.of.is_a(*SECURITY_SCHEMES) else None)
        if isinstance(target, Instance):
            return [] if target.of.name in SECURITY_SCHEMES else None
        if isinstance(target, Closure):
            return self._of_closure(target)
        return None

    def of_function(self, function: Function, skip: int, scope: Lookup | None = None) -> list[Slot] | None:
        """The parameters of a function but the first ``skip``; ``scope`` is where it looks up names, if not at home."""
        if is_wrapper(function):
            return self.of(self.wrapped(function, scope))
        look = scope or self.project.scope_of(function)
        return [Slot(function, param, function.module, look) for param in function.syntax.params[skip:]]

    def wrapped(self, function: Function, scope: Lookup | None = None) -> Value:
        """What ``@wraps(…)`` names: Python takes its signature for that of the function."""
        look = scope or self.project.scope_of(function)
        for decorator in function.syntax.decorators:
            if _is_wraps(decorator) and isinstance(decorator, s.Call) and decorator.args:
                return Interpreter(function.module, {}, look).value(decorator.args[0])
        return None

    def _of_closure(self, closure: Closure) -> list[Slot] | None:
        if closure.scope is not None and isinstance(closure.target, Function):
            return self.of_function(closure.target, 0, closure.scope)
        if closure.target is None:
            return None if closure.names else []
        if closure.given is None:
            return None
        slots = self.of(closure.target)
        if slots is None or "" in closure.given.named:
            return None
        rest = slots[len(closure.given.positional) - 1 :]
        return [slot for slot in rest if slot.param.name not in closure.given.named]

    def _of_class(self, cls: Class) -> list[Slot] | None:
        """The parameters of a constructor, as ``inspect.signature`` finds them."""
        viewing = self.project.views.get(cls, Viewing.CONSTRUCTED)
        if viewing is not Viewing.CONSTRUCTED:
            return [] if viewing is Viewing.MADE else self._of_view_class(cls)
        if is_signed_anew(cls):
            return None
        init = cls.method("__new__") or cls.method("__init__")
        kind = kind_of(cls)
        if init is not None and not (kind and not isinstance(init.parent, Class)):
            return self.of_function(init, 1)
        if (
            kind
            or any(isinstance(base, Class) and kind_of(base) for base in cls.ancestors)
            or cls.is_a("typing.NamedTuple")
            or is_attrs(cls)
        ):
            return self._of_fields(cls)
        known = all(isinstance(base, Class) or base in PLAIN_BASES for base in cls.ancestors)
        return [] if known and len(cls.ancestors) >= len(cls.bases) else None

    def _of_view_class(self, cls: Class) -> list[Slot] | None:
        """What the constructor of a class-based view takes, and what its body annotates."""
        init = cls.method("__init__")
        own = (self.of_function(init, 1) or []) if init is not None else []
        return [
            *(slot for slot in own if slot.param.kind not in ("args", "kwargs")),
            *(self._of_fields(cls) or []),
        ]

    def _of_fields(self, cls: Class) -> list[Slot] | None:
        fields: dict[str, Slot] = {}
        for owner in reversed((cls, *cls.ancestors)):
            if not isinstance(owner, Class):
                continue
            look = self.project.types.lookup_in(owner.module)
            for field, module in attrs_fields(owner) if is_attrs(owner) else ():
                own = look if module is owner.module else self.project.types.lookup_in(module)
                fields[field.name] = Slot(owner, field, module, own)
            for field in fields_of(owner) if not is_attrs(owner) else ():
                name = field.name
                if not name.startswith("_") or kind_of(cls) == "dataclass":
                    fields[name] = Slot(owner, field, owner.module, look)
        return list(fields.values())


def receivers(route: Route) -> int:
    """How many leading parameters of an endpoint are not FastAPI's: ``self`` of a method that is registered bound."""
    function = route.function
    if function is None or not function.is_method or "staticmethod" in _decorators(function):
        return 0
    cls = function.parent
    assert isinstance(cls, Class)
    return 1 if not route.is_decorator or cls.syntax.decorators else 0


def is_wrapper(function: Function) -> bool:
    """Whether a function shows the signature of another one, by ``functools.wraps``."""
    return any(_is_wraps(decorator) for decorator in function.syntax.decorators)


def _is_wraps(decorator: s.Expr) -> bool:
    return isinstance(decorator, s.Call) and s.dotted(decorator.func) in ("wraps", "functools.wraps")


def _decorators(function: Function) -> set[str]:
    return {s.dotted(decorator) for decorator in function.syntax.decorators}
