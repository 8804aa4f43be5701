"""Parameters: what FastAPI makes of every parameter of an endpoint or a dependency, as ``analyze_param`` would.

A parameter whose name stands in the path is a path parameter; a marker says where it comes from; some types are
injected; models, mappings and sequences are the body; everything else is the query. What the source does not show
is *unknown*.
"""

from __future__ import annotations

import sys
from collections import defaultdict
from collections.abc import Callable, Collection, Iterator
from functools import cached_property
from typing import TYPE_CHECKING, TypeAlias

import msgspec

from fastapi_lint.model.domain import (
    Class,
    Dependency,
    Function,
    In,
    Injected,
    Module,
    Parameter,
    PathOperation,
    Role,
    Route,
)
from fastapi_lint.model.file import syntax as s
from fastapi_lint.model.following.interpret import Interpreter
from fastapi_lint.model.inputs.slots import Slot, receivers
from fastapi_lint.model.inputs.terms import Term
from fastapi_lint.model.meaning.protocols import concrete
from fastapi_lint.model.meaning.values import Bound, Closure, External, Literal, Marker, Value
from fastapi_lint.model.routes.paths import UNSHOWN_NAMES

if TYPE_CHECKING:
    from fastapi_lint.model.meaning.types import Lookup
    from fastapi_lint.model.project import Project

LOCATIONS = {
    "fastapi.Depends": In.DEPENDENCY,
    "fastapi.Security": In.DEPENDENCY,
    "fastapi.Path": In.PATH,
    "fastapi.Query": In.QUERY,
    "fastapi.Header": In.HEADER,
    "fastapi.Cookie": In.COOKIE,
    "fastapi.Body": In.BODY,
    "fastapi.Form": In.FORM,
    "fastapi.File": In.FILE,
}
REQUIRED = frozenset({"pydantic.Required", "pydantic.Undefined", "pydantic_core.PydanticUndefined"})


def parameters_of(owner: Function | Class, path_names: Collection[str] = ()) -> list[Parameter]:
    """The parameters of a function or a class that FastAPI calls, under a path with these parameters."""
    return list(owner.project.parameters.of(owner, path_names) or ())


_Key: TypeAlias = "tuple[tuple[tuple[Function | Class, int, str], ...], object, frozenset[str]]"
"""The slots by owner, place and name, what their names are looked up in, and which of them the path has."""


