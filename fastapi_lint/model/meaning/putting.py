"""What functions put into containers: ``self.clients[name] = Client()``, ``state.update(model=Model())``."""

from __future__ import annotations

from collections.abc import Iterator
from typing import NamedTuple

from fastapi_lint.model.domain import Function
from fastapi_lint.model.file import syntax as s
from fastapi_lint.model.meaning.values import Dictionary, Listing, Value

ADDING = {"append": 0, "add": 0, "appendleft": 0, "insert": 1, "setdefault": 1, "set": 0, "update": 0}
"""Methods that put something in, and the position of what they put; ``set`` is that of a ``ContextVar``."""
NESTED = ("get", "setdefault")
"""Methods that give what is in there, to be filled itself."""
_PUTS = frozenset((s.Assign, s.Call))


class Put(NamedTuple):
    """Something that is put into a container, or into what is in there: then ``shape`` is an empty one of its kind."""

    value: s.Expr
    key: object = None
    """The key that it is put under, where that is written as a constant; else None."""
    shape: Value = None


def put(function: Function, name: str) -> Iterator[Put]:
    """What a function puts into something of a name."""
    for node in s.of_kinds(function.body, _PUTS):
        if isinstance(node, s.Assign) and node.value is not None:
            for target in node.targets:
                if isinstance(target, s.Subscript) and (depth := _depth(target.value, name)):
                    is_nested = depth > 1
                    yield Put(
                        node.value,
                        None if is_nested else _constant(target.index),
                        Dictionary(()) if is_nested else None,
                    )
        elif isinstance(node, s.Call) and isinstance(node.func, s.Attribute) and node.func.attr in ADDING:
            yield from _called(node, node.func, _depth(node.func.value, name))


def _called(call: s.Call, func: s.Attribute, depth: int) -> Iterator[Put]:
    """What a call of a method puts in."""
    position = ADDING[func.attr]
    if func.attr == "update":
        yield from _updated(call) if depth == 1 else ()
    elif depth and position < len(call.args):
        is_keyed = func.attr == "setdefault" and depth == 1
        key = _constant(call.args[0]) if is_keyed else None
        yield Put(call.args[position], key, Listing(()) if depth > 1 else None)


def _updated(call: s.Call) -> Iterator[Put]:
    """What ``update`` puts in, where that is written there; what another dict brings does not count."""
    for keyword in call.keywords:
        if keyword.name:
            yield Put(keyword.value, keyword.name)
    for arg in call.args[:1]:
        if isinstance(arg, s.Mapping):
            for key, value in zip(arg.keys, arg.values, strict=True):
                if key is not None:
                    yield Put(value, _constant(key))


def _constant(expr: s.Expr | None) -> object:
    return expr.value if isinstance(expr, s.Constant) and isinstance(expr.value, (str, int)) else None


def _depth(expr: s.Expr, name: str) -> int:
    """Whether something is put into what has a name (1), or into what is in there (2); else 0."""
    if s.dotted(expr).rpartition(".")[2] == name:
        return 1
    if isinstance(expr, s.Subscript):
        holder: s.Expr = expr.value
    elif isinstance(expr, s.Call) and isinstance(expr.func, s.Attribute) and expr.func.attr in NESTED:
        holder = expr.func.value
    else:
        return 0
    return 2 if s.dotted(holder).rpartition(".")[2] == name else 0
