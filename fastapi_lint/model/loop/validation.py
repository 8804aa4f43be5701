"""What Pydantic runs of a model: validators when it is made, serialisers and computed fields when it is written.

FastAPI reads request bodies and writes responses on the event loop, for plain endpoints as well; the response of a
plain endpoint is validated in its thread. Run under FastAPI 0.165: see ``tests/claims/test_blocking_chains.py``.
"""

from __future__ import annotations

from collections.abc import Iterator
from itertools import chain
from typing import TYPE_CHECKING

from fastapi_lint.model.domain import Class, Function, In, Role, Route
from fastapi_lint.model.domain.uses import flat
from fastapi_lint.model.file import syntax as s
from fastapi_lint.model.inputs.schemas import fields_of, kind_of
from fastapi_lint.model.knowledge.pydantic import SERIALIZERS, VALIDATORS
from fastapi_lint.model.loop.field_hooks import field_hooks
from fastapi_lint.model.meaning.values import Alias, External

if TYPE_CHECKING:
    from fastapi_lint.model.domain import Module
    from fastapi_lint.model.project import Project

_READ = frozenset({In.BODY, In.FORM, In.FILE, In.QUERY, In.HEADER, In.COOKIE})


def hooks(cls: Class) -> Iterator[tuple[Function, Role]]:
    """The functions that Pydantic calls for a model: methods, its own and inherited ones, and what its fields name."""
    return chain.from_iterable(map(_own_hooks, _owners(cls)))


def _owners(cls: Class) -> Iterator[Class]:
    return (owner for owner in (cls, *cls.ancestors) if isinstance(owner, Class))


def _own_hooks(cls: Class) -> Iterator[tuple[Function, Role]]:
    for method in cls.methods.values():
        role = Role.VALIDATOR if method.name == "model_post_init" else _role(method)
        if role is not None and not method.is_async:
            yield method, role
    for value, when in field_hooks(cls):
        if isinstance(value, Function) and not value.is_async:
            yield value, when


def _role(method: Function) -> Role | None:
    scope = method.project.scope_of(method)
    for decorator in method.syntax.decorators:
        callee = decorator.func if isinstance(decorator, s.Call) else decorator
        value = method.project.types.resolve(callee, scope)
        if isinstance(value, External):
            name = value.name.replace("pydantic.v1.", "pydantic.")
            if name in VALIDATORS or name in SERIALIZERS:
                return Role.VALIDATOR if name in VALIDATORS else Role.SERIALIZER
    return None


def hooks_of_routes(project: Project) -> Iterator[tuple[Function, Role, Function]]:
    """The functions of models that run on the event loop, each with the endpoint that it runs for."""
    own: dict[Class, list[tuple[Function, Role]]] = {}
    """Each class is looked at once, however many are below it."""

    def calling(cls: Class) -> list[tuple[Function, Role]]:
        if cls not in own:
            own[cls] = [hook for hook in _own_hooks(cls) if hook[0].syntax.calls]
        return own[cls]

    hooked = {
        cls: known
        for module in project.modules.values()
        if not module.is_test
        for cls in list(module.classes.values())
        if kind_of(cls) and (known := [hook for owner in _owners(cls) for hook in calling(owner)])
    }
    below: dict[Class, list[Class]] = {}
    for route in project.routes:
        endpoint = route.function
        if endpoint is not None and (render := _rendering(route)) is not None:
            yield render, Role.SERIALIZER, endpoint
    for route in project.routes if hooked else ():
        endpoint = route.function
        if endpoint is None or route.plain:
            continue
        for cls in _nested(_read(route), below):
            for function, role in hooked.get(cls, ()):
                if role is Role.VALIDATOR:
                    yield function, role, endpoint
        for cls in _nested(_written(route, endpoint), below):
            for function, role in hooked.get(cls, ()):
                if role is Role.SERIALIZER or endpoint.is_async:
                    yield function, role, endpoint


def _rendering(route: Route) -> Function | None:
    """What makes bytes of an answer, where a route names a response class of the project."""
    given = route.option("response_class")
    cls = route.module.project.types.resolve(given, route.module.lookup) if given is not None else None
    return cls.method("render") if isinstance(cls, Class) else None


def _read(route: Route) -> Iterator[Class]:
    """The models that a request to a route is read into."""
    injected = flat(route.dependency_tree)
    for parameter in (*route.parameters, *(p for one in injected for p in one.parameters)):
        if parameter.location in _READ:
            yield from _models(parameter.type, parameter.home or parameter.module)


def _written(route: Route, endpoint: Function) -> Iterator[Class]:
    given = route.option("response_model")
    if given is not None:
        return _models(given, route.module)
    return _models(endpoint.syntax.returns, endpoint.module)


def _nested(models: Iterator[Class], below: dict[Class, list[Class]]) -> Iterator[Class]:
    """Models, and those of their fields; ``below`` remembers which those are."""
    pending, seen = list(models), set[Class]()
    while pending:
        cls = pending.pop()
        if cls in seen:
            continue
        seen.add(cls)
        yield cls
        if cls not in below:
            fields = fields_of(cls).values()
            below[cls] = [one for field in fields for one in _models(field.annotation, field.schema.module)]
        pending += below[cls]


def _models(annotation: s.Expr | None, module: Module) -> Iterator[Class]:
    """The models that a type mentions, also through aliases."""
    if annotation is None:
        return
    lookup = module.project.types.lookup_in(module)
    for node in s.walk(annotation):
        if type(node) is s.Name or type(node) is s.Attribute:
            value = module.project.types.resolve(node, lookup)
            if isinstance(value, Class) and kind_of(value):
                yield value
            elif isinstance(value, Alias) and value.expr is not annotation:
                yield from _models(value.expr, value.module)
