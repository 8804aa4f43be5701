"""What the constructor of a class takes, where no ``__init__`` says it."""

from __future__ import annotations

from collections.abc import Iterator

from fastapi_lint.model.domain import Class, Function
from fastapi_lint.model.file import syntax as s
from fastapi_lint.model.inputs.schemas import schema_of


def is_signed_anew(cls: Class) -> bool:
    """Whether a decorator of the project's own gives the class another signature: a model that is read as a form."""
    look = cls.project.types.lookup_in(cls.module)
    for decorator in cls.syntax.decorators:
        maker = cls.project.types.resolve(
            decorator.func if isinstance(decorator, s.Call) else decorator, look
        )
        if isinstance(maker, Function):
            text = maker.module.source.text[maker.span.start : maker.span.end]
            if "__signature__" in text:
                return True
    return False


def fields_of(cls: Class) -> Iterator[s.Param]:
    """The fields that a class body declares, as parameters of its constructor."""
    schema = schema_of(cls)
    if schema is not None:
        for field in schema.fields:
            if schema.kind == "dataclass" and _is_not_passed(field.default):
                continue
            yield s.Param(
                field.statement.start,
                field.statement.length,
                field.name,
                "keyword",
                field.annotation,
                field.default,
            )
        return
    for statement in cls.syntax.body:
        if (
            isinstance(statement, s.Assign)
            and statement.annotation is not None
            and isinstance(statement.targets[0], s.Name)
            and not _is_not_passed(statement.value)
        ):
            name = statement.targets[0].id
            yield s.Param(
                statement.start, statement.length, name, "normal", statement.annotation, statement.value
            )


def _is_not_passed(default: s.Expr | None) -> bool:
    """``field(init=False)``: the constructor does not take it."""
    given = default.keyword("init") if isinstance(default, s.Call) else None
    return isinstance(given, s.Constant) and given.value is False
