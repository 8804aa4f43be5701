"""A field or a parameter is `None` by default, and its type says that it never is.

Pydantic does not validate defaults, so `name: str = None` is accepted (also by version 2, whatever is said
of it) and means two things at once. The object holds None where every type checker promises a string. A
client that sends back what it got, `{"name": null}`, gets 422; an endpoint that returns such an object as a
dictionary fails with 500; and OpenAPI tells generated clients that null never occurs.

Reported are fields of models and the parameters that FastAPI reads from requests, plain, in `Field(None)` or
`Query(None)`, and in `Annotated`. The type must provably exclude None: `Optional`, `| None`, `Any`, `object`,
type variables and aliases that cannot be followed are left alone. So are fields that a validator of their
class names, which may replace the None; tables, whose key is None until it is stored; settings, dataclasses,
private attributes and `exclude=True`; and what FastAPI injects itself, such as the request or a dependency.

The fix writes `X | None`, or `Optional[X]` where Python may be older than 3.10. It is unsafe for what it is
meant to do: null is accepted from then on, and OpenAPI says so.

Bad:

    from fastapi import FastAPI
    from pydantic import BaseModel

    app = FastAPI()

    class Item(BaseModel):
        name: str
        note: str = None
              ^^^ `note` is None by default, but `str` excludes that: an explicit null is refused, and OpenAPI does not show it

    @app.get("/items")
    async def read_items(limit: int = None) -> list[Item]:
                                ^^^ `limit` is None without a value, but `int` excludes that: no type checker warns where that is forgotten
        return []

Good:

    from fastapi import FastAPI
    from pydantic import BaseModel

    app = FastAPI()

    class Item(BaseModel):
        name: str
        note: str | None = None

    @app.get("/items")
    async def read_items(limit: int | None = None) -> list[Item]:
        return []
"""

from fastapi_lint import Context, Findings, Fix, Function, Parameter, Rule, Schema, Severity, Span
from fastapi_lint.defaults import or_none
from fastapi_lint.model.domain import Field, In, Module
from fastapi_lint.model.file import syntax as s
from fastapi_lint.model.inputs.defaults import around, field_default
from fastapi_lint.model.inputs.schemas import is_excluded, validated_names
from fastapi_lint.model.inputs.terms import excludes_none

rule = Rule(__name__, "FAPI607", Severity.WARNING, since="0.1")

_HELP = "say that it may be None, or leave the default out"
_READ = frozenset({In.QUERY, In.HEADER, In.COOKIE, In.BODY, In.FORM, In.FILE})


@rule.on(Schema)
def check_fields(schema: Schema, ctx: Context) -> Findings:
    if schema.kind not in ("pydantic", "sqlmodel"):
        return
    fields = [field for field in schema.fields if _is_none(field)]
    checked = validated_names(schema.cls) if fields else set()
    for field in fields:
        is_checked = field.name.startswith("_") or not checked.isdisjoint({field.name, "*"})
        if is_checked or is_excluded(field):
            continue
        lookup = around(schema.cls).lookup
        if field.annotation is None or not excludes_none(
            ctx.project.terms.of(field.annotation, schema.module, lookup)
        ):
            continue
        annotation = ctx.project.types.annotated(field.annotation, schema.module, lookup)
        names = {node.id for node in s.walk(field.annotation) if isinstance(node, s.Name)}
        is_shadowed = field.name in names  # `date: date | None = None` is `None | None` at run time
        yield ctx.finding(
            field.annotation,
            f"`{field.name}` is None by default, but `{ctx.text(field.annotation)}` excludes that: "
            "an explicit null is refused, and OpenAPI does not show it",
            help=_HELP,
            fix=None if is_shadowed else _fix(field.annotation, annotation.type, annotation.module, ctx),
        )


@rule.on(Parameter)
def check_parameters(parameter: Parameter, ctx: Context) -> Findings:
    default, written = parameter.default, parameter.annotation
    if not isinstance(parameter.owner, Function) or parameter.location not in _READ or written is None:
        return
    if not isinstance(default, s.Constant) or default.kind != "NoneType" or not excludes_none(parameter.term):
        return
    harm = "no type checker warns where that is forgotten"
    if parameter.location is In.BODY:
        harm = "an explicit null is refused, and OpenAPI does not show it"
    yield ctx.finding(
        written,
        f"`{parameter.name}` is None without a value, but `{ctx.text(written)}` excludes that: {harm}",
        help=_HELP,
        fix=_fix(written, parameter.type, parameter.home, ctx),
    )


def _is_none(field: Field) -> bool:
    default = field_default(field)
    return default is not None and isinstance(default.expr, s.Constant) and default.expr.kind == "NoneType"


def _fix(written: s.Expr, plain: s.Expr | None, home: Module | None, ctx: Context) -> Fix | None:
    """Allow None in the plain type, inside of an ``Annotated``; not in an alias that others use as well."""
    if plain is None or home is None or home.path != ctx.path or isinstance(written, s.Constant):
        return None
    if not written.start <= plain.start < plain.end <= written.end:
        return None
    if any(isinstance(node, s.Constant) and isinstance(node.value, str) for node in s.walk(plain)):
        return None
    text, imports = or_none(ctx.text(plain), ctx)
    edit = ctx.replace(Span(plain.start, plain.end), text)
    return ctx.fix(f"allow None: `{text}`", edit, imports=imports)
