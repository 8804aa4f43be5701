"""Objects that stand for others: ``def __getattr__(self, name): return getattr(self._database, name)``."""

from __future__ import annotations

from collections.abc import Iterator
from typing import TYPE_CHECKING

from fastapi_lint.model.domain import Class, Function
from fastapi_lint.model.file import syntax as s
from fastapi_lint.model.following.interpret import Interpreter
from fastapi_lint.model.meaning import implied
from fastapi_lint.model.meaning.joining import join
from fastapi_lint.model.meaning.values import Instance, Value

if TYPE_CHECKING:
    from fastapi_lint.model.project import Project


class Standing:
    """What objects hand attributes on from, by their ``__getattr__``."""

    def __init__(self, project: Project) -> None:
        self.project = project
        self._behind: dict[Function, Value] = {}
        self._asked: dict[Class, bool] = {}
        self._asking: set[Function] = set()

    def attribute(self, receiver: Instance, cls: Class, name: str) -> Value:
        """What ``receiver.<name>`` is of an object of ``cls``, which has no such attribute."""
        if cls not in self._asked and self.project.is_linked:
            self._asked[cls] = cls.method("__getattr__") is not None
        asked = implied.unknown(receiver, name) if self._asked.get(cls) else None
        if asked is None:
            return None
        function = asked.function
        if function not in self._behind:
            self._behind[function] = None  # an object that stands for itself
            self._behind[function] = join(self._handed_on(function))
        behind = self._behind[function]
        if behind is None or function in self._asking:  # one that stands for another one of its kind
            return None
        self._asking.add(function)
        try:
            return self.project.types.attribute(behind, name)
        finally:
            self._asking.remove(function)

    def _handed_on(self, function: Function) -> Iterator[Value]:
        """The objects of which ``__getattr__`` returns attributes."""
        asked_for = [param.name for param in function.syntax.params][1:]
        body = self.project.calls.body(function)
        for returned in body.returns:
            expr = returned.statement.value
            if not isinstance(expr, s.Call) or s.dotted(expr.func) != "getattr" or len(expr.args) < 2:
                continue
            if isinstance(expr.args[1], s.Name) and [expr.args[1].id] == asked_for:
                scope = self.project.scope_of(function)
                yield Interpreter(function.module, dict(body.names), scope, function).value(expr.args[0])
