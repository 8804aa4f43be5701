"""Registration: follows module levels as Python would run them, and collects what lands on which router."""

from __future__ import annotations

from collections.abc import Callable, Iterator, Sequence

from fastapi_lint.model import syntax as s
from fastapi_lint.model.calls import CallSite
from fastapi_lint.model.domain import (
    Application,
    Class,
    EventHandler,
    ExceptionHandler,
    Function,
    Inclusion,
    Kind,
    Middleware,
    Module,
    Mount,
    MountPoint,
    PathOperation,
    Route,
    Router,
)
from fastapi_lint.model.interpret import Interpreter, join
from fastapi_lint.model.knowledge.routers import APPLICATIONS, LIBRARY_ROUTES, ROUTERS
from fastapi_lint.model.scan import DECORATING, HTTP_METHODS
from fastapi_lint.model.schemas import kind_of, schema_of
from fastapi_lint.model.values import (
    Arguments,
    Bound,
    Configured,
    Coroutine,
    Dictionary,
    External,
    Instance,
    Listing,
    Literal,
    Marker,
    Method,
    Registrar,
    Value,
)

_DEPTH = 25


class ModuleRun(Interpreter):
    """Follows a module level, or the body of a function that a module level calls."""

    def __init__(self, *args: object, **kwargs: object) -> None:
        super().__init__(*args, **kwargs)  # type: ignore[arg-type]
        self.results: list[Value] = []

    def returned(self, statement: s.Return, value: Value) -> None:
        self.results.append(value)

    def imported(self, statement: s.Imported) -> Value:
        return self.project.imported(self.module, statement, self.loaded)

    def loaded(self, module: Module) -> None:
        self.project.load(module)

    def branch(self, statement: s.If) -> None:
        if not _is_main_guard(statement.test):
            super().branch(statement)

    # --- calls -----------------------------------------------------------------------------------

    def called(self, call: s.Call, callee: Value, given: Arguments, awaited: bool) -> Value:
        if self.within is None:
            self.module.sites[call.end] = CallSite(call, callee, given, awaited)
        kind = _router_class(callee)
        if kind:
            return self._construct(call, kind, callee if isinstance(callee, Class) else None, given)
        if isinstance(callee, Method):
            return self._on_router(call, callee.router, callee.name, given)
        if isinstance(callee, Registrar):
            return self._register(callee, given.positional[0] if given.positional else None)
        declared = self._declared(call, callee, given)
        if declared is not None and isinstance(callee, External):
            return self._on_router(call, declared, callee.name.rpartition(".")[2], given)
        if isinstance(callee, Class):
            init = callee.method("__init__")
            if init is not None and self._matters(init, given):
                instance = Instance(callee)
                self.execute(init, instance, given)
                return instance
            if init is None and kind_of(callee) in ("dataclass", "pydantic"):
                return _record(callee, given)
        receiver = callee.receiver if isinstance(callee, Bound) else None
        function = callee.function if isinstance(callee, Bound) else callee
        if isinstance(function, Function) and not function.is_generator and self._matters(function, given):
            value = self.execute(function, receiver, given)
            return Coroutine(value) if function.is_async else value
        return super().called(call, callee, given, awaited)

    def _declared(self, call: s.Call, callee: Value, given: Arguments) -> Router | None:
        """The application of ``app.add_middleware(…)`` where only an annotation says what ``app`` is."""
        name = s.dotted(call.func.value) if isinstance(call.func, s.Attribute) else ""
        kind, _, method = callee.name.rpartition(".") if isinstance(callee, External) else ("", "", "")
        is_passed_on = s.dotted(call.func).startswith("self.") and given.get(1, "func") is None
        if is_passed_on and method == "add_event_handler":
            return None
        if (
            method not in ("add_event_handler", "add_middleware")
            or not name
            or kind.removesuffix(".router") not in ROUTERS
        ):
            return None
        return self.project.stand_in(self.module, name, self.within, kind.removesuffix(".router"))

    def _matters(self, function: Function, given: Arguments) -> bool:
        return self.project.registers(function) or any(_holds_router(value) for value in given)

    def execute(self, function: Function, receiver: Value, given: Arguments) -> Value:
        """Follow the body of a function that is called here; what it returns."""
        running = self.project.running
        if function in running or len(running) >= _DEPTH:
            return None
        self.project.executed.add(function)
        names = self.project.parameters_of(function, receiver)
        bound = _bind(function, receiver, given)
        names.update(_defaults(function, bound))
        names.update(bound)
        run = ModuleRun(function.module, names, self.project.scope_of(function), function)
        run.uncertain, run.branches = self.uncertain, self.branches
        running.append(function)
        try:
            run.run(function.body)
        finally:
            running.pop()
        return _outcome(run.results)

    # --- definitions -----------------------------------------------------------------------------

    def defined(self, statement: s.FunctionDef, function: Function, decorators: list[Value]) -> Value:
        if self.within is not None:
            function.closure = self.lookup
        for expr, value in zip(reversed(statement.decorators), reversed(decorators), strict=True):
            registrar = value if isinstance(value, Registrar) else self._undeclared(expr)
            if registrar is not None:
                self._register(registrar, function, is_decorator=True)
        return function

    def _undeclared(self, decorator: s.Expr) -> Registrar | None:
        """``@app.get("/path")`` where the source does not show what ``app`` is: a route all the same."""
        if not (isinstance(decorator, s.Call) and isinstance(decorator.func, s.Attribute)):
            return None
        receiver = decorator.func.value
        name = s.dotted(receiver)
        if decorator.func.attr not in DECORATING or not name:
            return None
        first = decorator.argument(0, "path")
        is_path = (
            isinstance(first, s.Constant) and isinstance(first.value, str) and first.value[:1] in ("/", "")
        )
        value = self.value(receiver)
        declared = isinstance(value, Instance) and bool(_router_class(value.of))
        guessed = value is None and is_path and isinstance(receiver, s.Name)
        if not declared and not (guessed and self.project.uses_fastapi(self.module)):
            return None
        kind = _router_class(value.of) if isinstance(value, Instance) else ""
        router = self.project.stand_in(self.module, name, self.within, kind)
        return Registrar(router, decorator.func.attr, decorator, self.module)

    # --- routers ---------------------------------------------------------------------------------

    def _construct(self, call: s.Call, kind: str, cls: Class | None, given: Arguments) -> Router:
        make = Application if kind in APPLICATIONS else Router
        prefix = "" if make is Application else _prefix(call, given)
        router = make(self.module, call, prefix, self.within, cls=cls, kind=kind)
        router.lifespan = given.named.get("lifespan")
        router.dependencies = _markers(given.named.get("dependencies"))
        router.shows_dependencies = _shows_dependencies(given) and (
            cls is None or cls.method("__init__") is None
        )
        self.project.routers.append(router)
        common = (router, self.module, call, self.branches, self.within)
        for event, parameter in (("startup", "on_startup"), ("shutdown", "on_shutdown")):
            shown = call.keyword(parameter)
            exprs = shown.items if isinstance(shown, s.Sequence) else ()
            for index, handler in enumerate(_items(given.named.get(parameter))):
                expr = exprs[index] if exprs else None
                _handle(EventHandler(*common, event, handler, "parameter", expr))
        for item in _items(given.named.get("middleware")):
            if isinstance(item, Configured):
                router.middleware.append(Middleware(*common, item.target, item.given, item.call, item.module))
            else:
                router.middleware.append(Middleware(*common, None))
        handlers = given.named.get("exception_handlers")
        if isinstance(handlers, Dictionary):
            router.exception_handlers.extend(ExceptionHandler(*common, value) for _, value in handlers.items)
        for name in LIBRARY_ROUTES.get(kind, ()):
            self._add_route(router, call, name, given.named.get("path", Literal("")), None, Arguments())
        return router

    def _on_router(self, call: s.Call, router: Router, name: str, given: Arguments) -> Value:
        if name in DECORATING:
            return Registrar(router, name, call, self.module)
        common = (router, self.module, call, self.branches, self.within)
        if name == "include_router":
            self._include(router, call, given)
        elif name in ("add_api_route", "add_api_websocket_route", "add_route", "add_websocket_route"):
            self._add_route(router, call, name, given.get(0, "path"), given.get(1, "endpoint"), given)
        elif name == "mount":
            prefix = given.get(0, "path")
            mount = Mount(*common, _text(prefix), given.get(1, "app"))
            router.entries.append(mount)
            if isinstance(mount.application, Application):
                mount.application.mounted_in.append(mount)
        elif name == "add_middleware":
            router.middleware.append(
                Middleware(*common, given.get(0, "middleware_class"), given, call, self.module)
            )
        elif name == "add_exception_handler":
            router.exception_handlers.append(ExceptionHandler(*common, given.get(1, "handler")))
        elif name == "add_event_handler":
            event = _text(given.get(0, "event_type")) or "?"
            _handle(EventHandler(*common, event, given.get(1, "func"), name, call.argument(1, "func")))
        return None

    def _include(self, router: Router, call: s.Call, given: Arguments) -> None:
        included = given.get(0, "router")
        if not isinstance(included, Router) or included is router:
            return
        common = (router, self.module, call, self.branches, self.within)
        inclusion = Inclusion(*common, included, _prefix(call, given), len(included.entries))
        inclusion.dependencies = _markers(given.named.get("dependencies"))
        inclusion.shows_dependencies = _shows_dependencies(given)
        inclusion.lifecycle_size = len(included.lifecycle)
        router.lifecycle.append(inclusion)
        router.entries.append(inclusion)
        included.included_in.append(inclusion)

    # --- what decorators register ----------------------------------------------------------------

    def _register(self, registrar: Registrar, target: Value, is_decorator: bool = False) -> Value:
        router, call, name = registrar.router, registrar.call, registrar.name
        common = (router, registrar.module, call, self.branches, self.within)
        given = self._arguments(call)
        if name == "middleware":
            router.middleware.append(Middleware(*common, target))
        elif name == "exception_handler":
            router.exception_handlers.append(ExceptionHandler(*common, target))
        elif name == "on_event":
            event = _text(given.get(0, "event_type")) or "?"
            _handle(EventHandler(*common, event, target, name))
        else:
            self._add_route(router, call, name, given.get(0, "path"), target, given, is_decorator)
        return target

    def _arguments(self, call: s.Call) -> Arguments:
        """A decorator's arguments again; evaluating them twice registers nothing twice."""
        positional = [self.value(arg) for arg in call.args]
        return Arguments(positional, {keyword.name: self.value(keyword.value) for keyword in call.keywords})

    def _add_route(
        self,
        router: Router,
        call: s.Call,
        name: str,
        path: Value,
        endpoint: Value,
        given: Arguments,
        is_decorator: bool = False,
    ) -> None:
        own = _text(path)
        plain = name in ("add_route", "add_websocket_route", "route", "websocket_route")
        # Starlette's own routes know nothing of a router's prefix, and answer HEAD where they answer GET.
        template = own if plain else _concat(router.prefix, own)
        kind = Kind.WEBSOCKET if "websocket" in name else Kind.HTTP
        methods = () if kind is Kind.WEBSOCKET else _methods(name, given)
        target = endpoint.function if isinstance(endpoint, Bound) else endpoint
        known = target if isinstance(target, (Function, Class)) else None
        common = (router, self.module, call, self.branches, self.within)
        route = Route(*common, kind, methods, template, known, is_decorator)
        route.plain = plain
        if plain:
            route.methods = _with_head(methods, "methods" in given.named, known)
        route.scope = known.closure if isinstance(known, Function) else None
        route.dependencies = _markers(given.named.get("dependencies"))
        route.shows_dependencies = _shows_dependencies(given)
        router.entries.append(route)
        self.project.routes.append(route)
        if isinstance(known, Function):
            known.routes.append(route)


