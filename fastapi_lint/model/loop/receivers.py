"""Of which class ``self`` is in a method: ``Convert().work()`` runs ``Job.work``, and that ``Convert.run``.

A method that calls methods of its own object, of which subclasses have others, is followed for each class that it is
called on. So is what it calls in the same way, and behind ``super()``. All other methods are followed once.
"""

from __future__ import annotations

from typing import TYPE_CHECKING

from fastapi_lint.model.domain import Class, Function
from fastapi_lint.model.file import syntax as s
from fastapi_lint.model.loop.nodes import Node
from fastapi_lint.model.meaning.values import Bound, Instance

if TYPE_CHECKING:
    from fastapi_lint.model.project import Project


class Receivers:
    """Answers for the methods of a project."""

    def __init__(self, project: Project) -> None:
        self.project = project
        self._asked: dict[Function, frozenset[str]] = {}
        """The methods of its own object that a method calls, where somebody asked."""
        self._asking: dict[Function, bool] = {}

    def calls_otherwise(self, function: Function) -> bool:
        """Whether a method calls others of its own object than before, now that it has another body."""
        return self._asked.get(function, own := _own_calls(function)) != own

    def narrowed(self, callee: Bound, func: s.Expr | None, node: Node) -> Bound:
        """The method that is called, where ``self`` is an object of the class that the code around was called on."""
        if node.own is None or not _is_own(func, node):
            return callee
        method = node.own.method(callee.function.name)
        return Bound(method, self.project.types.instance(node.own)) if method is not None else callee

    def own(
        self, function: Function, callee: Bound, func: s.Expr | None, node: Node, made: Class | None
    ) -> Class | None:
        """The class of the object that a method of a class above is called on, if that decides what runs."""
        receiver = callee.receiver.of if isinstance(callee.receiver, Instance) else callee.receiver
        if node.own is not None and _is_behind_super(func):
            receiver = node.own
        cls, parent = made or receiver, function.parent
        if not isinstance(cls, Class) or not isinstance(parent, Class) or parent not in cls.ancestors:
            return None
        return cls if self._asks(function, parent) else None

    def _asks(self, function: Function, parent: Class) -> bool:
        """Whether a method, or one that it calls on its own object, calls there what subclasses have others of."""
        if function not in self._asking:
            pending, seen = [(function, parent)], {function}
            differs = False
            while pending and not differs:
                method, cls = pending.pop()
                names = self._asked[method] = _own_calls(method)
                below = self.project.subclasses.get(cls, ())
                differs = "super" in names or any(name in one.methods for one in below for name in names)
                for other in filter(None, map(cls.method, names)):
                    if other not in seen and isinstance(other.parent, Class):
                        seen.add(other)
                        pending.append((other, other.parent))
            self._asking[function] = differs
        return self._asking[function]


def is_of_parent(callee: Bound) -> bool:
    """Whether a method was found behind ``super()``: no override comes in its place."""
    cls = callee.receiver.of if isinstance(callee.receiver, Instance) else callee.receiver
    return isinstance(cls, Class) and cls.method(callee.function.name) not in (None, callee.function)


def _own_calls(function: Function) -> frozenset[str]:
    """The names of methods that a method calls on its first parameter, and ``super``."""
    first = _first(function)
    split = [name.partition(".") for name in function.syntax.calls]
    named = {last for head, _, last in split if head == first and last and "." not in last}
    return frozenset(named | {head for head, dot, _ in split if head == "super" and not dot})


def _first(function: Function) -> str:
    return function.syntax.params[0].name if function.syntax.params else ""


def _is_own(func: s.Expr | None, node: Node) -> bool:
    """Whether a method is looked up on ``self``."""
    return (
        isinstance(func, s.Attribute)
        and isinstance(func.value, s.Name)
        and isinstance(node.code, Function)
        and func.value.id == _first(node.code)
    )


def _is_behind_super(func: s.Expr | None) -> bool:
    called = func.value if isinstance(func, s.Attribute) else None
    return isinstance(called, s.Call) and s.dotted(called.func) == "super"
