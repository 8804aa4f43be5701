"""Fixes that rules share: ``x: T = Query(1)`` becomes ``x: Annotated[T, Query()] = 1``.

The order of parameters is kept, since OpenAPI and the order of dependencies follow it: where a parameter
loses its default behind one that has one, a ``*`` goes between them, as in FastAPI's documentation. FastAPI
passes everything by keyword. Others that call the function are looked at, and decide how safe all this is.
"""

from __future__ import annotations

import ast
import re
from collections.abc import Iterator
from typing import TYPE_CHECKING

import msgspec

from fastapi_lint.finding import Applicability, Edit, Fix, Span
from fastapi_lint.model.domain import Class, Function
from fastapi_lint.model.file import syntax as s
from fastapi_lint.model.following.decorators import Effect, effect
from fastapi_lint.model.inputs.injection import DEPENDS, dependency_of, marker_of
from fastapi_lint.model.meaning.by_name import MARKERS
from fastapi_lint.model.meaning.values import Alias, External
from fastapi_lint.model.references import As, references
from fastapi_lint.source.imports import is_bound, name_in_scope

if TYPE_CHECKING:
    from fastapi_lint.context import Context, Import

_ASSIGNED = re.compile(r"\s*=\s*")
_SHARED = 3
"""From how many functions on a declaration deserves a name."""
_FACTORY = "default_factory"
_GENERIC = frozenset(
    f"collections.abc.{prefix}{name}"
    for prefix in ("", "Async")
    for name in ("Generator", "Iterator", "Iterable")
)


class Conversion(msgspec.Struct, frozen=True):
    """One parameter, taken apart."""

    param: s.Param
    call: s.Call
    annotation: str
    marker: str
    """The marker without its default."""
    default: str
    """What is left behind the ``=``; empty for a parameter that is required, or injected."""
    imports_any: bool = False


def default_markers(function: Function) -> list[s.Param]:
    """The parameters whose default is a call of ``Depends`` and the like, imported or not."""
    found = []
    for param in function.syntax.params:
        if isinstance(param.default, s.Call) and not _is_annotated(function, param):
            marker = marker_of(function, param)
            if (
                marker.call is param.default
                if marker is not None
                else _is_never_imported(param.default, function)
            ):
                found.append(param)
    return found


def _is_never_imported(call: s.Call, function: Function) -> bool:
    """Whether this can only be FastAPI's marker, in a file that forgot to import it."""
    if not isinstance(call.func, s.Name) or f"fastapi.{call.func.id}" not in MARKERS:
        return False
    source = function.module.source
    return not is_bound(source, call.func.id) and not any(item.is_star for item in source.imports)


def into_annotated(function: Function, ctx: Context) -> Fix | None:
    """Move all markers of a function into ``Annotated``; None where that is not provably the same."""
    params = default_markers(function)
    found = [_conversion(function, param, ctx) for param in params]
    converted = [conversion for conversion in found if conversion is not None]
    if len(converted) != len(params) or not converted or _leaves_scope(function, converted):
        return None
    star = _star(function, converted)
    applicability = _applicability(function, converted, star)
    if applicability is None or (star is not None and star.kind == "positional"):
        return None
    annotated, others = _imports(converted, ctx)
    edits = [
        Edit(
            function.path,
            Span(one.param.start, one.call.end),
            _spelled(one, annotated.name, others, function, star),
        )
        for one in converted
    ]
    if star is not None and star not in params:
        edits.append(ctx.insert(star.start, _star_text(function, star), function.path))
    imports = [*([annotated] if any(annotated.name in edit.text for edit in edits) else []), *others.values()]
    return ctx.fix("declare it with `Annotated`", *edits, applicability=applicability, imports=imports)


# --- one parameter ---------------------------------------------------------------------------------


def _is_annotated(function: Function, param: s.Param) -> bool:
    look = function.project.scope_of(function)
    return bool(function.project.types.annotated(param.annotation, function.module, look).metadata)


def _conversion(function: Function, param: s.Param, ctx: Context) -> Conversion | None:
    call, text = param.default, function.module.source.text
    if not isinstance(call, s.Call) or call.is_open or call.keyword(_FACTORY) is not None:
        return None
    head = param.annotation.end if param.annotation is not None else param.start + len(param.name)
    if not _ASSIGNED.fullmatch(text, head, call.start):
        return None
    marker = marker_of(function, param)
    if marker is None:
        return None
    is_dependency = marker.name in DEPENDS
    given: s.Expr | None = None if is_dependency else call.argument(0, "default")
    marker_text: str | None = text[call.start : call.end]
    if given is not None:
        marker_text = _without(call, given, function)
    annotation = _annotation(function, param, is_dependency, ctx)
    if marker_text is None or annotation is None:
        return None
    is_required = isinstance(given, s.Constant) and given.kind == "ellipsis"
    default = "" if given is None or is_required else text[given.start : given.end]
    return Conversion(
        param, call, annotation, marker_text, default, annotation == "Any" and param.annotation is None
    )


