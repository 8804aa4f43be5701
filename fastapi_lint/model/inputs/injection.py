"""Dependencies: what is injected where, through defaults, ``Annotated``, aliases and ``dependencies=[…]``."""

from __future__ import annotations

from collections.abc import Iterator

from fastapi_lint.model.domain import (
    Class,
    Dependency,
    Function,
    Inclusion,
    Injected,
    Kind,
    PathOperation,
    Route,
    Router,
)
from fastapi_lint.model.file import syntax as s
from fastapi_lint.model.following.interpret import Interpreter
from fastapi_lint.model.meaning.handed import handed
from fastapi_lint.model.meaning.joining import says_little
from fastapi_lint.model.meaning.omitted import default_of
from fastapi_lint.model.meaning.protocols import concrete
from fastapi_lint.model.meaning.values import (
    Bound,
    Closure,
    Dictionary,
    External,
    Instance,
    Listing,
    Literal,
    Marker,
    Value,
)

DEPENDS = frozenset({"fastapi.Depends", "fastapi.Security"})
DEPENDS_CLASSES = frozenset(
    {"fastapi.Depends", "fastapi.Security", "fastapi.params.Depends", "fastapi.params.Security"}
)


def marker_of(function: Function, param: s.Param) -> Marker | None:
    """The FastAPI marker of a parameter: its default, or the last one inside ``Annotated``."""
    lookup = function.project.scope_of(function)
    if param.default is not None and type(param.default) is not s.Constant:
        default = Interpreter(function.module, {}, lookup).value(param.default)
        if isinstance(default, Marker):
            return default
    if param.annotation is None:
        return None
    found = None
    annotation = function.project.types.annotated(param.annotation, function.module, lookup)
    for expr, module in annotation.metadata:
        look = lookup if module is function.module else function.project.types.lookup_in(module)
        value = Interpreter(module, {}, look).value(expr)
        found = value if isinstance(value, Marker) else found
    return found


def dependency_of(function: Function, param: s.Param) -> Dependency | None:
    """The dependency that a parameter declares."""
    marker = marker_of(function, param)
    if marker is None or marker.name not in DEPENDS:
        return None
    target = marker.target
    if target is None and not marker.call.args and marker.call.keyword("dependency") is None:
        lookup = function.project.scope_of(function)
        annotation = function.project.types.annotated(param.annotation, function.module, lookup)
        look = (
            lookup
            if annotation.module is function.module
            else function.project.types.lookup_in(annotation.module)
        )
        target = function.project.types.resolve(annotation.type, look) if annotation.type else None
    return Dependency(function, marker, target, param)


def dependencies_of(function: Function) -> list[Dependency]:
    """The dependencies that a function's parameters declare, in order."""
    found = (dependency_of(function, param) for param in function.syntax.params)
    return [dependency for dependency in found if dependency is not None]


def declared(owner: Route | Router | Inclusion) -> list[Dependency]:
    """The dependencies of a ``dependencies=[…]`` argument."""
    return [
        Dependency(owner, marker, concrete(marker.target))
        for marker in owner.dependencies
        if marker.name in DEPENDS
    ]


def bare_dependencies(owner: Route | Router | Inclusion) -> Iterator[s.Expr]:
    """What stands in a ``dependencies=[…]`` and is certainly something to call without ``Depends``."""
    given = owner.call.keyword("dependencies") if owner.call is not None else None
    if not isinstance(given, s.Sequence):
        return
    project, within = owner.module.project, owner.within
    look = project.scope_of(within) if within is not None else project.types.lookup_in(owner.module)
    local = project.calls.body(within).names if within is not None else {}
    for item in given.items:
        if s.dotted(item).partition(".")[0] not in local and _is_bare(
            Interpreter(owner.module, dict(local), look).value(item)
        ):
            yield item


def _is_bare(value: Value) -> bool:
    """Whether a value can be called, and is certainly no ``Depends(…)``."""
    if isinstance(value, (Bound, Closure)):
        return True
    if isinstance(value, Function):
        return not value.syntax.decorators
    cls = value.of if isinstance(value, Instance) else value
    if not isinstance(cls, Class) or cls.is_a(*DEPENDS_CLASSES) or None in cls.bases:
        return False
    return cls is value or "__call__" in cls.methods


