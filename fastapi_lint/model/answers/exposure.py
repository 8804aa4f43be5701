"""Exposure: which fields of which models an endpoint sends, by what it declares or by what it returns."""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Iterator
from typing import TYPE_CHECKING

import msgspec

from fastapi_lint.model.answers.responses import Gives, has_schema
from fastapi_lint.model.domain import Class, Field, Function, Route
from fastapi_lint.model.file import syntax as s
from fastapi_lint.model.following.flow import given_to
from fastapi_lint.model.following.interpret import Interpreter
from fastapi_lint.model.inputs.schemas import fields_of
from fastapi_lint.model.knowledge.secrets import (
    CUSTOM_DUMPS,
    DUMPS,
    ISSUING,
    MASKING,
    SECRETS,
    SERIALIZERS,
    TEXTS,
    VALIDATORS,
)
from fastapi_lint.model.meaning.values import External, Instance, Value

if TYPE_CHECKING:
    from fastapi_lint.model.inputs.terms import Term

_STARS = re.compile(r"(\*|•)+|\.{3,}|x{4,}|X{4,}")
_DEPTH = 8
_WAYS = 8


class Exposed(msgspec.Struct, frozen=True):
    """A secret field that goes out. ``trail`` are the fields that lead to it, the one itself last."""

    cls: Class
    trail: tuple[Field, ...]
    statement: s.Return | None = None
    """The ``return`` that sends it, where no type is declared."""

    @property
    def field(self) -> Field:
        return self.trail[-1]

    @property
    def dotted(self) -> str:
        """``profile.password``."""
        return ".".join(field.name for field in self.trail)


# --- types ---------------------------------------------------------------------------------------


def response_type(route: Route) -> Term | None:
    """The type by which FastAPI filters what the endpoint returns; None without one, or unknown."""
    function = route.function
    if function is None or has_schema(route) is not True:
        return None
    module, project = route.module, route.module.project
    model = route.option("response_model")
    if model is None:
        return project.terms.of(function.syntax.returns, function.module, project.scope_of(function))
    look = project.types.lookup_in(module)
    if route.within is not None:
        look = Interpreter(module, project.calls.body(route.within).names, look).lookup
    return project.terms.of(model, module, look)


def classes_in(term: Term) -> Iterator[Class]:
    """The classes of the project that a type is made of: ``Item`` in ``list[Item] | None``."""
    if isinstance(term.value, Class):
        yield term.value
    for arg in term.args:
        yield from classes_in(arg)


def only_class(term: Term | None) -> Class | None:
    """The one class of the project that a type names, alone, optional or in a container; else None."""
    classes = set(classes_in(term)) if term is not None else set()
    return classes.pop() if len(classes) == 1 else None


def type_of(field: Field) -> Term:
    """The type of a field."""
    module = field.schema.module
    project = module.project
    return project.terms.of(field.annotation, module, project.types.lookup_in(module))


# --- secrets -------------------------------------------------------------------------------------


def exposed(route: Route) -> Iterator[Exposed]:
    """The secrets that an endpoint sends, each class once."""
    term = response_type(route)
    found = list(_by_type(route, term) if term is not None else exposed_by_value(route))
    if found and route.function is not None and not _masks(route.function):
        yield from found


def _masks(function: Function) -> bool:
    """Whether a function, or one of the project that it calls, calls something like ``redact``, or writes stars."""
    called = [site.callee for site in function.project.calls.body(function).sites]
    functions = [function, *(callee for callee in called if isinstance(callee, Function))]
    names = (name.lower() for one in functions for name in one.syntax.calls)
    return any(part in name for name in names for part in MASKING) or any(map(_writes_stars, functions))


def _writes_stars(function: Function) -> bool:
    """Whether a function has a text of nothing but stars or dots, as in ``key[:4] + "*" * 8``."""
    nodes = (node for statement in function.body for node in s.walk(statement))
    return any(
        isinstance(node, s.Constant) and isinstance(node.value, str) and _STARS.fullmatch(node.value)
        for node in nodes
    )


