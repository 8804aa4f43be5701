"""Schemas: the classes that Pydantic, SQLModel or ``dataclasses`` read, with their fields."""

from __future__ import annotations

from fastapi_lint.model import syntax as s
from fastapi_lint.model.domain import Class, Field, Schema
from fastapi_lint.model.values import External

PYDANTIC = frozenset(
    {
        "pydantic.BaseModel",
        "pydantic.v1.BaseModel",
        "pydantic.generics.GenericModel",
        "pydantic.RootModel",
        "beanie.Document",
    }
)
SETTINGS = frozenset({"pydantic_settings.BaseSettings", "pydantic.v1.BaseSettings"})
SQLMODEL = frozenset({"sqlmodel.SQLModel"})
ORM_BASES = frozenset(
    {
        "sqlalchemy.orm.DeclarativeBase",
        "sqlalchemy.orm.DeclarativeBaseNoMeta",
        "sqlalchemy.orm.MappedAsDataclass",
        "sqlalchemy.orm.declarative_base",
        "beanie.Document",
        "mongoengine.Document",
        "tortoise.models.Model",
        "peewee.Model",
        "django.db.models.Model",
        "ormar.Model",
    }
)
DATACLASSES = frozenset({"dataclasses.dataclass", "pydantic.dataclasses.dataclass"})


def kind_of(cls: Class) -> str:
    """The kind of schema that a class is, or the empty string."""
    if cls.is_a(*SETTINGS):
        return "settings"
    if cls.is_a(*SQLMODEL):
        return "table" if _is_table(cls) else "sqlmodel"
    if cls.is_a(*PYDANTIC):
        return "pydantic"
    return "dataclass" if _is_dataclass(cls) else ""


def is_orm(cls: Class) -> bool:
    """Whether objects of the class are rows of a database."""
    return cls.is_a(*ORM_BASES) or (cls.is_a(*SQLMODEL) and _is_table(cls))


def schema_of(cls: Class) -> Schema | None:
    """The schema that a class declares; its fields are those of its own body."""
    kind = kind_of(cls)
    if not kind:
        return None
    schema = Schema(cls, kind, ())
    schema.fields = tuple(
        Field(schema, statement.targets[0].id, statement.annotation, statement.value, statement)
        for statement in cls.syntax.body
        if isinstance(statement, s.Assign) and statement.annotation is not None and isinstance(statement.targets[0], s.Name)
        if not _is_class_variable(cls, statement.annotation)
    )
    return schema


def fields_of(cls: Class) -> dict[str, Field]:
    """The fields of a schema with those that it inherits, as Pydantic collects them: the nearest class wins."""
    found: dict[str, Field] = {}
    for owner in reversed((cls, *cls.ancestors)):
        schema = schema_of(owner) if isinstance(owner, Class) else None
        for field in schema.fields if schema is not None else ():
            found[field.name] = field
    return found


def is_closed(cls: Class) -> bool:
    """Whether the source shows every field of a model: all bases are known, and extra fields are not kept."""
    owners = [cls, *(base for base in cls.ancestors if isinstance(base, Class))]
    shown = PYDANTIC | SQLMODEL | {"typing.Generic", "abc.ABC", "builtins.object"}
    if any(base is None for owner in owners for base in owner.bases):
        return False
    if any(isinstance(base, str) and base not in shown for base in cls.ancestors):
        return False
    keeps = (node for owner in owners for statement in owner.syntax.body for node in s.walk(statement))
    return bool(kind_of(cls)) and not any(isinstance(node, s.Constant) and node.value == "allow" for node in keeps)


def validated_names(cls: Class) -> set[str]:
    """The fields that validators name, its own and inherited ones; ``*`` where one may mean any field."""
    found: set[str] = set()
    for owner in (cls, *cls.ancestors):
        for method in owner.methods.values() if isinstance(owner, Class) else ():
            for decorator in method.syntax.decorators:
                if isinstance(decorator, s.Call) and s.dotted(decorator.func).endswith("validator"):
                    given = decorator.args if "model" not in s.dotted(decorator.func) else ()
                    found |= {str(arg.value) if isinstance(arg, s.Constant) else "*" for arg in given}
    return found


def _is_table(cls: Class) -> bool:
    return any(
        keyword.name == "table" and isinstance(keyword.value, s.Constant) and keyword.value.value is True
        for keyword in cls.syntax.keywords
    )


def _is_dataclass(cls: Class) -> bool:
    lookup = cls.project.types.lookup_in(cls.module)
    for decorator in cls.syntax.decorators:
        expr = decorator.func if isinstance(decorator, s.Call) else decorator
        value = cls.project.types.resolve(expr, lookup)
        if isinstance(value, External) and value.name in DATACLASSES:
            return True
    return False


def _is_class_variable(cls: Class, annotation: s.Expr) -> bool:
    expr = annotation.value if isinstance(annotation, s.Subscript) else annotation
    if isinstance(expr, s.Constant):
        return isinstance(expr.value, str) and "ClassVar" in expr.value
    return s.dotted(expr).rpartition(".")[2] == "ClassVar"
