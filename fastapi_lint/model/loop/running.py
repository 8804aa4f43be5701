"""What a piece of code runs: callees, callbacks, decorators, context managers, properties, generators, overrides.

Only what is certain counts. A method that subclasses override may be any of them; a decorator that nobody knows may
hand its function to a thread; a generator runs when it is iterated over. An ``async def`` that is called runs nothing:
it is code on the loop in its own right.
"""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from typing import TYPE_CHECKING, NamedTuple

from fastapi_lint.model.domain import Class, Function, Module, Role
from fastapi_lint.model.file import syntax as s
from fastapi_lint.model.following.callbacks import called_back
from fastapi_lint.model.following.calls import Body, CallSite, How, Use
from fastapi_lint.model.inputs.schemas import is_dataclass, kind_of
from fastapi_lint.model.knowledge.parameters import RESPONSES
from fastapi_lint.model.knowledge.pydantic import SERIALIZING, VALIDATING
from fastapi_lint.model.knowledge.running import CALLS_BACK, CONSUMES
from fastapi_lint.model.loop.constants import UNKNOWN, VARIES, First, Member, constant, spread
from fastapi_lint.model.loop.copying import copied
from fastapi_lint.model.loop.fitting import fitting
from fastapi_lint.model.loop.guards import Taken, deciding, taken
from fastapi_lint.model.loop.nodes import NOTHING, Code, Fixed, Given, Node, around, inner
from fastapi_lint.model.loop.receivers import Receivers, is_of_parent
from fastapi_lint.model.loop.validation import hooks
from fastapi_lint.model.loop.wrapping import Wrapping
from fastapi_lint.model.meaning import implied
from fastapi_lint.model.meaning.protocols import does_nothing, implementations, is_guess, is_stub
from fastapi_lint.model.meaning.values import (
    Arguments,
    Bound,
    Chosen,
    Closure,
    External,
    Generating,
    Instance,
    OneOf,
    Value,
)

if TYPE_CHECKING:
    from fastapi_lint.model.project import Project

_CODE = frozenset((Function, Bound, Closure))
_CALLING = CALLS_BACK.keys() | CONSUMES
_NO_ARGUMENTS = Arguments()
_MAKING = ("__new__", "__init__", "__post_init__", "render")
"""The methods that a constructor runs."""


class Signature(NamedTuple):
    """The parameters of a function, as its calls give them constants."""

    positional: list[str]
    defaults: dict[str, object]
    """Those that are constants."""
    takes_rest: bool
    """Whether it has ``**kwargs``."""


