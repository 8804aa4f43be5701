"""What ``with`` and ``async with`` can enter, of several objects: a sync client is no option behind ``async with``."""

from __future__ import annotations

from fastapi_lint.model.domain import Class
from fastapi_lint.model.meaning.joining import join
from fastapi_lint.model.meaning.protocols import is_stub
from fastapi_lint.model.meaning.values import Instance, OneOf, Value

_ENTER = ("__enter__", "__aenter__")


def enterable(value: Value, is_async: bool) -> Value:
    """A value without the options that cannot be entered so; all of them, where none can."""
    if not isinstance(value, OneOf):
        return value
    fitting = [one for one in value.options if _can_be_entered(one, is_async)]
    return value if len(fitting) in (0, len(value.options)) else join(fitting)


def _can_be_entered(value: Value, is_async: bool) -> bool:
    """Whether nothing shows that it cannot: a class that has the other method only, or one that raises."""
    if not isinstance(value, Instance) or not isinstance(value.of, Class):
        return True
    own, other = map(value.of.method, (_ENTER[is_async], _ENTER[not is_async]))
    return not is_stub(own) if own is not None else other is None
