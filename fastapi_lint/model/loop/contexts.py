"""What runs where: gives every function its roles, and tells how requests reach it."""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from typing import TYPE_CHECKING

from fastapi_lint.model.domain import (
    Application,
    Class,
    Context,
    Function,
    Inclusion,
    Kind,
    Reach,
    Role,
    Router,
)
from fastapi_lint.model.file import syntax as s
from fastapi_lint.model.following.calls import How
from fastapi_lint.model.following.decorators import Effect, effect
from fastapi_lint.model.following.interpret import Interpreter
from fastapi_lint.model.inputs.injection import declared, dependencies_of, runs
from fastapi_lint.model.loop.resolving import resolvers
from fastapi_lint.model.loop.tools import tools
from fastapi_lint.model.loop.validation import hooks_of_routes
from fastapi_lint.model.meaning.values import Bound, Closure, External, Generating, Instance, Value, options

if TYPE_CHECKING:
    from fastapi_lint.model.domain import Dependency, EventHandler
    from fastapi_lint.model.project import Project

ADD_TASK = frozenset({"fastapi.BackgroundTasks.add_task", "starlette.background.BackgroundTask"})
STREAMS = frozenset(
    {
        "starlette.responses.StreamingResponse",
        "fastapi.sse.EventSourceResponse",
        "sse_starlette.EventSourceResponse",
        "sse_starlette.sse.EventSourceResponse",
    }
)
_DISPATCHING = frozenset({"starlette.middleware.base.BaseHTTPMiddleware"})


def place(project: Project) -> None:
    """Give roles to everything that the registrations name, then follow what it awaits."""
    for router in project.routers:
        _place_router(router)
    for route in project.routes:
        endpoint = runs(route.endpoint)
        if endpoint is not None:
            _give(endpoint, Role.WEBSOCKET if route.kind is Kind.WEBSOCKET else Role.ENDPOINT)
        _inject(declared(route))
    for function, role, endpoint in hooks_of_routes(project):
        _give(function, role)
        if endpoint not in function.users:
            function.users.append(endpoint)
    for resolver in resolvers(project):
        _give(resolver, Role.RESOLVER)
    for tool in tools(project):
        _give(tool, Role.TOOL)
    _spread([f for f in project.functions() if f.reach is Reach.REQUEST], Reach.REQUEST)
    _spread([f for f in project.functions() if f.reach is Reach.STARTUP], Reach.STARTUP)


def place_again(project: Project) -> bool:
    """Give all roles anew, where some bodies start other functions than before; whether any function has others."""
    before = {function: _placed(function) for function in project.functions()}
    for function in before:
        function.roles = frozenset()
        function.users.clear()
        function.reach, function.via = Reach.NONE, None
    place(project)
    project.placings += 1
    return any(before.get(function) != _placed(function) for function in project.functions())


def _placed(function: Function) -> tuple[object, ...]:
    return function.roles, function.reach, function.via, tuple(function.users)


def _place_router(router: Router) -> None:
    _inject(declared(router))
    for entry in router.entries:
        if isinstance(entry, Inclusion):
            _inject(declared(entry))
    for middleware in router.middleware:
        for function in _middleware(middleware.target):
            _give(function, Role.MIDDLEWARE)
    for handler in router.exception_handlers:
        _give(runs(handler.target), Role.EXCEPTION_HANDLER)
    for event in router.event_handlers:
        hook = runs(event.target)
        if hook is not None and (hook.is_async or _is_itself(hook, event)):
            _give(hook, Role.EVENT_HANDLER)
    lifespan = router.lifespan
    if isinstance(router, Application) or lifespan is not None:
        _give(runs(lifespan), Role.LIFESPAN)


def _is_itself(handler: Function, event: EventHandler) -> bool:
    """Whether no decorator of a library may have put something in its place, such as a coroutine with a thread."""
    others = (one for one in handler.syntax.decorators if one.start != event.call.start)
    return all(effect(decorator, handler) is not Effect.UNKNOWN for decorator in others)