def serve(
    server: Router,
    live: bool,
    entries: Callable[[Router], Sequence[Route | Inclusion | Mount]] = lambda router: router.entries,
) -> Iterator[PathOperation | MountPoint]:
    """Everything that ``server`` matches requests with, in run-time order.

    ``live`` is FastAPI from 0.137 on, where an included router may grow after its inclusion. Before, mounts
    were not copied, and Starlette's own routes got only the prefixes of the inclusions. ``entries`` gives the
    entries of a router, to see what another order would serve.
    """

    def below(
        router: Router, prefix: str | None, bare: str | None, chain: tuple[Inclusion, ...]
    ) -> Iterator[PathOperation | MountPoint]:
        size = None if live or not chain else chain[-1].size
        for entry in entries(router)[:size]:
            if isinstance(entry, Inclusion):
                if entry.included is not server and entry.included not in [item.included for item in chain]:
                    inner = _concat(prefix, router.prefix, entry.prefix)
                    short = inner if live else _concat(bare, entry.prefix)
                    yield from below(entry.included, inner, short, (*chain, entry))
            elif isinstance(entry, Route):
                path = _concat(bare if entry.plain else prefix, entry.template)
                yield PathOperation(server, path, chain, entry)
            elif live or not chain:
                yield MountPoint(server, _concat(prefix, entry.prefix), chain, entry)

    return below(server, "", "", ())


