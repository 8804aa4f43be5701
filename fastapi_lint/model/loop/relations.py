"""Relationships that ask the database when they are read: those that no query of the project loads with its objects."""

from __future__ import annotations

import re
from collections.abc import Iterator
from functools import cached_property
from typing import TYPE_CHECKING

from fastapi_lint.model.domain import Class
from fastapi_lint.model.file import syntax as s

if TYPE_CHECKING:
    from fastapi_lint.model.project import Project

_EAGER = re.compile(r"\b(?:(?:joined|selectin|subquery|immediate)load|contains_eager)\(([^)]*)\)")
_ATTRIBUTE = re.compile(r"[.\"'](\w+)")
_MAKING = frozenset({"relationship", "Relationship"})
_LAZY = frozenset({"select", True})
"""What ``lazy`` is for a relationship that loads when it is read, written out."""


class Relations:
    """Knows the relationships of mapped classes."""

    def __init__(self, project: Project) -> None:
        self.project = project

    def is_lazy(self, cls: Class, name: str, *, made_here: bool = False) -> bool:
        """Whether an attribute is a relationship that loads when it is read; of an object that no query gave, if it
        was made here."""
        owners = (owner for owner in (cls, *cls.ancestors) if isinstance(owner, Class))
        declared = next((call for owner in owners for one, call in _declarations(owner) if one == name), None)
        return declared is not None and _is_lazy(declared) and (made_here or name not in self._eager)

    def may_be_read(self, text: str) -> bool:
        """Whether a piece of source may read one, by its name."""
        return any(f".{name}" in text for name in self._names)

    @cached_property
    def _names(self) -> frozenset[str]:
        classes = (cls for cls in self.project.classes() if not cls.module.is_test)
        return frozenset(name for cls in classes for name, _ in _declarations(cls))

    @cached_property
    def _eager(self) -> frozenset[str]:
        """The names that some query loads eagerly: which query an object is of is not always known."""
        modules = (module for module in self.project.modules.values() if not module.is_test)
        options = (given for module in modules for given in _EAGER.findall(module.source.text))
        return frozenset(name for given in options for name in _ATTRIBUTE.findall(given))


def cascades(cls: Class) -> bool:
    """Whether deleting an object asks first for what is deleted with it."""
    owners = (owner for owner in (cls, *cls.ancestors) if isinstance(owner, Class))
    return any(_deletes(call) for owner in owners for _, call in _declarations(owner))


def _deletes(declared: s.Call) -> bool:
    told, passive = declared.keyword("cascade"), declared.keyword("passive_deletes")
    names = told.value if isinstance(told, s.Constant) and isinstance(told.value, str) else ""
    is_cascading = not {"all", "delete"}.isdisjoint(name.strip() for name in names.split(","))
    flag = declared.keyword("cascade_delete")  # SQLModel's
    is_told = isinstance(flag, s.Constant) and flag.value is True
    return (is_cascading or is_told) and passive is None


def _declarations(cls: Class) -> Iterator[tuple[str, s.Call]]:
    """``name = relationship(…)``, as it stands in a class."""
    for statement in cls.syntax.body:
        made = statement.value if isinstance(statement, s.Assign) else None
        if isinstance(made, s.Call) and s.dotted(made.func).rpartition(".")[2] in _MAKING:
            targets = statement.targets if isinstance(statement, s.Assign) else ()
            yield from ((target.id, made) for target in targets if isinstance(target, s.Name))


def _is_lazy(declared: s.Call) -> bool:
    if declared.is_open or declared.keyword("sa_relationship_kwargs") is not None:
        return False
    lazy = declared.keyword("lazy")
    return lazy is None or (isinstance(lazy, s.Constant) and lazy.value in _LAZY)
