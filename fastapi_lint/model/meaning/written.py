"""What stands in a body: calls by the last part of their name, and what binds names."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass, field
from typing import TypeAlias

from fastapi_lint.model.domain import Function
from fastapi_lint.model.file import syntax as s
from fastapi_lint.model.following.called import stands_for

_NOTED = frozenset(
    (
        s.Call,
        s.Imported,
        s.FunctionDef,
        s.ClassDef,
        s.Assign,
        s.AugAssign,
        s.Assigned,
        s.For,
        s.With,
        s.Generator,
        s.Handler,
    )
)


Loop: TypeAlias = s.For | s.Generator
Bound: TypeAlias = s.Expr | Loop | None
"""What gives a name its value: None for what is not looked at."""


@dataclass(slots=True)
class Written:
    """What stands in a body: calls by the last part of their name, and what binds names."""

    calls: dict[str, list[s.Call]] = field(default_factory=dict)
    bound: dict[str, list[Bound]] = field(default_factory=dict)
    kept: dict[str, s.Imported | s.FunctionDef] = field(default_factory=dict)
    """Imports and definitions."""
    stored: list[s.Assign] = field(default_factory=list)
    """Assignments to attributes."""
    aliases: dict[str, list[str]] = field(default_factory=dict)
    """The names that calls have for what is called otherwise, by the last part of that name."""


def written(function: Function) -> Written:
    """What stands in a function's body."""
    found = Written()
    for node in s.of_kinds(function.body, _NOTED):
        if type(node) is s.Call:
            func = node.func
            name = func.attr if type(func) is s.Attribute else func.id if type(func) is s.Name else ""
            found.calls.setdefault(name, []).append(node)
        else:
            _note_bound(node, found)
    for name in found.calls:
        meant = stands_for(function.module, name)
        if meant != name:
            found.aliases.setdefault(meant, []).append(name)
    return found


def _note_bound(node: s.Syntax, found: Written) -> None:
    targets: tuple[s.Expr | None, ...] = ()
    once: Bound = None
    if type(node) is s.Assign:
        targets = node.targets if node.value is not None else ()
        if any(type(target) is s.Attribute for target in node.targets):
            found.stored.append(node)
        once = node.value if len(targets) == 1 and type(targets[0]) is s.Name else None
        if node.value is not None and len(targets) == 1 and isinstance(targets[0], s.Sequence):
            _note_parts(targets[0], node.value, found)
            return
    elif isinstance(node, (s.Imported, s.FunctionDef)):
        found.kept[node.name] = node
    elif isinstance(node, (s.For, s.Generator)):
        targets, once = (node.target,), node
    elif isinstance(node, (s.AugAssign, s.Assigned)):
        targets = (node.target,)
    elif isinstance(node, s.With):
        targets = node.targets
    elif isinstance(node, (s.Handler, s.ClassDef)):
        found.bound.setdefault(node.name, []).append(None)
    for target in targets:
        for name in _names(target):
            found.bound.setdefault(name, []).append(once)


def _note_parts(target: s.Sequence, value: s.Expr, found: Written) -> None:
    """Note ``token, user = login()``: each name is an item of that."""
    is_plain = all(type(item) is s.Name for item in target.items)
    for place, item in enumerate(target.items):
        index = s.Constant(value.start, value.length, place, "int")
        part = s.Subscript(value.start, value.length, value, index) if is_plain else None
        for name in _names(item.value if isinstance(item, s.Starred) else item):
            found.bound.setdefault(name, []).append(part)


def _names(target: s.Expr | None) -> Iterator[str]:
    """The names that an assignment binds; what it stores in them is another matter."""
    if type(target) is s.Name:
        yield target.id
    elif isinstance(target, s.Sequence):
        for item in target.items:
            yield from _names(item.value if isinstance(item, s.Starred) else item)
