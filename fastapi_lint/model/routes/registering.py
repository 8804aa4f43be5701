"""What constructing a router does, and each of its methods: the registrations that the model is made of."""

from __future__ import annotations

from collections.abc import Sequence

from fastapi_lint.model.domain import (
    Application,
    Class,
    EventHandler,
    ExceptionHandler,
    Function,
    Inclusion,
    Kind,
    Middleware,
    Mount,
    Route,
    Router,
    Viewing,
)
from fastapi_lint.model.file import syntax as s
from fastapi_lint.model.file.scan import DECORATING, HTTP_METHODS
from fastapi_lint.model.following.interpret import BRANCHES, Interpreter
from fastapi_lint.model.knowledge.bringing import PAGES
from fastapi_lint.model.knowledge.controllers import CRUD
from fastapi_lint.model.knowledge.routers import APPLICATIONS, LIBRARY_ROUTES, MOUNTS, NAME_POSITIONS, ROUTES
from fastapi_lint.model.meaning.values import (
    Arguments,
    Bound,
    Closure,
    Configured,
    Dictionary,
    Listing,
    Literal,
    Method,
    Registrar,
    Value,
)
from fastapi_lint.model.routes.bringing import add_pages
from fastapi_lint.model.routes.controllers import add_crud, by_definition, replace_crud
from fastapi_lint.model.routes.options import (
    items,
    label_of,
    markers,
    methods_of,
    prefix_of,
    shows_dependencies,
    text,
    with_head,
)
from fastapi_lint.model.routes.serving import joined

ADDING = frozenset({"add_api_route", "add_api_websocket_route", "add_route", "add_websocket_route"})
PLAIN = frozenset({"add_route", "add_websocket_route", "route", "websocket_route"})
UNSHOWN = "?"
"""The method of a router that ``getattr(router, verb)`` gives."""
_LISTING = frozenset({"routes.append", "routes.insert", "routes.extend"})
_TRIMMING = frozenset({"routes.remove", "routes.pop", "routes.clear"})


