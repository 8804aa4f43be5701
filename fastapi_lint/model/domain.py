"""The application, in FastAPI's own words. Rules subscribe to these and read them; nothing here has nodes.

Every object knows its ``module`` and points at its source by spans; ``node`` finds the LibCST node and
parses the file the first time somebody asks.
"""

from __future__ import annotations

from collections.abc import Callable, Iterator
from dataclasses import dataclass, field
from enum import Enum, IntEnum
from functools import cached_property
from typing import TYPE_CHECKING, TypeVar

from fastapi_lint.finding import Confidence, Location, Severity, Span
from fastapi_lint.model import syntax as s
from fastapi_lint.model.paths import PathTemplate, compile_mount, compile_path, path_names

if TYPE_CHECKING:
    import libcst as cst

    from fastapi_lint.model.calls import CallSite
    from fastapi_lint.model.conflicts import Conflict
    from fastapi_lint.model.facts import Facts
    from fastapi_lint.model.parameters import Term
    from fastapi_lint.model.project import Project
    from fastapi_lint.model.responses import Answer
    from fastapi_lint.model.values import Arguments, Marker, Value
    from fastapi_lint.source import Source


N = TypeVar("N")


def found(node: N | None, subject: object) -> N:
    """The LibCST node of a subject; raises LookupError when the two parsers disagree about its place."""
    if node is None:
        raise LookupError(f"{subject!r} has no LibCST node at its span")
    return node


class Context(Enum):
    """Where a function's body runs."""

    LOOP = "loop"
    """On the event loop: whatever blocks here stops every request."""
    THREAD = "thread"
    """In the thread pool: blocking is what it is for."""
    UNKNOWN = "unknown"


class Role(str, Enum):
    """What FastAPI, or the project, uses a function for."""

    ENDPOINT = "path operation"
    WEBSOCKET = "websocket endpoint"
    DEPENDENCY = "dependency"
    MIDDLEWARE = "middleware"
    EXCEPTION_HANDLER = "exception handler"
    LIFESPAN = "lifespan"
    EVENT_HANDLER = "event handler"
    BACKGROUND_TASK = "background task"
    STREAM = "streamed response"
    AWAITED = "awaited by served code"


class Reach(IntEnum):
    """How a function is reached from what FastAPI runs."""

    NONE = 0
    """Not at all, as far as the source shows."""
    STARTUP = 1
    """Only while the application starts or stops."""
    REQUEST = 2
    """While requests are served."""


class Module:
    """One file of the project. ``names`` holds what its module level has bound at the end."""

    def __init__(self, project: Project, path: str, facts: Facts) -> None:
        self.project = project
        self.path = path
        self.facts = facts
        self.names: dict[str, Value] = {}
        self.functions: dict[int, Function] = {}
        self.classes: dict[int, Class] = {}
        self.sites: dict[int, CallSite] = {}
        """The calls of its module level and its class bodies, by where they end."""

    @property
    def source(self) -> Source:
        """The file's text and trees."""
        return self.project.source(self.path)

    @property
    def is_test(self) -> bool:
        """Whether the settings call this file a test."""
        return self.project.is_test(self.path)

    def __repr__(self) -> str:
        return f"<Module {self.path}>"


@dataclass(eq=False, repr=False)
class Definition:
    """A function or a class of the project."""

    module: Module
    parent: Function | Class | None

    @property
    def path(self) -> str:
        return self.module.path

    @property
    def project(self) -> Project:
        return self.module.project


