"""Edits of the parameters of endpoints and dependencies: markers into ``Annotated``, defaults in and out."""

from __future__ import annotations

import re
from typing import TYPE_CHECKING

from fastapi_lint.finding import Edit, Span
from fastapi_lint.model.domain import Function
from fastapi_lint.model.file import syntax as s

if TYPE_CHECKING:
    from fastapi_lint.context import Context, Import
    from fastapi_lint.model.domain import Parameter
    from fastapi_lint.model.meaning.values import Marker
    from fastapi_lint.source import Source

_ORDERED = ("positional", "normal")


def may_lack_default(parameter: Parameter) -> bool:
    """Whether Python lets the parameter have no default: it is keyword-only, or none before it has one."""
    before = _neighbours(parameter, after=False)
    return before is not None and all(param.default is None for param in before)


def may_have_default(parameter: Parameter) -> bool:
    """Whether Python lets the parameter have a default: it is keyword-only, or all behind it have one."""
    behind = _neighbours(parameter, after=True)
    return behind is not None and all(param.default is not None for param in behind)


def drop_default(parameter: Parameter, ctx: Context) -> Edit | None:
    """Remove ``= default``; None where the text is not plain, or Python would refuse the rest."""
    annotation, default = parameter.syntax.annotation, parameter.syntax.default
    if annotation is None or default is None or not may_lack_default(parameter):
        return None
    text = parameter.module.source.text
    gap = re.fullmatch(r"\s*=\s*", text[annotation.end : default.start])
    return ctx.replace(ctx.at(parameter.path, Span(annotation.end, default.end)), "") if gap else None


def drop_argument(marker: Marker, argument: s.Expr, ctx: Context) -> Edit | None:
    """Remove one argument of a marker's call; None where a comment would go with it."""
    return drop_given(marker.call, argument, marker.module.source, ctx)


def drop_given(call: s.Call, argument: s.Expr, source: Source, ctx: Context) -> Edit | None:
    """Remove one argument of a call, with its comma; None where a comment would go with it."""
    text = source.text
    given: list[s.Expr | s.Keyword] = sorted((*call.args, *call.keywords), key=lambda one: one.start)
    shown = next(
        (one for one in given if one is argument or (isinstance(one, s.Keyword) and one.value is argument)),
        None,
    )
    if shown is None:
        return None
    index = given.index(shown)
    if len(given) == 1:
        span, new = Span(call.func.end, call.end), "()"
    elif index + 1 < len(given):
        span, new = Span(shown.start, given[index + 1].start), ""
    else:
        span, new = Span(given[index - 1].end, shown.end), ""
    if "#" in text[span.start : span.end] or text[call.end - 1 : call.end] != ")":
        return None
    return ctx.replace(ctx.at(source.path, span), new)


def stands_in(marker: Marker, parameter: Parameter) -> bool:
    """Whether a marker is written in the parameter's own annotation, and not in an alias or in quotes."""
    annotation = parameter.syntax.annotation
    if annotation is None or isinstance(annotation, s.Constant) or marker.module is not parameter.module:
        return False
    text = parameter.module.source.text[marker.call.start : marker.call.end]
    return annotation.start < marker.call.start < annotation.end and text.endswith(")") and text[:1].isalpha()


def annotate(parameter: Parameter, marker: str, ctx: Context) -> tuple[Edit, list[Import]] | None:
    """Put ``Annotated[…, Marker()]`` around the type of a parameter without a marker; the default stays."""
    annotation = parameter.syntax.annotation
    if annotation is None or parameter.marker is not None or not isinstance(parameter.owner, Function):
        return None
    home = "typing" if ctx.targets.python.at_least("3.9") else "typing_extensions"
    imports = [ctx.import_(home, "Annotated", parameter.path), ctx.import_("fastapi", marker, parameter.path)]
    text = parameter.module.source.text[annotation.start : annotation.end]
    new = f"{imports[0].name}[{text}, {imports[1].name}()]"
    return ctx.replace(ctx.at(parameter.path, annotation), new), imports


def _neighbours(parameter: Parameter, after: bool) -> list[s.Param] | None:
    """The parameters before or behind that Python orders by their defaults; None for a field of a class."""
    if not isinstance(parameter.owner, Function):
        return None
    own = parameter.syntax
    if own.kind not in _ORDERED:
        return []
    ordered = (param for param in parameter.owner.syntax.params if param.kind in _ORDERED)
    return [param for param in ordered if (param.start > own.start if after else param.start < own.start)]