class Registering(Interpreter):
    """Knows what FastAPI does with the calls that reach it."""

    def execute(
        self, function: Function, receiver: Value, given: Arguments, outer: Closure | None = None
    ) -> Value:
        """Follow the body of a function that is called here; what it returns."""
        raise NotImplementedError

    # --- constructors ----------------------------------------------------------------------------

    def construct(self, call: s.Call, kind: str, cls: Class | None, given: Arguments) -> Router:
        """A router or an application; one of a class of the project by way of that class's ``__init__``."""
        make = Application if kind in APPLICATIONS else Router
        router = make(self.module, call, "", self.within, cls=cls, kind=kind)
        self.project.routers.append(router)
        init = cls.method("__init__") if cls is not None else None
        if init is None:
            self.configure(router, call, given)
            return router
        router.prefix = "" if make is Application else None
        router.shows_dependencies = False
        self.execute(init, router, given)
        return router

    def configure(self, router: Router, call: s.Call, given: Arguments) -> None:
        """What the constructor of ``APIRouter`` or ``FastAPI`` itself does with its arguments."""
        router.prefix = "" if isinstance(router, Application) else prefix_of(given)
        router.lifespan = _definition(given.named.get("lifespan"))
        router.dependencies = markers(given.named.get("dependencies"))
        router.shows_dependencies = shows_dependencies(given)
        common = (router, self.module, call, self.branches, self.within)
        for event, parameter in (("startup", "on_startup"), ("shutdown", "on_shutdown")):
            shown = call.keyword(parameter)
            exprs = shown.items if isinstance(shown, s.Sequence) else ()
            for index, handler in enumerate(items(given.named.get(parameter))):
                expr = exprs[index] if exprs else None
                _handle(EventHandler(*common, event, _definition(handler), "parameter", expr))
        for item in items(given.named.get("middleware")):
            if isinstance(item, Configured):
                router.middleware.append(Middleware(*common, item.target, item.given, item.call, item.module))
            else:
                router.middleware.append(Middleware(*common, None))
        handlers = given.named.get("exception_handlers")
        if isinstance(handlers, Dictionary):
            router.exception_handlers.extend(
                ExceptionHandler(*common, _definition(value)) for _, value in handlers.items
            )
        if given.named.get("routes", Literal(None)) != Literal(None):
            self.add_listed(router, call, items(given.named["routes"]) or (None,))
        setup = router.cls.method("setup") if router.cls is not None else None
        if setup is not None and isinstance(router, Application):
            self.execute(setup, router, Arguments())  # ``FastAPI.__init__`` ends with ``self.setup()``
        for name in LIBRARY_ROUTES.get(router.kind, ()):
            self.add_route(router, call, name, given.named.get("path", Literal("")), None, Arguments())
        if router.kind in PAGES:
            add_pages(self, router, call, given)
        if router.kind in CRUD:
            add_crud(self, router, call, given)

    # --- methods ---------------------------------------------------------------------------------

    def on_router(self, call: s.Call, router: Router, name: str, given: Arguments) -> Value:
        """A method of FastAPI's own classes is called."""
        if name in DECORATING or name == UNSHOWN:
            return Registrar(router, name, call, self.module, given)
        common = (router, self.module, call, self.branches, self.within)
        if name == "__init__":
            self.configure(router, call, given)
        elif name == "include_router":
            self.include(router, call, given)
        elif name in ADDING:
            endpoint = given.get(1, "endpoint") or given.named.get("route")  # as ``Starlette`` calls it
            self.add_route(router, call, name, given.get(0, "path"), endpoint, given)
        elif name in ("mount", "host"):
            mount = Mount(*common, None, given.get(1, "app"), label_of(given, 2))
            if name == "mount":
                mount.prefix = text(given.get(0, "path"))
            else:
                mount.is_host, mount.host = True, text(given.get(0, "host"))
            self.add_mount(mount)
        elif name in _LISTING:
            added = given.get(1, "object") if name == "routes.insert" else given.get(0, "object")
            listed = items(added) or (None,) if name == "routes.extend" else (added,)
            self.add_listed(router, call, listed, is_first=name == "routes.insert")
        elif name in _TRIMMING:
            self.trim(router)
        elif name == "add_middleware":
            router.middleware.append(
                Middleware(*common, _definition(given.get(0, "middleware_class")), given, call, self.module)
            )
        elif name == "add_exception_handler":
            router.exception_handlers.append(ExceptionHandler(*common, _definition(given.get(1, "handler"))))
        elif name == "add_event_handler":
            event = text(given.get(0, "event_type")) or "?"
            handler = _definition(given.get(1, "func"))
            _handle(EventHandler(*common, event, handler, name, call.argument(1, "func")))
        return None

    def add_mount(self, mount: Mount) -> None:
        """One mount."""
        mount.router.entries.append(mount)
        if isinstance(mount.application, Application):
            mount.application.mounted_in.append(mount)

    def include(self, router: Router, call: s.Call, given: Arguments) -> None:
        """``include_router``."""
        included = given.get(0, "router")
        if not isinstance(included, Router):
            self.add_unknown(router, call)
            return
        common = (router, self.module, call, self.branches, self.within)
        inclusion = Inclusion(*common, included, prefix_of(given), len(included.entries))
        inclusion.dependencies = markers(given.named.get("dependencies"))
        inclusion.shows_dependencies = shows_dependencies(given)
        inclusion.lifecycle_size = len(included.lifecycle)
        inclusion.is_circular = _contains(included, router)
        router.entries.append(inclusion)
        if included is not router:  # FastAPI refuses it: there is nothing that it would serve
            router.lifecycle.append(inclusion)
            included.included_in.append(inclusion)

    def add_unknown(self, router: Router, call: s.Call) -> None:
        """Something brings routes, and the source does not show which."""
        common = (router, self.module, call, self.branches, self.within)
        router.entries.append(Route(*common, Kind.HTTP, (), None, None, plain=True, stands_for_others=True))

    # --- what decorators register ----------------------------------------------------------------

    def register(self, registrar: Registrar, target: Value, is_decorator: bool = False) -> Value:
        """``@router.get("/path")`` is applied."""
        router, call, name, given = registrar.router, registrar.call, registrar.name, registrar.given
        common = (router, registrar.module, call, self.branches, self.within)
        if name == "middleware":
            router.middleware.append(Middleware(*common, _definition(target)))
        elif name == "exception_handler":
            router.exception_handlers.append(ExceptionHandler(*common, _definition(target)))
        elif name == "on_event":
            event = text(given.get(0, "event_type")) or "?"
            _handle(EventHandler(*common, event, _definition(target), name))
        elif not self._overridden(registrar, target):
            self.add_route(router, call, name, given.get(0, "path"), target, given, is_decorator)
        return target

    def _overridden(self, registrar: Registrar, target: Value) -> bool:
        """Whether a class of the project has its own ``api_route`` or ``add_api_route``, which ``APIRouter.get``
        calls; follow it."""
        router, name, given = registrar.router, registrar.name, registrar.given
        if router.cls is None or isinstance(router, Application) or name in PLAIN or name not in DECORATING:
            return False
        named = {key: value for key, value in given.named.items() if key != "path"}
        if name in HTTP_METHODS:
            named["methods"] = Listing((Literal(name.upper()),))
        decorating = router.cls.method("api_route") if name in HTTP_METHODS else None
        if decorating is not None:
            decorator = self.execute(decorating, router, Arguments([given.get(0, "path")], named))
            if isinstance(decorator, Closure) and isinstance(decorator.target, Function):
                self.execute(decorator.target, None, Arguments([target]), decorator)
            elif isinstance(decorator, Registrar):
                self.register(decorator, target, is_decorator=True)
            return True
        adding = router.cls.method("add_api_websocket_route" if name == "websocket" else "add_api_route")
        if adding is None:
            return False
        self.execute(adding, router, Arguments([given.get(0, "path"), target], named))
        return True

    def add_route(
        self,
        router: Router,
        call: s.Call,
        name: str,
        path: Value,
        endpoint: Value,
        given: Arguments,
        is_decorator: bool = False,
        is_listed: bool = False,
    ) -> None:
        """One route; a listed one is added as it is, without the router's prefix."""
        own = text(path)
        plain = name in PLAIN
        # Starlette's own routes know nothing of a router's prefix, and answer HEAD where they answer GET.
        template = own if plain or is_listed else joined(router.prefix, own)
        kind = Kind.WEBSOCKET if "websocket" in name else Kind.HTTP
        methods = () if kind is Kind.WEBSOCKET else methods_of(name, given)
        target = _definition(endpoint)
        known = target if isinstance(target, (Function, Class)) else None
        common = (router, self.module, call, self.branches, self.within)
        route = Route(*common, kind, methods, template, known, is_decorator)
        route.plain, route.is_listed, route.target = plain, is_listed, target
        route.label = label_of(given, None if is_listed else NAME_POSITIONS.get(name))
        route.handed_on = given.named if call.is_open else None
        if plain and kind is Kind.HTTP:
            route.methods = with_head(methods, "methods" in given.named, known)
        if isinstance(endpoint, Closure) and endpoint.scope is not None:
            route.scope = endpoint.scope
        else:
            route.scope = known.closure if isinstance(known, Function) else None
        route.dependencies = markers(given.named.get("dependencies"))
        route.shows_dependencies = shows_dependencies(given)
        router.entries.append(route)
        if router.kind in CRUD and endpoint is not None:
            replace_crud(router, route)
        self.project.routes.append(route)
        if isinstance(known, Function):
            known.routes.append(route)

    # --- class-based views -----------------------------------------------------------------------

    def add_view(self, router: Router, cls: Class, view: Configured) -> None:
        """``@cbv(router)``: the routes of a class's methods are added once more, behind all others, with ``self`` as
        a dependency; under the paths that the decorator itself is given, methods are routes by their names."""
        methods = by_definition(cls)
        self.project.views[cls] = Viewing.FIELDS
        for path in view.given.positional[1:]:
            for name in sorted(HTTP_METHODS & methods.keys()):
                self.add_route(router, view.call, name, path, methods[name], Arguments())
        members = list(methods.values())
        moved = [entry for entry in router.entries if isinstance(entry, Route) and entry.endpoint in members]
        router.entries[:] = [*(entry for entry in router.entries if entry not in moved), *moved]
        for route in moved:
            route.view = cls

    # --- lists of routes -------------------------------------------------------------------------

    def add_listed(
        self, router: Router, call: s.Call, listed: Sequence[Value], is_first: bool = False
    ) -> None:
        """``routes=[Route("/", home), Mount(…)]``, ``app.routes.append(…)``."""
        before = len(router.entries)
        for item in listed:
            name = getattr(item.target, "name", "") if isinstance(item, Configured) else ""
            if not isinstance(item, Configured) or name not in ROUTES | MOUNTS.keys():
                self.add_unknown(router, call)
                continue
            given = item.given
            if name in MOUNTS:
                common = (router, item.module, item.call, self.branches, self.within)
                mount = Mount(*common, None, self._mounted(item), label_of(given, 3 if MOUNTS[name] else 2))
                if MOUNTS[name]:
                    mount.prefix = text(given.get(0, "path"))
                else:
                    mount.is_host, mount.host = True, text(given.get(0, "host"))
                self.add_mount(mount)
            else:
                path, endpoint = given.get(0, "path"), given.get(1, "endpoint")
                self.add_route(router, item.call, ROUTES[name], path, endpoint, given, is_listed=True)
        if is_first:
            router.entries[:] = [*router.entries[before:], *router.entries[:before]]

    def _mounted(self, item: Configured) -> Value:
        """What a mount leads to; its ``routes=[…]`` make a router of their own."""
        listed = item.given.named.get("routes", item.given.get(2, "routes"))
        if listed is None or listed == Literal(None):
            return item.given.get(1, "app")
        inner = Application(item.module, item.call, "", self.within, kind="starlette.routing.Router")
        self.project.routers.append(inner)
        self.add_listed(inner, item.call, items(listed) or (None,))
        return inner

    def trim(self, router: Router) -> None:
        """Some of the routes so far are taken away again."""
        for entry in router.entries:
            entry.branches = (*entry.branches, next(BRANCHES))

    def set_on_router(self, router: Router, name: str, value: Value) -> None:
        if name == "routes":
            self.trim(router)
            return
        if name == "lifespan_context":
            router.lifespan = _definition(value)
        router.attributes[name] = value

    def called_method(self, method: Method, value: Value) -> None:
        if method.name == "routes" and method.router.call is not None:
            self.add_listed(method.router, method.router.call, items(value) or (None,))


def _definition(value: Value) -> Value:
    """The function behind a bound method, or behind a nested function as one call made it."""
    if isinstance(value, Bound):
        return value.function
    if isinstance(value, Closure) and value.scope is not None and isinstance(value.target, Function):
        return value.target
    return value


def _contains(outer: Router, inner: Router) -> bool:
    """Whether a router surely has another one below it, or is it, as far as it has been followed."""
    pending, seen = [outer], {id(outer)}
    while pending:
        router = pending.pop()
        if router is inner:
            return True
        for entry in router.entries:
            if isinstance(entry, Inclusion) and not entry.conditional and id(entry.included) not in seen:
                seen.add(id(entry.included))
                pending.append(entry.included)
    return False


def _handle(handler: EventHandler) -> None:
    handler.router.event_handlers.append(handler)
    handler.router.lifecycle.append(handler)
