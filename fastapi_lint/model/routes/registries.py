"""Registries: containers that functions fill while module levels run, and that others look into.

What is in them is known until everything is linked, and then no more: a program may fill them further.
"""

from __future__ import annotations

import re
from collections.abc import Callable, Iterator
from typing import TYPE_CHECKING

from fastapi_lint.model.domain import Class, Function
from fastapi_lint.model.meaning.values import Dictionary, Instance, Listing, Value

if TYPE_CHECKING:
    from fastapi_lint.model.project import Project

_FILLING = re.compile(
    r"\b([A-Za-z_][\w.]*)(?:\[[^\]\n]*\]\s*=(?!=)|\.(?:append|add|extend|insert|setdefault|update)\()"
)
_NAMED = re.compile(r"(?<![\w.])[A-Za-z_][\w.]*")
_MOST = 10
"""Statements of a function that is followed for this."""


class Registries:
    """Knows which functions concern a registry."""

    def __init__(self, project: Project) -> None:
        self.project = project
        self._before: list[tuple[Dictionary | Listing, tuple[object, ...]]] = []
        self._names: set[str] = set()
        self._filling: dict[Function, tuple[str, ...]] = {}
        self._named: dict[Function, dict[str, str]] = {}
        """The names that functions mention, each with its last part."""

    def concern(self, function: Function, receiver: Value, scope: Callable[[str], Value]) -> bool:
        """Whether a call of a function fills a container of its module or class, or asks one that was filled."""
        filled = [
            (name, held)
            for name in self._filled_by(function)
            if (held := _container(self.project, function, receiver, scope, name)) is not None
        ]
        is_asked = not filled and any(self._asked_by(function, receiver, scope))
        if not (filled or is_asked) or len(function.body) > _MOST:
            return False
        for name, held in filled:
            self._names.add(name.rpartition(".")[2])
            if not any(held is known for known, _ in self._before):
                self._before.append((held, held.items))
        return True

    def forget(self) -> None:
        """Everything is linked: containers hold what they started with."""
        for container, items in self._before:
            container.items = items  # type: ignore[assignment]
        self._before.clear()
        self._names.clear()

    def _filled_by(self, function: Function) -> tuple[str, ...]:
        if function not in self._filling:
            self._filling[function] = tuple(dict.fromkeys(_found(_FILLING, function)))
        return self._filling[function]

    def _asked_by(self, function: Function, receiver: Value, scope: Callable[[str], Value]) -> Iterator[bool]:
        named = self._named_by(function) if self._names else {}
        if not self._names.isdisjoint(named.values()):
            for written, last in named.items():
                if last in self._names:
                    held = _container(self.project, function, receiver, scope, written)
                    yield any(held is known for known, _ in self._before)

    def _named_by(self, function: Function) -> dict[str, str]:
        if function not in self._named:
            written = (one for name in _found(_NAMED, function) for one in (name, name.rpartition(".")[0]))
            self._named[function] = {
                one: one.rpartition(".")[2] for one in written
            }  # with a method, or without
        return self._named[function]


def _found(pattern: re.Pattern[str], function: Function) -> list[str]:
    return pattern.findall(function.module.source.text, function.syntax.start, function.syntax.end)


def _container(
    project: Project, function: Function, receiver: Value, scope: Callable[[str], Value], written: str
) -> Dictionary | Listing | None:
    """The container that a function means by a name; None where it makes that itself."""
    head, *rest = written.split(".")
    names = [param.name for param in function.syntax.params]
    if head in names:
        is_receiver = head == names[0] and receiver is not None and bool(rest)
        value = receiver if is_receiver else None
    else:
        value = scope(head)
    for name in rest:
        value = _attribute(project, value, name)
    return value if isinstance(value, (Dictionary, Listing)) else None


def _attribute(project: Project, value: Value, name: str) -> Value:
    if isinstance(value, Instance):
        known = value.stored.get(name, value.attributes.get(name))
        value = value.of if known is None else known
        if known is not None:
            return known
    if isinstance(value, Class):
        owners = (one for one in (value, *value.ancestors) if isinstance(one, Class))
        return next((one.attributes[name] for one in owners if name in one.attributes), None)
    return project.types.attribute(value, name)
