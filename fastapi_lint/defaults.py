"""Fixes that rules share: a default that is made anew for each use.

A model takes ``Field(default_factory=…)``, a dataclass ``field(default_factory=…)``, a parameter of FastAPI
``Query(default_factory=…)``; a plain function takes ``None`` and a guard at the top of its body.
"""

from __future__ import annotations

from typing import TYPE_CHECKING

from fastapi_lint.context import Import
from fastapi_lint.finding import Edit, Fix, Span
from fastapi_lint.model.file import syntax as s
from fastapi_lint.model.inputs.defaults import MARKING, Default, is_empty
from fastapi_lint.model.inputs.injection import marker_of
from fastapi_lint.model.meaning.values import External
from fastapi_lint.source.imports import is_bound, name_in_scope

if TYPE_CHECKING:
    from fastapi_lint.context import Context
    from fastapi_lint.model.domain import Class, Field, Function

DEFAULT_FACTORY = "0.100"
"""The first FastAPI whose ``Query(…)`` and the like take ``default_factory=``."""

_EMPTY = {"list": "list", "dict": "dict", "set": "set"}
_SCALARS = frozenset(
    {
        "builtins.str",
        "builtins.int",
        "builtins.float",
        "uuid.UUID",
        "datetime.datetime",
        "datetime.date",
        "datetime.time",
    }
)


def factory_of(default: Default, ctx: Context, cls: Class | None = None) -> str:
    """What to write behind ``default_factory=``; empty where it would not mean the same as the default.

    ``cls`` is the class whose body the default stands in: a lambda does not see the names that it binds.
    """
    expr = default.expr
    if default.mutable in _EMPTY and is_empty(expr):
        return _EMPTY[default.mutable] if _is_builtin(default, default.mutable) else ""
    if isinstance(expr, s.Call) and not expr.args and not expr.keywords and s.dotted(expr.func):
        return ctx.text(expr.func)
    names = {node.id for node in s.walk(expr) if isinstance(node, s.Name)}
    if any(isinstance(node, (s.Await, s.Yield, s.Assigned)) for node in s.walk(expr)):
        return ""
    if cls is not None and any(name in cls.attributes and name not in cls.module.names for name in names):
        return ""
    return f"lambda: {ctx.text(expr)}"


def _is_builtin(default: Default, name: str) -> bool:
    value = default.scope.lookup(name)
    return getattr(value, "name", "") == f"builtins.{name}"


def column_callable(default: Default, cls: Class, ctx: Context) -> Fix | None:
    """Give a column the function that computes its default; dataclasses of the ORM take a value there."""
    factory = factory_of(default, ctx, cls)
    if not factory or cls.is_a("sqlalchemy.orm.MappedAsDataclass"):
        return None
    return ctx.fix("compute the default for every row", ctx.replace(default.expr, factory))


def use_factory(default: Default, factory: str, ctx: Context, imported: Import | None = None) -> Edit:
    """Write ``default_factory=factory`` in the call around the default, or in a new call of ``imported``."""
    text = f"default_factory={factory}"
    if default.keyword is not None:
        return ctx.replace(default.keyword, text)
    if default.wrapper is not None:
        return ctx.replace(default.expr, text)
    assert imported is not None
    return ctx.replace(default.expr, f"{imported.name}({text})")


def field_factory(field: Field, default: Default, ctx: Context) -> Fix | None:
    """Give a field a ``default_factory``."""
    factory = factory_of(default, ctx, field.schema.cls)
    if not factory:
        return None
    imported = None if default.wrapper is not None else _field_function(field, ctx)
    edit = use_factory(default, factory, ctx, imported)
    imports = [imported] if imported is not None else []
    return ctx.fix(f"make a new default for every `{field.schema.cls.name}`", edit, imports=imports)


def _field_function(field: Field, ctx: Context) -> Import:
    """``Field`` of the library that reads the class, ``field`` of dataclasses, or ``PrivateAttr``."""
    schema = field.schema
    if schema.kind == "dataclass":
        return spelled("dataclasses", "field", ctx)
    if field.name.startswith("_"):
        return spelled("pydantic", "PrivateAttr", ctx)
    if schema.kind in ("sqlmodel", "table"):
        return spelled("sqlmodel", "Field", ctx)
    return spelled("pydantic.v1" if schema.cls.is_a("pydantic.v1.BaseModel") else "pydantic", "Field", ctx)


def spelled(module: str, name: str, ctx: Context) -> Import:
    """``name``, or ``module.name`` in a file where the bare name is already something else."""
    bindings = ctx.project.modules[ctx.path].bindings
    if name_in_scope(bindings, module, name) is None and is_bound(bindings, name):
        whole = ctx.import_(module)
        return Import(f"{whole.name}.{name}", whole.requests)
    return ctx.import_(module, name)


# --- plain functions -----------------------------------------------------------------------------