def injected(operation: PathOperation) -> Iterator[Injected]:
    """What an operation depends on, outermost first."""
    route = operation.route
    project = route.module.project
    is_http = route.kind is not Kind.WEBSOCKET
    if route.plain:
        return
    outer: list[Dependency] = []
    if is_http or project.targets.fastapi.at_least("0.97"):
        inner_owners = (owner for one in operation.inclusions for owner in (one, one.included))
        owners = (operation.server, *inner_owners, route)
        skipped = route.router if route.is_listed else None
        outer = [dependency for owner in owners if owner is not skipped for dependency in declared(owner)]
    own = (parameter.dependency for parameter in operation.parameters)
    known: dict[Dependency, Injected] = {}
    for dependency in (*outer, *own):
        if dependency is not None:
            yield project.parameters.injected(dependency, operation.read_names, known)


def runs(target: Value) -> Function | None:
    """The function of the project that FastAPI runs for a dependency's target."""
    if target is None or type(target) is Function:
        return target
    if isinstance(target, Bound):
        return target.function
    if isinstance(target, Closure):
        return runs(target.target)
    if isinstance(target, Class):
        return target.method("__init__")
    if isinstance(target, Instance) and isinstance(target.of, Class):
        return target.of.method("__call__")
    return None


def parameter_value(function: Function, param: s.Param) -> Value:
    """What a parameter holds, as far as its annotation, its dependency or its default tell."""
    types = function.project.types
    if param.kind in ("args", "kwargs"):
        scope = function.project.scope_of(function)
        each = types.instance_of(param.annotation, scope, function.module)
        if each is None:
            return None
        if param.kind == "args":
            return Instance(External("builtins.tuple"), items=each)
        return Instance(External("builtins.dict"), values=each)
    value: Value = None
    if param.annotation is not None:
        value = types.instance_of(param.annotation, function.project.scope_of(function), function.module)
        if value is not None and not says_little(value):
            return value
    if param.default is None and param.annotation is None:
        return handed(function, param)
    dependency = dependency_of(function, param)
    if dependency is not None:
        return result(dependency) or value
    return default_of(function, param) if param.annotation is None else value


def result(dependency: Dependency) -> Value:
    """What a dependency gives to the parameter."""
    replacing = dependency.module.project.replacing
    if (given := replacing.given(dependency.target)) is not None:
        return given
    target = replacing.target(dependency.target)
    if isinstance(target, Class):
        return target.project.types.instance(target)
    function = runs(target)
    return function.project.types.returns(function) if function is not None else None


def not_callable(dependency: Dependency) -> str:
    """What ``Depends(f())`` passes on where that is certainly nothing to call; the empty string where it may be."""
    from fastapi_lint.model.following.decorators import Effect, effect

    given = dependency.marker.call.argument(0, "dependency")
    if not isinstance(given, s.Call):
        return ""
    module, owner = dependency.module, dependency.owner
    is_local = isinstance(owner, Function) and owner.module is module
    look = (
        module.project.scope_of(owner)
        if is_local and isinstance(owner, Function)
        else module.project.types.lookup_in(module)
    )
    callee = module.project.types.resolve(given.func, look)
    function = callee.function if isinstance(callee, Bound) else callee
    if isinstance(function, Function):
        if any(effect(decorator, function) is not Effect.KEEPS for decorator in function.syntax.decorators):
            return ""
        if function.is_generator:
            return "the generator"
        if function.is_async:
            return "the coroutine"
        returns = module.project.calls.body(function).returns
        return (
            "the object" if returns and all(_is_no_callable(returned.value) for returned in returns) else ""
        )
    return ""


def _is_no_callable(value: Value) -> bool:
    if isinstance(value, Instance) and isinstance(value.of, Class):
        known = all(isinstance(base, Class) or base.startswith("pydantic") for base in value.of.ancestors)
        return known and None not in value.of.bases and value.of.method("__call__") is None
    if isinstance(value, Instance):
        return value.of.name.startswith("builtins.") and value.of.name not in (
            "builtins.type",
            "builtins.object",
        )
    return isinstance(value, (Literal, Listing, Dictionary)) and value != Literal(None)
