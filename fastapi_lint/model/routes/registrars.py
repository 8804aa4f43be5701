"""Registrars: the functions that may register something when they run, themselves or through what they call."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Collection, Iterable, Iterator
from typing import TYPE_CHECKING

from fastapi_lint.model.domain import Class, Function, Module
from fastapi_lint.model.file import syntax as s
from fastapi_lint.model.knowledge.controllers import MAKING, ROUTABLES
from fastapi_lint.model.meaning.values import Bound, External, Value
from fastapi_lint.model.routes.bringing import BRINGING
from fastapi_lint.model.routes.routing import router_class
from fastapi_lint.model.routes.tool_servers import SERVERS

if TYPE_CHECKING:
    from fastapi_lint.model.project import Project


_MAKERS = BRINGING | MAKING | SERVERS
"""What libraries have that registers something when it is called."""


class Registrars:
    """Answers for one project; what was found is kept until names mean something else."""

    def __init__(self, project: Project) -> None:
        self.project = project
        self._registers: dict[Function, bool] = {}
        self._registers_as: dict[tuple[Function, Class], bool] = {}
        self._own_calls: dict[Function, tuple[str, ...]] = {}
        self._methods_of: dict[Class, dict[str, list[Function]]] = {}
        self._meant: defaultdict[Module, dict[str, Value]] = defaultdict(dict)
        """What the callees mean that functions name, at the level of their module."""

    def bound(self) -> None:
        """Every module level has been followed: names mean more than they did before."""
        self._registers.clear()
        self._registers_as.clear()

    def forget(self, functions: Collection[Function]) -> None:
        """Some functions have other bodies."""
        for function in functions:
            self._registers.pop(function, None)
            self._own_calls.pop(function, None)
        self._registers_as.clear()
        self._methods_of.clear()
        self._meant.clear()

    def registers(self, function: Function) -> bool:
        """Whether running a function may register something, itself or through what it calls."""
        known = self._registers.get(function)
        if known is None:
            known = self._registers[function] = function.syntax.registers
            for name in () if known else function.syntax.calls:
                value = self.meant(function, name)
                if value is not None and self._may_register(value):
                    known = self._registers[function] = True
                    break
        return known

    def registers_as(self, function: Function, cls: Class) -> bool:
        """Whether a method may register something where ``self`` is of a class: what it calls on itself counts."""
        key = (function, cls)
        if key not in self._registers_as:
            self._registers_as[key] = False
            self._registers_as[key] = any(map(self.registers, self._reached(function, cls)))
        return self._registers_as[key]

    def _reached(self, function: Function, cls: Class) -> Iterator[Function]:
        """The methods that a method may call on itself where ``self`` is of a class, and those that these call.

        Each name is looked up once: below many classes each method calls as many by every name.
        """
        names = list(self._on_itself(function))
        methods = self._methods(cls) if names else {}
        seen = set(names)
        for name in names:  # which grows meanwhile
            for method in methods.get(name, ()):
                if method is not function:
                    yield method
                    new = [inner for inner in self._on_itself(method) if inner not in seen]
                    names += new
                    seen.update(new)

    def _on_itself(self, function: Function) -> tuple[str, ...]:
        """The names of what a method calls on itself."""
        found = self._own_calls.get(function)
        if found is None:
            params, calls = function.syntax.params, function.syntax.calls
            itself = f"{params[0].name}." if params else "?"
            own = [name[len(itself) :] for name in calls if name.startswith(itself)]
            if "" in calls:  # perhaps ``super().setup()``
                own.append(function.name)
            found = self._own_calls[function] = tuple(own)
        return found

    def _methods(self, cls: Class) -> dict[str, list[Function]]:
        """By name, the methods that a class has or inherits, the nearest first."""
        found = self._methods_of.get(cls)
        if found is None:
            found = {}
            for owner in (cls, *cls.ancestors):
                for name, method in owner.methods.items() if isinstance(owner, Class) else ():
                    found.setdefault(name, []).append(method)
            if self.project.is_bound:
                self._methods_of[cls] = found
        return found

    def _may_register(self, value: Value) -> bool:
        """Whether calling something may register something."""
        if isinstance(value, Class):
            init = value.method("__init__")
            return (
                bool(router_class(value))
                or value.is_a(*ROUTABLES)
                or (init is not None and (self.registers(init) or self.registers_as(init, value)))
            )
        if isinstance(value, External):
            return bool(router_class(value)) or value.name in _MAKERS
        return isinstance(value, Function) and self.registers(value)

    def meant(self, function: Function, name: str) -> Value:
        """What a function means by a dotted name that it calls."""
        if not self.project.is_bound or function.syntax.imports or function.closure is not None:
            return self._found(function, name)
        known = self._meant[function.module]
        if name not in known:
            known[name] = self._found(function, name)
        return known[name]

    def _found(self, function: Function, name: str) -> Value:
        head, _, rest = name.partition(".")
        imports = [one for one in function.syntax.imports if one.name == head]
        scope = self.project.scope_of(function)
        value = self._imported(function.module, imports) if imports else scope(head)
        for attr in rest.split(".") if rest else ():
            value = self.project.types.attribute(value, attr) if isinstance(value, (Module, Class)) else None
        return value.function if isinstance(value, Bound) else value

    def _imported(self, module: Module, imports: Iterable[s.Imported]) -> Value:
        """What imports of one name bind, the first that is known."""
        values = (self.project.imports.value(module, one, self.project.load) for one in imports)
        return next((value for value in values if value is not None), None)
