"""A method or attribute of Pydantic 1 is used on a model: `.dict()`, `.parse_obj()`, `.__fields__` and so on.

Pydantic 2 keeps them with a deprecation warning for each call, and Pydantic 3 removes them. Some are broken
already: `json(indent=2)` and other arguments for `json.dumps` raise TypeError, and so do
`update_forward_refs(X=…)`, `dict(skip_defaults=…)`, and `from_orm` on a class without `from_attributes`.

The receiver decides, not the name: it must be proved to be a model by an annotation, a constructor, a loop
over typed models or a function that returns one, also in other files. So `response.json()`, `{}.copy()` and
data frames are left alone, and with them classes that define such a method (or a field `json`) themselves,
models of `pydantic.v1`, projects that may run on Pydantic 1, and a `try` or an `if` that knows both names.

The fix renames it. It is safe where the new one takes the same arguments and does the same, which the
old one proves by calling it. It is unsafe for `parse_raw` (JSON mode is stricter in places), `from_orm` and
`update_forward_refs`, and where a subclass overrides the old method. There is none for arguments that the new
method does not have.

Bad:

    from fastapi import FastAPI
    from pydantic import BaseModel

    class Item(BaseModel):
        name: str

    app = FastAPI()

    @app.post("/items")
    async def create_item(item: Item) -> dict[str, str]:
        copy = Item.parse_obj(item.dict(exclude_unset=True))
               ^^^^^^^^^^^^^^ `Item.parse_obj` is deprecated since Pydantic 2: it warns on every call
                              ^^^^^^^^^ `Item.dict` is deprecated since Pydantic 2: it warns on every call
        return {"name": copy.name}

Good:

    from fastapi import FastAPI
    from pydantic import BaseModel

    class Item(BaseModel):
        name: str

    app = FastAPI()

    @app.post("/items")
    async def create_item(item: Item) -> dict[str, str]:
        copy = Item.model_validate(item.model_dump(exclude_unset=True))
        return {"name": copy.name}
"""

from fastapi_lint import (
    Applicability,
    Class,
    Context,
    Findings,
    Fix,
    Function,
    Module,
    ProjectCall,
    Rule,
    Severity,
    Span,
)
from fastapi_lint.model.fallbacks import is_asked, is_fallback
from fastapi_lint.model.file.syntax import Attribute, walk
from fastapi_lint.model.following.flow import value_in
from fastapi_lint.model.following.interpret import Interpreter
from fastapi_lint.model.knowledge.pydantic import BASES, CLOSED, METHODS, UNSAFE
from fastapi_lint.model.meaning.values import External, Instance, Value

rule = Rule(__name__, "FAPI606", Severity.WARNING, since="0.1")

_ATTRIBUTES = {"__fields__": "model_fields", "__fields_set__": "model_fields_set"}


@rule.on(ProjectCall, to={f"{base}.{name}" for base in BASES for name in METHODS})
def check(call: ProjectCall, ctx: Context) -> Findings:
    func, model = call.call.func, _model(call)
    if not isinstance(func, Attribute) or model is None or not ctx.targets.pydantic.at_least("2"):
        return
    place, new = Span(func.start, func.end), METHODS[func.attr][0]
    if is_fallback(ctx.source, place, new) or is_asked(ctx.source, place, func.attr):
        return
    refused = _refused(call, func.attr)
    consequence = f"with `{refused}=` it raises TypeError" if refused else "it warns on every call"
    name = model.name if isinstance(model, Class) else model.rpartition(".")[2]
    yield ctx.finding(
        place,
        f"`{name}.{func.attr}` is deprecated since Pydantic 2: {consequence}",
        help=f"use `{new}`",
        severity=Severity.ERROR if refused else None,
        fix=_fix(call, func, model, ctx),
    )


def _model(call: ProjectCall) -> Class | str | None:
    """The class whose method it is; None where an unknown base may define it as well."""
    callee = call.site.callee
    receiver = callee.receiver if isinstance(callee, External) else None
    cls = receiver.of if isinstance(receiver, Instance) else receiver
    if not isinstance(cls, Class):
        return call.callee.rpartition(".")[0]
    owners = (cls, *(base for base in cls.ancestors if isinstance(base, Class)))
    return None if any(base is None for owner in owners for base in owner.bases) else cls


def _refused(call: ProjectCall, name: str) -> str:
    """The first argument that the old method does not take any more."""
    accepted = METHODS[name][1] or ()
    given = (keyword.name for keyword in call.call.keywords if keyword.name)
    return next((item for item in given if item not in accepted), "") if name in CLOSED else ""


def _fix(call: ProjectCall, func: Attribute, model: Class | str, ctx: Context) -> Fix | None:
    new, accepted = METHODS[func.attr]
    if not new.isidentifier() or call.call.is_open:
        return None
    if accepted is not None and any(keyword.name not in accepted for keyword in call.call.keywords):
        return None
    related = {
        model,
        *ctx.project.subclasses.get(model, ()),
        *(model.ancestors if isinstance(model, Class) else ()),
    }
    is_special = any(
        isinstance(cls, Class)
        and (func.attr in cls.methods or new in cls.methods or "serialize_by_alias" in cls.module.source.text)
        for cls in related
    )
    safe = func.attr not in UNSAFE and not is_special
    return ctx.fix(
        f"call `{new}`",
        ctx.replace(Span(func.end - len(func.attr), func.end), new),
        applicability=Applicability.SAFE if safe else Applicability.UNSAFE,
    )


@rule.on(Function, containing="__fields_")
def check_attributes(function: Function, ctx: Context) -> Findings:
    if not function.has("__fields_"):
        return
    for node in (node for statement in function.body for node in walk(statement)):
        if isinstance(node, Attribute) and node.attr in _ATTRIBUTES:
            yield from _judge(node, value_in(function, node.value), ctx)


@rule.on(Module, containing="__fields_")
def check_module(module: Module, ctx: Context) -> Findings:
    """What runs at import: statements, class bodies, decorators and defaults."""
    look = ctx.project.types.lookup_in(module)
    for node in (node for statement in module.facts.body for node in walk(statement)):
        if isinstance(node, Attribute) and node.attr in _ATTRIBUTES:
            yield from _judge(node, Interpreter(module, {}, look).value(node.value), ctx)


def _judge(node: Attribute, receiver: Value, ctx: Context) -> Findings:
    is_object = isinstance(receiver, Instance)
    model = receiver.of if isinstance(receiver, Instance) else receiver
    place, new = Span(node.start, node.end), _ATTRIBUTES[node.attr]
    if (
        not ctx.targets.pydantic.at_least("2")
        or not (is_object or node.attr == "__fields__")
        or not _is_model(model)
        or is_fallback(ctx.source, place, new)
    ):
        return
    owner = ctx.text(node.value)
    text = f"type({owner}).{new}" if is_object and node.attr == "__fields__" else f"{owner}.{new}"
    yield ctx.finding(
        place,
        f"`{node.attr}` is deprecated since Pydantic 2: it warns on every access",
        help=f"use `{new}`",
        fix=ctx.fix(f"use `{text}`", ctx.replace(place, text), applicability=Applicability.SAFE),
    )


def _is_model(model: object) -> bool:
    if isinstance(model, External):
        return model.name in BASES
    return isinstance(model, Class) and model.is_a(*BASES)