def none_and_guard(function: Function, param: s.Param, ctx: Context) -> Fix | None:
    """``= None``, an annotation that allows it, and ``if x is None: x = …`` behind the docstring."""
    default = param.default
    place = _first_statement(function)
    if default is None or place is None:
        return None
    offset, indent = place
    newline = ctx.source.newline
    guard = (
        f"{indent}if {param.name} is None:{newline}{indent}    {param.name} = {ctx.text(default)}{newline}"
    )
    edits = [ctx.replace(default, "None"), ctx.insert(offset, guard, function.path)]
    imports: list[Import] = []
    if param.annotation is not None:
        optional = _optional(param.annotation, ctx, imports)
        if optional is None:
            return None
        if optional:
            edits.append(ctx.replace(param.annotation, optional))
    return ctx.fix(f"make a new `{param.name}` in each call", *edits, imports=imports)


def _optional(annotation: s.Expr, ctx: Context, imports: list[Import]) -> str | None:
    """The annotation with ``None`` allowed: empty when it is already, None when there is no telling."""
    text = ctx.text(annotation)
    names = {
        node.attr if isinstance(node, s.Attribute) else getattr(node, "id", "") for node in s.walk(annotation)
    }
    if isinstance(annotation, s.Constant) or "Annotated" in names:
        return None
    is_none = any(isinstance(node, s.Constant) and node.kind == "NoneType" for node in s.walk(annotation))
    if is_none or names & {"Optional", "Any"}:
        return "" if _admits_none(annotation) else None
    spelling, needed = or_none(text, ctx)
    imports += needed
    return spelling


def or_none(annotation: str, ctx: Context) -> tuple[str, list[Import]]:
    """The annotation with ``None`` allowed, as the oldest Python of the project understands it, and its imports."""
    if ctx.targets.python.at_least("3.10"):
        return f"{annotation} | None", []
    optional = ctx.import_("typing", "Optional")
    return f"{optional.name}[{annotation}]", [optional]


def _admits_none(annotation: s.Expr) -> bool:
    """Whether ``None`` is allowed at the top of the annotation, not somewhere inside."""
    if isinstance(annotation, s.Binary):
        return _admits_none(annotation.left) or _admits_none(annotation.right)
    if isinstance(annotation, s.Subscript):
        return s.dotted(annotation.value).rpartition(".")[2] == "Optional"
    if isinstance(annotation, s.Constant):
        return annotation.kind == "NoneType"
    return s.dotted(annotation).rpartition(".")[2] == "Any"


def _first_statement(function: Function) -> tuple[int, str] | None:
    """Where a statement can go behind the docstring: the offset of the line, and its indentation."""
    body = function.body[1:] if function.syntax.docstring else function.body
    if not body or isinstance(body[0], (s.FunctionDef, s.ClassDef)):
        return None
    source = function.module.source
    row, column = source.position(body[0].start)
    start = source.line_start(row)
    indent = source.text[start : body[0].start]
    first_row, _ = source.position(function.signature_end)
    return (start, indent) if not indent.strip() and row > first_row and column > 1 else None


# --- parameters that FastAPI fills ---------------------------------------------------------------


def request_factory(function: Function, param: s.Param, default: Default, ctx: Context) -> Fix | None:
    """``default_factory=`` in ``Query(…)``: where it stands, in ``Annotated``, or around a plain scalar."""
    factory = factory_of(default, ctx)
    if not factory or not ctx.targets.fastapi.at_least(DEFAULT_FACTORY):
        return None
    imports: list[Import] = []
    if default.wrapper is not None:
        edits = [use_factory(default, factory, ctx)]
    elif marker_of(function, param) is not None:
        edits = _in_annotated(function, param, factory, ctx)
    elif _is_scalar(function, param):
        imports.append(spelled("fastapi", "Query", ctx))
        edits = [use_factory(default, factory, ctx, imports[0])]
    else:
        return None
    return ctx.fix(f"compute `{param.name}` for each request", *edits, imports=imports) if edits else None


def _in_annotated(function: Function, param: s.Param, factory: str, ctx: Context) -> list[Edit]:
    """Move the default into ``Annotated``; nothing where a parameter before it has a default."""
    marker, annotation, default = marker_of(function, param), param.annotation, param.default
    if marker is None or annotation is None or default is None or marker.module is not function.module:
        return []
    call = marker.call
    if not annotation.start <= call.start < annotation.end or marker.name not in MARKING or call.is_open:
        return []
    before = function.syntax.params[: function.syntax.params.index(param)]
    if param.kind != "keyword" and any(p.default is not None for p in before):
        return []
    given = [*call.args, *call.keywords]
    place = max((item.end for item in given), default=call.end - 1)
    text = f", default_factory={factory}" if given else f"default_factory={factory}"
    return [
        ctx.insert(place, text, function.path),
        Edit(function.path, Span(annotation.end, default.end), ""),
    ]


def _is_scalar(function: Function, param: s.Param) -> bool:
    if not isinstance(param.annotation, (s.Name, s.Attribute)):
        return False
    value = function.project.types.resolve(param.annotation, function.project.scope_of(function))
    return isinstance(value, External) and value.name in _SCALARS
