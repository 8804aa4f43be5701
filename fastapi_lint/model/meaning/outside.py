"""What code sets from outside: ``state.model = Model()`` in another module, ``Holder.client = …``, ``settings.db = …``.

Only what stands at module levels counts: modules, classes and objects by the names that a file has for them.
"""

from __future__ import annotations

import re
from functools import cached_property
from typing import TYPE_CHECKING, TypeAlias

from fastapi_lint.model.domain import Class, Function, Module
from fastapi_lint.model.file import syntax as s
from fastapi_lint.model.meaning.values import Instance

if TYPE_CHECKING:
    from fastapi_lint.model.project import Project

_SET = re.compile(r"^[ \t]+((?!self\.|cls\.)[A-Za-z_][\w.]*)\.(\w+) ?(?::[^=\n]+)?=[^=]", re.MULTILINE)
_STORED = re.compile(r"\.(?=(\w+))\1(?= ?(?::[^=\n]+)?=[^=])")
"""Where such a line may be: it is six times as quick to look for the dot first, not for the beginning of each line."""
_MOST = 12
"""More places than this that set something of a name are not looked at."""

Setter: TypeAlias = "tuple[Function, s.Expr | None]"


class Outside:
    """Finds the functions that set an attribute of a module, of a class or of an object that a module has."""

    def __init__(self, project: Project) -> None:
        self.project = project
        self.functions: set[Function] = set()
        """Those that others know something of."""
        self._setters: dict[tuple[Module | Class, str], list[Setter]] = {}

    def setters(self, owner: Module | Class, name: str) -> list[Setter]:
        """The functions, and what they set it to."""
        places = self._places.get(name, ())
        if not places or len(places) > _MOST:
            return []
        key = (owner, name)
        if key not in self._setters:
            self._setters[key] = []  # of what is asked for on the way
            found = (self._setter(owner, *place) for place in places)
            self._setters[key] = [one for one in found if one is not None]
            self.functions.update(function for function, _ in self._setters[key])
        return self._setters[key]

    @cached_property
    def _places(self) -> dict[str, list[tuple[Module, int]]]:
        found: dict[str, list[tuple[Module, int]]] = {}
        for module in self.project.modules.values():
            text = module.source.text
            for stored in _STORED.finditer(text) if not module.is_test else ():
                match = _SET.match(text, text.rfind("\n", 0, stored.start()) + 1)
                if match is not None and match.start(2) == stored.start(1):
                    found.setdefault(match[2], []).append((module, match.start(1)))
        return found

    def _setter(self, owner: Module | Class, module: Module, place: int) -> Setter | None:
        function = module.function_at(place)
        if function is None:
            return None
        for node in self.project.passed.callers.written_in(function).stored:
            for target in node.targets:
                if isinstance(target, s.Attribute) and target.start == place:
                    return (function, node.value) if self._is_meant(owner, function, target) else None
        return None

    def _is_meant(self, owner: Module | Class, function: Function, target: s.Attribute) -> bool:
        head = s.dotted(target.value).partition(".")[0]
        inside = self.project.passed.callers.written_in(function)
        if head in inside.bound or any(param.name == head for param in function.syntax.params):
            return False
        names = self.project.calls.body(function).names if head in inside.kept else {}
        scope = self.project.scope_of(function)
        value = self.project.types.resolve(target.value, lambda name: names.get(name) or scope(name))
        return value is owner or (isinstance(value, Instance) and value.of is owner)
