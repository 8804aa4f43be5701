"""Routes that libraries make of the methods of a class: when an object is made, a decorator or a function asks."""

from __future__ import annotations

from collections.abc import Iterator
from typing import TYPE_CHECKING, NamedTuple

from fastapi_lint.model.domain import Class, Function, Route, Router, Viewing
from fastapi_lint.model.file import syntax as s
from fastapi_lint.model.file.scan import HTTP_METHODS
from fastapi_lint.model.following.interpret import BRANCHES, Interpreter
from fastapi_lint.model.knowledge.controllers import (
    APIS,
    CONTROLLERS,
    CREATE_ROUTER,
    CRUD_ROUTES,
    ENDPOINTS,
    MARKS,
    ROUTABLES,
    SETTINGS,
    TAKING,
)
from fastapi_lint.model.meaning.values import (
    Arguments,
    Bound,
    Configured,
    Dictionary,
    External,
    Instance,
    Listing,
    Literal,
    Value,
)
from fastapi_lint.model.routes import tool_servers
from fastapi_lint.model.routes.options import text

if TYPE_CHECKING:
    from fastapi_lint.model.routes.registering import Registering


class Mark(NamedTuple):
    """A decorator of a library's on a method: its canonical name, and what it is called with."""

    name: str
    call: s.Call
    given: Arguments


def marks(owner: Function | Class) -> Iterator[Mark]:
    """The decorators of libraries that are called, in the order in which Python applies them."""
    project, module = owner.project, owner.module
    look = project.scope_of(owner) if isinstance(owner, Function) else module.lookup
    for expr in reversed(owner.syntax.decorators):
        callee = project.types.resolve(expr.func, look) if isinstance(expr, s.Call) else None
        if isinstance(callee, External) and isinstance(expr, s.Call):
            yield Mark(callee.name, expr, Interpreter(module, {}, look).arguments(expr))


def by_name(cls: Class) -> dict[str, Function]:
    """The methods of a class and its bases, in the order of ``dir``."""
    found = by_definition(cls)
    return {name: found[name] for name in sorted(found)}


def by_definition(cls: Class) -> dict[str, Function]:
    """The same in the order of definition, those of bases first."""
    found: dict[str, Function] = {}
    for owner in reversed((cls, *cls.ancestors)):
        found.update(owner.methods if isinstance(owner, Class) else {})
    return found


def controlled(run: Registering, call: s.Call, callee: External, given: Arguments) -> Value:
    """What a call of these libraries gives; None for all other calls."""
    owner, _, method = callee.name.rpartition(".")
    if owner in ROUTABLES and method == "__init__" and isinstance(callee.receiver, Instance):
        make_routable(run, call, callee.receiver, given)
        return Literal(None)
    if callee.name == CREATE_ROUTER or (owner in CONTROLLERS and method == "create_router"):
        return create_router(run, call, callee, given)
    if owner in APIS and method == "add_resource":
        add_resource(run, call, callee, given)
        return Literal(None)
    if owner in tool_servers.SERVERS and method in tool_servers.MOUNTS:
        return tool_servers.mount(run, call, callee, given)
    if callee.name in tool_servers.SERVERS:
        return tool_servers.server(callee, given)
    return Instance(callee, {"app": given.get(0, "app")}) if callee.name in APIS else None


def make_routable(run: Registering, call: s.Call, made: Instance, given: Arguments) -> None:
    """``Routable.__init__(self, prefix=…)`` of classy-fastapi."""
    assert isinstance(made.of, Class)
    router = run.construct(call, "fastapi.APIRouter", None, given)
    made.hold("router", router)
    for function in by_name(made.of).values():
        marked = [mark for mark in marks(function) if mark.name in MARKS]
        if marked:
            _add(run, router, marked[-1], Bound(function, made))


def create_router(run: Registering, call: s.Call, callee: External, given: Arguments) -> Router:
    """``create_router(Items, prefix=…)`` of fastapi-controllers, or ``Items.create_router()``."""
    is_function = callee.name == CREATE_ROUTER
    cls = given.get(0, "cls") if is_function else callee.receiver
    options = dict(given.named) if is_function else {}
    if not isinstance(cls, Class):
        router = run.construct(call, "fastapi.APIRouter", None, Arguments(named=options))
        run.add_unknown(router, call)
        return router
    named = _settings(cls) if is_function else _own_settings(cls)
    router = run.construct(call, "fastapi.APIRouter", None, Arguments(named={**named, **options}))
    run.project.views.setdefault(cls, Viewing.CONSTRUCTED)
    for function in (by_definition if is_function else by_name)(cls).values():
        for mark in marks(function):
            if mark.name in MARKS:
                _add(run, router, mark, function, view=cls)
    return router


