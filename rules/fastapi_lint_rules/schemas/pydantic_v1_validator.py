"""`@validator` or `@root_validator` of Pydantic 1 is used.

Pydantic 2 keeps both with a deprecation warning, and version 3 removes them. Part of it is gone already and
raises PydanticUserError when the class is created: the parameters `field` and `config`, and a
`@root_validator` with neither `pre=True` nor `skip_on_failure=True`. These are errors.

`pydantic.v1`, decorators of other libraries that are called so, and projects that may run on Pydantic 1 are
left alone.

The fix writes `@field_validator` and `@classmethod` for a validator that takes the class and the value, with
nothing but field names and `pre=True`, and `@model_validator` for `@root_validator(pre=True)`: there both do the
same, so it is safe. Validators with `always=`, `each_item=` or `values`, and root validators that run after the
fields, mean something else in version 2 and have none.

Bad:

    from pydantic import BaseModel, validator

    class Item(BaseModel):
        name: str

        @validator("name", pre=True)
         ^^^^^^^^^^^^^^^^^^^^^^^^^^^ `@validator` is deprecated since Pydantic 2: it warns when the class is created
        def strip(cls, value: str) -> str:
            return value.strip()

Good:

    from pydantic import BaseModel, field_validator

    class Item(BaseModel):
        name: str

        @field_validator("name", mode="before")
        @classmethod
        def strip(cls, value: str) -> str:
            return value.strip()
"""

import ast

from fastapi_lint import Applicability, Context, Edit, Findings, Fix, Function, Rule, Severity, Span
from fastapi_lint.context import Import
from fastapi_lint.model.file import syntax as s
from fastapi_lint.model.inputs.schemas import Validator, validator_of

rule = Rule(__name__, "FAPI614", Severity.WARNING, since="0.1")

_OLD = {"pydantic.validator": "field_validator", "pydantic.root_validator": "model_validator"}


@rule.on(Function)
def check(function: Function, ctx: Context) -> Findings:
    validator = validator_of(function)
    if validator is None or validator.name not in _OLD or not ctx.targets.pydantic.at_least("2"):
        return
    reason = _raises(validator, function)
    yield ctx.finding(
        validator.decorator,
        f"`@{validator.name.rpartition('.')[2]}` is deprecated since Pydantic 2: "
        + (f"{reason} raises PydanticUserError" if reason else "it warns when the class is created"),
        help=f"use `@{_OLD[validator.name]}`",
        severity=Severity.ERROR if reason else None,
        fix=_fix(function, _OLD[validator.name], ctx),
    )


def _raises(validator: Validator, function: Function) -> str:
    """What Pydantic 2 refuses, if anything."""
    decorator = validator.decorator
    text = function.module.source.text[decorator.start : decorator.end]
    if validator.is_model:
        return (
            ""
            if "pre" in text or "skip_on_failure" in text or "**" in text
            else "without `skip_on_failure=True` it"
        )
    gone = next((param.name for param in function.syntax.params[1:] if param.name in ("field", "config")), "")
    return f"its parameter `{gone}`" if gone else ""


def _plain(function: Function) -> s.Call | None:
    """The ``@validator(…)`` or ``@root_validator(…)`` of a function, where both versions do the same; else None."""
    params, decorators = function.syntax.params, function.syntax.decorators
    found = decorators[0] if len(decorators) == 1 else None
    is_plain = [param.kind for param in params] == ["normal", "normal"] and params[0].name == "cls"
    if not isinstance(found, s.Call) or not isinstance(found.func, s.Name) or not is_plain:
        return None
    given = [(k.name, k.value.value if isinstance(k.value, s.Constant) else None) for k in found.keywords]
    return found if given == [("pre", True)] or (found.args and not given) else None


def _fix(function: Function, wanted: str, ctx: Context) -> Fix | None:
    found, source = _plain(function), ctx.source
    if found is None or not isinstance(found.func, s.Name):
        return None
    new, name = ctx.import_("pydantic", wanted), found.func.id
    row, column = source.position(found.start)
    at = source.line_text(row)[: column - 1]  # the indentation and the `@`
    edits = [Edit(ctx.path, Span(keyword.start, keyword.end), 'mode="before"') for keyword in found.keywords]
    edits.append(ctx.insert(found.end, f"{source.newline}{at}classmethod"))
    uses = sum(node.id == name for node in source.nodes(ast.Name))
    replaced = [call for other in function.module.functions.values() if (call := _plain(other)) is not None]
    imported = [item for item in source.imports if item.name == name]
    is_last = uses == sum(isinstance(call.func, s.Name) and call.func.id == name for call in replaced)
    if is_last and len(imported) == 1 and imported[0].target == f"pydantic.{name}" and new.requests:
        edits.append(ctx.replace(Span(imported[0].span_start, imported[0].span_end), wanted))
        new = Import(wanted, ())
    edits.append(Edit(ctx.path, Span(found.func.start, found.func.end), new.name))
    return ctx.fix(f"use `@{wanted}`", *edits, applicability=Applicability.SAFE, imports=[new])
