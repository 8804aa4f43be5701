"""What a program finds by names that it makes while it starts: modules, and what is in them."""

from __future__ import annotations

from functools import cached_property

from fastapi_lint.model.domain import Module, Router
from fastapi_lint.model.file import syntax as s
from fastapi_lint.model.following import plain
from fastapi_lint.model.following.applying import APPLYING, applied
from fastapi_lint.model.knowledge.controllers import APIS
from fastapi_lint.model.meaning.kinds import is_class, is_function, is_instance, is_subclass
from fastapi_lint.model.meaning.values import (
    Arguments,
    Dictionary,
    External,
    Instance,
    Listing,
    Literal,
    Located,
    Method,
    Value,
)
from fastapi_lint.model.routes.options import items, text
from fastapi_lint.model.routes.registering import UNSHOWN, Registering
from fastapi_lint.model.routes.tool_servers import SERVERS
from fastapi_lint.model.starting.disk import Disk
from fastapi_lint.model.starting.modules import LISTING_MODULES, inside
from fastapi_lint.model.starting.places import part, place_of

_SPEC = External("importlib.machinery.ModuleSpec")
_IMPORTING = frozenset({"importlib.import_module", "builtins.__import__"})
_ASKING = {
    "builtins.isinstance": is_instance,
    "builtins.issubclass": is_subclass,
    "inspect.isclass": is_class,
    "inspect.isfunction": is_function,
}


class Discovering(Registering):
    """Follows imports by name, looks into folders and modules."""

    @cached_property
    def disk(self) -> Disk:
        """Answers what is asked about files."""
        return Disk(self.module, self.project.own)

    def found(self, callee: External, given: Arguments) -> Value:
        """What a call finds; None where that is not known, and for all other calls."""
        name = callee.name
        if name == "builtins.getattr":
            return self._getattr(given)
        if name == "builtins.hasattr":
            holder, wanted = given.get(0, "obj"), text(given.get(1, "name"))
            return Literal(wanted in holder.names) if isinstance(holder, Module) and wanted else None
        if name in ("builtins.dir", "builtins.vars", "inspect.getmembers"):
            return self._members(name, given)
        if name in _ASKING:
            return _ASKING[name](given)
        if name in APPLYING:
            return applied(name, given, self.apply)
        if name in _IMPORTING:
            return self._import_module(given)
        if name in LISTING_MODULES:
            return self._listed_modules(given, name == "pkgutil.walk_packages")
        if name == "uvicorn.importer.import_from_string":
            return self._import_attribute(given)
        if name == "importlib.util.spec_from_file_location":
            place = place_of(given.get(1, "location"))
            return Located(_SPEC, place=place) if place is not None else None
        if name == "importlib.util.module_from_spec":
            return self._at(given.get(0, "spec"))
        return self.disk.result(callee, given)

    def apply(self, function: Value, item: Value) -> Value:
        """Call a function, or a lambda, with one item."""
        raise NotImplementedError

    def _at(self, spec: Value) -> Value:
        """The module of a file."""
        place = str(spec.place.value) if isinstance(spec, Located) else ""
        module = self.project.modules.get(place)
        if module is not None:
            self.loaded(module)
        return module

    def _members(self, name: str, given: Arguments) -> Value:
        """What a module holds: names, or names with what they stand for."""
        module = given.get(0, "object")
        if not isinstance(module, Module):
            return None
        names = module.names if name == "builtins.vars" else dict(sorted(module.names.items()))
        if name == "builtins.vars":
            return Dictionary(tuple(names.items()))
        if name == "builtins.dir":
            return Listing(tuple(map(Literal, names)))
        wanted = given.get(1, "predicate")
        if wanted is not None:
            asked = _ASKING.get(wanted.name) if isinstance(wanted, External) else None
            answers = {key: asked(Arguments([value])) if asked else None for key, value in names.items()}
            names = {key: value for key, value in names.items() if answers[key] != Literal(False)}
            is_open = any(answers[key] is None for key in names)
        else:
            is_open = False
        return Listing(tuple(Listing((Literal(key), value)) for key, value in names.items()), is_open)

    def held_now(self, receiver: Instance, name: str) -> Value:
        """An attribute of a path, or of what remembers its application; None of all else."""
        if isinstance(receiver, Located):
            return part(receiver, name)
        is_api = (
            isinstance(receiver.of, External)
            and receiver.of.name in APIS | SERVERS
            and name not in receiver.attributes
        )
        return External(f"{receiver.of.name}.{name}", receiver) if is_api else None

    def _getattr(self, given: Arguments) -> Value:
        """``getattr(router, "get")``; of an unknown name some method of the router."""
        owner, name = given.get(0, "object"), text(given.get(1, "name"))
        if name is None:
            return Method(owner, UNSHOWN) if isinstance(owner, Router) else None
        found = self.types.attribute(owner, name)
        return given.get(2, "default") if found is None else found

    def _import_module(self, given: Arguments) -> Value:
        """``importlib.import_module("app.plugins.books")``."""
        name, package = text(given.get(0, "name")), text(given.get(1, "package"))
        if name is None:
            return None
        if name.startswith("."):
            if package is None:
                return None
            inner = name.lstrip(".")
            around = package.split(".")
            name = ".".join([*around[: len(around) - (len(name) - len(inner) - 1)], inner])
        return self.imported(s.Imported(0, 0, "", name))

    def _import_attribute(self, given: Arguments) -> Value:
        """``import_from_string("app.main:app")``."""
        module, _, names = (text(given.get(0, "import_str")) or "").partition(":")
        value = self._import_module(Arguments([Literal(module)])) if names else None
        for name in names.split("."):
            value = self.types.attribute(value, name) if value is not None else None
        return value

    def _listed_modules(self, given: Arguments, is_deep: bool) -> Value:
        """What ``pkgutil.iter_modules(package.__path__)`` yields of the project."""
        folder = next(map(text, items(given.get(0, "path"))), None)
        prefix = text(given.get(1, "prefix")) if given.get(1, "prefix") is not None else ""
        if folder is None or prefix is None:
            return None
        found = inside(self.project.modules, folder, is_deep)
        return Listing(tuple(plain.module_info(prefix + name, is_package) for name, is_package in found))
