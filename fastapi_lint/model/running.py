"""What a piece of code runs: callees, callbacks, decorators, context managers, properties, generators, overrides.

Only what is certain counts. A method that subclasses override may be any of them; a decorator that nobody knows may
hand its function to a thread; a generator runs when it is iterated over. An ``async def`` that is called runs nothing:
it is code on the loop in its own right.
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from typing import TYPE_CHECKING, NamedTuple

from fastapi_lint.model import implied
from fastapi_lint.model import syntax as s
from fastapi_lint.model.calls import Body, CallSite, How, Use
from fastapi_lint.model.constants import UNKNOWN, Member, constant
from fastapi_lint.model.domain import Class, Function, Module, Role
from fastapi_lint.model.factories import made as factory_result
from fastapi_lint.model.guards import VARIES, Taken, deciding, taken
from fastapi_lint.model.knowledge.parameters import RESPONSES
from fastapi_lint.model.knowledge.pydantic import SERIALIZING, VALIDATING
from fastapi_lint.model.knowledge.running import CACHING, CALLS_BACK, CONSUMES, TRANSPARENT
from fastapi_lint.model.protocols import implementations, is_stub
from fastapi_lint.model.retrying import is_retry
from fastapi_lint.model.schemas import is_dataclass, kind_of
from fastapi_lint.model.validation import hooks
from fastapi_lint.model.values import (
    Arguments,
    Bound,
    Closure,
    External,
    Generating,
    Instance,
    Method,
    OneOf,
    Registrar,
    Value,
)

if TYPE_CHECKING:
    from typing import TypeAlias

    from fastapi_lint.model.project import Project

Code: TypeAlias = Function | Body
"""A function, or the body of a lambda."""

Fixed: TypeAlias = tuple[tuple[str, object], ...]
"""Names and the constants that they stand for."""


class Given(NamedTuple):
    """What a function was given for one of its parameters, and calls."""

    function: Function
    parameter: str
    code: Code
    fixed: Fixed = ()
    """What is constant around a nested function."""


class Node(NamedTuple):
    """Code, with the functions that it was given."""

    code: Code
    given: tuple[Given, ...] = ()
    fixed: Fixed = ()
    """The parameters that the call gives a constant, of those that the code asks for."""


_CODE = (Function, Bound, Closure)
_CALLING = CALLS_BACK.keys() | CONSUMES
_NO_ARGUMENTS = Arguments()
_MAKING = ("__new__", "__init__", "__post_init__", "render")
"""The methods that a constructor runs."""


class Running:
    """Reads off a body what it runs."""

    def __init__(self, project: Project) -> None:
        self.project = project
        self.coroutines: list[Node] = []
        """Coroutines that decorators put in the place of plain functions, which they were given."""
        self._deciding: dict[Function, Mapping[str, bool]] = {}
        self._taken: dict[Function, tuple[Taken, ...]] = {}
        self._homes: dict[Body, Module] = {}
        self._decorated: dict[Function, Node | None] = {}
        self._cached: dict[Function, bool] = {}
        self._hooked: dict[Class, list[tuple[Function, Role]]] = {}
        self._subclasses: dict[Class, list[Class]] | None = None

    def decides_otherwise(self, function: Function) -> bool:
        """Whether other parameters than before decide what a function runs, now that it has another body."""
        before = self._deciding.pop(function, None), self._taken.pop(function, None)
        return before != (None, None) and before != (deciding(function), taken(function))

    def body(self, node: Node) -> Body:
        """The calls of a node."""
        return node.code if isinstance(node.code, Body) else self.project.calls.body(node.code)

    def place(self, node: Node) -> tuple[Module, str]:
        """The file that a node stands in, and what to call it."""
        if isinstance(node.code, Body):
            return self._homes[node.code], "lambda"
        function = node.code
        if function.name == "__init__" and isinstance(function.parent, Class):
            return function.module, function.parent.name
        owner = f"{function.parent.name}." if isinstance(function.parent, Class) else ""
        return function.module, owner + function.name

    def site(self, node: Node, expr: s.Expr) -> CallSite | None:
        """The call that an expression of a node's body is."""
        return next((site for site in self.body(node).sites if site.call is expr), None)

    def steps(self, node: Node, body: Body) -> Iterator[tuple[s.Expr, tuple[Node, ...]]]:
        """What a body runs, in source order as far as possible: each expression with the code that it may run."""
        home = self._homes.get(body, None)
        if isinstance(node.code, Function):
            home = node.code.module
        for site in body.sites:
            if not node.given and _runs_nothing(site.callee):
                continue
            for options in self._called(site.callee, site.given, node, site.call):
                self._note(options, home)
                yield site.call, options
        for use in body.uses:
            for options in self._used(use, node):
                yield use.expr, options

    def _note(self, options: tuple[Node, ...], home: Module | None) -> None:
        """Remember where lambdas stand."""
        if home is not None:
            for option in options:
                for code in (option.code, *(given.code for given in option.given)):
                    if isinstance(code, Body):
                        self._homes.setdefault(code, home)

    # --- calls -----------------------------------------------------------------------------------------

    def _called(
        self, callee: Value, given: Arguments, node: Node, call: s.Call | None = None
    ) -> Iterator[tuple[Node, ...]]:
        if isinstance(callee, (Function, Bound)):
            yield from self._function(callee, given, node, call)
        elif isinstance(callee, Closure):
            if callee.inner is not None:
                yield (Node(callee.inner, node.given),)
            elif callee.target is not None:
                yield from self._called(callee.target, _NO_ARGUMENTS, node)
        elif isinstance(callee, Class):
            yield from self._constructed(callee, given, node, call)
        elif isinstance(callee, Instance) and isinstance(callee.of, Class):
            method = callee.of.method("__call__")
            if method is not None:
                yield from self._function(Bound(method, callee), given, node, call)
        elif isinstance(callee, External) and callee.name in CALLS_BACK:
            position, name = CALLS_BACK[callee.name]
            passed = given.named.get(name) if position < 0 else given.get(position, name)
            yield from self._called(passed, _NO_ARGUMENTS, node)
        elif isinstance(callee, External) and callee.name in CONSUMES:
            for argument in given:
                yield from self._iterated(argument)
        elif isinstance(callee, External) and callee.receiver is not None:
            yield from self._method_of_model(callee, node)
        elif call is not None and isinstance(call.func, s.Name) and _passed(call.func.id, node) is not None:
            given_to = _passed(call.func.id, node)
            if given_to is not None:
                yield (Node(given_to.code, (), given_to.fixed),)
        elif isinstance(callee, OneOf):
            yield from self._any_of(callee, given, node, call)

    def _any_of(
        self, callee: OneOf, given: Arguments, node: Node, call: s.Call | None
    ) -> Iterator[tuple[Node, ...]]:
        """What one of several callees runs, if each of them runs one thing, or blocks by itself."""
        options: list[Node] = []
        for one in callee.options:
            if isinstance(one, External) and self.project.blocking.family(one.name, given):
                continue
            found = list(self._called(one, given, node, call))
            if len(found) != 1:
                return
            options += found[0]
        if options:
            yield tuple(options)

    def _function(
        self, callee: Function | Bound, given: Arguments, node: Node, call: s.Call | None
    ) -> Iterator[tuple[Node, ...]]:
        options = []
        for function in self._options(callee):
            if function.is_async or function.is_generator:
                return
            option = self._wrapped(function)
            if option is None:
                return
            passed = self._passed_on(function, callee, given, node, call)
            fixed = self._fixed(function, callee, call, node) if option.code is function else ()
            fixed = (*fixed, *_around(function, node))
            options.append(Node(option.code, (*option.given, *passed), fixed))
        if options:
            yield tuple(options)

    def _fixed(self, function: Function, callee: Function | Bound, call: s.Call | None, node: Node) -> Fixed:
        """The constants that a call, or a default, gives to parameters that decide what runs."""
        params = function.syntax.params
        if not params or call is None or call.is_open:
            return ()
        skipped = int(isinstance(callee, Bound))
        positional = [param.name for param in params if param.kind in ("positional", "normal")][skipped:]
        written: dict[str, s.Expr | None] = {param.name: param.default for param in params}
        written.update(zip(positional, call.args, strict=False))
        written.update((keyword.name, keyword.value) for keyword in call.keywords)
        known = dict(node.fixed)
        given_as = {name: constant(expr, known) for name, expr in written.items() if expr is not None}
        if params[-1].kind != "kwargs" and all(value is UNKNOWN for value in given_as.values()):
            return ()
        if function not in self._deciding:
            self._deciding[function] = deciding(function)
            self._taken[function] = taken(function)
        fixed: list[tuple[str, object]] = []
        for name, is_kept in sorted(self._deciding[function].items()):
            value = given_as.get(name, UNKNOWN)
            if value is not UNKNOWN and (is_kept or not isinstance(value, Member)):
                fixed.append((name, value if is_kept else VARIES))
        for name, key, default in self._taken[function]:
            value = constant(written[key], known) if key in written else default
            if value is not UNKNOWN:
                fixed.append((name, value))
        return tuple(fixed)

    def _options(self, callee: Function | Bound) -> list[Function]:
        """The functions that a callee may be: a method's overrides too, but for those that only raise or pass."""
        if isinstance(callee, Function):
            return [callee]
        found = [callee.function]
        if _is_of_parent(callee):
            return found
        receiver = callee.receiver.of if isinstance(callee.receiver, Instance) else callee.receiver
        if isinstance(receiver, Class):
            for below in self._below(receiver):
                override = below.attributes.get(callee.function.name)
                if isinstance(override, Function) and override not in found and not override.module.is_test:
                    found.append(override)
        return [function for function in found if not is_stub(function)]

    def _below(self, cls: Class) -> Iterator[Class]:
        if self._subclasses is None:
            self._subclasses = implementations(self.project)
            for module in self.project.modules.values():
                for below in list(module.classes.values()):
                    for base in below.ancestors:
                        if isinstance(base, Class):
                            self._subclasses.setdefault(base, []).append(below)
        return iter(self._subclasses.get(cls, ()))

    def _constructed(
        self, cls: Class, given: Arguments, node: Node, call: s.Call | None
    ) -> Iterator[tuple[Node, ...]]:
        called = implied.method(cls, "__call__")
        methods = [called.function if called is not None else None, *map(cls.method, _MAKING)]
        for method in methods:
            if method is not None and not method.is_async and _makes(cls, method):
                yield from self._function(Bound(method, None), given, node, call)
        yield from self._hooks(cls, Role.VALIDATOR, node)

    def _method_of_model(self, callee: External, node: Node) -> Iterator[tuple[Node, ...]]:
        model = callee.receiver.of if isinstance(callee.receiver, Instance) else callee.receiver
        name = callee.name.rpartition(".")[2]
        if isinstance(model, Class) and name in VALIDATING:
            yield from self._hooks(model, Role.VALIDATOR, node)
        elif isinstance(model, Class) and name in SERIALIZING:
            yield from self._hooks(model, Role.SERIALIZER, node)

    def _hooks(self, cls: Class, role: Role, node: Node) -> Iterator[tuple[Node, ...]]:
        """What Pydantic runs of a model."""
        if cls not in self._hooked:
            self._hooked[cls] = list(hooks(cls)) if kind_of(cls) else []
        for function, when in self._hooked[cls]:
            if when is role:
                yield from self._function(Bound(function, None), _NO_ARGUMENTS, node, None)

    # --- what functions are given ------------------------------------------------------------------------

    def _passed_on(
        self, function: Function, callee: Function | Bound, given: Arguments, node: Node, call: s.Call | None
    ) -> tuple[Given, ...]:
        """The functions among the arguments of a call, and those that an enclosing function was given."""
        if not node.given and not any(type(value) in _CODE for value in given):
            return ()
        found = [one for one in node.given if _encloses(one.function, function)]
        params = function.syntax.params
        positional = [param.name for param in params if param.kind in ("positional", "normal")]
        if isinstance(callee, Bound) and positional:
            del positional[0]
        values = [*zip(positional, given.positional, strict=False), *given.named.items()]
        exprs: list[s.Expr | None] = [None] * len(values)
        if call is not None and len(call.args) == len(given.positional):
            exprs = [*call.args[: len(positional)], *(keyword.value for keyword in call.keywords)]
        for (name, value), expr in zip(values, exprs, strict=False):
            code = self._code(value)
            passed = _passed(expr.id, node) if code is None and isinstance(expr, s.Name) else None
            if code is not None and code is not function:
                fixed = _around(code, node) if isinstance(code, Function) else ()
                found.append(Given(function, name, code, fixed))
            elif passed is not None and passed.code is not function:
                found.append(Given(function, name, passed.code, passed.fixed))
        return tuple(found)

    def _code(self, value: Value) -> Code | None:
        if isinstance(value, Closure):
            return value.inner if value.inner is not None else self._code(value.target)
        if isinstance(value, Bound):
            options = self._options(value)
            return self._code(options[0]) if len(options) == 1 else None
        if isinstance(value, Function) and not value.is_async and not value.is_generator:
            wrapped = self._wrapped(value)
            return value if wrapped == Node(value) else None
        return None

    # --- decorators --------------------------------------------------------------------------------------

    def _wrapped(self, function: Function) -> Node | None:
        """What runs when a function is called by its name; None where a decorator may do anything."""
        if function not in self._decorated:
            self._decorated[function] = None  # a decorator that is decorated by itself
            self._decorated[function] = self._decorate(function)
        return self._decorated[function]

    def _decorate(self, function: Function) -> Node | None:
        node = Node(function)
        registrations = {route.call.start for route in function.routes}
        for decorator in reversed(function.syntax.decorators):
            if decorator.start in registrations or s.dotted(decorator).endswith((".setter", ".deleter")):
                continue
            wrapped = self._decorated_by(decorator, function, node)
            if wrapped is None:
                return None
            node = wrapped
        return node

    def _decorated_by(self, decorator: s.Expr, function: Function, node: Node) -> Node | None:
        from fastapi_lint.model.interpret import Interpreter

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

    def _wrapper(self, decorator: Function, function: Function) -> Function | None:
        """The one function that a decorator puts in the place of another; of two, the one that is as async."""
        if not decorator.syntax.params:
            return None
        returned = [one.value for one in self.project.calls.body(decorator).returns]
        made = factory_result(decorator, None, Arguments([function]))
        if isinstance(made, Closure) and isinstance(made.target, Function):
            returned = [made.target]
        found = {one: None for one in returned if isinstance(one, Function)}
        if len(found) < len(set(map(id, returned))):
            return None
        fitting = (
            [one for one in found if one.is_async is function.is_async] if len(found) > 1 else list(found)
        )
        return fitting[0] if len(fitting) == 1 else None

    # --- what runs without a call ------------------------------------------------------------------------

    def _used(self, use: Use, node: Node) -> Iterator[tuple[Node, ...]]:
        if use.is_async:
            return
        if isinstance(use.value, Bound):
            yield from self._function(use.value, _NO_ARGUMENTS, node, None)
        elif use.how is How.ITERATED or isinstance(use.value, Generating):
            yield from self._iterated(use.value)
        elif isinstance(use.value, Instance) and isinstance(use.value.of, Class):
            for name in ("__enter__", "__exit__"):
                method = use.value.of.method(name)
                if method is not None:
                    yield from self._function(Bound(method, use.value), _NO_ARGUMENTS, node, None)

    def _iterated(self, value: Value) -> Iterator[tuple[Node, ...]]:
        if isinstance(value, Generating) and not value.function.is_async:
            node = self._wrapped(value.function)
            if node is not None:
                yield (node,)
        elif isinstance(value, Instance) and isinstance(value.of, Class):
            method = value.of.method("__iter__")
            if method is None or method.is_async:
                return
            if method.is_generator:
                yield (Node(method),)
                return
            yield from self._function(Bound(method, value), _NO_ARGUMENTS, Node(method), None)
            iterator = self.project.calls.result(method)
            if isinstance(iterator, Instance) and isinstance(iterator.of, Class):
                following = iterator.of.method("__next__")
                if following is not None:
                    yield from self._function(Bound(following, iterator), _NO_ARGUMENTS, Node(method), None)

    def is_cached(self, node: Node) -> bool:
        """Whether a node runs once for the same arguments, and its result is kept."""
        if not isinstance(node.code, Function):
            return False
        if node.code not in self._cached:
            scope = self.project.scope_of(node.code)
            known = (
                self.project.types.resolve(mark.func if isinstance(mark, s.Call) else mark, scope)
                for mark in node.code.syntax.decorators
            )
            self._cached[node.code] = any(isinstance(one, External) and one.name in CACHING for one in known)
        return self._cached[node.code]


