"""What type variables of a class stand for in the classes below it: ``class Users(Repository[User])``."""

from __future__ import annotations

from collections.abc import Mapping

from fastapi_lint.model.domain import Class
from fastapi_lint.model.file import syntax as s
from fastapi_lint.model.meaning.values import Bound, Coroutine, External, Generating, Instance, Value

VARIABLE = Instance(External("typing.TypeVar"))
_GENERIC = (External("typing.Generic"), External("typing.Protocol"))


def outcome(callee: Bound) -> Value:
    """What a method gives of which a class above the receiver's says ``-> T``; None where none is named."""
    function, receiver = callee.function, callee.receiver
    cls = receiver.of if isinstance(receiver, Instance) else receiver
    owner, returns = function.parent, function.syntax.returns
    if not isinstance(cls, Class) or not isinstance(owner, Class) or cls is owner or returns is None:
        return None
    named = {node.id for node in s.walk(returns) if isinstance(node, s.Name)}
    if named.isdisjoint(variables(owner)):
        return None
    meant = _meant(cls, owner, {})
    scope = function.project.scope_of(function)
    types = function.project.types
    value = types.instance_of(returns, lambda name: meant.get(name) or scope(name), function.module)
    if function.is_generator:
        value = value.items if isinstance(value, Instance) else value
        return Generating(function, value)
    return Coroutine(value) if function.is_async and value is not None else value


def variables(cls: Class) -> tuple[str, ...]:
    """The type variables of a class, in order."""
    look = cls.module.lookup
    found: list[str] = []
    for written in cls.syntax.bases:
        if isinstance(written, s.Subscript):
            named = [arg.id for arg in _arguments(written) if isinstance(arg, s.Name)]
            names = [name for name in named if look(name) == VARIABLE]
            if cls.project.types.resolve(written.value, look) in _GENERIC:
                return tuple(names)
            found += [name for name in names if name not in found]
    return tuple(found)


def _meant(cls: Class, owner: Class, known: Mapping[str, Value]) -> Mapping[str, Value]:
    """What each variable of ``owner`` is, seen from a class below it, of whose own variables some are known."""
    types, look = cls.project.types, cls.module.lookup
    for written in cls.syntax.bases:
        given = _arguments(written) if isinstance(written, s.Subscript) else ()
        above = types.resolve(written.value if isinstance(written, s.Subscript) else written, look)
        if isinstance(above, Class) and (above is owner or owner in above.ancestors):
            values = [_named(arg, cls, known) for arg in given]
            meant = dict(zip(variables(above), values, strict=False))
            return meant if above is owner else _meant(above, owner, meant)
    return {}


def _arguments(written: s.Subscript) -> tuple[s.Expr, ...]:
    index = written.index
    return index.items if isinstance(index, s.Sequence) else (index,)


def _named(arg: s.Expr, cls: Class, known: Mapping[str, Value]) -> Value:
    if isinstance(arg, s.Name) and arg.id in known:
        return known[arg.id]
    types = cls.project.types
    named = types.parse(arg) if isinstance(arg, s.Constant) else arg
    value = types.resolve(named, cls.module.lookup) if named is not None else None
    return value if value != VARIABLE else None