@dataclass(eq=False, repr=False)
class Function(Definition):
    """A ``def`` or ``async def`` anywhere in the project."""

    syntax: s.FunctionDef
    roles: set[Role] = field(default_factory=set)
    reach: Reach = Reach.NONE
    via: Function | None = None
    """The served function that awaits this one, when that is its only role."""
    users: list[Function] = field(default_factory=list)
    """The functions that declare this one as a dependency."""
    closure: Callable[[str], Value] | None = None
    """Looks names up around a nested function; None at module and class level."""
    routes: list[Route] = field(default_factory=list)
    """What registers it as an endpoint, in run-time order."""

    @property
    def name(self) -> str:
        return self.syntax.name

    @property
    def qualname(self) -> str:
        """``Class.method`` or ``outer.inner``, as ``__qualname__`` without ``<locals>``."""
        return f"{self.parent.qualname}.{self.name}" if self.parent else self.name

    @property
    def span(self) -> Span:
        """The whole definition from ``def`` on, without decorators."""
        return Span(self.syntax.start, self.syntax.end)

    @property
    def name_span(self) -> Span:
        return Span(self.syntax.name_start, self.syntax.name_start + len(self.syntax.name))

    @property
    def part(self) -> str:
        """What it is in the application, for messages: ``dependency `get_user` of `read_me```."""
        role = next((role for role in Role if role in self.roles and role is not Role.AWAITED), None)
        if role is None:
            served = self.via
            while served is not None and served.via is not None:
                served = served.via
            how = "awaited by" if served is self.via else "reached from"
            return f"`{self.name}`, {how} {served.part}" if served is not None else f"`{self.name}`"
        if role is not Role.DEPENDENCY or not self.users:
            return f"{role.value} `{self.name}`"
        more = f" and {len(self.users) - 1} more" if len(self.users) > 1 else ""
        return f"{role.value} `{self.name}` of `{self.users[0].name}`{more}"

    @property
    def is_async(self) -> bool:
        return self.syntax.is_async

    @property
    def is_generator(self) -> bool:
        return self.syntax.is_generator

    @property
    def is_method(self) -> bool:
        return isinstance(self.parent, Class)

    @cached_property
    def body(self) -> tuple[s.Stmt, ...]:
        """The statements inside, read from the file when first asked for."""
        return self.project.body_of(self)

    @cached_property
    def signature_end(self) -> int:
        """The offset behind the parenthesis that closes the parameters, where ``-> …`` goes."""
        from fastapi_lint.source.lexis import closing

        return closing(self.module.source.text, self.name_span.end)

    @cached_property
    def keeps_signature(self) -> bool:
        """Whether FastAPI sees the parameters as they are written: no decorator may have changed them."""
        from fastapi_lint.model.decorators import keeps_signature

        return keeps_signature(self)

    @cached_property
    def answers(self) -> tuple[Answer, ...]:
        """What it returns, ``return`` by ``return``."""
        from fastapi_lint.model.responses import answers_of

        return answers_of(self)

    @property
    def context(self) -> Context:
        """An ``async def`` always runs on a loop; a ``def`` runs in a thread when FastAPI calls it."""
        if self.is_async:
            return Context.LOOP
        return Context.THREAD if self.roles else Context.UNKNOWN

    @property
    def node(self) -> cst.FunctionDef:
        """The LibCST node."""
        import libcst as cst

        return found(self.module.source.nodes_at(self.span, cst.FunctionDef), self)

    def __repr__(self) -> str:
        return f"<Function {self.qualname}>"


@dataclass(eq=False, repr=False)
class Class(Definition):
    """A class of the project. ``attributes`` holds what its body binds, methods among them."""

    syntax: s.ClassDef
    attributes: dict[str, Value] = field(default_factory=dict)
    bases: tuple[Value, ...] = ()
    """The base classes, each a Class, an External or unknown (None)."""

    @property
    def name(self) -> str:
        return self.syntax.name

    @property
    def qualname(self) -> str:
        return f"{self.parent.qualname}.{self.name}" if self.parent else self.name

    @property
    def span(self) -> Span:
        return Span(self.syntax.start, self.syntax.end)

    @property
    def name_span(self) -> Span:
        return Span(self.syntax.name_start, self.syntax.name_start + len(self.syntax.name))

    @property
    def ancestors(self) -> tuple[Class | str, ...]:
        """Every known base, nearest first: classes of the project, and canonical names of others."""
        return self.project.types.ancestors(self)

    def is_a(self, *names: str) -> bool:
        """Whether one of the external classes ``names`` is among the ancestors."""
        return any(isinstance(base, str) and base in names for base in self.ancestors)

    @property
    def methods(self) -> dict[str, Function]:
        """The functions defined in its own body, by name; the last one wins."""
        return {name: value for name, value in self.attributes.items() if isinstance(value, Function)}

    def method(self, name: str) -> Function | None:
        """The method ``name``, its own or inherited from a class of the project."""
        for cls in (self, *self.ancestors):
            if isinstance(cls, Class) and name in cls.methods:
                return cls.methods[name]
        return None

    @property
    def node(self) -> cst.ClassDef:
        """The LibCST node."""
        import libcst as cst

        return found(self.module.source.nodes_at(self.span, cst.ClassDef), self)

    def __repr__(self) -> str:
        return f"<Class {self.qualname}>"


