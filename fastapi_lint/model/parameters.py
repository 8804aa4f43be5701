"""Parameters: what FastAPI makes of every parameter of an endpoint or a dependency, as ``analyze_param`` would.

A parameter whose name stands in the path is a path parameter; a marker says where it comes from; some types are
injected; models, mappings and sequences are the body; everything else is the query. What the source does not show
is *unknown*.
"""

from __future__ import annotations

import sys
from collections import defaultdict
from collections.abc import Callable, Collection, Iterator
from dataclasses import dataclass
from functools import cached_property
from typing import TYPE_CHECKING, NamedTuple, TypeAlias

import msgspec

from fastapi_lint.model import syntax as s
from fastapi_lint.model.constructors import fields_of, is_signed_anew
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
    Viewing,
)
from fastapi_lint.model.interpret import Interpreter
from fastapi_lint.model.knowledge.parameters import (
    BODIES,
    ITERATED,
    NEVER_NONE,
    PLAIN_BASES,
    PYDANTIC_SCALARS,
    PYDANTIC_SEQUENCES,
    RESPONSES,
    SCALAR_MODULES,
    SCALARS,
    SECURITY_SCHEMES,
    SEQUENCES,
    SPECIAL,
    UPLOAD,
)
from fastapi_lint.model.paths import UNSHOWN_NAMES
from fastapi_lint.model.schemas import kind_of
from fastapi_lint.model.values import Alias, Bound, Closure, External, Instance, Literal, Marker, Value

if TYPE_CHECKING:
    from fastapi_lint.model.project import Project
    from fastapi_lint.model.types import Lookup

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
_DEPTH = 20


def parameters_of(owner: Function | Class, path_names: Collection[str] = ()) -> list[Parameter]:
    """The parameters of a function or a class that FastAPI calls, under a path with these parameters."""
    return list(owner.project.parameters.of(owner, path_names) or ())


# --- what FastAPI calls ----------------------------------------------------------------------------


class Slot(NamedTuple):
    """A parameter of a signature, and where its names are looked up."""

    owner: Function | Class
    param: s.Param
    module: Module
    look: Lookup


_Key: TypeAlias = "tuple[tuple[tuple[Function | Class, int, str], ...], object, frozenset[str]]"
"""The slots by owner, place and name, what their names are looked up in, and which of them the path has."""


@dataclass(frozen=True)
class Term:
    """A type: ``value`` applied to ``args``; a union has no value, and an unknown type neither value nor args."""

    value: Value = None
    args: tuple[Term, ...] = ()
    is_union: bool = False

    @property
    def name(self) -> str:
        """The canonical name of a class outside the project."""
        return self.value.name if isinstance(self.value, External) else ""

    @property
    def options(self) -> tuple[Term, ...]:
        """The members of a union, without None; itself for everything else."""
        if not self.is_union:
            return (self,)
        return tuple(option for arg in self.args for option in arg.options if option != _NONE)


