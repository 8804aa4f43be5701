"""``db.query(User)``: only a sync session of SQLAlchemy has that, whatever else is known of ``db``."""

from __future__ import annotations

import sys
from collections.abc import Iterator
from typing import TYPE_CHECKING

from fastapi_lint.model.domain import Class, Module
from fastapi_lint.model.file import syntax as s
from fastapi_lint.model.inputs.schemas import is_orm
from fastapi_lint.model.meaning.values import External, Value

if TYPE_CHECKING:
    from fastapi_lint.model.meaning.types import Types


def is_query(types: Types, call: s.Call, module: Module) -> bool:
    """Whether a call of an unknown method asks for objects of a mapped class, or for their columns."""
    if not isinstance(call.func, s.Attribute) or call.func.attr != "query":
        return False
    return any(_may_be_model(types, part, module) for part in _classes(call))


def _classes(call: s.Call) -> Iterator[s.Expr]:
    """What is written like a class in the arguments: ``User``, ``models.User``."""
    for arg in call.args:
        for part in s.walk(arg):
            name = part.id if isinstance(part, s.Name) else part.attr if isinstance(part, s.Attribute) else ""
            if isinstance(part, s.Expr) and name[:1].isupper():
                yield part


def _may_be_model(types: Types, named: s.Expr, module: Module) -> bool:
    """Whether it is a class of an ORM, or may be one: nobody knows its bases, or what the name is."""
    value: Value = types.resolve(named, types.lookup_in(module))
    if isinstance(value, Class):
        return is_orm(value) or None in value.bases
    if isinstance(named, s.Attribute):
        return False  # `sql.Format`
    if isinstance(value, External):
        return value.name.partition(".")[0] not in sys.stdlib_module_names | {"builtins"}
    return value is None
