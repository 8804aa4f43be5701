"""Names that a module or an object makes when somebody asks for them: ``__getattr__``."""

from __future__ import annotations

from typing import TYPE_CHECKING

from fastapi_lint.model.domain import Function, Module
from fastapi_lint.model.file import syntax as s
from fastapi_lint.model.meaning import implied
from fastapi_lint.model.meaning.values import Arguments, Instance, Literal, Value

if TYPE_CHECKING:
    from fastapi_lint.model.routes.registering import Registering


def imported(run: Registering, statement: s.Imported) -> Value:
    """What ``from package import name`` binds where the package has no such name, and a ``__getattr__``."""
    if not statement.attribute:
        return None
    path = run.project.imports.finder.find(run.module.path, statement.module)
    module = run.project.modules.get(path or "")
    return of_module(run, module, statement.attribute) if module is not None else None


def of_module(run: Registering, module: Module, name: str) -> Value:
    """``module.name``, made once."""
    made, key = run.project.made_by_name, (module, name)
    asked = module.names.get("__getattr__")
    if key not in made and isinstance(asked, Function) and not name.startswith("__"):
        made[key] = None  # inside itself
        made[key] = run.execute(asked, None, Arguments([Literal(name)]))
    return made.get(key)


def of_object(run: Registering, receiver: Instance, name: str) -> Value:
    """``receiver.name`` of an object that stands for another one: ``return getattr(self._load(), name)``."""
    asked = implied.unknown(receiver, name)
    return run.execute(asked.function, receiver, Arguments([Literal(name)])) if asked is not None else None
