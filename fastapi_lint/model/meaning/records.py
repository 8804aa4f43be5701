"""Objects of classes that have fields and no ``__init__`` of their own: dataclasses, attrs, Pydantic models."""

from __future__ import annotations

from collections.abc import Callable, Iterator

from fastapi_lint.model.domain import Class, Module
from fastapi_lint.model.file import syntax as s
from fastapi_lint.model.following.interpret import Interpreter
from fastapi_lint.model.inputs.attrs import FIELDS, is_attrs
from fastapi_lint.model.inputs.schemas import kind_of
from fastapi_lint.model.meaning.fields import field_named
from fastapi_lint.model.meaning.kinds import is_some_class
from fastapi_lint.model.meaning.values import Arguments, External, Instance, Value

_FIELDS = FIELDS | {"dataclasses.field", "pydantic.Field", "pydantic.PrivateAttr"}
_POSITIONAL = tuple(map(External, ("pydantic.Field", "pydantic.PrivateAttr", "attr.ib", "attr.attrib")))
"""What takes the default as its first argument."""
_FACTORIES = (External("attr.Factory"), External("attrs.Factory"))


def is_record(cls: Class) -> bool:
    """Whether a constructor is made from the fields of a class."""
    return kind_of(cls) in ("dataclass", "pydantic") or cls.is_a("typing.NamedTuple") or is_attrs(cls)


def record(cls: Class, given: Arguments, call: Callable[[s.Call, Value], Value]) -> Instance:
    """An object with what the call gives and with its defaults; ``call`` calls their factories."""
    fields = dict(_fields(cls))
    shown = {**dict(zip(fields, given.positional, strict=False)), **given.named}
    attributes: dict[str, Value] = {}
    for name, (default, module) in fields.items():
        value = shown.get(name)
        if name not in shown and "" not in given.named and default is not None:
            value = _default(default, module, call)
        if value is not None or (name in shown and holds_class(cls, name)):
            attributes[name] = value
    return Instance(cls, attributes)


def _fields(cls: Class) -> Iterator[tuple[str, tuple[s.Expr | None, Module]]]:
    for owner in reversed((cls, *cls.ancestors)):
        if not isinstance(owner, Class):
            continue
        for statement in owner.syntax.body:
            if not (isinstance(statement, s.Assign) and isinstance(statement.targets[0], s.Name)):
                continue
            if statement.annotation is not None or _is_field(statement.value, owner.module):
                yield statement.targets[0].id, (statement.value, owner.module)


def _is_field(expr: s.Expr | None, module: Module) -> bool:
    if not isinstance(expr, s.Call):
        return False
    named = module.project.types.resolve(expr.func, module.project.types.lookup_in(module))
    return isinstance(named, External) and named.name in _FIELDS


def holds_class(cls: Class | External, name: str) -> bool:
    """Whether a field is annotated to hold a class: ``type[Base]`` does not say which one."""
    for owner in (cls, *cls.ancestors) if isinstance(cls, Class) else ():
        field = field_named(owner, name) if isinstance(owner, Class) else None
        if field is not None and isinstance(owner, Class):
            return is_some_class(field.annotation)
    return False


def default_of(expr: s.Expr, module: Module) -> tuple[Value, bool]:
    """The default that ``Field(…)`` shows, and whether it is such a call; factories are not called."""
    if not _is_field(expr, module):
        return None, False
    return _default(expr, module, lambda call, factory: None), True


def _default(expr: s.Expr, module: Module, call: Callable[[s.Call, Value], Value]) -> Value:
    look = Interpreter(module, {}, module.project.types.lookup_in(module))
    if not _is_field(expr, module) or not isinstance(expr, s.Call):
        return look.value(expr)
    for name in ("factory", "default_factory"):
        factory = expr.keyword(name)
        if factory is not None:
            return call(expr, look.value(factory))
    position = 0 if look.value(expr.func) in _POSITIONAL else -1
    default = expr.argument(position, "default") if position >= 0 else expr.keyword("default")
    if isinstance(default, s.Call) and look.value(default.func) in _FACTORIES:
        factory = default.argument(0, "factory")
        return call(default, look.value(factory)) if factory is not None else None
    return look.value(default) if default is not None else None
