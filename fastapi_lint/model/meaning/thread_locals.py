"""What ``threading.local()`` keeps: ``local.client = Client()``, for all threads alike."""

from __future__ import annotations

import re
from collections.abc import Iterator
from typing import TYPE_CHECKING

from fastapi_lint.model.domain import Function
from fastapi_lint.model.file import syntax as s
from fastapi_lint.model.following.interpret import Interpreter
from fastapi_lint.model.meaning.joining import join
from fastapi_lint.model.meaning.values import Instance, Value

if TYPE_CHECKING:
    from fastapi_lint.model.project import Project

LOCALS = frozenset({"threading.local", "werkzeug.local.Local"})
_ASSIGNED = frozenset((s.Assign,))


class ThreadLocals:
    """Finds what functions set of an object that has other attributes in each thread."""

    def __init__(self, project: Project) -> None:
        self.project = project
        self.functions: set[Function] = set()
        """Those that set something."""
        self._values: dict[tuple[int, str], tuple[Instance, Value]] = {}

    def get(self, local: Instance, name: str) -> Value:
        """What an attribute is: known where everything that it is set to is the same."""
        if not self.project.is_linked:
            return None
        key = (id(local), name)
        if key not in self._values:
            self._values[key] = (local, None)  # what it is set to may be made of it
            values = [*self._set(local, name)]
            self._values[key] = (local, join(values) if values else None)
        return self._values[key][1]

    def _set(self, local: Instance, name: str) -> Iterator[Value]:
        pattern = re.compile(rf"\.{name}\s*(?::[^=\n]+)?=(?!=)")
        for module in self.project.modules.values():
            text = module.source.text
            if module.is_test or f".{name}" not in text:
                continue
            for place in sorted(match.start() for match in pattern.finditer(text)):
                function = module.function_at(place)
                if function is not None:
                    yield from self._set_by(function, local, name)

    def _set_by(self, function: Function, local: Instance, name: str) -> Iterator[Value]:
        names = dict(self.project.calls.body(function).names)
        scope = Interpreter(function.module, names, self.project.scope_of(function), function)
        for node in s.of_kinds(function.body, _ASSIGNED):
            if not isinstance(node, s.Assign) or node.value is None:
                continue
            targets = [one for one in node.targets if isinstance(one, s.Attribute) and one.attr == name]
            if any(scope.value(target.value) is local for target in targets):
                self.functions.add(function)
                yield scope.value(node.value)
