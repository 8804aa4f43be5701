"""Collections of a class of the project's own, which functions make that promise just any."""

from __future__ import annotations

from fastapi_lint.model.domain import Class, Function
from fastapi_lint.model.meaning.joining import join
from fastapi_lint.model.meaning.values import External, Instance, Listing, Value

COLLECTIONS = frozenset(
    [
        "builtins.list",
        "builtins.set",
        "builtins.frozenset",
        "builtins.tuple",
        "collections.abc.Sequence",
        "collections.abc.Iterable",
        "collections.abc.Iterator",
        "collections.abc.AsyncIterator",
        "collections.abc.AsyncIterable",
        "collections.abc.Generator",
        "collections.abc.AsyncGenerator",
        "collections.abc.Collection",
    ]
)
"""Types whose objects hold what their first argument says."""


def collected(function: Function, promised: Value) -> Value:
    """The collection that a function makes; where it says ``return []`` there is nothing to ask."""
    if not isinstance(promised, Instance) or function.is_generator or not function.project.is_linked:
        return None
    if not isinstance(promised.of, External) or promised.of.name not in COLLECTIONS:
        return None
    names = function.module.names
    if not any(isinstance(names.get(name.partition(".")[0]), Class) for name in function.syntax.calls):
        return None
    returned = [one.value for one in function.project.calls.body(function).returns]
    made = join(value for value in returned if not isinstance(value, Listing) or value.items)
    if not isinstance(made, Instance) or not isinstance(made.of, Class):
        return None
    return Instance(made.of, made.attributes, promised.items)