def _concat(*parts: str | None) -> str | None:
    return None if None in parts else "".join(part for part in parts if part)


def _handle(handler: EventHandler) -> None:
    handler.router.event_handlers.append(handler)
    handler.router.lifecycle.append(handler)


def _router_class(callee: Value) -> str:
    if isinstance(callee, External) and callee.name in ROUTERS:
        return callee.name
    if isinstance(callee, Class):
        return next((base for base in callee.ancestors if isinstance(base, str) and base in ROUTERS), "")
    return ""


def _record(cls: Class, given: Arguments) -> Instance:
    """An object of a class that has fields and no ``__init__``, with the values that the call shows."""
    schema = schema_of(cls)
    names = [field.name for field in schema.fields] if schema is not None else []
    attributes = {**dict(zip(names, given.positional, strict=False)), **given.named}
    return Instance(cls, {name: value for name, value in attributes.items() if name and value is not None})


def _outcome(results: list[Value]) -> Value:
    """What a function gives; the one router that it makes, where it may also take one from a cache."""
    routers = [value for value in results if isinstance(value, Router)]
    others = [value for value in results if value is not None and not isinstance(value, Router)]
    if routers and not others and all(router is routers[0] for router in routers):
        return routers[0]
    return join(results) if results else None


def _holds_router(value: Value) -> bool:
    if isinstance(value, Listing):
        return any(isinstance(item, Router) for item in value.items)
    return isinstance(value, Router)


