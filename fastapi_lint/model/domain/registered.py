"""What is registered on a router: routes, inclusions, mounts, middleware, handlers."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass, field
from enum import Enum
from typing import TYPE_CHECKING

from fastapi_lint.finding import Location, Span
from fastapi_lint.model.domain.definitions import Function
from fastapi_lint.model.file import syntax as s
from fastapi_lint.model.routes.paths import path_names

if TYPE_CHECKING:
    from fastapi_lint.model.domain.definitions import Class, Module
    from fastapi_lint.model.domain.routers import PathOperation, Router
    from fastapi_lint.model.domain.uses import Injected, Parameter
    from fastapi_lint.model.meaning.values import Arguments, Marker, Value


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


class Viewing(Enum):
    """Where the object comes from whose methods a class-based view has as endpoints."""

    FIELDS = "constructed with what requests give for its parameters and annotated fields"
    CONSTRUCTED = "constructed as every class that is a dependency"
    MADE = "made beforehand"


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
    is_listed: bool = False
    """Stands in a list of routes: its own router adds neither a prefix nor dependencies."""
    view: Class | None = None
    """The class-based view whose method the endpoint is: FastAPI makes an object of it for every request."""
    stands_for_others: bool = False
    """``include_router`` of something that the source does not show: routes that are there, and not known."""
    operations: list[PathOperation] = field(default_factory=list)
    scope: Callable[[str], Value] | None = None
    """Looks names up around a nested endpoint, as they were when this route was registered."""
    label: Value = None
    """The ``name`` that it is given; ``Literal(None)`` without one."""
    handed_on: dict[str, Value] | None = None
    """The named arguments of a call such as ``super().add_api_route(path, **kwargs)``, which does not spell them."""
    target: Value = None
    """What is registered, also where it is no function or class of the project."""

    @property
    def name(self) -> str | None:
        """What ``url_for`` calls it; None when unknown."""
        from fastapi_lint.model.routes.naming import name_of

        return name_of(self)

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
        from fastapi_lint.model.answers.responses import has_schema

        return has_schema(self)

    @property
    def is_hidden(self) -> bool:
        """Whether OpenAPI leaves it out, by ``include_in_schema=False`` of its own, its router or an inclusion."""
        from fastapi_lint.model.answers.responses import is_hidden

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
    """One call of ``include_router``; with ``only``, some routes of an application as a library copies them."""

    included: Router
    prefix: str | None
    size: int
    """How many entries the router had when it was included: older FastAPI copies just those."""
    dependencies: list[Marker] = field(default_factory=list)
    shows_dependencies: bool = True
    lifecycle_size: int = 0
    """How long the ``lifecycle`` of the router was when it was included: its handlers are copied."""
    is_circular: bool = False
    """Whether the included router had the including one below it already when it was included."""
    only: tuple[tuple[Route, str | None], ...] | None = None
    """The routes that are taken over, each under its path, in this order; None where it is all of them."""

    @property
    def names_router(self) -> bool:
        """Whether the argument is written as ``….router``: an application's own router, not the application."""
        given = self.call.argument(0, "router")
        return isinstance(given, s.Attribute) and given.attr == "router"


@dataclass(eq=False, repr=False)
class Mount(Registered):
    """One call of ``mount``: everything below ``prefix`` goes to ``application``."""

    prefix: str | None
    application: Value
    label: Value = None
    """The ``name`` that it is given; ``Literal(None)`` without one."""
    is_host: bool = False
    """Whether the host decides, whatever the path."""
    host: str | None = None
    """The name of that host; None when unknown."""


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
