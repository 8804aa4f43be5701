"""A model is configured by an inner `class Config`, as it was in Pydantic 1.

Pydantic 2 still reads the class, with a deprecation warning, but not what has another name now: `orm_mode`,
`allow_population_by_field_name`, `schema_extra` and their like only cause a `UserWarning` and are ignored. The
model then refuses database objects, or aliases, that it accepted before.

Inner classes of that name in other classes, models of `pydantic.v1` and projects that may run on Pydantic 1 are
left alone. `model_config` beside a `class Config` raises PydanticUserError, and is an error.

The fix writes `model_config = ConfigDict(…)`, or `SettingsConfigDict` for settings. It is safe where every key
means the same in both versions, and unsafe where an ignored one comes to life under its new name. There is none
for keys that are gone (`fields`, `getter_dict`, `smart_union`), for a `Config` with base classes or methods, and
where comments would be lost.

Bad:

    from pydantic import BaseModel

    class Item(BaseModel):
        name: str

        class Config:
              ^^^^^^ `class Config` is deprecated, and Pydantic 2 ignores its `orm_mode`: it is called `from_attributes` now
            orm_mode = True
            extra = "forbid"

Good:

    from pydantic import BaseModel, ConfigDict

    class Item(BaseModel):
        name: str

        model_config = ConfigDict(from_attributes=True, extra="forbid")
"""

from fastapi_lint import Applicability, Context, Findings, Fix, Rule, Schema, Severity, Span
from fastapi_lint.model.file import syntax as s
from fastapi_lint.model.knowledge.pydantic import CONFIG, CONFIG_GONE, CONFIG_KEPT

rule = Rule(__name__, "FAPI608", Severity.WARNING, since="0.1")


@rule.on(Schema)
def check(schema: Schema, ctx: Context) -> Findings:
    is_old = schema.cls.is_a("pydantic.v1.BaseModel", "pydantic.v1.BaseSettings")
    if schema.kind == "dataclass" or is_old or not ctx.targets.pydantic.at_least("2"):
        return
    inner = [
        item for item in schema.cls.syntax.body if isinstance(item, s.ClassDef) and item.name == "Config"
    ]
    for config in inner[-1:]:
        message = "`class Config` is deprecated since Pydantic 2: it warns when the model is created"
        for name in [name for name in _keys(config) if name in CONFIG or name in CONFIG_GONE][:1]:
            now = (
                f"it is called `{CONFIG[name]}` now"
                if name in CONFIG
                else "there is no such setting any more"
            )
            message = f"`class Config` is deprecated, and Pydantic 2 ignores its `{name}`: {now}"
        clashes = "model_config" in schema.cls.attributes
        if clashes:
            message = "`class Config` stands beside `model_config`: this raises PydanticUserError"
        yield ctx.finding(
            Span(config.name_start, config.name_start + len(config.name)),
            message,
            help="use `model_config = ConfigDict(…)`",
            severity=Severity.ERROR if clashes else None,
            fix=None if clashes else _fix(config, schema, ctx),
        )


def _keys(config: s.ClassDef) -> dict[str, s.Expr]:
    """What the class sets, by name."""
    return {
        target.id: statement.value
        for statement in config.body
        if isinstance(statement, s.Assign) and statement.value is not None
        for target in statement.targets
        if isinstance(target, s.Name)
    }


def _fix(config: s.ClassDef, schema: Schema, ctx: Context) -> Fix | None:
    keys, source = _keys(config), ctx.source
    is_plain = (
        len(keys) == len(config.body) and not config.bases and not config.decorators and not config.keywords
    )
    if not keys or not is_plain or "#" in ctx.text(config) or not keys.keys() <= CONFIG.keys() | CONFIG_KEPT:
        return None
    names = {node.id for value in keys.values() for node in s.walk(value) if isinstance(node, s.Name)}
    if any(
        name in keys or (name in schema.cls.attributes and name not in schema.module.names) for name in names
    ):
        return None
    home, kind = (
        ("pydantic_settings", "SettingsConfigDict")
        if schema.kind == "settings"
        else ("pydantic", "ConfigDict")
    )
    made = ctx.import_(home, kind)
    given = [f"{CONFIG.get(name, name)}={ctx.text(value)}" for name, value in keys.items()]
    text = f"model_config = {made.name}({', '.join(given)})"
    row, column = source.position(config.start)
    if column + len(text) > 110:
        indent = source.line_text(row)[: column - 1]
        lines = "".join(f"{indent}    {item},{source.newline}" for item in given)
        text = f"model_config = {made.name}({source.newline}{lines}{indent})"
    safe = not any(name in CONFIG for name in keys)
    return ctx.fix(
        f"use `model_config = {kind}(…)`",
        ctx.replace(config, text),
        applicability=Applicability.SAFE if safe else Applicability.UNSAFE,
        imports=[made],
    )