UNKNOWN = Term()
_NONE = Term(External("builtins.None"))
_ELLIPSIS = Term(External("builtins.Ellipsis"))


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
        slots = self._slots(target)
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
            return ()
        skip = _receivers(route)
        function = route.function
        if route.view is not None and function is not None:
            itself = [self._of_view(route.view, slot) for slot in (self._of_function(function, 0) or [])[:1]]
            return (*itself, *(self.of(function, path_names, 1) or ()))
        if function is None or route.scope is None or len(function.routes) < 2:
            return self.of(route.endpoint, path_names, skip) or ()
        # Registered several times, each time with other names around it.
        slots = [slot._replace(look=route.scope) for slot in self._of_function(function, skip) or ()]
        return tuple(self._classified(slot, path_names) for slot in slots)

    def _of_view(self, view: Class, slot: Slot) -> Parameter:
        """``self`` of a method of a class-based view: a dependency on the class."""
        param, module = slot.param, slot.module
        call = s.Call(param.start, param.end, s.Name(param.start, param.end, "Depends"), (), ())
        marker = Marker("fastapi.Depends", call, module, view)
        found = Parameter(
            slot.owner, param.name, param.name, In.DEPENDENCY, None, None, marker, None, param, module
        )
        found.dependency = Dependency(slot.owner, marker, view, param)
        return found

    def injected(
        self, dependency: Dependency, path_names: Collection[str], above: tuple[object, ...] = ()
    ) -> Injected:
        """A dependency with its own parameters and dependencies, all the way down."""
        parameters = self.of(dependency.target, path_names)
        node = Injected(dependency, parameters or (), is_known=parameters is not None, depth=len(above))
        identity = dependency.function or dependency.target
        if len(above) < _DEPTH and not any(identity is one for one in above):
            node.dependencies = tuple(
                self.injected(parameter.dependency, path_names, (*above, identity))
                for parameter in node.parameters
                if parameter.dependency is not None
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
            parameter.syntax = msgspec.structs.replace(made, start=start, end=end)
        marker = parameter.marker
        is_made = marker is not None and (marker.call.start, marker.call.end) == (made.start, made.end)
        return not is_made or (start, end) == (made.start, made.end)

    def _operations(self) -> Iterator[PathOperation]:
        return (operation for route in self.project.routes for operation in route.operations)

    def _slots(self, target: Value) -> list[Slot] | None:
        if isinstance(target, Function):
            return self._of_function(target, 1 if "classmethod" in _decorators(target) else 0)
        if isinstance(target, Bound):
            return self._of_function(
                target.function, 0 if "staticmethod" in _decorators(target.function) else 1
            )
        if isinstance(target, Class):
            return self._of_class(target)
        if isinstance(target, Instance) and isinstance(target.of, Class):
            call = target.of.method("__call__")
            return self._of_function(call, 1) if call else ([] if target.of.is_a(*SECURITY_SCHEMES) else None)
        if isinstance(target, Instance):
            return [] if target.of.name in SECURITY_SCHEMES else None
        if isinstance(target, Closure):
            return self._of_closure(target)
        return None

    def _of_function(self, function: Function, skip: int, scope: Lookup | None = None) -> list[Slot] | None:
        if is_wrapper(function):
            return self._slots(self.wrapped(function, scope))
        look = scope or self.project.scope_of(function)
        return [Slot(function, param, function.module, look) for param in function.syntax.params[skip:]]

    def wrapped(self, function: Function, scope: Lookup | None = None) -> Value:
        """What ``@wraps(…)`` names: Python takes its signature for that of the function."""
        look = scope or self.project.scope_of(function)
        for decorator in function.syntax.decorators:
            if _is_wraps(decorator) and isinstance(decorator, s.Call) and decorator.args:
                return Interpreter(function.module, {}, look).value(decorator.args[0])
        return None

    def _of_closure(self, closure: Closure) -> list[Slot] | None:
        if closure.scope is not None and isinstance(closure.target, Function):
            return self._of_function(closure.target, 0, closure.scope)
        if closure.target is None:
            return None if closure.names else []
        if closure.given is None:
            return None
        slots = self._slots(closure.target)
        if slots is None or "" in closure.given.named:
            return None
        rest = slots[len(closure.given.positional) - 1 :]
        return [slot for slot in rest if slot.param.name not in closure.given.named]

    def _of_class(self, cls: Class) -> list[Slot] | None:
        """The parameters of a constructor, as ``inspect.signature`` finds them."""
        viewing = self.project.views.get(cls, Viewing.CONSTRUCTED)
        if viewing is not Viewing.CONSTRUCTED:
            return [] if viewing is Viewing.MADE else self._of_view_class(cls)
        if is_signed_anew(cls):
            return None
        init = cls.method("__new__") or cls.method("__init__")
        kind = kind_of(cls)
        if init is not None and not (kind and not isinstance(init.parent, Class)):
            return self._of_function(init, 1)
        if (
            kind
            or any(isinstance(base, Class) and kind_of(base) for base in cls.ancestors)
            or cls.is_a("typing.NamedTuple")
        ):
            return self._of_fields(cls)
        known = all(isinstance(base, Class) or base in PLAIN_BASES for base in cls.ancestors)
        return [] if known and len(cls.ancestors) >= len(cls.bases) else None

    def _of_view_class(self, cls: Class) -> list[Slot] | None:
        """What the constructor of a class-based view takes, and what its body annotates."""
        init = cls.method("__init__")
        own = (self._of_function(init, 1) or []) if init is not None else []
        return [
            *(slot for slot in own if slot.param.kind not in ("args", "kwargs")),
            *(self._of_fields(cls) or []),
        ]

    def _of_fields(self, cls: Class) -> list[Slot] | None:
        fields: dict[str, Slot] = {}
        for owner in reversed((cls, *cls.ancestors)):
            if not isinstance(owner, Class):
                continue
            look = self.project.types.lookup_in(owner.module)
            for field in fields_of(owner):
                name = field.name
                if not name.startswith("_") or kind_of(cls) == "dataclass":
                    fields[name] = Slot(owner, field, owner.module, look)
        return list(fields.values())

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
        term = found.term = self.term(annotation.type, annotation.module, inner)
        if marker is None and self.is_special(term):
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
            target = self.term(parameter.type, parameter.home or parameter.module, look).value
        return Dependency(parameter.owner, marker, target, parameter.syntax)

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
        if marker is not None and (marker.call.is_open or marker.call.keyword("default_factory") is not None):
            found.required = None if marker.call.is_open else False

    def _is_required(self, default: s.Expr, module: Module) -> bool:
        """Whether a default is one of the ways to say that there is none."""
        if isinstance(default, s.Constant):
            return default.kind == "ellipsis"
        value = self.project.types.resolve(default, self.project.types.lookup_in(module))
        return isinstance(value, External) and value.name in REQUIRED

    # --- types -----------------------------------------------------------------------------------

    def term(self, expr: s.Expr | None, module: Module, look: Lookup, depth: int = 0) -> Term:
        """What an annotation means, through strings, aliases, ``Annotated`` and ``Optional``."""
        if expr is None:
            return Term(External("typing.Any"))
        if depth > _DEPTH:
            return UNKNOWN
        if isinstance(expr, s.Constant):
            if expr.kind == "ellipsis":
                return _ELLIPSIS
            parsed = self.project.types.parse(expr) if isinstance(expr.value, str) else None
            return (
                self.term(parsed, module, look, depth + 1)
                if parsed
                else (_NONE if expr.kind == "NoneType" else UNKNOWN)
            )
        if isinstance(expr, s.Binary) and expr.op == "BitOr":
            return self._union((expr.left, expr.right), module, look, depth)
        if isinstance(expr, s.Call):
            callee = self.project.types.resolve(expr.func, look)
            return Term(callee) if isinstance(callee, External) else UNKNOWN
        index = expr.index if isinstance(expr, s.Subscript) else None
        base = self.project.types.resolve(expr.value if isinstance(expr, s.Subscript) else expr, look)
        if isinstance(base, Alias):
            inner = look if base.module is module else self.project.types.lookup_in(base.module)
            return self.term(base.expr, base.module, inner, depth + 1)
        if index is None:
            return Term(base) if isinstance(base, (External, Class, Instance, Function)) else UNKNOWN
        items = index.items if isinstance(index, s.Sequence) and index.kind == "tuple" else (index,)
        name = base.name if isinstance(base, External) else ""
        if name in (
            "typing.Annotated",
            "typing.Final",
            "typing.ClassVar",
            "typing.Required",
            "typing.NotRequired",
        ):
            return self.term(items[0], module, look, depth + 1)
        if name == "typing.Literal":
            return Term(base)
        if name in ("typing.Union", "typing.Optional"):
            return self._union(items, module, look, depth, optional=name == "typing.Optional")
        args = tuple(self.term(item, module, look, depth + 1) for item in items)
        return Term(base, args) if isinstance(base, (External, Class)) else UNKNOWN

    def _union(
        self, options: tuple[s.Expr, ...], module: Module, look: Lookup, depth: int, optional: bool = False
    ) -> Term:
        args = tuple(self.term(option, module, look, depth + 1) for option in options)
        return Term(None, (*args, _NONE) if optional else args, is_union=True)

    def _by_type(self, term: Term) -> In:
        """Where a parameter without a marker comes from."""
        if self._is_upload(term) or self._is_upload_sequence(term):
            return In.FILE
        is_complex = self.is_complex(term)
        if is_complex is None:
            return In.UNKNOWN
        return In.BODY if is_complex else In.QUERY

    def is_special(self, term: Term) -> bool:
        """Whether FastAPI injects it by its type: the request, the response, background tasks."""
        if isinstance(term.value, Class):
            return any(
                base in SPECIAL or base in RESPONSES for base in term.value.ancestors if isinstance(base, str)
            )
        return term.name in SPECIAL or term.name in RESPONSES

    def _is_upload(self, term: Term) -> bool:
        if term.is_union:
            return any(self._is_upload(arg) for arg in term.args)
        if isinstance(term.value, Class):
            return term.value.is_a(UPLOAD)
        return term.name == UPLOAD and self.project.targets.fastapi.at_least("0.73")

    def _is_upload_sequence(self, term: Term) -> bool:
        """Also true of a sequence without items such as a bare ``list``: all of its none are uploads."""
        if not self.project.targets.fastapi.at_least("0.100"):
            return (
                bool(term.args) and term.name in SEQUENCES and all(self._is_upload(arg) for arg in term.args)
            )
        if term.is_union:
            return any(self._is_upload_sequence(arg) for arg in term.args)
        return self._is_sequence(term) is True and all(self._is_upload(arg) for arg in term.args)

    def _is_sequence(self, term: Term) -> bool | None:
        if isinstance(term.value, Class):
            return any(base in SEQUENCES for base in term.value.ancestors if isinstance(base, str))
        return term.name in SEQUENCES

    def is_complex(self, term: Term) -> bool | None:
        """Whether FastAPI reads a type from the body; None when the source does not show it."""
        if term.is_union:
            answers = [self.is_complex(arg) for arg in term.args]
            return True if True in answers else (None if None in answers else False)
        if isinstance(term.value, Class):
            return self._is_complex_class(term.value)
        if isinstance(term.value, Instance):
            made = term.value.of.name if isinstance(term.value.of, External) else ""
            scalar = made in ("typing.NewType", "typing.TypeVar", "enum.Enum", "enum.IntEnum", "enum.StrEnum")
            return False if scalar else None
        return self._is_complex_name(term)

    def _is_complex_name(self, term: Term) -> bool | None:
        name = term.name
        package, _, last = name.rpartition(".")
        if name in ITERATED:
            return not self.project.targets.pydantic.at_least("2")
        if name == "pydantic.Json" and term.args:
            return self.is_complex(term.args[0])
        if name == UPLOAD:
            return self.project.targets.fastapi.at_least("0.73")
        if name in BODIES or name in SEQUENCES:
            return True
        if package in ("pydantic", "pydantic.types", "pydantic.networks", "pydantic.v1"):
            return True if last in PYDANTIC_SEQUENCES else (False if last in PYDANTIC_SCALARS else None)
        if name in SCALARS or name.startswith(SCALAR_MODULES) or name == "builtins.Ellipsis":
            return False
        return None

    def _is_complex_class(self, cls: Class) -> bool | None:
        if kind_of(cls) or any(isinstance(base, Class) and kind_of(base) for base in cls.ancestors):
            return True
        answers = [
            self._is_complex_name(Term(External(base)))
            for base in cls.ancestors
            if isinstance(base, str) and base not in PLAIN_BASES
        ]
        if True in answers:
            return True
        shown = all(isinstance(base, (Class, External, Alias)) for base in _all_bases(cls))
        return False if shown and None not in answers else None


def excludes_none(term: Term | None) -> bool:
    """Whether a type provably does not admit None."""
    if term is None:
        return False
    if term.is_union:
        return bool(term.args) and all(excludes_none(arg) for arg in term.args)
    if isinstance(term.value, Class):
        own = {"__get_pydantic_core_schema__", "__get_validators__"}
        return (
            not term.value.is_a("pydantic.RootModel", "typing.Protocol")
            and not own & term.value.methods.keys()
        )
    return term.name in NEVER_NONE


def _all_bases(cls: Class) -> Iterator[Value]:
    yield from cls.bases
    for base in cls.ancestors:
        if isinstance(base, Class):
            yield from base.bases


def _receivers(route: Route) -> int:
    """How many leading parameters of an endpoint are not FastAPI's: ``self`` of a method that is registered bound."""
    function = route.function
    if function is None or not function.is_method or "staticmethod" in _decorators(function):
        return 0
    cls = function.parent
    assert isinstance(cls, Class)
    return 1 if not route.is_decorator or cls.syntax.decorators else 0


def is_wrapper(function: Function) -> bool:
    """Whether a function shows the signature of another one, by ``functools.wraps``."""
    return any(_is_wraps(decorator) for decorator in function.syntax.decorators)


def _is_wraps(decorator: s.Expr) -> bool:
    return isinstance(decorator, s.Call) and s.dotted(decorator.func) in ("wraps", "functools.wraps")


def _decorators(function: Function) -> set[str]:
    return {s.dotted(decorator) for decorator in function.syntax.decorators}


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