# --- applications, routers, routes ---------------------------------------------------------------


@dataclass(eq=False, repr=False)
class Registered:
    """Something that is registered on a router, at a place in the code."""

    router: Router
    module: Module
    call: s.Call
    """The decorator's call, or the call of ``add_api_route``, ``include_router``, ``mount`` and the like."""
    branches: tuple[int, ...]
    """What it depends on that the source does not show, outermost first: a number of its own for every
    branch, and a negative one for a function that nobody calls."""
    within: Function | None
    """The function whose body holds the call; None at module or class level."""

    @property
    def conditional(self) -> bool:
        """Stands under an ``if``, in a ``try`` or behind an early ``return``: it may never be registered."""
        return any(branch > 0 for branch in self.branches)

    @property
    def path(self) -> str:
        return self.module.path

    @property
    def span(self) -> Span:
        return Span(self.call.start, self.call.end)

    @property
    def path_argument(self) -> s.Expr | None:
        """The expression that gives its own path, for what has one."""
        return self.call.argument(0, "path")


class Kind(str, Enum):
    """What a route answers to."""

    HTTP = "http"
    WEBSOCKET = "websocket"


@dataclass(eq=False, repr=False)
class Route(Registered):
    """One registration of a path operation: a decorator, or a call such as ``add_api_route``.

    A router that is included twice serves a route under two paths: see ``PathOperation``.
    """

    kind: Kind
    methods: tuple[str, ...]
    """Upper case, sorted; empty when the source does not show them."""
    template: str | None
    """The path with the router's own prefix, without those of inclusions; None when unknown."""
    endpoint: Function | Class | None
    is_decorator: bool = False
    plain: bool = False
    """A Starlette route (``add_route``, ``@app.route``): no response model, no dependencies."""
    dependencies: list[Marker] = field(default_factory=list)
    """The ``Depends(…)`` of its own ``dependencies=[…]``."""
    shows_dependencies: bool = True
    """Whether ``dependencies`` are all that there are, as far as its own call goes."""
    operations: list[PathOperation] = field(default_factory=list)
    scope: Callable[[str], Value] | None = None
    """Looks names up around a nested endpoint, as they were when this route was registered."""

    @property
    def function(self) -> Function | None:
        """The endpoint, when it is a function or method of the project."""
        return self.endpoint if isinstance(self.endpoint, Function) else None

    def option(self, name: str) -> s.Expr | None:
        """The expression given for an option such as ``response_model`` or ``status_code``."""
        return self.call.keyword(name)

    @property
    def parameters(self) -> tuple[Parameter, ...]:
        """The parameters of its endpoint under its full path; under several, those of the first."""
        if self.operations:
            return self.operations[0].parameters
        return self.module.project.parameters.of_route(self, path_names(self.template or ""))

    @property
    def dependency_tree(self) -> tuple[Injected, ...]:
        """What it depends on where it is served; where it is served several times, that of the first."""
        return self.operations[0].dependency_tree if self.operations else ()

    @property
    def has_schema(self) -> bool | None:
        """Whether FastAPI knows a type for the response, and filters by it; None where there is nothing to declare."""
        from fastapi_lint.model.responses import has_schema

        return has_schema(self)

    @property
    def is_hidden(self) -> bool:
        """Whether OpenAPI leaves it out, by ``include_in_schema=False`` of its own, its router or an inclusion."""
        from fastapi_lint.model.responses import is_hidden

        return is_hidden(self)

    @property
    def display(self) -> str:
        """``GET /items/{item_id}`` for messages, with the full path when there is just one."""
        paths = {operation.path for operation in self.operations}
        path = paths.pop() if len(paths) == 1 else self.template
        method = "/".join(self.methods) if self.kind is Kind.HTTP else "WEBSOCKET"
        return f"{method or '?'} {path if path is not None else '?'}"

    def __repr__(self) -> str:
        return f"<Route {self.display}>"


@dataclass(eq=False, repr=False)
class Inclusion(Registered):
    """One call of ``include_router``."""

    included: Router
    prefix: str | None
    size: int
    """How many entries the router had when it was included: older FastAPI copies just those."""
    dependencies: list[Marker] = field(default_factory=list)
    shows_dependencies: bool = True
    lifecycle_size: int = 0
    """How long the ``lifecycle`` of the router was when it was included: its handlers are copied."""