def _prefix(call: s.Call, given: Arguments) -> str | None:
    if "prefix" in given.named:
        return _text(given.named["prefix"])
    hidden = given.named.get("")
    if isinstance(hidden, Dictionary):
        found = dict(hidden.items).get("prefix", Literal(""))
        return _text(found)
    return None if "" in given.named else ""


def _text(value: Value) -> str | None:
    return value.value if isinstance(value, Literal) and isinstance(value.value, str) else None


def _items(value: Value) -> tuple[Value, ...]:
    return value.items if isinstance(value, Listing) else ()


def _markers(value: Value) -> list[Marker]:
    return [item for item in _items(value) if isinstance(item, Marker)]


def _shows_dependencies(given: Arguments) -> bool:
    """Whether the source shows every item of ``dependencies=[…]``, or that there is none."""
    value = given.named.get("dependencies", Listing(()))
    if "" in given.named:
        return False
    is_listed = isinstance(value, Listing) and all(isinstance(item, Marker) for item in value.items)
    return is_listed or value == Literal(None)


def _methods(name: str, given: Arguments) -> tuple[str, ...]:
    if name in HTTP_METHODS:
        return (name.upper(),)
    if "methods" not in given.named:
        return ("GET",) if "" not in given.named else ()
    listed = [_text(item) for item in _items(given.named["methods"])]
    return tuple(sorted(item.upper() for item in listed if item)) if all(listed) else ()


def _with_head(
    methods: tuple[str, ...], is_given: bool, endpoint: Function | Class | None
) -> tuple[str, ...]:
    """The methods of a Starlette route: a class answers what it has methods for, unless they are given."""
    if not is_given and not isinstance(endpoint, Function):
        return ()
    return tuple(sorted({*methods, "HEAD"})) if "GET" in methods else methods


def _bind(function: Function, receiver: Value, given: Arguments) -> dict[str, Value]:
    """The names that the call's arguments bind in the function's body."""
    params = [param for param in function.syntax.params if param.kind in ("positional", "normal")]
    if receiver is not None:
        params = params[1:]
    bound = dict(zip((param.name for param in params), given.positional, strict=False))
    named = {param.name for param in function.syntax.params}
    bound.update({name: value for name, value in given.named.items() if name in named})
    return bound


def _defaults(function: Function, bound: dict[str, Value]) -> dict[str, Value]:
    """The texts that parameters have when a call gives nothing: prefixes and paths. Switches stay open."""
    return {
        param.name: Literal(param.default.value)
        for param in function.syntax.params
        if param.name not in bound
        and isinstance(param.default, s.Constant)
        and isinstance(param.default.value, str)
    }


def _is_main_guard(test: s.Expr) -> bool:
    return (
        isinstance(test, s.Other)
        and test.kind == "Compare"
        and any(isinstance(part, s.Name) and part.id == "__name__" for part in test.parts)
    )