def _without(call: s.Call, given: s.Expr, function: Function) -> str | None:
    """The text of a call without its default; None where a comment would get lost."""
    source = function.module.source
    items: list[s.Syntax] = sorted((*call.args, *call.keywords), key=lambda item: item.start)
    index = next(i for i, item in enumerate(items) if item is given or getattr(item, "value", None) is given)
    item = items[index]
    start, end = item.start, item.end
    if len(items) == 1:
        start, end = call.func.end + 1, call.end - 1
    elif index + 1 < len(items):
        end = items[index + 1].start
    else:
        start = items[index - 1].end
    if (
        any(start <= comment.span.start < end for comment in source.comments)
        or source.text[call.func.end] != "("
    ):
        return None
    return source.text[call.start : start] + source.text[end : call.end]


def _annotation(function: Function, param: s.Param, is_dependency: bool, ctx: Context) -> str | None:
    """How to spell the type: as it is written, as the dependency says, else ``Any``."""
    if param.annotation is None:
        if is_dependency and not (
            isinstance(param.default, s.Call) and (param.default.args or param.default.keywords)
        ):
            return None  # a `Depends()` of nothing
        return _result_name(function, param) or "Any"
    for node in s.walk(param.annotation):
        if (
            isinstance(node, s.Constant)
            and isinstance(node.value, str)
            and not _in_literal(param.annotation, node)
        ):
            return None  # FastAPI resolves forward references, but not those inside `Annotated`
    return function.module.source.text[param.annotation.start : param.annotation.end]


def _in_literal(annotation: s.Expr, constant: s.Constant) -> bool:
    return any(
        isinstance(node, s.Subscript)
        and s.dotted(node.value).rpartition(".")[2] == "Literal"
        and node.start <= constant.start < node.end
        for node in s.walk(annotation)
    )


def _result_name(function: Function, param: s.Param) -> str:
    """The name of the class that an untyped dependency is annotated to return, where this file has it."""
    dependency = dependency_of(function, param)
    target = dependency.function if dependency is not None else None
    if dependency is not None and isinstance(dependency.target, Class):
        return (
            dependency.target.name
            if function.module.names.get(dependency.target.name) is dependency.target
            else ""
        )
    if target is None or target.syntax.returns is None:
        return ""
    returns = target.syntax.returns
    look = target.project.scope_of(target)
    if target.is_generator and isinstance(returns, s.Subscript):
        base = target.project.types.resolve(returns.value, look)
        index = returns.index.items[0] if isinstance(returns.index, s.Sequence) else returns.index
        if not isinstance(base, External) or base.name not in _GENERIC:
            return ""
        returns = index
    elif target.is_generator:
        return ""
    if not isinstance(returns, s.Name):
        return ""
    value = target.project.types.resolve(returns, look)
    if isinstance(value, External) and value.name == f"builtins.{returns.id}":
        return returns.id if returns.id not in function.module.names else ""
    is_class = isinstance(value, Class) or (isinstance(value, External) and returns.id[:1].isupper())
    here = function.module.names.get(returns.id)
    return returns.id if is_class and here == value and _is_run_time(returns.id, function) else ""


# --- the whole signature ---------------------------------------------------------------------------


def _star(function: Function, converted: list[Conversion]) -> s.Param | None:
    """The first parameter that would stand without a default behind one with a default."""
    left = {one.param.start: one.default for one in converted}
    has_default = False
    for param in function.syntax.params:
        if param.kind not in ("positional", "normal"):
            return None
        keeps = bool(left[param.start]) if param.start in left else param.default is not None
        if has_default and not keeps:
            return param
        has_default = has_default or keeps
    return None


def _leaves_scope(function: Function, converted: list[Conversion]) -> bool:
    """Whether a marker would be evaluated where its names mean something else.

    With ``from __future__ import annotations`` FastAPI looks them up in the module, at registration.
    """
    source = function.module.source
    if not any(item.target == "__future__.annotations" for item in source.imports):
        return False
    names = {
        node.id
        for one in converted
        for part in (one.call, one.param.annotation)
        if part is not None
        for node in s.walk(part)
        if isinstance(node, s.Name)
    }
    return function.parent is not None or not all(_is_run_time(name, function) for name in names)