def _settings(cls: Class) -> dict[str, Value]:
    """What ``@router(…)`` says on a class and its bases."""
    named: dict[str, Value] = {}
    for owner in reversed((cls, *cls.ancestors)):
        for mark in marks(owner) if isinstance(owner, Class) else ():
            named.update(mark.given.named if mark.name == SETTINGS else {})
    return named


def _own_settings(cls: Class) -> dict[str, Value]:
    """What the attributes of a ``Controller`` say."""
    named: dict[str, Value] = {}
    for name in ("prefix", "dependencies", "__router_params__"):
        found = cls.project.types.attribute(cls, name)
        if name.startswith("__") and isinstance(found, Dictionary):
            named.update({str(key): value for key, value in found.items})
        elif not isinstance(found, External):
            named[name] = found
    return named


def add_object_view(run: Registering, router: Router, cls: Class, view: Configured) -> None:
    """``@View(router, path=…)`` of fastapi-class."""
    path = text(view.given.named.get("path", Literal("/")))
    for name, function in by_name(cls).items():
        mark = next((mark for mark in marks(function) if mark.name in ENDPOINTS), None)
        if mark is None and name not in ("get", "post", "patch", "delete", "put"):
            continue
        given = mark.given if mark is not None else Arguments()
        own = text(given.named.get("path", Literal("")))
        methods = given.get(0, "methods") or given.named.get("name") or Literal(name)
        listed = methods if isinstance(methods, Listing) else Listing((methods,))
        call = mark.call if mark is not None else view.call
        whole = Literal(path + own) if path is not None and own is not None else None
        _add(
            run,
            router,
            Mark("", call, Arguments([whole], {"methods": listed})),
            Bound(function, Instance(cls)),
        )


def add_resource(run: Registering, call: s.Call, callee: External, given: Arguments) -> None:
    """``Api(app).add_resource(Items(), "/items")`` of fastapi-utils."""
    api, resource = callee.receiver, given.get(0, "resource")
    app = api.attributes.get("app") if isinstance(api, Instance) else None
    if not isinstance(app, Router):
        return
    if not (isinstance(resource, Instance) and isinstance(resource.of, Class)):
        run.add_unknown(app, call)
        return
    cls = resource.of
    named = (cls.project.types.resolve(one, cls.module.lookup) for one in cls.syntax.decorators)
    is_taking = any(isinstance(one, External) and one.name in TAKING for one in named)
    run.project.views.setdefault(cls, Viewing.FIELDS if is_taking else Viewing.MADE)
    router = run.construct(call, "fastapi.APIRouter", None, Arguments())
    for path in given.positional[1:]:
        for name, function in by_name(cls).items():
            if name in HTTP_METHODS:
                mark = Mark(f".{name}", call, Arguments([path]))
                _add(run, router, mark, function, view=cls)
    run.include(app, call, Arguments([router], given.named))


def add_crud(run: Registering, router: Router, call: s.Call, given: Arguments) -> None:
    """What the constructor of a router of fastapi-crudrouter adds."""
    schema, own = given.get(0, "schema"), given.get(3, "prefix") or Literal(None)
    shown = text(own) or (schema.name if isinstance(schema, Class) and own == Literal(None) else None)
    router.prefix = "/" + shown.lower().strip("/") if shown is not None else None
    for option, verb, path in CRUD_ROUTES:
        wanted = given.named.get(option, Literal(True))
        outside = run.branches
        if not isinstance(wanted, (Literal, Listing)):
            run.branches = (*outside, next(BRANCHES))
        if wanted != Literal(False):
            run.add_route(router, call, verb, Literal(path), None, Arguments())
        run.branches = outside


def replace_crud(router: Router, added: Route) -> None:
    """A route that is added to such a router takes the place of the one that it came with."""
    router.entries[:] = [
        entry
        for entry in router.entries
        if entry is added
        or not isinstance(entry, Route)
        or (entry.template, entry.methods) != (added.template, added.methods)
    ]


def _add(run: Registering, router: Router, mark: Mark, endpoint: Value, view: Class | None = None) -> None:
    """One route, where its mark stands."""
    function = endpoint.function if isinstance(endpoint, Bound) else endpoint
    verb = MARKS.get(mark.name) or mark.name.removeprefix(".") or "api_route"
    outside = run.module
    if isinstance(function, Function) and mark.name in MARKS:
        run.module = function.module
    run.add_route(router, mark.call, verb, mark.given.get(0, "path"), endpoint, mark.given)
    run.module = outside
    added = router.entries[-1]
    if isinstance(added, Route):
        added.view = view
