"""What functions give for the class that a call passes: ``def find(db, model, id): return db.get(model, id)``.

The body is followed once more for each class, where it says nothing without one.
"""

from __future__ import annotations

import re
from collections.abc import Iterator

from fastapi_lint.model.domain import Class, Function
from fastapi_lint.model.file import syntax as s
from fastapi_lint.model.meaning.joining import is_none, join
from fastapi_lint.model.meaning.values import Arguments, Bound, Value

_MOST = 40
"""A function that is called with more classes than this is not followed for each."""


class Specialised:
    """The results of functions by the class that they get."""

    def __init__(self) -> None:
        self._known: dict[Function, dict[tuple[str, Class], Value]] = {}

    def result(self, callee: Function | Bound, given: Arguments) -> Value:
        """What a function returns that asks or makes objects of a class among its arguments."""
        function = callee.function if isinstance(callee, Bound) else callee
        if not function.project.is_linked or function.is_generator:
            return None
        passed = next(_classes(function, given, int(isinstance(callee, Bound))), None)
        if passed is None:
            return None
        known = self._known.setdefault(function, {})
        if passed not in known and len(known) >= _MOST:
            return None
        if passed not in known:
            known[passed] = None  # while it is followed, which may ask for itself
            known[passed] = _followed(function, *passed)
        return known[passed]

    def has(self, function: Function) -> bool:
        """Whether somebody knows what a function gives for a class."""
        return function in self._known

    def forget(self, function: Function) -> None:
        """The function has another body now."""
        self._known.pop(function, None)


def _classes(function: Function, given: Arguments, skipped: int) -> Iterator[tuple[str, Class]]:
    """The parameters without an annotation that get a class, and are handed on or called."""
    params = [param for param in function.syntax.params if param.kind in ("positional", "normal", "keyword")]
    for position, param in enumerate(params[skipped:]):
        value = given.named.get(param.name) if param.kind == "keyword" else given.get(position, param.name)
        if not isinstance(value, Class) or not _says_nothing(param.annotation):
            continue
        if re.search(rf"\b{param.name}\s*[(,)]", function.text):
            yield param.name, value


def _says_nothing(annotation: s.Expr | None) -> bool:
    return annotation is None or s.dotted(annotation).rpartition(".")[2] in ("Any", "type", "Type")


def _followed(function: Function, name: str, cls: Class) -> Value:
    found = function.project.calls.followed_with(function, {name: cls})
    value = join(returned.value for returned in found.returns) if found.returns else None
    return None if is_none(value) else value
