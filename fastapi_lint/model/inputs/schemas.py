"""Schemas: the classes that Pydantic, SQLModel or ``dataclasses`` read, with their fields."""

from __future__ import annotations

from typing import NamedTuple

from fastapi_lint.model.domain import Class, Field, Function, Schema
from fastapi_lint.model.file import syntax as s
from fastapi_lint.model.meaning.values import External

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
_MODELS = PYDANTIC | SETTINGS | SQLMODEL
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
_VALIDATORS = frozenset({"pydantic.field_validator", "pydantic.validator", "pydantic.v1.validator"})
_MODEL_VALIDATORS = frozenset(
    {"pydantic.model_validator", "pydantic.root_validator", "pydantic.v1.root_validator"}
)
DATACLASSES = frozenset({"dataclasses.dataclass", "pydantic.dataclasses.dataclass"})


def kind_of(cls: Class) -> str:
    """The kind of schema that a class is, or the empty string."""
    if not cls.is_a(*_MODELS):
        return "dataclass" if is_dataclass(cls) else ""
    if cls.is_a(*SETTINGS):
        return "settings"
    if cls.is_a(*SQLMODEL):
        return "table" if _is_table(cls) else "sqlmodel"
    return "pydantic"


def is_orm(cls: Class) -> bool:
    """Whether objects of the class are rows of a database."""
    return cls.is_a(*ORM_BASES) or (cls.is_a(*SQLMODEL) and _is_table(cls))


def schema_of(cls: Class) -> Schema | None:
    """The schema that a class declares; its fields are those of its own body."""
    known = cls.schema
    if known is None or known[0] is not cls.bases:
        known = (cls.bases, _schema(cls))
        if cls.project.is_bound:
            cls.schema = known
    return known[1]


def _schema(cls: Class) -> Schema | None:
    kind = kind_of(cls)
    if not kind:
        return None
    schema = Schema(cls, kind, ())
    schema.fields = tuple(
        Field(schema, statement.targets[0].id, statement.annotation, statement.value, statement)
        for statement in cls.syntax.body
        if isinstance(statement, s.Assign)
        and statement.annotation is not None
        and isinstance(statement.targets[0], s.Name)
        if not _is_class_variable(cls, statement.annotation) and not _is_relationship(cls, statement.value)
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
    return bool(kind_of(cls)) and not any(
        isinstance(node, s.Constant) and node.value == "allow" for node in keeps
    )


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


def is_excluded(field: Field) -> bool:
    """Whether no dump of the model has the field: ``Field(exclude=True)``."""
    return any(
        isinstance(node, s.Keyword)
        and node.name == "exclude"
        and isinstance(node.value, s.Constant)
        and node.value.value is True
        for expr in (field.annotation, field.default)
        if expr is not None
        for node in s.walk(expr)
    )


class Validator(NamedTuple):
    """A method that Pydantic calls to validate: ``mode`` is ``after``, ``before``, ``plain`` or ``wrap``."""

    decorator: s.Expr
    name: str
    """The decorator's canonical name."""
    mode: str
    fields: tuple[str, ...]
    value: str
    """The parameter that holds what is validated; empty where the source does not show it."""

    @property
    def is_model(self) -> bool:
        """Whether it gets the whole model, or all its data."""
        return self.name in _MODEL_VALIDATORS


def validator_of(function: Function) -> Validator | None:
    """What a function validates; None for other functions."""
    if not function.syntax.decorators or not isinstance(function.parent, Class):
        return None
    lookup = function.project.types.lookup_in(function.module)
    for decorator in function.syntax.decorators:
        written = decorator.func if isinstance(decorator, s.Call) else decorator
        named = function.project.types.resolve(written, lookup)
        if isinstance(named, External) and named.name in _VALIDATORS | _MODEL_VALIDATORS:
            return _read_validator(decorator, named.name, function)
    return None


def _read_validator(decorator: s.Expr, name: str, function: Function) -> Validator:
    call = decorator if isinstance(decorator, s.Call) else None
    given = call.keyword("mode") if call else None
    pre = call.keyword("pre") if call else None
    mode = str(given.value) if isinstance(given, s.Constant) else "after"
    if isinstance(pre, s.Constant) and pre.value:
        mode = "before"
    fields = tuple(
        arg.value
        for arg in (call.args if call else ())
        if isinstance(arg, s.Constant) and isinstance(arg.value, str)
    )
    params = function.syntax.params
    takes_self = bool(params) and name.endswith(".model_validator") and mode == "after"
    has_receiver = bool(params) and params[0].name in ("cls", "self", "_cls", "_")
    index = 0 if takes_self or not has_receiver else 1
    value = params[index].name if len(params) > index else ""
    return Validator(decorator, name, mode, fields, value)


def may_be_none(validator: Validator, function: Function) -> bool:
    """Whether one of the fields that a validator is for may be None, or is not known."""
    from fastapi_lint.model.inputs.terms import excludes_none

    cls = function.parent
    known = fields_of(cls) if isinstance(cls, Class) else {}
    for name in validator.fields:
        field = known.get(name)
        if field is None or field.annotation is None:
            return True
        module = field.schema.module
        term = module.project.terms.of(field.annotation, module, module.project.types.lookup_in(module))
        if not excludes_none(term) or (
            isinstance(field.default, s.Constant) and field.default.kind == "NoneType"
        ):
            return True
    return not validator.fields


def _is_table(cls: Class) -> bool:
    return any(
        keyword.name == "table" and isinstance(keyword.value, s.Constant) and keyword.value.value is True
        for keyword in cls.syntax.keywords
    )


def is_dataclass(cls: Class) -> bool:
    lookup = cls.project.types.lookup_in(cls.module)
    for decorator in cls.syntax.decorators:
        expr = decorator.func if isinstance(decorator, s.Call) else decorator
        value = cls.project.types.resolve(expr, lookup)
        if isinstance(value, External) and value.name in DATACLASSES:
            return True
    return False


def _is_relationship(cls: Class, value: s.Expr | None) -> bool:
    """Whether it leads to rows of another table: SQLModel makes no field of it."""
    if type(value) is not s.Call or s.dotted(value.func).rpartition(".")[2] != "Relationship":
        return False
    return cls.project.types.resolve(value.func, cls.module.lookup) == External("sqlmodel.Relationship")


def _is_class_variable(cls: Class, annotation: s.Expr) -> bool:
    expr = annotation.value if type(annotation) is s.Subscript else annotation
    if type(expr) is s.Constant:
        return isinstance(expr.value, str) and "ClassVar" in expr.value
    return s.dotted(expr).rpartition(".")[2] == "ClassVar"
