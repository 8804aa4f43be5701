"""Factories of SQLAlchemy's sessions, and whether what they make is async."""

from __future__ import annotations

from fastapi_lint.model.domain import Class
from fastapi_lint.model.meaning.values import Arguments, External, Instance, Value


def factory(given: Arguments) -> Value:
    """What a ``sessionmaker`` is: of async sessions too, as it was told to before there was ``async_sessionmaker``."""
    kinds = {
        "sqlalchemy.orm.sessionmaker": "Session",
        "sqlalchemy.ext.asyncio.async_sessionmaker": "AsyncSession",
    }
    made, bind = given.named.get("class_"), given.get(0, "bind")
    if "class_" not in given.named:
        is_async = isinstance(bind, Instance) and bind.of == External("sqlalchemy.ext.asyncio.AsyncEngine")
        return Instance(External([*kinds][is_async]))
    names = [made.name] if isinstance(made, External) else made.ancestors if isinstance(made, Class) else ()
    last = {name.rpartition(".")[2] for name in names if isinstance(name, str)}
    return next((Instance(External(kind)) for kind, name in kinds.items() if name in last), None)
