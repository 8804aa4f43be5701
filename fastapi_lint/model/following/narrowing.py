"""What ``isinstance`` tells about a name: in the branch that it guards, after an ``assert``, after a ``return``."""

from __future__ import annotations

from collections.abc import Iterator
from typing import TYPE_CHECKING

from fastapi_lint.model.domain import Class
from fastapi_lint.model.file import syntax as s
from fastapi_lint.model.meaning.values import External, Instance, OneOf, Value

if TYPE_CHECKING:
    from fastapi_lint.model.following.expressions import Expressions


def asks(test: s.Expr) -> bool:
    """Whether a test asks for a type, in one of its parts."""
    kind = type(test)
    if kind is s.Call:
        func = test.func  # type: ignore[attr-defined]
        return type(func) is s.Name and func.id == "isinstance"
    if kind is s.Other:
        return test.kind == "Not" and asks(test.parts[0])  # type: ignore[attr-defined]
    return kind is s.Binary and test.op in ("And", "Or") and (asks(test.left) or asks(test.right))  # type: ignore[attr-defined]


def narrowed(test: s.Expr, scope: Expressions, answer: bool = True) -> dict[str, Value]:
    """The names whose type is certain once ``test`` was answered so, each with an object of it."""
    found: dict[str, Value] = {}
    if not asks(test):
        return found
    for name, expr, holds in _asked(test, answer):
        if scope.lookup("isinstance") == _ISINSTANCE:
            before = scope.lookup(name)
            value = _left(before, expr, holds, scope) if isinstance(before, OneOf) else None
            if value is None and holds:
                value = object_of(expr, scope, before)
            if value is not None:
                found[name] = value
    return found


_ISINSTANCE = External("builtins.isinstance")


def _left(before: OneOf, expr: s.Expr, holds: bool, scope: Expressions) -> Value:
    """Those of several options that are, or are not, of a class, or of one of a tuple of classes."""
    named = expr.items if isinstance(expr, s.Sequence) else (expr,)
    kinds = [scope.types.instance_of(one, scope.lookup, scope.module) for one in named]
    wanted = [kind.of for kind in kinds if isinstance(kind, Instance)]
    if len(wanted) != len(kinds):
        return None
    left = [option for option in before.options if _is_one(option, wanted) is holds]
    return (left[0] if len(left) == 1 else OneOf(tuple(left))) if left else None


def _is_one(option: Value, kinds: list[Class | External]) -> bool:
    if not isinstance(option, Instance):
        return False
    above = option.of.ancestors if isinstance(option.of, Class) else ()
    return any(kind == option.of or kind in above for kind in kinds)


def value_where(test: s.Expr, answer: bool, expr: s.Expr, scope: Expressions) -> Value:
    """The value of an expression that is only looked at once ``test`` was answered so."""
    told = {} if scope.exact else narrowed(test, scope, answer)
    if not told:
        return scope.value(expr)
    before = {name: scope.names[name] for name in told if name in scope.names}
    scope.names.update(told)
    value = scope.value(expr)
    for name in told.keys() - before.keys():
        scope.names.pop(name, None)
    scope.names.update(before)
    return value


def _asked(test: s.Expr, answer: bool) -> Iterator[tuple[str, s.Expr, bool]]:
    """The names that a test asks for, with the type, and whether they are of it once the answer is known."""
    if type(test) is s.Other and test.kind == "Not":
        yield from _asked(test.parts[0], not answer)
    elif type(test) is s.Binary and test.op == ("And" if answer else "Or"):
        yield from _asked(test.left, answer)
        yield from _asked(test.right, answer)
    elif type(test) is s.Call and len(test.args) == 2 and s.dotted(test.func) == "isinstance":
        subject, expr = test.args
        if isinstance(subject, s.Name):
            yield subject.id, expr, answer


def object_of(expr: s.Expr, scope: Expressions, before: Value) -> Value:
    """An object of a class, unless what is known already says as much, or more."""
    if not isinstance(expr, (s.Name, s.Attribute)):
        return None
    value = scope.types.instance_of(expr, scope.lookup, scope.module)
    if not isinstance(value, Instance):
        return None
    if isinstance(value.of, Class):
        is_known = (
            isinstance(before, Instance)
            and isinstance(before.of, Class)
            and value.of in (before.of, *before.of.ancestors)
        )
        return None if is_known else value
    is_other = (
        isinstance(before, Instance) and isinstance(before.of, Class) and not before.of.is_a(value.of.name)
    )
    is_plain = value.of.name.startswith(("builtins.", "collections.abc.", "typing.")) and not is_other
    is_known = isinstance(before, Instance) and (
        before.of == value.of or (isinstance(before.of, Class) and before.of.is_a(value.of.name))
    )
    return None if is_plain or is_known else value
