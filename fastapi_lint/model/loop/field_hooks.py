"""What fields of models and dataclasses name that runs: validators and serialisers in ``Annotated``, factories."""

from __future__ import annotations

from collections.abc import Iterator

from fastapi_lint.model.domain import Class, Field, Role
from fastapi_lint.model.file import syntax as s
from fastapi_lint.model.following.interpret import Interpreter
from fastapi_lint.model.inputs.schemas import schema_of
from fastapi_lint.model.knowledge.pydantic import FIELD_SERIALIZERS, FIELD_VALIDATORS
from fastapi_lint.model.meaning.values import External, Value

_SKIPPING = (s.Lambda, s.Conditional, s.Comprehension)
"""What may leave a call out."""


def field_hooks(cls: Class) -> Iterator[tuple[Value, Role]]:
    """What the fields of a class's own body name, with what it is run for."""
    schema = schema_of(cls)
    for field in schema.fields if schema is not None else ():
        if isinstance(field.default, s.Call):
            factory = field.default.keyword("default_factory")
            if factory is not None:
                yield from ((value, Role.VALIDATOR) for value in _made_by(factory, cls))
        if isinstance(field.annotation, (s.Name, s.Attribute, s.Subscript)):
            yield from _in_annotation(field)


def _made_by(factory: s.Expr, cls: Class) -> Iterator[Value]:
    """What a factory runs: itself, or what a lambda calls in any case."""
    called = [factory]
    if isinstance(factory, s.Lambda):
        parts = [*s.walk(factory.body)]
        is_plain = not any(isinstance(part, _SKIPPING) or _is_either(part) for part in parts)
        called = [part.func for part in parts if isinstance(part, s.Call)] if is_plain else []
    for one in called:
        yield Interpreter(cls.module, {}, cls.module.lookup).value(one)


def _is_either(expr: s.Syntax) -> bool:
    return isinstance(expr, s.Binary) and expr.op in ("And", "Or")


def _in_annotation(field: Field) -> Iterator[tuple[Value, Role]]:
    types = field.schema.module.project.types
    for call, module in types.annotated(field.annotation, field.schema.module).calls():
        named = types.resolve(call.func, module.lookup)
        name = named.name if isinstance(named, External) else ""
        function = call.argument(0, "func")
        if function is not None and name in FIELD_VALIDATORS | FIELD_SERIALIZERS:
            role = Role.VALIDATOR if name in FIELD_VALIDATORS else Role.SERIALIZER
            yield Interpreter(module, {}, module.lookup).value(function), role