@dataclass(eq=False, repr=False)
class Mount(Registered):
    """One call of ``mount``: everything below ``prefix`` goes to ``application``."""

    prefix: str | None
    application: Value


@dataclass(eq=False, repr=False)
class Middleware(Registered):
    """``add_middleware``, ``@app.middleware("http")`` or an item of ``FastAPI(middleware=[…])``."""

    target: Value
    """The class, or the decorated function."""
    given: Arguments | None = None
    """What the class will be constructed with, the class itself first; None for a function, and when unknown."""
    made: s.Call | None = None
    """The call that names the class: ``add_middleware(…)``, or the ``Middleware(…)`` of the constructor's list."""
    home: Module | None = None
    """The file in which ``made`` stands."""

    @property
    def place(self) -> Location:
        """Where it is written."""
        shown, module = (self.made, self.home) if self.made and self.home else (self.call, self.module)
        return Location(module.path, Span(shown.start, shown.end))

    @property
    def is_listed(self) -> bool:
        """Whether it comes from the constructor's ``middleware=[…]``, where the outermost is the first."""
        return self.router.call is self.call


@dataclass(eq=False, repr=False)
class EventHandler(Registered):
    """A start-up or shutdown handler; ``event`` is ``startup`` or ``shutdown``."""

    event: str
    target: Value
    form: str
    """``on_event``, ``add_event_handler`` or ``parameter`` (``on_startup=``, ``on_shutdown=``)."""
    given: s.Expr | None = None
    """The expression that gives the handler; None for a decorated function, and in a list that stands elsewhere."""

    @property
    def place(self) -> Location:
        """The decorator, the call, or the constructor's argument."""
        parameter = f"on_{self.event}" if self.form == "parameter" else ""
        shown: s.Syntax = next((k for k in self.call.keywords if k.name == parameter), self.call)
        return Location(self.path, Span(shown.start, shown.end))


@dataclass(eq=False, repr=False)
class ExceptionHandler(Registered):
    """``@app.exception_handler(E)``, ``add_exception_handler`` or an item of ``exception_handlers={…}``."""

    target: Value


@dataclass(eq=False, repr=False)
class Router:
    """An ``APIRouter``, or, as ``Application``, a ``FastAPI`` or ``Starlette``."""

    module: Module
    call: s.Call | None
    """The call that constructs it; None for one that the source uses and does not show."""
    prefix: str | None = ""
    """The constructor's ``prefix``; empty for an application; None when unknown."""
    within: Function | None = None
    name: str = ""
    """The variable that it was first bound to."""
    cls: Class | None = None
    """The subclass of the project that was constructed, if it is one."""
    entries: list[Route | Inclusion | Mount] = field(default_factory=list)
    """In the order of registration at run time."""
    middleware: list[Middleware] = field(default_factory=list)
    event_handlers: list[EventHandler] = field(default_factory=list)
    lifecycle: list[EventHandler | Inclusion] = field(default_factory=list)
    """Everything that decides what runs at start-up and shutdown, in the order of registration."""
    exception_handlers: list[ExceptionHandler] = field(default_factory=list)
    lifespan: Value = None
    included_in: list[Inclusion] = field(default_factory=list)
    dependencies: list[Marker] = field(default_factory=list)
    """The ``Depends(…)`` of its constructor's ``dependencies=[…]``."""
    shows_dependencies: bool = True
    operations: list[PathOperation | MountPoint] = field(default_factory=list)
    """All that it serves, with included routers, in run-time order: what is matched first comes first."""
    kind: str = ""
    """The canonical name of the class that it is an object of, or of that class's first known ancestor."""

    @property
    def path(self) -> str:
        return self.module.path

    @property
    def span(self) -> Span:
        return Span(self.call.start, self.call.end) if self.call else Span(0, 0)

    @property
    def is_server(self) -> bool:
        """An application, or a router that nobody includes: what it serves is judged here and nowhere else."""
        return isinstance(self, Application) or not self.included_in

    @cached_property
    def conflicts(self) -> tuple[Conflict, ...]:
        """What it serves and what never gets a request, because something registered before it takes them all."""
        from fastapi_lint.model.conflicts import conflicts

        return tuple(conflicts(self.operations)) if self.is_server else ()

    @property
    def routes(self) -> Iterator[Route]:
        """Its own routes, without those of included routers."""
        return (entry for entry in self.entries if isinstance(entry, Route))

    @property
    def middleware_stack(self) -> tuple[Middleware, ...]:
        """The middleware as a request meets it: what was added last, and in the end the constructor's list."""
        added = [layer for layer in self.middleware if not layer.is_listed]
        return (*reversed(added), *(layer for layer in self.middleware if layer.is_listed))

    def option(self, name: str) -> s.Expr | None:
        return self.call.keyword(name) if self.call else None

    def __repr__(self) -> str:
        return f"<{type(self).__name__} {self.name or '?'}>"