class Parameters:
    """FastAPI's parameter analysis for one project; what it found is kept."""

    def __init__(self, project: Project) -> None:
        self.project = project
        self._known: dict[_Key, tuple[Parameter, ...] | None] = {}
        self._of_module: defaultdict[Module, set[_Key]] = defaultdict(set)

    # --- whole signatures ------------------------------------------------------------------------

    def of(
        self, target: Value, path_names: Collection[str] = (), skip: int = 0
    ) -> tuple[Parameter, ...] | None:
        """The parameters of what FastAPI calls; None when the source does not show its signature."""
        slots = self.project.slots.of(target)
        if slots is None:
            return None
        slots = slots[skip:]
        names = frozenset(path_names) & {UNSHOWN_NAMES, *(slot.param.name for slot in slots)}
        scope = target.scope if isinstance(target, Closure) else None
        key = (tuple((slot.owner, slot.param.start, slot.param.name) for slot in slots), scope, names)
        if key not in self._known:
            self._keep(key, tuple(self._classified(slot, names) for slot in slots))
        return self._known[key]

    def _keep(self, key: _Key, parameters: tuple[Parameter, ...] | None) -> None:
        self._known[key] = parameters
        for owner, _, _ in key[0]:
            self._of_module[owner.module].add(key)

    def of_route(self, route: Route, path_names: Collection[str]) -> tuple[Parameter, ...]:
        """The parameters of a route's endpoint."""
        if route.plain or route.endpoint is None:
            is_partial = not route.plain and isinstance(route.target, Closure)
            return (self.of(route.target, path_names) or ()) if is_partial else ()
        skip = receivers(route)
        function, slots = route.function, self.project.slots
        if route.view is not None and function is not None:
            itself = [
                self._of_view(route.view, slot)
                for slot in (self.project.slots.of_function(function, 0) or [])[:1]
            ]
            return (*itself, *(self.of(function, path_names, 1) or ()))
        is_made_once = function is not None and len(function.routes) < 2 and function.closure is not None
        if function is None or route.scope is None or is_made_once:
            return self.of(route.endpoint, path_names, skip) or ()
        # Registered several times, each time with other names around it.
        here = [slot._replace(look=route.scope) for slot in slots.of_function(function, skip) or ()]
        return tuple(self._classified(slot, path_names) for slot in here)

    def _of_view(self, view: Class, slot: Slot) -> Parameter:
        """``self`` of a method of a class-based view: a dependency on the class."""
        param, module = slot.param, slot.module
        call = s.Call(param.start, param.length, s.Name(param.start, param.length, "Depends"), (), ())
        marker = Marker("fastapi.Depends", call, module, view)
        found = Parameter(
            slot.owner, param.name, param.name, In.DEPENDENCY, None, None, marker, None, param, module
        )
        found.dependency = Dependency(slot.owner, marker, view, param)
        return found

    def injected(
        self,
        dependency: Dependency,
        path_names: Collection[str],
        known: dict[Dependency, Injected],
        above: frozenset[int] = frozenset(),
    ) -> Injected:
        """A dependency with its own parameters and dependencies, all the way down.

        Each is looked into once: FastAPI goes every way, and two of the one before double them with each step.
        """
        identity = id(dependency.function or dependency.target)
        is_circle = identity in above
        if dependency in known and not is_circle:
            known[dependency].share()
            return known[dependency]
        parameters = self.of(dependency.target, path_names)
        node = Injected(dependency, parameters or (), is_known=parameters is not None)
        if not is_circle:
            known[dependency] = node
            inner = (parameter.dependency for parameter in node.parameters)
            within = above | {identity}
            node.dependencies = tuple(
                [self.injected(one, path_names, known, within) for one in inner if one is not None]
            )
        return node

    @cached_property
    def used(self) -> list[Parameter]:
        """Every parameter that FastAPI reads, once per location, each with the operations that read it."""
        found: dict[int, Parameter] = {}
        for operation in self._operations():
            called = (parameters for one in operation.dependencies for parameters in one.parameters)
            for parameter in (*operation.parameters, *called):
                found[id(parameter)] = parameter
                if not parameter.operations or parameter.operations[-1] is not operation:
                    parameter.operations.append(operation)
        read = {(one.owner, one.syntax.start) for one in found.values()}
        for function in self.project.functions():
            if Role.DEPENDENCY in function.roles and not function.is_method:
                found.update(
                    (id(one), one)
                    for one in self.of(function) or ()
                    if (one.owner, one.syntax.start) not in read
                )
        return list(found.values())

    def move(self, module: Module, place: Callable[[int], int | None]) -> bool:
        """A file has a new text: have its parameters where they are now. False if that cannot be told of one of them.

        Those of functions move with the syntax that they share; those of fields, and ``self`` of a view, have
        records that were made here. Comes before the syntax moves.
        """
        moved: dict[_Key, tuple[Parameter, ...] | None] = {}
        for key in list(self._of_module[module]):
            slots, scope, names = key
            places = [place(start) if owner.module is module else start for owner, start, _ in slots]
            parameters = self._known.pop(key)
            for owner, _, _ in slots:
                self._of_module[owner.module].discard(key)
            if None in places:
                return False
            fresh = tuple((slot[0], at or 0, slot[2]) for slot, at in zip(slots, places, strict=True))
            moved[fresh, scope, names] = parameters
            for parameter in parameters or ():
                if parameter.module is module and not self._move(parameter, place):
                    return False
        for key, parameters in moved.items():
            self._keep(key, parameters)
        return True

    def _move(self, parameter: Parameter, place: Callable[[int], int | None]) -> bool:
        made = parameter.syntax
        start, end = place(made.start), place(made.end)
        if start is None or end is None:
            return False
        if isinstance(parameter.owner, Class):
            parameter.syntax = msgspec.structs.replace(made, start=start, length=end - start)
        marker = parameter.marker
        is_made = marker is not None and (marker.call.start, marker.call.end) == (made.start, made.end)
        return not is_made or (start, end) == (made.start, made.end)

    def _operations(self) -> Iterator[PathOperation]:
        return (operation for route in self.project.routes for operation in route.operations)

    # --- one parameter ---------------------------------------------------------------------------

    def _classified(self, slot: Slot, path_names: Collection[str]) -> Parameter:
        owner, param, module, look = slot
        annotation = self.project.types.annotated(param.annotation, module, look)
        default = self._value(param.default, module, look)
        in_default = default if isinstance(default, Marker) else None
        in_annotation, is_open = self._marker(annotation.metadata, module, look)
        marker = in_default or in_annotation
        found = Parameter(
            owner,
            param.name,
            param.name,
            In.UNKNOWN,
            param.annotation,
            param.default,
            marker,
            None,
            param,
            module,
        )
        found.type, found.home, found.annotated = annotation.type, annotation.module, in_annotation
        inner = look if annotation.module is module else self.project.types.lookup_in(annotation.module)
        if marker is not None and LOCATIONS[marker.name] is In.DEPENDENCY:
            found.location = In.DEPENDENCY
            found.dependency = self._dependency(found, marker, inner)
            return found
        term = found.term = self.project.terms.of(annotation.type, annotation.module, inner)
        if marker is None and self.project.terms.is_special(term):
            found.location = In.SPECIAL
            return found
        found.is_open = marker is None and (
            is_open or _may_be_marker(param.default, default, self, module, look)
        )
        is_in_path = param.name in path_names
        if is_in_path:
            found.location = In.PATH
        elif marker is not None:
            found.location = LOCATIONS[marker.name]
        elif not found.is_open:
            found.location = self._by_type(term)
            if found.location is In.QUERY and UNSHOWN_NAMES in path_names:
                found.location = In.UNKNOWN
        self._describe(found, in_default, default)
        return found

    def _marker(
        self, metadata: list[tuple[s.Expr, Module]], module: Module, look: Lookup
    ) -> tuple[Marker | None, bool]:
        """The last marker of an ``Annotated``; and whether an item that the source does not show may be one."""
        marker, is_open = None, False
        for expr, home in metadata:
            inner = look if home is module else self.project.types.lookup_in(home)
            value = self._value(expr, home, inner)
            if isinstance(value, Marker):
                marker, is_open = value, False
            elif _may_be_marker(expr, value, self, home, inner):
                is_open = True
        return marker, is_open

    def _value(self, expr: s.Expr | None, module: Module, look: Lookup) -> Value:
        return Interpreter(module, {}, look).value(expr) if expr is not None else None

    def _dependency(self, parameter: Parameter, marker: Marker, look: Lookup) -> Dependency:
        target = marker.target
        if (
            target is None
            and not marker.call.args
            and marker.call.keyword("dependency") is None
            and parameter.type is not None
        ):
            target = self.project.terms.of(parameter.type, parameter.home or parameter.module, look).value
        return Dependency(parameter.owner, marker, concrete(target), parameter.syntax)

    def _describe(self, found: Parameter, in_default: Marker | None, default: Value) -> None:
        """The alias, and whether a request must bring it."""
        marker = found.marker
        if marker is not None:
            found.alias = _alias(marker, found.name)
            if marker is in_default:
                found.default = _marker_default(marker)
        given = found.default
        home = marker.module if marker is not None and marker is in_default else found.module
        if given is not None and self._is_required(given, home):
            given = None
        found.required = given is None or found.location is In.PATH
        if marker is in_default and marker is not None and _is_made(marker, found.syntax):
            found.required = None
        if marker is not None and (marker.call.is_open or marker.call.keyword("default_factory") is not None):
            found.required = None if marker.call.is_open else False

    def _is_required(self, default: s.Expr, module: Module) -> bool:
        """Whether a default is one of the ways to say that there is none."""
        if isinstance(default, s.Constant):
            return default.kind == "ellipsis"
        value = self.project.types.resolve(default, self.project.types.lookup_in(module))
        return isinstance(value, External) and value.name in REQUIRED

    def _by_type(self, term: Term) -> In:
        """Where a parameter without a marker comes from."""
        terms = self.project.terms
        if terms.is_upload(term) or terms.is_upload_sequence(term):
            return In.FILE
        is_complex = terms.is_complex(term)
        if is_complex is None:
            return In.UNKNOWN
        return In.BODY if is_complex else In.QUERY


