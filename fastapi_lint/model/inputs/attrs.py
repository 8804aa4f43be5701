"""Classes of attrs: what their constructors take."""

from __future__ import annotations

from collections.abc import Iterator

from fastapi_lint.model.domain import Class, Function, Module
from fastapi_lint.model.file import syntax as s
from fastapi_lint.model.meaning.values import External, Value

_OLD = frozenset({"attr.s", "attr.attrs"})
"""What takes for a field only what is made by ``attr.ib()``, unless it is told otherwise."""
_DECORATORS = _OLD | frozenset(
    {
        *("attrs.define", "attrs.frozen", "attrs.mutable", "attr.define", "attr.frozen"),
        *("attr.dataclass", "attr.mutable"),
    }
)
FIELDS = frozenset({"attrs.field", "attr.ib", "attr.attrib", "attr.field"})


def is_attrs(cls: Class) -> bool:
    """Whether attrs makes the constructor of a class."""
    return _decorator(cls) != ""


def _decorator(cls: Class) -> str:
    for decorator in cls.syntax.decorators:
        named = _resolved(cls, decorator.func if isinstance(decorator, s.Call) else decorator)
        if isinstance(named, External) and named.name in _DECORATORS:
            return named.name
    return ""


def attrs_fields(cls: Class) -> Iterator[tuple[s.Param, Module]]:
    """The fields that the body of a class declares, as parameters, with the file that their annotations stand in."""
    statements = [
        one for one in cls.syntax.body if isinstance(one, s.Assign) and isinstance(one.targets[0], s.Name)
    ]
    made = {one.targets[0].start for one in statements if _is_field(cls, one.value)}
    declared = {one.targets[0].start for one in statements if one.annotation is not None}
    is_declaring = _decorator(cls) not in _OLD and made <= declared  # as attrs itself finds out
    for statement in statements:
        (target, *_), value = statement.targets, statement.value
        is_made = target.start in made
        if not isinstance(target, s.Name) or not (is_made or (is_declaring and target.start in declared)):
            continue
        call = value if is_made and isinstance(value, s.Call) else None
        if call is not None and _is_off(call.keyword("init")):
            continue
        annotation, module = _annotation(cls, statement, call)
        default = value if call is None else _default(call)
        name = target.id.lstrip("_")
        yield s.Param(statement.start, statement.length, name, "normal", annotation, default), module


def _annotation(cls: Class, statement: s.Assign, call: s.Call | None) -> tuple[s.Expr | None, Module]:
    """A field's annotation; with a converter, that of what the converter takes."""
    converter = call.keyword("converter") if call is not None else None
    if converter is None:
        own = statement.annotation or (call.keyword("type") if call is not None else None)
        return own, cls.module
    function = _resolved(cls, converter)
    if not isinstance(function, Function) or not function.syntax.params:
        return None, cls.module
    return function.syntax.params[0].annotation, function.module


def _default(call: s.Call) -> s.Expr | None:
    """What a field is made with; the whole call where something makes it."""
    return call if call.keyword("factory") is not None else call.argument(0, "default")


def _is_field(cls: Class, expr: s.Expr | None) -> bool:
    named = _resolved(cls, expr.func) if isinstance(expr, s.Call) else None
    return isinstance(named, External) and named.name in FIELDS


def _is_off(expr: s.Expr | None) -> bool:
    return isinstance(expr, s.Constant) and expr.value is False


def _resolved(cls: Class, expr: s.Expr) -> Value:
    return cls.project.types.resolve(expr, cls.project.types.lookup_in(cls.module))