@dataclass(eq=False, repr=False)
class Application(Router):
    """A ``FastAPI`` (or ``Starlette``) object."""

    mounted_in: list[Mount] = field(default_factory=list)


@dataclass(eq=False, repr=False)
class Served:
    """Something that an application (or a router that nobody includes) matches requests with."""

    server: Router
    path: str | None
    """With every prefix; None when one of them is unknown."""
    inclusions: tuple[Inclusion, ...]
    """The calls of ``include_router`` that bring it in, outermost first."""

    @property
    def entry(self) -> Route | Mount:
        """What was registered."""
        raise NotImplementedError

    @property
    def chain(self) -> tuple[Route | Mount | Inclusion, ...]:
        """The registrations that serve it: inclusions from the outermost in, and the entry itself."""
        return (*self.inclusions, self.entry)

    @property
    def place(self) -> Location:
        """The path in the decorator or call that registers it."""
        argument = self.entry.path_argument
        start, end = (argument.start, argument.end) if argument else self.entry.span
        return Location(self.entry.path, Span(start, end))

    @property
    def branches(self) -> frozenset[int]:
        """Every branch that must be taken for it to be served."""
        return frozenset(branch for item in self.chain for branch in item.branches)

    @property
    def conditional(self) -> bool:
        return any(item.conditional for item in self.chain)

    @cached_property
    def template(self) -> PathTemplate | None:
        """What it matches; None when unknown."""
        return None if self.path is None else compile_path(self.path)


@dataclass(eq=False, repr=False)
class MountPoint(Served):
    """A mount as an application serves it, under its full path."""

    mount: Mount

    @property
    def entry(self) -> Mount:
        return self.mount

    @cached_property
    def template(self) -> PathTemplate | None:
        return None if self.path is None else compile_mount(self.path)


@dataclass(eq=False, repr=False)
class PathOperation(Served):
    """A route as an application (or a router that nobody includes) serves it, under its full path."""

    route: Route

    @property
    def entry(self) -> Route:
        return self.route

    @property
    def methods(self) -> tuple[str, ...]:
        return self.route.methods

    @property
    def display(self) -> str:
        method = "/".join(self.methods) if self.route.kind is Kind.HTTP else "WEBSOCKET"
        return f"{method or '?'} {self.path if self.path is not None else '?'}"

    @property
    def path_names(self) -> tuple[str, ...]:
        """The names of the parameters in its path."""
        return path_names(self.path or "")

    @cached_property
    def parameters(self) -> tuple[Parameter, ...]:
        """The parameters of its endpoint, under its path."""
        return self.route.module.project.parameters.of_route(self.route, self.path_names)

    @cached_property
    def dependency_tree(self) -> tuple[Injected, ...]:
        """What it depends on, in the order in which FastAPI asks: application, inclusions and routers from the
        outermost in, its own ``dependencies=[…]``, and its parameters."""
        from fastapi_lint.model.injection import injected

        return tuple(injected(self))

    @cached_property
    def unread(self) -> tuple[str, ...]:
        """The placeholders of its path that certainly nobody reads."""
        from fastapi_lint.model.placeholders import unread

        return unread(self)

    @property
    def dependencies(self) -> tuple[Injected, ...]:
        """The tree, flat: each dependency before its own."""
        return tuple(inner for outer in self.dependency_tree for inner in outer)