def _by_type(route: Route, term: Term) -> Iterator[Exposed]:
    function = route.function
    if function is None or _sends_only_responses(function):
        return  # what it declares is for OpenAPI only
    removed = _removed(route)
    if removed is None:
        return
    for cls in classes_in(term):
        for trail in _secrets(cls, route, Counter()):
            if not removed(trail[0].name):
                yield Exposed(cls, trail)


def _sends_only_responses(function: Function) -> bool:
    given = {answer.gives for answer in function.answers}
    return bool(given) and given <= {Gives.RESPONSE, Gives.NOTHING}


def exposed_by_value(route: Route) -> Iterator[Exposed]:
    """The secrets in what an endpoint returns that declares no type."""
    function = route.function
    if function is None or has_schema(route) is not False:
        return
    for answer in function.answers:
        sent = [(answer.cls, frozenset[object]())] if answer.gives is Gives.SCHEMA and answer.cls else []
        if answer.gives in (Gives.DATA, Gives.UNKNOWN) and answer.statement.value is not None:
            sent = list(_dumped(function, given_to(function, answer.statement.value)))
        for cls, overridden in sent:
            for trail in _secrets(cls, route, Counter()):
                if trail[0].name not in overridden:
                    yield Exposed(cls, trail, answer.statement)


def _dumped(function: Function, expr: s.Expr | None) -> Iterator[tuple[Class, frozenset[object]]]:
    """The models of which an expression has all fields, and the keys that it sets itself."""
    keys: frozenset[object] = frozenset()
    parts: tuple[s.Expr | None, ...] = (expr,)
    if isinstance(expr, s.Mapping):
        keys = frozenset(key.value for key in expr.keys if isinstance(key, s.Constant))
        parts = tuple(value for key, value in zip(expr.keys, expr.values, strict=True) if key is None)
    for site in function.project.calls.body(function).sites:
        if site.call not in parts or not isinstance(site.callee, External):
            continue
        cls = class_of(site.callee.receiver)
        is_whole = not site.call.args and not any(
            k.name in ("exclude", "include", "") for k in site.call.keywords
        )
        if cls is not None and is_whole and site.callee.name.rpartition(".")[2] in DUMPS:
            yield cls, keys


def class_of(value: Value) -> Class | None:
    """The class of the project that a value is an object of."""
    return value.of if isinstance(value, Instance) and isinstance(value.of, Class) else None


def _secrets(
    cls: Class, route: Route, entered: Counter[Class], depth: int = 0
) -> Iterator[tuple[Field, ...]]:
    """The ways to a secret, the first few to each class that has any."""
    if depth > _DEPTH or entered[cls] == _WAYS or _has_own_serializer(cls):
        return
    entered[cls] += 1
    for field in fields_of(cls).values():
        if _is_hidden(field, cls):
            continue
        term = type_of(field)
        topic = SECRETS.get(field.name.lower())
        if topic is not None and _is_text(term):
            if not _asks_for(topic, route, cls):
                yield (field,)
            continue
        for inner in classes_in(term):
            if inner is not cls and cls.project.leading.to_secret(inner):
                yield from ((field, *trail) for trail in _secrets(inner, route, entered, depth + 1))


def _is_text(term: Term) -> bool:
    return term.name in TEXTS or (term.is_union and any(_is_text(arg) for arg in term.args))


def _asks_for(topic: str, route: Route, cls: Class) -> bool:
    """Whether the endpoint or the model is about just that: a new key is shown once, on purpose."""
    function = route.function
    texts = [
        function.name if function else "",
        cls.name,
        *(operation.path or "" for operation in route.operations),
    ]
    words = {topic, "credential", "connection" if topic == "password" else "secret", *ISSUING}
    return any(word in re.sub(r"\{\w+\}", "", text).lower() for word in words for text in texts)


