"""Imports: what an import statement binds, and what modules have."""

from __future__ import annotations

from collections.abc import Callable, Collection
from posixpath import dirname
from typing import TYPE_CHECKING

from fastapi_lint.model.domain import Function, Module
from fastapi_lint.model.file import syntax as s
from fastapi_lint.model.file.facts import Facts
from fastapi_lint.model.file.toplevel import imports
from fastapi_lint.model.knowledge.names import canonical
from fastapi_lint.model.meaning.values import External, Listing, Literal, Value, certain
from fastapi_lint.model.starting.modules import ModuleFinder, given_names

if TYPE_CHECKING:
    from fastapi_lint.model.project import Project


class Imports:
    """Answers about imports, for one project. ``loaded`` is told of every module that an import loads."""

    def __init__(self, project: Project, root: str, paths: Collection[str]) -> None:
        self.project = project
        self.finder = ModuleFinder(root, paths)
        self._packages: dict[str, Module] = {}
        self._packages_around: dict[str, tuple[Module, ...]] = {}

    def complete(self, module: Module) -> None:
        """Bind what could not be imported while modules that import each other were being followed."""
        for statement in imports(module.facts.body):
            if statement.attribute == "*":
                for name, value in self.exported(module, statement.module, lambda _: None).items():
                    if module.names.get(name) is None:
                        module.names[name] = value
            elif module.names.get(statement.name) is None:
                module.names[statement.name] = self.value(module, statement)
        for cls in module.classes.values():
            if None in cls.bases and not isinstance(cls.parent, Function):
                written = zip(cls.bases, cls.syntax.bases, strict=True)
                resolve = self.project.types.resolve
                cls.bases = tuple(base or certain(resolve(expr, module.lookup)) for base, expr in written)

    def value(
        self, module: Module, statement: s.Imported, loaded: Callable[[Module], None] = lambda module: None
    ) -> Value:
        """The value that an import statement binds in ``module``."""
        if not statement.attribute:
            if statement.loads:
                self._module(module, statement.loads, loaded)
            found = self._module(module, statement.module, loaded)
            return found or External(canonical(statement.module))
        source = self._module(module, statement.module, loaded)
        if source is None and not statement.module.startswith("."):
            # A package that imports from itself is not found again; a module inside it is.
            inner = self._module(module, f"{statement.module}.{statement.attribute}", loaded)
            return inner or External(canonical(f"{statement.module}.{statement.attribute}"))
        if source is None:
            return None
        value = source.names.get(statement.attribute)
        if value is not None:
            return value
        separator = "" if statement.module.endswith(".") else "."
        return self._module(module, f"{statement.module}{separator}{statement.attribute}", loaded)

    def _module(self, importing: Module, name: str, loaded: Callable[[Module], None]) -> Module | None:
        path = self.finder.find(importing.path, name)
        if path is None:
            return None
        module = self.project.modules.get(path) or self._package(path, name)
        started = self.project.started
        for one in (*self.around(module.path.rpartition("/")[0]), module):
            if one not in started:
                loaded(one)
        return module

    def around(self, folder: str) -> tuple[Module, ...]:
        """The packages that Python imports before a module in a folder, from the outermost in."""
        found = self._packages_around.get(folder)
        if found is None:
            package = self.project.modules.get(f"{folder}/__init__.py")
            found = () if package is None else (*self.around(dirname(folder)), package)
            self._packages_around[folder] = found
        return found

    def _package(self, path: str, name: str) -> Module:
        """A folder without ``__init__.py``, as a module with no names of its own."""
        if path not in self._packages:
            package = self._packages[path] = Module(self.project, f"{path}/__init__.py", Facts(path, ()))
            package.names.update(given_names((), package.path))
            package.names["__name__"] = Literal(name) if not name.startswith(".") else None
            self.project.started.add(package)
        return self._packages[path]

    def member(self, module: Module, name: str) -> Value:
        """``module.name``: what the module binds, else its submodule."""
        if not self.project.is_linked:
            self.project.load(module)  # it may have been imported for type checkers only, or lazily
        if name in module.names:
            return module.names[name]
        folder = module.path.removesuffix("/__init__.py")
        if folder == module.path:
            return None
        for candidate in (f"{folder}/{name}.py", f"{folder}/{name}/__init__.py"):
            if candidate in self.project.modules:
                if not self.project.is_linked:
                    self.project.load(
                        self.project.modules[candidate]
                    )  # whoever uses it has imported it, maybe lazily
                return self.project.modules[candidate]
        return None

    def exported(self, module: Module, name: str, loaded: Callable[[Module], None]) -> dict[str, Value]:
        """What ``from name import *`` binds."""
        source = self._module(module, name, loaded)
        if source is None:
            return {}
        listed = source.names.get("__all__")
        if isinstance(listed, Listing):
            wanted = {item.value for item in listed.items if isinstance(item, Literal)}
            return {key: value for key, value in source.names.items() if key in wanted}
        return {key: value for key, value in source.names.items() if not key.startswith("_")}
