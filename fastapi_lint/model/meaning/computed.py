"""Attributes whose name a parameter holds: ``getattr(db, method)``, where calls pass ``"load"`` and ``"save"``."""

from __future__ import annotations

from typing import TYPE_CHECKING

from fastapi_lint.model.file import syntax as s
from fastapi_lint.model.meaning.values import Arguments, Chosen, Value

if TYPE_CHECKING:
    from fastapi_lint.model.domain import Function


def got(function: Function | None, call: s.Call, given: Arguments) -> Value:
    """What ``getattr`` gives in a function for the names that its callers pass."""
    if function is None or len(call.args) < 2 or not isinstance(call.args[1], s.Name):
        return None
    receiver, project = given.positional[0], function.project
    if receiver is None or not project.is_linked:
        return None
    name = call.args[1].id
    found = [
        (text, project.types.attribute(receiver, text))
        for text in project.passed.callers.texts(function, name)
    ]
    known = [(text, value) for text, value in found if value is not None]
    options, choices = tuple(value for _, value in known), tuple(text for text, _ in known)
    return Chosen(options, name, choices) if known else None