def _is_hidden(field: Field, cls: Class) -> bool:
    """Whether a field is not sent, or not as it is: ``exclude=True``, a private attribute, a serializer."""
    project, module = cls.project, field.schema.module
    look = project.types.lookup_in(module)
    annotation = project.types.annotated(field.annotation, module, look)
    found = [(field.default, module), *annotation.metadata]
    for expr, home in found:
        if not isinstance(expr, s.Call):
            continue
        exclude = expr.keyword("exclude")
        callee = project.types.resolve(expr.func, project.types.lookup_in(home))
        is_custom = isinstance(callee, External) and callee.name in CUSTOM_DUMPS
        if (
            is_custom
            or expr.is_open
            or (exclude is not None and exclude != s.Constant(exclude.start, exclude.length, False, "bool"))
        ):
            return True
    return field.name.startswith("_") or any(_changes(method, field.name) for method in _methods(cls))


def _methods(cls: Class) -> Iterator[Function]:
    for owner in (cls, *cls.ancestors):
        if isinstance(owner, Class):
            yield from owner.methods.values()


def _changes(method: Function, name: str) -> bool:
    """Whether a method serializes the field, or is a validator that replaces its value: it may redact it."""
    for decorator in method.syntax.decorators:
        if not isinstance(decorator, s.Call):
            continue
        fields = [arg.value for arg in decorator.args if isinstance(arg, s.Constant)]
        is_about_it = name in fields or "*" in fields or len(fields) < len(decorator.args)
        if is_about_it and _is_decorator(method, decorator.func, SERIALIZERS):
            return True
        if is_about_it and _is_decorator(method, decorator.func, VALIDATORS):
            return not _hands_back(method)
    return False


def _hands_back(method: Function) -> bool:
    """Whether a validator returns its second parameter and nothing else."""
    given = method.syntax.params[1].name if len(method.syntax.params) > 1 else ""
    returned = (node for statement in method.body for node in s.walk(statement) if isinstance(node, s.Return))
    return all(s.dotted(statement.value) == given for statement in returned)


def _has_own_serializer(cls: Class) -> bool:
    """Whether the class says what it is sent as, by a serializer or Pydantic 1's ``Config.fields``."""
    for method in _methods(cls):
        if method.name in (*DUMPS, "json", "__iter__"):
            return True
        for decorator in method.syntax.decorators:
            expr = decorator.func if isinstance(decorator, s.Call) else decorator
            if s.dotted(expr).endswith("model_serializer") and _is_decorator(method, expr, SERIALIZERS):
                return True
    configs = [owner.attributes.get("Config") for owner in (cls, *cls.ancestors) if isinstance(owner, Class)]
    return any(isinstance(config, Class) and "fields" in config.attributes for config in configs)


def _is_decorator(method: Function, expr: s.Expr, names: frozenset[str]) -> bool:
    value = method.project.types.resolve(expr, method.project.types.lookup_in(method.module))
    return isinstance(value, External) and value.name in names


class _Removed:
    """What ``response_model_exclude`` and ``response_model_include`` take out."""

    def __init__(self, excluded: frozenset[str], included: frozenset[str] | None) -> None:
        self.excluded = excluded
        self.included = included

    def __call__(self, name: str) -> bool:
        return name in self.excluded or (self.included is not None and name not in self.included)


def _removed(route: Route) -> _Removed | None:
    """None where the source does not show it."""
    excluded, included = (
        named_fields(route, "response_model_exclude"),
        named_fields(route, "response_model_include"),
    )
    if excluded is None or included is None:
        return None
    is_limited = route.option("response_model_include") is not None
    return _Removed(frozenset(excluded), frozenset(included) if is_limited else None)


def named_fields(route: Route, option: str) -> dict[str, s.Expr] | None:
    """The field names that an option lists, and where; None where it is not a plain display."""
    expr = route.option(option)
    if expr is None:
        return {}
    items: tuple[s.Expr | None, ...] = ()
    if isinstance(expr, s.Sequence):
        items = expr.items
    elif isinstance(expr, s.Mapping):
        items = expr.keys
    else:
        return None
    named: dict[str, s.Expr] = {
        item.value: item for item in items if isinstance(item, s.Constant) and isinstance(item.value, str)
    }
    return named if len(named) == len(items) else None
