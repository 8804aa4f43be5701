"""Parameters: what an endpoint or a dependency takes, and where FastAPI gets it from."""

from __future__ import annotations

from collections.abc import Iterable

from fastapi_lint.inventory.entries import Input
from fastapi_lint.inventory.reading import place_of, text_of
from fastapi_lint.model.domain import In, Injected, Parameter


def inputs_of(parameters: Iterable[Parameter]) -> tuple[Input, ...]:
    """The parameters of one function, in the order of declaration."""
    return tuple(map(_input, parameters))


def inputs_into(injected: Injected) -> tuple[Input, ...]:
    """Those of a dependency; FastAPI's own forms have fields that stand in no file of the project."""
    if injected.form_fields:
        return tuple(
            Input(name, name, In.FORM.value, "", required, "", None)
            for name, required in injected.form_fields
        )
    return inputs_of(injected.parameters)


def _input(of: Parameter) -> Input:
    is_known = of.location is not In.UNKNOWN
    return Input(
        name=of.name,
        alias=None if of.location in (In.DEPENDENCY, In.SPECIAL) else of.alias,
        source=of.location.value if is_known else None,
        type=text_of(of.home or of.module, of.type or of.annotation),
        required=of.required if is_known else None,
        default=_default(of),
        place=place_of(of.module, of.syntax.start),
    )


def _default(of: Parameter) -> str:
    if of.default is None or of.location is In.DEPENDENCY:
        return ""
    is_plain = of.default == of.syntax.default or of.marker is None
    return text_of(of.module if is_plain or of.marker is None else of.marker.module, of.default)