@dataclass(eq=False, repr=False)
class Dependency:
    """One ``Depends(…)`` or ``Security(…)`` in use: where it stands, and what it calls."""

    owner: Function | Class | Route | Router | Inclusion
    marker: Marker
    target: Value
    """The Function, Class, Instance or External that is called; None when unknown."""
    parameter: s.Param | None = None
    """The parameter that receives the result; None in ``dependencies=[…]``."""

    @property
    def module(self) -> Module:
        """The file in which the ``Depends(…)`` stands: another one when it is part of an alias."""
        return self.marker.module

    @property
    def path(self) -> str:
        return self.module.path

    @property
    def span(self) -> Span:
        return Span(self.marker.call.start, self.marker.call.end)

    @property
    def is_security(self) -> bool:
        return self.marker.name == "fastapi.Security"

    @property
    def use_cache(self) -> bool | None:
        """Whether one request calls it once for all who ask; None when the source does not show it."""
        given = self.marker.call.keyword("use_cache")
        if given is None:
            return None if self.marker.call.is_open else True
        return bool(given.value) if isinstance(given, s.Constant) else None

    @property
    def scope(self) -> str:
        """``function`` or ``request``, as given or as FastAPI decides; empty for what has nothing to end."""
        given = self.marker.call.keyword("scope")
        if isinstance(given, s.Constant) and isinstance(given.value, str):
            return given.value
        return "request" if self.is_yield else ""

    @property
    def is_yield(self) -> bool:
        """Whether the function of the project that runs is a generator, with a part after the response."""
        return self.function is not None and self.function.is_generator

    @property
    def is_async(self) -> bool | None:
        """Whether it runs on the event loop; None when the source does not show what runs."""
        return self.function.is_async if self.function is not None else None

    @property
    def function(self) -> Function | None:
        """The function of the project that runs: a class's ``__init__``, an object's ``__call__``."""
        from fastapi_lint.model.injection import runs

        return runs(self.target)


class In(str, Enum):
    """Where the value of a parameter comes from, by FastAPI's own rules."""

    PATH = "path"
    QUERY = "query"
    HEADER = "header"
    COOKIE = "cookie"
    BODY = "body"
    FORM = "form"
    FILE = "file"
    DEPENDENCY = "dependency"
    SPECIAL = "special"
    """Injected by its type: the request, the response, background tasks and the like."""
    UNKNOWN = "unknown"
    """The source does not show it."""


@dataclass(eq=False, repr=False)
class Parameter:
    """A parameter of an endpoint or a dependency, as FastAPI reads it under a certain path."""

    owner: Function | Class
    name: str
    alias: str | None
    """What a request calls it; None when the source does not show it."""
    location: In
    annotation: s.Expr | None
    """As written."""
    default: s.Expr | None
    """What it is without a value in the request: the plain default, or the one in its marker."""
    marker: Marker | None
    """The ``Query(…)``, ``Depends(…)`` and so on, from the default or from ``Annotated``."""
    required: bool | None
    """None for what no request brings, and where the source does not show it."""
    syntax: s.Param
    """The parameter itself; a field, for classes without ``__init__``."""
    module: Module
    type: s.Expr | None = None
    """The annotation without ``Annotated`` and aliases."""
    home: Module | None = None
    """The file in which ``type`` stands."""
    dependency: Dependency | None = None
    is_open: bool = False
    """Whether something in the annotation or the default may be a marker that the source does not show."""
    annotated: Marker | None = None
    """The marker inside ``Annotated``, also where another one in the default prevails."""
    term: Term | None = None
    """The type, resolved; None for a dependency."""
    operations: list[PathOperation] = field(default_factory=list)
    """What reads it there, for the parameters that are subjects of rules."""

    @property
    def bodiless(self) -> PathOperation | None:
        """An operation that reads it and whose requests have no body by rights: GET and HEAD."""
        bare = frozenset({"GET", "HEAD"})
        return next((one for one in self.operations if one.methods and bare.issuperset(one.methods)), None)

    @property
    def schema(self) -> Class | None:
        """The model, dataclass or SQLModel that it is read as, also an optional one."""
        from fastapi_lint.model.schemas import kind_of

        options = self.term.options if self.term is not None else ()
        cls = options[0].value if len(options) == 1 else None
        return cls if isinstance(cls, Class) and kind_of(cls) else None

    @property
    def path(self) -> str:
        return self.module.path

    @property
    def span(self) -> Span:
        return Span(self.syntax.start, self.syntax.end)

    @property
    def is_in_annotated(self) -> bool:
        """Whether its marker stands in the annotation and not in the default."""
        return self.marker is not None and self.marker.call != self.syntax.default

    def __repr__(self) -> str:
        return f"<Parameter {self.name} {self.location.value}>"


