"""What decorators put in the place of a function."""

from __future__ import annotations

from collections.abc import Iterator
from typing import TYPE_CHECKING

from fastapi_lint.model.domain import Class, Function
from fastapi_lint.model.file import syntax as s
from fastapi_lint.model.knowledge.running import CACHING, TRANSPARENT
from fastapi_lint.model.loop.dispatching import Dispatching
from fastapi_lint.model.loop.nodes import Given, Node
from fastapi_lint.model.loop.retrying import is_retry
from fastapi_lint.model.meaning.factories import made as factory_result
from fastapi_lint.model.meaning.values import (
    Arguments,
    Closure,
    External,
    Generating,
    Instance,
    Method,
    Registrar,
    Value,
    options,
)

if TYPE_CHECKING:
    from fastapi_lint.model.project import Project


class Wrapping:
    """Knows what runs when a decorated function is called."""

    def __init__(self, project: Project) -> None:
        self.project = project
        self.coroutines: list[Node] = []
        """Coroutines that decorators put in the place of plain functions, which they were given."""
        self.dispatching = Dispatching(project)
        self._around: dict[Function, list[Function]] = {}
        self._decorated: dict[Function, Node | None] = {}
        self._cached: dict[Function, bool] = {}

    def wrapped(self, function: Function) -> Node | None:
        """What runs when a function is called by its name; None where a decorator may do anything."""
        if function not in self._decorated:
            self._decorated[function] = None  # a decorator that is decorated by itself
            self._decorated[function] = self._decorate(function)
        return self._decorated[function]

    def may_run(self, function: Function) -> bool:
        """Whether a plain function may run when it is called, behind decorators of which one is a library's that nobody
        here knows."""
        marks = self._marks(function)
        return self.project.with_doubtful and all(isinstance(one, External) for one in marks)

    def around(self, function: Function) -> list[Function]:
        """What else runs then: context managers that decorate it are entered and left."""
        return self._around.get(function, [])

    def _decorate(self, function: Function) -> Node | None:
        node = Node(function)
        registrations = {route.call.start for route in function.routes}
        for decorator in reversed(function.syntax.decorators):
            if decorator.start in registrations or s.dotted(decorator).endswith((".setter", ".deleter")):
                continue
            if self.dispatching.registers(decorator, function):
                continue
            wrapped = self._decorated_by(decorator, function, node)
            if wrapped is None:
                return None
            node = wrapped
        return node

    def _decorated_by(self, decorator: s.Expr, function: Function, node: Node) -> Node | None:
        from fastapi_lint.model.following.interpret import Interpreter

        scope = self.project.scope_of(function)
        callee = decorator.func if isinstance(decorator, s.Call) else decorator
        known = self.project.types.resolve(callee, scope)
        if isinstance(known, External):
            return node if is_transparent(known.name) or known.name in CACHING else None
        value = Interpreter(function.module, {}, scope).value(decorator)
        if isinstance(value, Closure) and value.scope is not None:
            value = value.target  # as one call of the factory made it
        if isinstance(value, (Method, Registrar)) or is_retry(value):
            return node
        if isinstance(value, Class):
            return self._object_around(value, node)
        if (entered := _entered_by(value)) is not None:
            self._around.setdefault(function, []).extend(entered)
            return node
        if not isinstance(value, Function) or value.is_async or value.is_generator:
            return None
        params = value.syntax.params
        if params and _hands_back(value, params[0].name):
            return node
        wrapper = self._wrapper(value, function)
        if wrapper is None:
            return None
        maker = wrapper.parent if isinstance(wrapper.parent, Function) else value
        made = Node(wrapper, (*node.given, Given(maker, maker.syntax.params[0].name, node.code)))
        if wrapper.is_async:
            self.coroutines.append(made)
            return None
        return made

    def _object_around(self, cls: Class, node: Node) -> Node | None:
        """What runs where a class decorates a function: its ``__call__``, which calls what ``__init__`` has kept."""
        call, init = cls.method("__call__"), cls.method("__init__")
        if call is None or init is None or not call.syntax.params:
            return None
        receiver = call.syntax.params[0].name
        kept = tuple(Given(call, f"{receiver}.{name}", node.code) for name in _keeps(init))
        made = Node(call, (*node.given, *kept))
        if call.is_async:
            self.coroutines.append(made)
            return None
        return made

    def _wrapper(self, decorator: Function, function: Function) -> Function | None:
        """The one function that a decorator puts in the place of another; of several, the one of its kind."""
        if not decorator.syntax.params:
            return None
        returned = [made for one in self.project.calls.body(decorator).returns for made in options(one.value)]
        made = factory_result(decorator, None, Arguments([function]))
        if isinstance(made, Closure) and isinstance(made.target, Function):
            returned = [made.target]
        returned = [one.target if isinstance(one, Closure) and returned[1:] else one for one in returned]
        found = {one: None for one in returned if isinstance(one, Function)}
        if len(found) < len(set(map(id, returned))):
            return None
        kind = function.is_async, function.is_generator
        fitting = [one for one in found if (one.is_async, one.is_generator) == kind or len(found) == 1]
        return fitting[0] if len(fitting) == 1 else None

    def _marks(self, function: Function) -> list[Value]:
        """What decorates a function; of calls, what is called."""
        scope, resolve = self.project.scope_of(function), self.project.types.resolve
        marks = function.syntax.decorators
        return [resolve(mark.func if isinstance(mark, s.Call) else mark, scope) for mark in marks]

    def is_cached(self, node: Node) -> bool:
        """Whether a node runs once for the same arguments, and its result is kept."""
        if not isinstance(node.code, Function):
            return False
        if node.code not in self._cached:
            known = self._marks(node.code)
            self._cached[node.code] = any(isinstance(one, External) and one.name in CACHING for one in known)
        return self._cached[node.code]


def _entered_by(decorator: Value) -> list[Function] | None:
    """What a context manager runs that decorates a function; None for another decorator."""
    if isinstance(decorator, Generating):
        return None if decorator.function.is_async else [decorator.function]
    cls = decorator.of if isinstance(decorator, Instance) else None
    if not isinstance(cls, Class) or not cls.is_a("contextlib.ContextDecorator") or cls.method("__call__"):
        return None
    return [method for method in map(cls.method, ("__enter__", "__exit__")) if method is not None]


def _keeps(init: Function) -> Iterator[str]:
    """The attributes in which a constructor keeps its first argument."""
    receiver, *rest = init.syntax.params
    for statement in init.body if rest else ():
        if isinstance(statement, s.Assign) and isinstance(statement.value, s.Name):
            targets = [target for target in statement.targets if isinstance(target, s.Attribute)]
            if statement.value.id == rest[0].name:
                yield from (one.attr for one in targets if s.dotted(one.value) == receiver.name)


def is_transparent(name: str) -> bool:
    """Whether a library's decorator leaves it at running the function."""
    return name in TRANSPARENT or name.startswith(("typing.", "abc.", "pytest.", "deprecated."))


def _hands_back(decorator: Function, parameter: str) -> bool:
    """Whether a decorator returns the function itself, as those do that only register it."""
    returns = [one.statement for one in decorator.project.calls.body(decorator).returns]
    return bool(returns) and all(
        isinstance(one.value, s.Name) and one.value.id == parameter for one in returns
    )
