"""Bodies: whether FastAPI reads a request's body as a value itself, or takes values from it by their names."""

from __future__ import annotations

from fastapi_lint.model.domain import Class, In, Inclusion, Parameter, PathOperation, Route, Router
from fastapi_lint.model.inputs.schemas import kind_of
from fastapi_lint.model.meaning.values import Literal

_READ = frozenset({In.BODY, In.FORM, In.FILE})
_MODELS = frozenset({"pydantic", "settings", "sqlmodel", "table"})


def embeds_body(operation: PathOperation) -> bool | None:
    """Whether each value of the body stands under its parameter's name, as ``{"item": {…}}``; None when unknown.

    What an operation and its dependencies take counts together, by name, as in FastAPI's
    ``_should_embed_body_fields``.
    """
    read: list[Parameter] = []
    names: set[str] = set()
    is_known = all(owner.shows_dependencies for owner in _owners(operation))
    parts = [operation.parameters]
    for one in operation.dependencies:
        parts.append(one.parameters * (1 + one.is_shared))
        names.update(name for name, _ in one.form_fields)
        is_known = is_known and (one.is_known or bool(one.form_fields))
    for parameter in (parameter for part in parts for parameter in part):
        if parameter.location in _READ:
            read.append(parameter)
            names.add(parameter.name)
        is_known = is_known and parameter.location is not In.UNKNOWN
    if len(names) > 1:
        return True
    if not is_known:
        return None
    return _alone(read) if read else False


def _owners(operation: PathOperation) -> list[Route | Router | Inclusion]:
    included = [owner for one in operation.inclusions for owner in (one, one.included)]
    return [operation.server, *included, operation.route]


def _alone(read: list[Parameter]) -> bool | None:
    """Whether the one value that is read is embedded; several dependencies may read it."""
    first = read[0]
    if first.marker is not None:
        asked = first.marker.given.named.get("embed", Literal(None)) if first.marker.given else None
        if first.marker.call.is_open or not isinstance(asked, Literal):
            return None
        if asked.value:
            return True
    return _form(first, len(read)) if first.location is not In.BODY else False


def _form(field: Parameter, readers: int) -> bool | None:
    """A field of a form is found by its name, unless it is a model: the form itself, since FastAPI 0.113.

    Unions of models followed in 0.115, those that may be missing later.
    """
    term, since = field.term, field.module.project.targets.fastapi.at_least
    if term is None or not since("0.113"):
        return True
    are_models = [isinstance(one.value, Class) and kind_of(one.value) in _MODELS for one in term.options]
    if not any(are_models):
        return None if term.name == "pydantic.Json" else True
    if readers > 1 or not all(are_models):
        return None
    is_nullable = term.is_union and term.options != term.args
    return False if not term.is_union or since("0.165" if is_nullable else "0.115.14") else None
