"""A field of a model has a list, dict or set as its default.

This is about style, and not the bug that it would be elsewhere: Pydantic copies a default that cannot be
hashed for every instance, deeply, so nothing leaks from one request into the next (tried with nested lists,
dicts, models and containers of `collections`). But the reader has to know that, a dataclass refuses the same
line, an attribute of a plain class does share it, and so does code that is moved out of the model.
`default_factory` says what happens.

Recognised are models of Pydantic, settings and SQLModel, also with base classes from other files. `ClassVar`,
`model_config`, private and unannotated names, tuples and frozensets are no business of this rule, and a
mutable default of a dataclass raises `ValueError` by itself.

The fix is unsafe for what it does to the API's description: behaviour stays the same, but JSON schema has no
`default` for a factory, so `"default": []` disappears from OpenAPI.

Bad:

    from pydantic import BaseModel, Field

    class Item(BaseModel):
        name: str
        tags: list[str] = []
                          ^^ the default of `tags` is one list, which Pydantic copies for each `Item`: elsewhere it would be shared
        sizes: set[str] = Field(default={"s", "m"}, max_length=5)
                                        ^^^^^^^^^^ the default of `sizes` is one set, which Pydantic copies for each `Item`: elsewhere it would be shared

Good:

    from pydantic import BaseModel, Field

    class Item(BaseModel):
        name: str
        tags: list[str] = Field(default_factory=list)
        sizes: set[str] = Field(default_factory=lambda: {"s", "m"}, max_length=5)
"""

from fastapi_lint import Context, Findings, Rule, Schema, Severity
from fastapi_lint.defaults import field_factory
from fastapi_lint.model.inputs.defaults import field_default

rule = Rule(__name__, "FAPI601", Severity.INFO, since="0.1")


@rule.on(Schema)
def check(schema: Schema, ctx: Context) -> Findings:
    if schema.kind == "dataclass":
        return
    for field in schema.fields:
        default = None if field.name.startswith("_") else field_default(field)
        if default is not None and default.mutable:
            yield ctx.finding(
                default.expr,
                f"the default of `{field.name}` is one {default.mutable}, "
                f"which Pydantic copies for each `{schema.cls.name}`: elsewhere it would be shared",
                help="use `Field(default_factory=…)`",
                fix=field_factory(field, default, ctx),
            )