def _may_be_marker(
    expr: s.Expr | None, value: Value, within: Parameters, module: Module, look: Lookup
) -> bool:
    """Whether what the source does not show may be one of FastAPI's markers: a name, or the call of one."""
    if value is not None or expr is None:
        return False
    if isinstance(expr, s.Call):
        callee = Interpreter(module, {}, look).value(expr.func)
        is_foreign = (
            isinstance(callee, External) and callee.name.partition(".")[0] not in sys.stdlib_module_names
        )
        return callee is None or is_foreign or isinstance(callee, (Function, Bound))
    return isinstance(expr, s.Name)


def _is_made(marker: Marker, param: s.Param) -> bool:
    """Whether a function made a marker that is a default, of something that the function knows."""
    default = _marker_default(marker)
    is_elsewhere = isinstance(param.default, s.Call) and param.default != marker.call
    return is_elsewhere and default is not None and not isinstance(default, s.Constant)


def _alias(marker: Marker, name: str) -> str | None:
    if marker.call.keyword("alias") is not None:
        value = marker.given.named.get("alias") if marker.given is not None else None
        if value != Literal(None):
            return value.value if isinstance(value, Literal) and isinstance(value.value, str) else None
    if marker.call.is_open:
        return None
    if marker.name == "fastapi.Header":
        converts = marker.call.keyword("convert_underscores")
        if not (isinstance(converts, s.Constant) and converts.value is False):
            return name.replace("_", "-")
    return name


def _marker_default(marker: Marker) -> s.Expr | None:
    return marker.call.argument(0, "default")