def _is_run_time(name: str, function: Function) -> bool:
    """Whether a name exists in the module when the program runs."""
    imported = [item for item in function.module.source.imports if item.name == name]
    if imported:
        return any(item.at_module_level for item in imported)
    import builtins

    return name in function.module.names or hasattr(builtins, name)


def _applicability(
    function: Function, converted: list[Conversion], star: s.Param | None
) -> Applicability | None:
    """Safe when only FastAPI calls the function, or when all direct calls mean the same afterwards."""
    registered = {(route.span.start, route.path) for route in function.routes}
    known = all(
        (decorator.start, function.path) in registered or effect(decorator, function) is Effect.KEEPS
        for decorator in function.syntax.decorators
    )
    is_safe = known and not function.is_method
    required = {one.param.name for one in converted if not one.default}
    lifted = {one.param.name for one in converted if one.default}
    for reference in references(function):
        if reference.kind is As.OTHER:
            is_safe = False
        if reference.kind is As.CALLED and reference.call is not None:
            given = _given(reference.call, function, star)
            if given is None or not required <= given:
                return None
            is_safe = is_safe and lifted <= given
    return Applicability.SAFE if is_safe else Applicability.UNSAFE


def _given(call: ast.Call, function: Function, star: s.Param | None) -> set[str] | None:
    """The parameters that a direct call passes; None where it does not show, or could not any more."""
    if any(isinstance(arg, ast.Starred) for arg in call.args) or any(k.arg is None for k in call.keywords):
        return None
    params = [param for param in function.syntax.params if param.kind in ("positional", "normal")][
        int(function.is_method) :
    ]
    names = (
        [param.name for param in params[: params.index(star)]]
        if star in params and star is not None
        else [p.name for p in params]
    )
    if len(call.args) > len(names):
        return None
    return {*names[: len(call.args)], *(keyword.arg or "" for keyword in call.keywords)}


# --- text ------------------------------------------------------------------------------------------


def _imports(converted: list[Conversion], ctx: Context) -> tuple[Import, dict[str, Import]]:
    is_old = ctx.targets.python.may_be_below("3.9") or name_in_scope(
        ctx.source, "typing_extensions", "Annotated"
    )
    annotated = ctx.import_("typing_extensions" if is_old else "typing", "Annotated")
    others = {"Any": ctx.import_("typing", "Any")} if any(one.imports_any for one in converted) else {}
    return annotated, others


def _spelled(
    one: Conversion, annotated: str, others: dict[str, Import], function: Function, star: s.Param | None
) -> str:
    annotation = others["Any"].name if one.imports_any else one.annotation
    alias = _alias(function, annotation, one.marker)
    text = f"{one.param.name}: {alias or f'{annotated}[{annotation}, {one.marker}]'}"
    text += f" = {one.default}" if one.default else ""
    return f"{_star_text(function, one.param)}{text}" if one.param is star else text


def _star_text(function: Function, star: s.Param) -> str:
    """The ``*`` in front of a parameter, on a line of its own where parameters have theirs."""
    source = function.module.source
    indent = source.text[source.line_start(source.position(star.start)[0]) : star.start]
    return "*, " if indent.strip() else f"*,{source.newline}{indent}"


def _alias(function: Function, annotation: str, marker: str) -> str:
    """The name of an alias that the file has for just this, above the function."""
    return next(
        (name for name, type_, text in aliases(function) if (type_, text) == (annotation, marker)), ""
    )


def aliases(function: Function) -> Iterator[tuple[str, str, str]]:
    """The ``Name = Annotated[type, marker]`` of the function's file that stand above it."""
    text = function.module.source.text
    for name, value in function.module.names.items():
        if (
            not isinstance(value, Alias)
            or value.module is not function.module
            or value.expr.start > function.span.start
        ):
            continue
        expr = value.expr
        if (
            isinstance(expr, s.Subscript)
            and isinstance(expr.index, s.Sequence)
            and len(expr.index.items) == 2
        ):
            type_, marker = expr.index.items
            if s.dotted(expr.value).endswith("Annotated"):
                yield name, text[type_.start : type_.end], text[marker.start : marker.end]


def suggested_alias(function: Function, param: s.Param) -> str:
    """``SessionDep = Annotated[Session, Depends(get_session)]`` for what several functions take."""
    dependency = dependency_of(function, param)
    target = dependency.function if dependency is not None else None
    if target is None or param.annotation is None or len(target.users) < _SHARED or param.default is None:
        return ""
    text = function.module.source.text
    annotation = text[param.annotation.start : param.annotation.end]
    marker = text[param.default.start : param.default.end]
    if not annotation.isidentifier() or "\n" in marker:
        return ""
    return f"{annotation[:1].upper()}{annotation[1:]}Dep = Annotated[{annotation}, {marker}]"