def _runs_nothing(callee: Value) -> bool:
    """Whether a callee is nothing, or something of a library that calls nothing of the project."""
    if type(callee) is External:
        return callee.receiver is None and callee.name not in _CALLING
    return callee is None


def _makes(cls: Class, method: Function) -> bool:
    """Whether constructing an object runs a method: those of dataclasses and of responses only there."""
    if method.name == "render":
        return cls.is_a(*RESPONSES)
    return method.name != "__post_init__" or is_dataclass(cls)


def is_transparent(name: str) -> bool:
    """Whether a library's decorator leaves it at running the function."""
    return name in TRANSPARENT or name.startswith(("typing.", "abc.", "pytest.", "deprecated."))


def _passed(name: str, node: Node) -> Given | None:
    """What a node was given for a parameter, of its own function or of one around it."""
    return next((one for one in reversed(node.given) if one.parameter == name), None)


def _encloses(outer: Function, function: Function) -> bool:
    parent = function.parent
    while parent is not None:
        if parent is outer:
            return True
        parent = parent.parent
    return False


def _around(function: Function, node: Node) -> Fixed:
    """What is constant in a function because a node is, in which it is nested."""
    if not node.fixed or not isinstance(node.code, Function) or not _encloses(node.code, function):
        return ()
    own = {param.name for param in function.syntax.params}
    return tuple((name, value) for name, value in node.fixed if name not in own)


def _is_of_parent(callee: Bound) -> bool:
    """Whether a method was found behind ``super()``: no override comes in its place."""
    cls = callee.receiver.of if isinstance(callee.receiver, Instance) else callee.receiver
    return isinstance(cls, Class) and cls.method(callee.function.name) not in (None, callee.function)


def _hands_back(decorator: Function, parameter: str) -> bool:
    """Whether a decorator returns the function itself, as those do that only register it."""
    returns = [one.statement for one in decorator.project.calls.body(decorator).returns]
    return bool(returns) and all(
        isinstance(one.value, s.Name) and one.value.id == parameter for one in returns
    )
