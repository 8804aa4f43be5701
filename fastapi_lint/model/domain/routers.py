"""Routers and applications, and what they serve under which path."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass, field
from functools import cached_property
from typing import TYPE_CHECKING

from fastapi_lint.finding import Location, Span
from fastapi_lint.model.domain.registered import Kind, Route
from fastapi_lint.model.domain.uses import flat
from fastapi_lint.model.file import syntax as s
from fastapi_lint.model.routes.paths import (
    UNSHOWN_NAMES,
    PathTemplate,
    compile_mount,
    compile_path,
    path_names,
)

if TYPE_CHECKING:
    from fastapi_lint.model.domain.definitions import Class, Function, Module
    from fastapi_lint.model.domain.registered import (
        EventHandler,
        ExceptionHandler,
        Inclusion,
        Middleware,
        Mount,
    )
    from fastapi_lint.model.domain.uses import Injected, Parameter
    from fastapi_lint.model.meaning.values import Marker, Value
    from fastapi_lint.model.routes.conflicts import Conflict


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
    attributes: dict[str, Value] = field(default_factory=dict)
    """What the project itself stored on it."""
    kind: str = ""
    """The canonical name of the class that it is an object of, or of that class's first known ancestor."""
    is_copied: bool = False
    """Whether another application takes its routes over, and nobody serves this one."""

    @property
    def path(self) -> str:
        return self.module.path

    @property
    def span(self) -> Span:
        return Span(self.call.start, self.call.end) if self.call else Span(0, 0)

    @property
    def is_server(self) -> bool:
        """An application, or a router that nobody includes: what it serves is judged here and nowhere else."""
        return not self.is_copied if isinstance(self, Application) else not self.included_in

    @cached_property
    def conflicts(self) -> tuple[Conflict, ...]:
        """What it serves and what never gets a request, because something registered before it takes them all."""
        from fastapi_lint.model.routes.conflicts import conflicts

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

    @cached_property
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

    @property
    def read_names(self) -> tuple[str, ...]:
        """The names that its functions may read from its path; with ``UNSHOWN_NAMES`` where there may be others."""
        if self.path is not None:
            return self.path_names
        return (*path_names(self.route.template or ""), UNSHOWN_NAMES)

    @cached_property
    def parameters(self) -> tuple[Parameter, ...]:
        """The parameters of its endpoint, under its path."""
        return self.route.module.project.parameters.of_route(self.route, self.read_names)

    @cached_property
    def dependency_tree(self) -> tuple[Injected, ...]:
        """What it depends on, in the order in which FastAPI asks: application, inclusions and routers from the
        outermost in, its own ``dependencies=[…]``, and its parameters."""
        from fastapi_lint.model.inputs.injection import injected

        return tuple(injected(self))

    @cached_property
    def embeds_body(self) -> bool | None:
        """Whether each value of the body stands under its parameter's name; None when unknown."""
        from fastapi_lint.model.inputs.bodies import embeds_body

        return embeds_body(self)

    @cached_property
    def unread(self) -> tuple[str, ...]:
        """The placeholders of its path that certainly nobody reads."""
        from fastapi_lint.model.routes.placeholders import unread

        return unread(self)

    @property
    def dependencies(self) -> tuple[Injected, ...]:
        """The tree, flat: each dependency before its own."""
        return tuple(flat(self.dependency_tree))
