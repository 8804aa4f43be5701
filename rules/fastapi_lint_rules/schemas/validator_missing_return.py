"""A validator of Pydantic does not return the value on every path.

What a validator returns *is* the value. A function that only checks, and returns nothing, turns the field into
None without any error: the request is accepted, and None is stored. After a `model_validator(mode="after")`
without `return self`, `Model.model_validate(…)` gives None and the endpoint gets None for its body; before
validation (`mode="before"`) every request is refused.

A path that ends in `raise`, or in a call that never returns, needs no value, and so do stubs. `mode="wrap"` and
generators are left alone. Where a field may be None, a path that falls through may mean just that: then only
functions that return no value at all are reported.

The fix adds `return` with the value at the end. It is unsafe: requests are answered otherwise, which is the
point, and the author may have meant another value.

Bad:

    from pydantic import BaseModel, field_validator

    class Order(BaseModel):
        amount: int

        @field_validator("amount")
        @classmethod
        def positive(cls, value: int) -> int:
            ^^^^^^^^ `positive` does not return the value on every path: `amount` silently becomes None
            if value <= 0:
                raise ValueError("must be positive")

Good:

    from pydantic import BaseModel, field_validator

    class Order(BaseModel):
        amount: int

        @field_validator("amount")
        @classmethod
        def positive(cls, value: int) -> int:
            if value <= 0:
                raise ValueError("must be positive")
            return value
"""

from fastapi_lint import Class, Context, Findings, Fix, Function, Location, Rule, Severity
from fastapi_lint.model.file import syntax as s
from fastapi_lint.model.following.flow import falls_through
from fastapi_lint.model.inputs.schemas import Validator, may_be_none, validator_of

rule = Rule(__name__, "FAPI609", Severity.ERROR, since="0.1")


@rule.on(Function)
def check(function: Function, ctx: Context) -> Findings:
    validator = validator_of(function)
    if validator is None or validator.mode == "wrap" or function.is_generator or _is_stub(function):
        return
    if not falls_through(function.body, function):
        return
    is_open = not validator.is_model and may_be_none(validator, function)
    if function.syntax.returns_value and is_open:
        return
    yield ctx.finding(
        Location(function.path, function.name_span),
        f"`{function.name}` does not return the value on every path: {_harm(validator, function)}",
        help="return the value, changed or not, on every path",
        fix=_fix(validator, function, ctx),
    )


def _harm(validator: Validator, function: Function) -> str:
    if not validator.is_model:
        fields = ", ".join(f"`{name}`" for name in validator.fields) or "the field"
        return f"{fields} silently becomes None"
    if validator.mode == "before":
        return "validation gets None instead of the data, and fails"
    owner = function.parent.name if isinstance(function.parent, Class) else "Model"
    return f"`{owner}.model_validate(…)` gives None"


def _is_stub(function: Function) -> bool:
    body = function.body[1:] if function.syntax.docstring else function.body
    return all(
        (isinstance(item, s.Simple) and item.kind == "Pass")
        or (isinstance(item, s.Evaluate) and isinstance(item.value, s.Constant))
        for item in body
    )


def _fix(validator: Validator, function: Function, ctx: Context) -> Fix | None:
    """Add a ``return`` behind the last statement, where that has lines of its own."""
    name, source = validator.value, function.module.source
    first, last = function.body[0], function.body[-1]
    row, column = source.position(first.start)
    indent = source.line_text(row)[: column - 1]
    if not name or indent.strip() or not source.text[: last.end].strip():
        return None
    below = source.line_start(source.position(last.end)[0] + 1)
    newline = "" if source.text[:below].endswith(("\n", "\r")) else source.newline
    edit = ctx.insert(below, f"{newline}{indent}return {name}{source.newline}", function.path)
    return ctx.fix(f"add `return {name}`", edit)
