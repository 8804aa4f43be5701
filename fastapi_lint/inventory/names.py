"""What things are called at run time: ``app.routers.books:read_book``."""

from __future__ import annotations

from collections import Counter, defaultdict
from collections.abc import Iterator
from posixpath import basename, dirname

from fastapi_lint.model.domain import Class, Function, Module, Router
from fastapi_lint.model.file import syntax as s
from fastapi_lint.model.meaning.values import Bound, Closure, External, Instance, OneOf, Value
from fastapi_lint.model.project import Project


class Names:
    """Names modules, functions, routers and objects of a project."""

    def __init__(self, project: Project) -> None:
        self._project = project
        self._roots = _import_roots(project)
        self._objects = self._named_objects()

    def module(self, path: str) -> str:
        """A file's module, relative to the folder that imports of it start from."""
        stem = path.removesuffix(".py").removesuffix("/__init__")
        return stem[len(self._root(path)) :].strip("/").replace("/", ".")

    def definition(self, of: Function | Class) -> str:
        """``module:qualname``, with ``<locals>`` as in ``__qualname__``."""
        return f"{self.module(of.path)}:{_qualname(of)}"

    def router(self, router: Router) -> str | None:
        """The variable of a module that holds a router, or the call of the function that makes it."""
        if id(router) in self._objects:
            return self._objects[id(router)]
        if router.within is not None and router.call is not None:
            return f"{self.definition(self._factory(router.within))}()"
        return None

    def _factory(self, maker: Function) -> Function:
        """The function that people call for what ``maker`` makes: of a private one the public one in its file that
        hands it on."""
        if not maker.name.startswith("_"):
            return maker
        made = self._project.made.items()
        handing = (f for f, router in made if isinstance(router, Router) and router.within is maker)
        public = (f for f in handing if f.module is maker.module and not f.name.startswith("_"))
        return next(public, maker)

    def is_anonymous(self, router: Router) -> bool:
        """Whether no variable of a module holds it."""
        return id(router) not in self._objects

    def value(self, value: Value, expr: s.Expr | None = None) -> str | None:
        """Whatever else may be called or mounted; None when unknown.

        An object that no variable holds is named after its class where ``expr`` makes it. Elsewhere the class
        is only what an annotation promises.
        """
        if isinstance(value, (Function, Class)):
            return self.definition(value)
        if isinstance(value, Bound):
            return self.definition(value.function)
        if isinstance(value, Router):
            return self.router(value)
        if isinstance(value, Closure):
            return self.value(value.target) if value.target is not None else None
        if isinstance(value, OneOf):  # the branches of an ``if`` may define one name
            names = {self.value(one) for one in value.options}
            return names.pop() if len(names) == 1 < len(value.options) else None
        if isinstance(value, Instance):
            return self._objects.get(id(value)) or self._made_here(value, expr)
        if isinstance(value, External):
            return ":".join(part for part in value.name.rpartition(".") if part not in ("", "."))
        return None

    def _made_here(self, value: Instance, expr: s.Expr | None) -> str | None:
        name = self.value(value.of) or ""
        called = s.dotted(expr.func) if isinstance(expr, s.Call) else ""
        return name if called and name.endswith(f":{called.rpartition('.')[2]}") else None

    def find(self, name: str) -> Router | None:
        """The router that ``module:attribute`` means, where it is defined or imported."""
        module_name, _, attribute = name.partition(":")
        for path, module in self._project.modules.items():
            if (
                basename(path) in (f"{module_name.rpartition('.')[2]}.py", "__init__.py")
                and self.module(path) == module_name
            ):
                value = module.names.get(attribute)
                if isinstance(value, Router):
                    return value
        return None

    def _root(self, path: str) -> str:
        folder = dirname(path)
        votes = self._roots.get(folder)
        if votes:
            return min(votes, key=lambda root: (-votes[root], len(root)))
        while f"{folder}/__init__.py" in self._project.modules:
            folder = dirname(folder)
        return folder

    def _named_objects(self) -> dict[int, str]:
        """The variables of modules that hold routers and objects, by identity; who made it comes first."""
        ranked: list[tuple[bool, bool, str, str, int]] = []
        for module in self._project.modules.values():
            assigned = set(_assigned(module))
            for name, value in module.names.items():
                if isinstance(value, (Router, Instance)) and name in assigned:
                    elsewhere = isinstance(value, Router) and value.module is not module
                    ranked.append((module.is_test, elsewhere, module.path, name, id(value)))
        ranked.sort(key=lambda item: item[:2])
        return {number: f"{self.module(path)}:{name}" for _, _, path, name, number in reversed(ranked)}


def _qualname(of: Function | Class) -> str:
    if of.parent is None:
        return of.name
    between = ".<locals>." if isinstance(of.parent, Function) else "."
    return f"{_qualname(of.parent)}{between}{of.name}"


def _import_roots(project: Project) -> dict[str, Counter[str]]:
    """For every folder, where the project's own absolute imports of it start, and how often."""
    votes: dict[str, Counter[str]] = defaultdict(Counter)
    for module in project.modules.values():
        for statement in _imports(module):
            if statement.module.startswith("."):
                continue
            for name in {statement.loads or statement.module, f"{statement.module}.{statement.attribute}"}:
                path = (
                    project.imports.finder.find(module.path, name) if not name.endswith((".", "*")) else None
                )
                stem = (path or "").removesuffix(".py").removesuffix("/__init__")
                suffix = f"/{name.replace('.', '/')}"
                if path and stem.endswith(suffix):
                    root, folder = stem[: -len(suffix)], dirname(path) if path.endswith(".py") else path
                    for step in _between(folder, root):
                        votes[step][root] += 1
    return votes


def _between(folder: str, root: str) -> Iterator[str]:
    while len(folder) >= len(root):
        yield folder
        folder = dirname(folder)
        if folder == "/":
            return


def _assigned(module: Module) -> Iterator[str]:
    """The names that a module's level assigns, also under an ``if`` or in a ``try``."""
    for statement in module.facts.body:
        if not isinstance(statement, (s.Imported, s.FunctionDef, s.ClassDef, s.Evaluate)):
            for node in s.walk(statement):
                targets = node.targets if isinstance(node, s.Assign) else ()
                yield from (target.id for target in targets if isinstance(target, s.Name))


def _imports(module: Module) -> Iterator[s.Imported]:
    """The imports of a module's level, also those under an ``if`` or in a ``try``."""
    for statement in module.facts.body:
        if isinstance(statement, s.Imported):
            yield statement
        elif not isinstance(statement, (s.FunctionDef, s.ClassDef, s.Assign, s.Evaluate)):
            yield from (node for node in s.walk(statement) if isinstance(node, s.Imported))