def _middleware(target: Value) -> Iterator[Function]:
    if isinstance(target, Function):
        yield target
    if isinstance(target, Class):
        names = ("dispatch", "__call__") if target.is_a(*_DISPATCHING) else ("__call__",)
        yield from (method for method in map(target.method, names) if method is not None)


def _inject(dependencies: Iterable[Dependency]) -> None:
    for dependency in dependencies:
        function, owner = dependency.function, dependency.owner
        if function is not None and isinstance(owner, Function) and owner not in function.users:
            function.users.append(owner)
        _give(function, Role.DEPENDENCY)
        replaced = dependency.module.project.replacing.target(dependency.target)
        if replaced is not dependency.target:
            _give(runs(replaced), Role.DEPENDENCY)


_STARTUP_ROLES = frozenset({Role.LIFESPAN, Role.EVENT_HANDLER})


def _give(function: Function | None, role: Role, via: Function | None = None) -> None:
    """Give one role; a first role makes the function's own dependencies known as well."""
    if function is None or role in function.roles:
        return
    first = not function.roles
    function.roles |= {role}
    if role is not Role.AWAITED:
        function.reach = max(function.reach, Reach.STARTUP if role in _STARTUP_ROLES else Reach.REQUEST)
    elif first:
        function.via = via
    if role in (Role.ENDPOINT, Role.WEBSOCKET, Role.DEPENDENCY):
        _inject(dependencies_of(function))


def _spread(functions: list[Function], reach: Reach) -> None:
    """Follow the calls of served functions to the coroutines, tasks and streams that they start.

    Plain functions that run on the loop are followed as well: they may start what they were not awaited for.
    """
    pending = [(f, f) for f in functions if f.is_async or f.syntax.calls]
    seen = set(functions)
    while pending:
        current, served = pending.pop()
        on_loop = served.context is Context.LOOP
        for function, role in started(current, on_loop):
            if role is not None:
                function.reach = max(function.reach, reach)
                _give(function, role, served)
            if function not in seen and (function.is_async or role is None):
                seen.add(function)
                pending.append((function, served if role is None else function))


def started(function: Function, on_loop: bool) -> Iterator[tuple[Function, Role | None]]:
    """What a function starts, each with the role that makes of it; none for plain functions that it calls."""
    body = function.project.calls.body(function)
    for site in body.sites:
        callee = site.callee
        if type(callee) is not External:
            called = _called(callee) if on_loop else None
            if called is not None:
                yield called, Role.AWAITED if called.is_async else None
        elif callee.name in ADD_TASK:
            task = runs(site.given.get(0, "func"))
            if task is not None:
                yield task, Role.BACKGROUND_TASK
        elif callee.name in STREAMS:
            content = site.given.get(0, "content")
            if isinstance(content, Generating):
                yield content.function, Role.STREAM
    if on_loop and function.syntax.decorators:
        yield from ((wrapper, Role.AWAITED) for wrapper in _wrappers(function))
    for use in body.uses if on_loop else ():
        if use.is_async and use.how is How.ENTERED and isinstance(use.value, Instance):
            yield from ((method, Role.AWAITED) for method in _entered(use.value))


def _wrappers(function: Function) -> Iterator[Function]:
    """The coroutines that decorators of the project put in a function's place."""
    project, scope = function.project, function.project.scope_of(function)
    for decorator in function.syntax.decorators:
        callee = decorator.func if isinstance(decorator, s.Call) else decorator
        if isinstance(project.types.resolve(callee, scope), Function):
            made = Interpreter(function.module, {}, scope).value(decorator)
            for returned in project.calls.body(made).returns if isinstance(made, Function) else ():
                for one in options(returned.value):
                    if isinstance(one, Function) and one.is_async:
                        yield one


def _entered(value: Instance) -> Iterator[Function]:
    methods = (
        (value.of.method(name) for name in ("__aenter__", "__aexit__")) if isinstance(value.of, Class) else ()
    )
    return (method for method in methods if method is not None and method.is_async)


def _called(callee: Value) -> Function | None:
    kind = type(callee)
    if kind is Function or kind is Bound or kind is Closure:
        return runs(callee)
    if isinstance(callee, Instance) and isinstance(callee.of, Class):
        return callee.of.method("__call__")
    return None
