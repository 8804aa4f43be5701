"""The fields that a class declares itself."""

from __future__ import annotations

from fastapi_lint.model.domain import Class
from fastapi_lint.model.file import syntax as s


def field_named(cls: Class, name: str) -> s.Assign | None:
    """The statement that declares a field of a class."""
    for statement in cls.syntax.body:
        if type(statement) is s.Assign and statement.annotation is not None:
            target = statement.targets[0]
            if type(target) is s.Name and target.id == name:
                return statement
    return None