@dataclass(eq=False, repr=False)
class Injected:
    """A dependency as a route uses it: with its parameters under that path, and its own dependencies."""

    dependency: Dependency
    parameters: tuple[Parameter, ...]
    dependencies: tuple[Injected, ...] = ()
    is_known: bool = True
    """Whether the source shows what the dependency takes."""
    depth: int = 0

    def __iter__(self) -> Iterator[Injected]:
        """Itself and everything below it, in the order of declaration."""
        yield self
        for inner in self.dependencies:
            yield from inner


@dataclass(eq=False, repr=False)
class LoopCall:
    """A call that an ``async def`` makes on the event loop, not awaited and not handed to a thread."""

    function: Function
    call: s.Call
    callee: str
    """The canonical name: ``time.sleep``, ``sqlalchemy.orm.Session.query``; ``?.query`` for a method of
    something unknown."""
    site: CallSite

    @property
    def chained(self) -> str:
        """The canonical name of what is called on the result in the same expression: ``….save`` of
        ``image.resize(…)`` in ``image.resize(…).save(…)``."""
        for site in self.function.project.calls.body(self.function).sites:
            if isinstance(site.call.func, s.Attribute) and site.call.func.value is self.call:
                from fastapi_lint.model.project import callee_name

                return callee_name(site.callee, site.call)
        return ""

    @property
    def consequence(self) -> str:
        """Where the event loop stands still, and who waits, to go on with after the callee's name."""
        reach = self.function.reach
        waits = "every other request waits" if reach is Reach.REQUEST else "start-up or shutdown waits"
        if Role.MIDDLEWARE in self.function.roles:
            waits = "every request waits"
        elif reach is Reach.NONE:
            waits = "everything else on it waits"
        return f"blocks the event loop in {self.function.part}: {waits}"

    def weigh(self, severity: Severity, confidence: Confidence) -> tuple[Severity, Confidence]:
        """A call that no request reaches hurts less; one that nothing served reaches is also less sure."""
        if self.function.reach is Reach.REQUEST:
            return severity, confidence
        if self.function.reach is Reach.STARTUP:
            return severity.lowered(), confidence
        return severity.lowered(), min(confidence, Confidence.MEDIUM)

    @property
    def module(self) -> Module:
        return self.function.module

    @property
    def path(self) -> str:
        return self.function.path

    @property
    def span(self) -> Span:
        return Span(self.call.start, self.call.end)

    @property
    def node(self) -> cst.Call:
        """The LibCST node."""
        import libcst as cst

        return found(self.module.source.nodes_at(self.span, cst.Call), self)


@dataclass(eq=False, repr=False)
class ProjectCall:
    """A call anywhere in the project: at module level, in a class body, in a function. Subscribe with ``to=``."""

    module: Module
    function: Function | None
    """The function whose body makes the call; None at module and class level."""
    callee: str
    """The canonical name, as in ``LoopCall``."""
    site: CallSite

    @property
    def call(self) -> s.Call:
        return self.site.call

    @property
    def path(self) -> str:
        return self.module.path

    @property
    def span(self) -> Span:
        return Span(self.call.start, self.call.end)

    def given(self, position: int, name: str) -> Value:
        """The value of an argument, by position or by name; None without it, and when unknown."""
        return self.site.given.get(position, name)

    def inner(self, argument: s.Expr | None) -> CallSite | None:
        """The call that an argument is, with its callee and its own arguments; None when it is something else."""
        expr = argument.value if isinstance(argument, s.Await) else argument
        function = self.function
        sites = self.module.project.calls.body(function).sites if function else self.module.sites.values()
        return next((site for site in sites if site.call == expr), None) if isinstance(expr, s.Call) else None

    @property
    def node(self) -> cst.Call:
        """The LibCST node."""
        import libcst as cst

        return found(self.module.source.nodes_at(self.span, cst.Call), self)


@dataclass(eq=False, repr=False)
class Field:
    """One field of a schema."""

    schema: Schema
    name: str
    annotation: s.Expr | None
    default: s.Expr | None
    statement: s.Assign


@dataclass(eq=False, repr=False)
class Schema:
    """A class that Pydantic (or SQLModel, or a dataclass) reads: fields with types and defaults."""

    cls: Class
    kind: str
    """``pydantic``, ``settings``, ``sqlmodel``, ``table`` (SQLModel with ``table=True``) or ``dataclass``."""
    fields: tuple[Field, ...]

    @property
    def module(self) -> Module:
        return self.cls.module

    @property
    def path(self) -> str:
        return self.cls.path
