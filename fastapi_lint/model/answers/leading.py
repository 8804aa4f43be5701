"""Which models lead to a secret: whether it is worth while to look for the ways."""

from __future__ import annotations

from fastapi_lint.model.answers.exposure import classes_in, type_of
from fastapi_lint.model.domain import Class
from fastapi_lint.model.inputs.schemas import fields_of
from fastapi_lint.model.knowledge.secrets import SECRETS


class Leading:
    """Looks below each model once, however many others have a field of it."""

    def __init__(self) -> None:
        self._found: dict[Class, bool] = {}

    def to_secret(self, cls: Class) -> bool:
        """Whether the model, or one below it, has a field with the name of a secret."""
        if cls not in self._found:
            below = {cls: None}
            pending = [cls]
            found = False
            while pending and not found:
                fields = fields_of(pending.pop()).values()
                found = any(field.name.lower() in SECRETS for field in fields)
                inside = [inner for field in fields for inner in classes_in(type_of(field))]
                found = found or any(self._found.get(inner, False) for inner in inside)
                pending += [one for one in inside if one not in below and one not in self._found]
                below.update(dict.fromkeys(inside))
            self._found.update({cls: True} if found else dict.fromkeys(below, False))
        return self._found[cls]
