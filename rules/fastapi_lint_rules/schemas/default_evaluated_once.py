"""A default that is computed once, at import, where a new one is meant for each use.

`created_at: datetime = datetime.now()` reads like "now" and means "when the server was started": the call
runs when Python creates the class or the function, and every object, row or request without a value gets that
same time, id or token. Tests pass, since they run within a second; in production all orders of a week carry
one timestamp, and a `uuid4()` that should be unique collides on the second insert.

Looked at are the fields of models and dataclasses, `Field(…)`, `PrivateAttr(…)` and columns (`default=`,
`onupdate=`), and the parameters of functions with `Query(…)` and the like; the clocks, random numbers and
identifiers of the standard library and a few others, also through a function of the project that just returns
one. A constant of the module (`STARTED = datetime.now()`) says that it is one, and so does a field called
`server_startup_time`; `BaseSettings` are read once
by design, a command of Typer or Click runs once, `ClassVar` is no field: left alone. Dataclasses and plain
functions, which may well be used once, are `warning`.

The fix hands over the function instead of its result: `default_factory` in models, dataclasses and
`Query(…)`, the callable in columns, `None` and a guard in plain functions. It is unsafe: values change, which
is the point, and OpenAPI no longer shows the time of the import as a default.

Bad:

    from datetime import datetime, timezone
    from uuid import UUID, uuid4

    from pydantic import BaseModel, Field

    class Order(BaseModel):
        id: UUID = uuid4()
                   ^^^^^^^ `uuid4()` runs once, when the class is created: every `Order` without `id` gets that same value
        created_at: datetime = Field(default=datetime.now(timezone.utc))
                                             ^^^^^^^^^^^^^^^^^^^^^^^^^^ `datetime.now()` runs once, when the class is created: every `Order` without `created_at` gets that same value

Good:

    from datetime import datetime, timezone
    from uuid import UUID, uuid4

    from pydantic import BaseModel, Field

    class Order(BaseModel):
        id: UUID = Field(default_factory=uuid4)
        created_at: datetime = Field(default_factory=lambda: datetime.now(timezone.utc))
"""

import re
from collections.abc import Iterator

from fastapi_lint import Class, Context, Finding, Findings, Fix, Function, Rule, Schema, Severity
from fastapi_lint.defaults import column_callable, field_factory, none_and_guard, request_factory
from fastapi_lint.model.domain import Role
from fastapi_lint.model.inputs.defaults import (
    Default,
    column_defaults,
    field_default,
    is_command,
    parameter_default,
)

rule = Rule(__name__, "FAPI603", Severity.ERROR, since="0.1")

_ONCE = re.compile(r"start_?up|boot_?time|launch")
_BY_FASTAPI = frozenset({Role.ENDPOINT, Role.DEPENDENCY, Role.WEBSOCKET})


@rule.on(Schema)
def check_fields(schema: Schema, ctx: Context) -> Findings:
    if schema.kind == "settings":
        return
    for field in schema.fields:
        default = field_default(field)
        if default is not None and default.volatile is not None and not _ONCE.search(field.name):
            told = f"when the class is created: every `{schema.cls.name}` without `{field.name}`"
            grade = Severity.WARNING if schema.kind == "dataclass" else Severity.ERROR
            yield from _report(default, told, grade, field_factory(field, default, ctx), ctx)


@rule.on(Class)
def check_columns(cls: Class, ctx: Context) -> Findings:
    for name, default in column_defaults(cls):
        if default.volatile is not None:
            told = f"when the class is created: every row of `{cls.name}` without `{name}`"
            yield from _report(default, told, Severity.ERROR, column_callable(default, cls, ctx), ctx)


@rule.on(Function)
def check_parameters(function: Function, ctx: Context) -> Findings:
    for param in function.syntax.params:
        default = parameter_default(function, param)
        if default is None or default.volatile is None or is_command(function):
            continue
        is_served = bool(function.roles & _BY_FASTAPI)
        use = "request" if is_served else "call"
        told = f"when `{function.name}` is defined: every {use} without `{param.name}`"
        if is_served:
            yield from _report(
                default, told, Severity.ERROR, request_factory(function, param, default, ctx), ctx
            )
        elif default.wrapper is None:
            yield from _report(default, told, Severity.WARNING, none_and_guard(function, param, ctx), ctx)


def _report(
    default: Default, told: str, severity: Severity, fix: Fix | None, ctx: Context
) -> Iterator[Finding]:
    call = default.volatile
    name = ctx.text(call.func) if call is not None else ""
    yield ctx.finding(
        default.expr,
        f"`{name}()` runs once, {told} gets that same value",
        help="pass the function, and let it be called for each use",
        severity=severity,
        fix=fix,
    )