class Running:
    """Reads off a body what it runs."""

    def __init__(self, project: Project) -> None:
        self.project = project
        self.wrapping = Wrapping(project)
        self.receivers = Receivers(project)
        self._signatures: dict[Function, Signature] = {}
        self._deciding: dict[Function, tuple[tuple[str, bool], ...]] = {}
        self._taken: dict[Function, tuple[Taken, ...]] = {}
        self._homes: dict[Body, Module] = {}
        self._making: dict[tuple[Class, bool], list[Bound]] = {}
        self._hooked: dict[Class, list[tuple[Function, Role]]] = {}
        self._subclasses: dict[Class, list[Class]] | None = None
        self._guessed: set[Class] = set()

    def decides_otherwise(self, function: Function) -> bool:
        """Whether other parameters than before decide what a function runs, now that it has another body."""
        before = self._deciding.pop(function, None), self._taken.pop(function, None)
        if self.receivers.calls_otherwise(function):
            return True
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
            for options in self._called(site.callee, site.given, node, site):
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
        self, callee: Value, given: Arguments, node: Node, site: CallSite | None = None
    ) -> Iterator[tuple[Node, ...]]:
        if isinstance(callee, (Function, Bound)):
            yield from self._function(callee, given, node, site)
        elif isinstance(callee, Closure):
            if (body := self._lambda(callee)) is not None:
                yield (Node(body, node.given),)
            elif callee.target is not None:
                yield from self._called(callee.target, _NO_ARGUMENTS, node)
        elif isinstance(callee, Class):
            yield from self._constructed(callee, given, node, site)
        elif isinstance(callee, Instance) and isinstance(callee.of, Class):
            method = callee.of.method("__call__")
            if method is not None:
                yield from self._function(Bound(method, callee), given, node, site)
        elif isinstance(callee, External) and callee.name in _CALLING:
            yield from self._called(called_back(callee, given), _NO_ARGUMENTS, node)
            for argument in given if callee.name in CONSUMES else ():
                yield from self._iterated(argument)
        elif isinstance(callee, External) and callee.receiver is not None:
            yield from self._method_of_model(callee, node)
        elif (given_to := _called_parameter(site, node)) is not None:
            yield (Node(given_to.code, inner(node.given, given_to.code), given_to.fixed),)
        elif isinstance(callee, Chosen) and (chosen := _chosen(callee, node)) is not None:
            for one in chosen:
                yield from self._called(one, given, node, site)
        elif isinstance(callee, OneOf):
            yield from self._any_of(callee, given, node, site)

    def _any_of(
        self, callee: OneOf, given: Arguments, node: Node, site: CallSite | None
    ) -> Iterator[tuple[Node, ...]]:
        """What one of several callees runs, or blocks by itself."""
        options: list[Node] = []
        for one in fitting(callee.options, node, site):
            if not isinstance(one, External) or not self.project.blocking.family(one.name, given):
                found = [option for step in self._called(one, given, node, site) for option in step]
                options += found or [NOTHING]
        if any(option is not NOTHING for option in options):
            yield tuple(dict.fromkeys(options))

    def _function(
        self,
        callee: Function | Bound,
        given: Arguments,
        node: Node,
        site: CallSite | None,
        made: Class | None = None,
    ) -> Iterator[tuple[Node, ...]]:
        """What a function, or a method of an object that may just be ``made``, puts in the place of its call."""
        call = site.call if site is not None else None
        func = call.func if call is not None else None
        if isinstance(callee, Bound):
            callee = self.receivers.narrowed(callee, func, node)
        options = []
        dispatching = self.wrapping.dispatching
        meant = self._options(callee) or [callee.function]  # type: ignore[union-attr]
        candidates = [one for each in meant for one in dispatching.options(each, given)]
        for function in fitting(candidates, node, site):
            is_plain = not function.is_async and not function.is_generator
            option = self.wrapping.wrapped(function) if is_plain else None
            if option is None:
                options.append(NOTHING)
                if is_plain and not (site is not None and site.awaited) and self.wrapping.may_run(function):
                    options.append(Node(function))
                continue
            passed = self._passed_on(function, callee, given, node, call)
            fixed = self._fixed(function, callee, call, given, node) if option.code is function else ()
            fixed = (*fixed, *around(function, node))
            own = None
            if option.code is function and isinstance(callee, Bound):
                own = self.receivers.own(function, callee, func, node, made)
            options.append(Node(option.code, (*option.given, *passed), fixed, own))
        if isinstance(callee, Bound) and callee.function.parent in self._guessed:
            options.append(NOTHING)  # none of them may be meant
        if any(option is not NOTHING for option in options):
            yield tuple(options)
            if len(candidates) == 1:
                yield from ((Node(one),) for one in self.wrapping.around(candidates[0]))

    def _fixed(
        self, function: Function, callee: Function | Bound, call: s.Call | None, given: Arguments, node: Node
    ) -> Fixed:
        """The constants that a call, or a default, gives to parameters that decide what runs."""
        options = spread(call, given) if call is not None and function.syntax.params else None
        if call is None or options is None:
            return ()
        signature = self._signature(function)
        positional = signature.positional[int(isinstance(callee, Bound)) :]
        written: dict[str, s.Expr] = dict(zip(positional, call.args, strict=False))
        written.update((keyword.name, keyword.value) for keyword in call.keywords)
        known = dict(node.fixed)
        given_as = {**signature.defaults, **{name: constant(expr, known) for name, expr in written.items()}}
        given_as.update(options)
        if function.name == "__init__":
            given_as.update(dict.fromkeys(copied(function, written, node.code), VARIES))
        if not signature.takes_rest and all(value is UNKNOWN for value in given_as.values()):
            return ()
        if function not in self._deciding:
            self._deciding[function] = deciding(function)
            self._taken[function] = taken(function)
        fixed: list[tuple[str, object]] = []
        for name, is_kept in self._deciding[function]:
            value = given_as.get(name, UNKNOWN)
            if value is not UNKNOWN and (is_kept or not isinstance(value, Member)):
                fixed.append((name, value if is_kept or value is VARIES else First(value)))
        for name, key, default in self._taken[function]:
            value = given_as.get(key, default)
            if value is not UNKNOWN:
                fixed.append((name, value))
        return tuple(fixed)

    def _signature(self, function: Function) -> Signature:
        """What calls of a function may give; no edit of a body changes it."""
        if function not in self._signatures:
            params = function.syntax.params
            defaults = ((param.name, constant(param.default, {})) for param in params)
            self._signatures[function] = Signature(
                [param.name for param in params if param.kind in ("positional", "normal")],
                {name: default for name, default in defaults if default is not UNKNOWN},
                params[-1].kind == "kwargs",
            )
        return self._signatures[function]

    def _options(self, callee: Function | Bound) -> list[Function]:
        """The functions that a callee may be: a method's overrides too, but for those that only raise or pass."""
        if isinstance(callee, Function):
            return [callee]
        found = [callee.function]
        if is_of_parent(callee):
            return found
        receiver = callee.receiver.of if isinstance(callee.receiver, Instance) else callee.receiver
        if isinstance(receiver, Class):
            for below in self._below(receiver):
                override = below.attributes.get(callee.function.name)
                if isinstance(override, Function) and override not in found and not override.module.is_test:
                    found.append(override)
        return [one for one in found if not is_stub(one) or self._is_idle(one, receiver)]

    def _is_idle(self, function: Function, receiver: Value) -> bool:
        """Whether a method does nothing, and is meant to: that of a class without subclasses, or of one below."""
        cls = function.parent
        if isinstance(receiver, Class) and receiver is not cls:
            return does_nothing(function)
        is_leaf = isinstance(cls, Class) and not cls.is_a("typing.Protocol") and not any(self._below(cls))
        return is_leaf and does_nothing(function)

    def _below(self, cls: Class) -> Iterator[Class]:
        if self._subclasses is None:
            self._subclasses = implementations(self.project)
            self._guessed = {cls for cls, fitting in self._subclasses.items() if is_guess(cls, fitting)}
            for module in self.project.modules.values():
                for below in list(module.classes.values()):
                    for base in below.ancestors:
                        if isinstance(base, Class):
                            self._subclasses.setdefault(base, []).append(below)
        return iter(self._subclasses.get(cls, ()))

    def _constructed(
        self, cls: Class, given: Arguments, node: Node, site: CallSite | None
    ) -> Iterator[tuple[Node, ...]]:
        is_given = bool(given.positional or given.named)
        if (cls, is_given) not in self._making:
            self._making[cls, is_given] = list(self._made_by(cls, is_given))
        for method in self._making[cls, is_given]:
            yield from self._function(method, given, node, site, cls)
        yield from self._hooks(cls, Role.VALIDATOR, node)

    def _made_by(self, cls: Class, is_given: bool) -> Iterator[Bound]:
        """The methods that make an object of a class, with arguments or without."""
        called = implied.method(cls, "__call__")
        methods = [called.function if called is not None else None, *map(cls.method, _MAKING)]
        if methods[2] is None and is_given:
            called = implied.method(self.project.types.instance(cls), "__init__")  # of a `UserDict`
            methods[2] = called.function if called is not None else None
        for method in methods:
            if method is not None and not method.is_async and _makes(cls, method):
                yield Bound(method, None)

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
        if not node.given and _CODE.isdisjoint(map(type, given)):
            return ()
        found = [*inner(node.given, function)]
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
                fixed = around(code, node) if isinstance(code, Function) else ()
                visible = node.given if isinstance(code, Body) else ()
                found += [one for one in visible if one not in found]
                found.append(Given(function, name, code, fixed))
            elif passed is not None and passed.code is not function:
                found.append(Given(function, name, passed.code, passed.fixed))
        return tuple(found)

    def _code(self, value: Value) -> Code | None:
        if isinstance(value, Closure):
            body = self._lambda(value)
            return body if body is not None else self._code(value.target)
        if isinstance(value, Bound):
            options = self._options(value)
            return self._code(options[0]) if len(options) == 1 else None
        if isinstance(value, Function) and not value.is_async and not value.is_generator:
            wrapped = self.wrapping.wrapped(value)
            return value if wrapped == Node(value) else None
        return None

    def _lambda(self, value: Closure) -> Body | None:
        body = self.project.calls.of_lambda(value)
        if body is not None and value.module is not None:
            self._homes[body] = value.module
        return body

    # --- what runs without a call ------------------------------------------------------------------------

    def _used(self, use: Use, node: Node) -> Iterator[tuple[Node, ...]]:
        if use.is_async:
            return
        if isinstance(use.value, Bound) and use.value.function.name == "__iter__":
            yield from self._iterated(use.value.receiver)
        elif isinstance(use.value, Bound):
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
            node = self.wrapping.wrapped(value.function)
            if node is not None:
                yield (node,)
        elif isinstance(value, Instance) and isinstance(value.of, Class):
            called = implied.iterated(value)
            method = called.function if called is not None else None
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


def _called_parameter(site: CallSite | None, node: Node) -> Given | None:
    """What a node was given for the parameter that it calls."""
    name = s.dotted(site.call.func) if site is not None and node.given else ""
    return _passed(name, node) if name else None


def _chosen(callee: Chosen, node: Node) -> Sequence[Value] | None:
    """What the constant chooses that a node was called with; all that some call chooses, where it is no plain function
    that others call; None where that is not known."""
    fixed = dict(node.fixed)
    if callee.parameter in fixed:
        pairs = zip(callee.choices, callee.options, strict=True)
        return [option for choice, option in pairs if choice == fixed[callee.parameter]]
    is_coroutine = isinstance(node.code, Function) and node.code.is_async
    return callee.options if is_coroutine else None


def _passed(name: str, node: Node) -> Given | None:
    """What a node was given for a parameter, of its own function or of one around it."""
    return next((one for one in reversed(node.given) if one.parameter == name), None)
