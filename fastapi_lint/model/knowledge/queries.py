"""What queries give: the objects that a session, a statement, a result, a document or a model hands out.

Source: the signatures of SQLAlchemy 2.0, SQLModel 0.0.24, Beanie 1.30 and Tortoise ORM 0.25.
"""

from __future__ import annotations

CLASS = "class"
"""Objects of the class that is the only argument: ``select(User)``, ``db.query(User)``."""
KEY = "class and key"
"""An object of the class that is the first argument: ``db.get(User, 1)``."""
ARGUMENT = "argument"
"""What the statement that is the first argument selects: ``db.scalars(select(User))``."""
RECEIVER = "receiver"
"""What the receiver selects, or objects of the class that it is: ``result.scalars()``, ``Book.get(1)``."""

_SELECT = "sqlalchemy.Select"
_QUERY = "sqlalchemy.orm.Query"
_RESULT = "sqlalchemy.Result"
_SCALARS = "sqlalchemy.ScalarResult"
_LIST = "builtins.list"

ROWS = frozenset({_SELECT, _RESULT})
"""Types that know what they select, and give rows of it to those who iterate."""

_SESSIONS = (
    "sqlalchemy.orm.Session",
    "sqlalchemy.ext.asyncio.AsyncSession",
    "sqlmodel.Session",
    "sqlmodel.ext.asyncio.session.AsyncSession",
)
_RUNNING = {
    "get": ("", KEY),
    "get_one": ("", KEY),
    "query": (_QUERY, CLASS),
    "execute": (_RESULT, ARGUMENT),
    "scalars": (_SCALARS, ARGUMENT),
    "scalar": ("", ARGUMENT),
    "exec": (_SCALARS, ARGUMENT),
}
_NARROWING = (
    "where filter filter_by order_by limit offset distinct options join outerjoin execution_options "
    "with_for_update having group_by select_from populate_existing"
)
_MAKING = (
    *("model_validate", "model_validate_json", "model_construct", "model_copy"),
    *("parse_obj", "parse_raw", "from_orm", "construct", "copy"),
)
_METHODS = {
    _SELECT: dict.fromkeys(_NARROWING.split(), ("self", RECEIVER)),
    _QUERY: {
        **dict.fromkeys(_NARROWING.split(), ("self", RECEIVER)),
        **dict.fromkeys(("first", "one", "one_or_none", "get"), ("", RECEIVER)),
        "all": (_LIST, RECEIVER),
    },
    _RESULT: {
        "scalars": (_SCALARS, RECEIVER),
        "unique": ("self", RECEIVER),
        **dict.fromkeys(("scalar", "scalar_one", "scalar_one_or_none"), ("", RECEIVER)),
    },
    _SCALARS: {
        "unique": ("self", RECEIVER),
        **dict.fromkeys(("all", "fetchall"), (_LIST, RECEIVER)),
        **dict.fromkeys(("first", "one", "one_or_none"), ("", RECEIVER)),
    },
    "beanie.Document": {
        **dict.fromkeys(("get", "find_one"), ("", RECEIVER)),
        **dict.fromkeys(("find", "find_all", "find_many"), ("beanie.odm.queries.find.FindMany", RECEIVER)),
    },
    "beanie.odm.queries.find.FindMany": {
        **dict.fromkeys(("find", "sort", "skip", "limit"), ("self", RECEIVER)),
        "to_list": (_LIST, RECEIVER),
        "first_or_none": ("", RECEIVER),
    },
    **dict.fromkeys(("pydantic.BaseModel", "sqlmodel.SQLModel"), dict.fromkeys(_MAKING, ("", RECEIVER))),
    "tortoise.models.Model": dict.fromkeys(("get", "get_or_none", "create"), ("", RECEIVER)),
}

QUERIES: dict[str, tuple[str, str]] = {
    "sqlalchemy.select": (_SELECT, CLASS),
    "sqlmodel.select": (_SELECT, CLASS),
    **{f"{owner}.{name}": row for owner in _SESSIONS for name, row in _RUNNING.items()},
    **{f"{owner}.{name}": row for owner, methods in _METHODS.items() for name, row in methods.items()},
}
"""By the canonical name of the callee: the type of what it gives, empty for an object itself and ``self`` for
the receiver, and where to find the objects' class."""
