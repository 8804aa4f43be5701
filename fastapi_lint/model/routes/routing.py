"""Registration: follows module levels as Python would run them, and collects what lands on which router."""

from __future__ import annotations

from fastapi_lint.model.domain import Application, Class, Function, Module, Router
from fastapi_lint.model.file import syntax as s
from fastapi_lint.model.file.scan import DECORATING
from fastapi_lint.model.following.binding import bound_names
from fastapi_lint.model.following.calls import CallSite
from fastapi_lint.model.knowledge.controllers import OBJECT_VIEWS, ROUTABLES
from fastapi_lint.model.knowledge.routers import CLASS_VIEWS, MOUNTS, ROUTERS, ROUTES
from fastapi_lint.model.meaning import lazy
from fastapi_lint.model.meaning.constructing import Constructing
from fastapi_lint.model.meaning.joining import is_none, is_some_router, join
from fastapi_lint.model.meaning.kinds import is_of_python, is_some_class, some_class
from fastapi_lint.model.meaning.promises import promise
from fastapi_lint.model.meaning.records import holds_class
from fastapi_lint.model.meaning.values import (
    Arguments,
    Bound,
    Closure,
    Configured,
    Coroutine,
    Dictionary,
    External,
    Instance,
    Listing,
    Literal,
    Located,
    Method,
    Registrar,
    Value,
)
from fastapi_lint.model.routes.bringing import BRINGING, bring
from fastapi_lint.model.routes.controllers import add_object_view, controlled
from fastapi_lint.model.routes.options import text
from fastapi_lint.model.routes.registering import ADDING
from fastapi_lint.model.starting.configuring import (
    all_assumed,
    asks,
    assumed,
    chosen,
    configured,
    depending,
    promised,
)
from fastapi_lint.model.starting.places import PATHS

_DEPTH = 25
_SMALL = 5
"""Statements in a function that is followed just for what it gives."""
_DISCOVERING = frozenset({"import_module", "iter_modules", "walk_packages"})
_REGISTERING = DECORATING | ADDING | {"include_router"}
_SHOWN = (Literal, Listing, Dictionary, Located)
_KEPT = frozenset({*ROUTES, *MOUNTS, *CLASS_VIEWS, *OBJECT_VIEWS})
"""What is made to be handed to a router."""
_TEXT = Instance(External("builtins.str"))


class ModuleRun(Constructing):
    """Follows a module level, or the body of a function that a module level calls."""

    exact = True

    def __init__(self, *args: object, **kwargs: object) -> None:
        super().__init__(*args, **kwargs)  # type: ignore[arg-type]
        self.results: list[Value] = []
        self.yields = Listing(())
        self.outside = 0
        """How uncertain it is that any of this runs."""

    def returned(self, statement: s.Return, value: Value) -> None:
        self.results.append(value)

    def yielded(self, value: Value) -> None:
        self.yields.items = (*self.yields.items, value)
        self.yields.is_open = self.yields.is_open or self.uncertain > self.outside

    def imported(self, statement: s.Imported) -> Value:
        value = self.project.imports.value(self.module, statement, self.loaded)
        self.foreign += isinstance(value, External) and not is_of_python(value)
        return lazy.imported(self, statement) if value is None else value

    def loaded(self, module: Module) -> None:
        if not (self.is_typing and _registers(module)):  # types are wanted, routes come in their own time
            self.project.load(module)

    def entered(self, context: s.Expr, is_async: bool) -> Value:
        value = self.value(context, awaited=is_async)
        return value if isinstance(value, Located) else self.types.entered(value)

    def branch(self, statement: s.If) -> None:
        if not _is_main_guard(statement.test):
            super().branch(statement)

    # --- calls -----------------------------------------------------------------------------------

    def either(self, test: Value, body: Value, orelse: Value) -> Value:
        return chosen(test, body, orelse) or super().either(test, body, orelse)

    def called(self, call: s.Call, callee: Value, given: Arguments, awaited: bool) -> Value:
        if self.within is None:
            self.module.sites[call.end] = CallSite(call, callee, given, awaited)
        kind = router_class(callee)
        if kind:
            return self.construct(call, kind, callee if isinstance(callee, Class) else None, given)
        if isinstance(callee, Method):
            return self.on_router(call, callee.router, callee.name, given)
        if isinstance(callee, Closure) and isinstance(callee.target, Method) and callee.given is not None:
            whole = given.after(callee.given)  # ``partial(app.include_router, prefix="/api")``
            return self.on_router(call, callee.target.router, callee.target.name, whole)
        if isinstance(callee, Registrar):
            return self.register(callee, given.positional[0] if given.positional else None)
        if isinstance(callee, External):
            return self._of_library(call, callee, given, awaited)
        if isinstance(callee, Class):
            made = self.own_route(call, callee, given) or self.object(call, callee, given)
            return super().called(call, callee, given, awaited) if made is None else made
        return self._of_project(call, callee, given, awaited)

    def _of_library(self, call: s.Call, callee: External, given: Arguments, awaited: bool) -> Value:
        if callee.name == "builtins.super":
            return self.parent_of(given)
        if callee.name == "builtins.setattr" and (name := text(given.get(1, "name"))):
            self.store(given.get(0, "obj"), name, given.get(2, "value"))
            return Literal(None)
        setting = configured(callee, given)
        setting = assumed(setting) if self.project.assumes_defaults else setting
        found = self.found(callee, given) or setting or controlled(self, call, callee, given)
        if found is not None:
            return found
        if callee.name == "typing.cast":
            promised = super().called(call, callee, given, awaited)
            is_some = is_some_class(call.argument(0, "typ"))
            return given.get(1, "val") or (some_class(promised) if is_some else promised)
        if callee.name in _KEPT:
            return Configured(callee, given, call, self.module)
        if callee.name in BRINGING:
            return bring(self, call, callee.name, given)
        owner, _, method = callee.name.rpartition(".")
        if owner in ROUTES and method == "__init__" and isinstance(callee.receiver, Instance):
            callee.receiver.hold(method, Configured(External(owner), given, call, self.module))
        first = given.positional[0] if given.positional else None
        if owner in ROUTERS and isinstance(first, Router):  # ``APIRouter.__init__(self, …)``
            return self.on_router(call, first, method, Arguments(given.positional[1:], given.named))
        declared = self._declared(call, callee, given)
        if declared is not None:
            return self.on_router(call, declared, method, given)
        return super().called(call, callee, given, awaited)

    def _of_project(self, call: s.Call, callee: Value, given: Arguments, awaited: bool) -> Value:
        closure = callee if isinstance(callee, Closure) and callee.scope is not None else None
        target = closure.target if closure is not None else callee
        receiver = target.receiver if isinstance(target, Bound) else None
        function = target.function if isinstance(target, Bound) else target
        if (
            isinstance(function, Function)
            and not function.is_generator
            and self.matters(function, given, receiver)
        ):
            value = self.execute(function, receiver, given, closure)
            return Coroutine(value) if function.is_async else value
        known = super().called(call, callee, given, awaited)
        if isinstance(function, Function) and self._concerns_registry(function, receiver, closure):
            return self.execute(function, receiver, given, closure) or known
        if isinstance(function, Function) and function.is_generator and not function.syntax.decorators:
            return self._yielded(function, receiver, given, closure) or known
        if not isinstance(function, Function):
            return configured(callee, given) or known if isinstance(callee, Instance) else known
        if isinstance(known, Class) or is_some_class(function.syntax.returns):
            return self._class_from(function, receiver, given, closure, known)
        if isinstance(known, Listing) and function.syntax.returns is None:
            return self.execute(function, receiver, given, closure)  # a list, or None, or one of two
        is_little = _says_little(known)
        is_made_of = any(map(_is_table, given)) or _discovers(function)
        is_followed = _is_helper(function) or (function.syntax.returns_value and is_made_of)
        if is_followed and (is_little or (receiver is None and is_some_router(known))):
            shown = self._shown(function, receiver, given, closure)
            if isinstance(shown, Router) or (is_little and shown is not None):
                return shown
        if known == _TEXT:
            return promised(function, receiver, given) or known
        return promise(function, receiver, known)

    def _concerns_registry(self, function: Function, receiver: Value, closure: Closure | None) -> bool:
        scope = closure.scope if closure is not None else None
        scope = scope or self.project.scope_of(function)
        is_plain = not (function.is_async or function.is_generator)
        return is_plain and self.project.registries.concern(function, receiver, scope)

    def apply(self, function: Value, item: Value) -> Value:
        if isinstance(function, Closure) and function.body is not None:
            run = ModuleRun(
                self.module, dict(zip(function.names, (item,), strict=False)), self.lookup, self.within
            )
            return run.value(function.body)
        at = s.Call(0, 0, s.Name(0, 0, ""), (), ())
        return self._of_project(at, function, Arguments([item]), awaited=False)

    def _class_from(
        self, function: Function, receiver: Value, given: Arguments, outer: Closure | None, known: Value
    ) -> Value:
        """The class that a call gives here and now, or one of those below the one that it promises."""
        shown = self.execute(function, receiver, given, outer)
        return shown if isinstance(shown, Class) else some_class(known)

    def _shown(self, function: Function, receiver: Value, given: Arguments, outer: Closure | None) -> Value:
        """What a small function gives, if that is some data, or a router that it hands on; of settings what it makes
        of their defaults."""
        known = self.project.unshown
        asked = known.asked(function, receiver, given) if outer is None else None
        if asked in known.calls:
            return None
        shown = self.execute(function, receiver, given, outer)
        is_router = isinstance(shown, Router) and not isinstance(shown, Application)
        if isinstance(shown, (*_SHOWN, Class)) or (receiver is None and is_router):
            return shown
        defaults = all_assumed(given)
        if defaults is not None or asks(function):
            return depending(self._by_default(function, receiver, defaults or given, outer))
        if asked is not None and asked == known.asked(function, receiver, given):  # it changed nothing
            known.calls.add(asked)
        return None

    def _by_default(
        self, function: Function, receiver: Value, given: Arguments, outer: Closure | None
    ) -> Value:
        before, self.project.assumes_defaults = self.project.assumes_defaults, True
        try:
            return self.execute(function, receiver, given, outer)
        finally:
            self.project.assumes_defaults = before

    def held(self, receiver: Instance | Module, name: str) -> Value:
        """Also what a short property gives: ``settings.api_prefix``."""
        if isinstance(receiver, Module):
            value = self.types.attribute(receiver, name)
            return lazy.of_module(self, receiver, name) if value is None else value
        if name not in receiver.attributes and name in receiver.stored:
            return receiver.stored[name]
        function = receiver.of.method(name) if isinstance(receiver.of, Class) else None
        is_property = function is not None and function.is_property and name not in receiver.attributes
        if function is not None and is_property and self.matters(function, Arguments(), receiver.of):
            return self.execute(function, receiver, Arguments())
        value = self.held_now(receiver, name) or self.types.attribute(receiver, name)
        if function is None or not function.is_property:
            is_promise = name not in receiver.attributes and holds_class(receiver.of, name)
            value = some_class(value) if is_promise else value
            is_asked = value is None and function is None
            return lazy.of_object(self, receiver, name) if is_asked else value
        if isinstance(value, Class) or is_some_class(function.syntax.returns):
            return self._class_from(function, receiver, Arguments(), None, value)
        if not _says_little(value) or not _is_helper(function):
            return value
        shown = self.execute(function, receiver, Arguments())
        return shown if isinstance(shown, (*_SHOWN, Class)) else value

    def _declared(self, call: s.Call, callee: External, given: Arguments) -> Router | None:
        """The application of ``app.add_middleware(…)`` where only an annotation says what ``app`` is."""
        name = s.dotted(call.func.value) if isinstance(call.func, s.Attribute) else ""
        kind, _, method = callee.name.rpartition(".")
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

    def matters(self, function: Function, given: Arguments, receiver: Value = None) -> bool:
        """Whether a call may register something: by itself, or on a router that it is given."""
        if self.project.registrars.registers(function) or _holds_router(receiver):
            return True
        cls = receiver.of if isinstance(receiver, Instance) else receiver
        if isinstance(cls, Class) and (
            cls.is_a(*ROUTABLES) or self.project.registrars.registers_as(function, cls)
        ):
            return True
        return any(map(_holds_router, given))

    def execute(
        self, function: Function, receiver: Value, given: Arguments, outer: Closure | None = None
    ) -> Value:
        run = self._follow(function, receiver, given, outer)
        outcome = _outcome(run.results) if run is not None else None
        if isinstance(outcome, Application):
            self.project.made.setdefault(function, outcome)
        return outcome

    def _yielded(self, function: Function, receiver: Value, given: Arguments, outer: Closure | None) -> Value:
        """What iterating over a small generator function gives, one by one."""
        run = self._follow(function, receiver, given, outer) if len(function.body) <= _SMALL else None
        return run.yields if run is not None else None

    def _follow(
        self, function: Function, receiver: Value, given: Arguments, outer: Closure | None
    ) -> ModuleRun | None:
        """Follow a function's body; None where that leads into itself, or too deep."""
        running = self.project.running
        key = (function, receiver if isinstance(receiver, (Instance, Router)) else None)
        if any(one is key[0] and on is key[1] for one, on in running) or len(running) >= _DEPTH:
            return None
        if not running:
            self.project.unshown.begin(self.project.is_bound)
        if self.project.unshown.is_too_much():
            return None
        self.project.executed.add(function)
        names = bound_names(function, receiver, given)
        scope = outer.scope if outer is not None and outer.scope is not None else None
        run = ModuleRun(function.module, names, scope or self.project.scope_of(function), function)
        run.uncertain, run.branches, run.outside = self.uncertain, self.branches, self.uncertain
        running.append(key)
        try:
            run.run(function.body)
        finally:
            running.pop()
        return run

    # --- definitions -----------------------------------------------------------------------------

    def defined(self, statement: s.FunctionDef, function: Function, decorators: list[Value]) -> Value:
        made: Value = function
        if self.within is not None:
            function.closure = self.lookup
            made = Closure(function, scope=self.lookup)
        for expr, value in zip(reversed(statement.decorators), reversed(decorators), strict=True):
            registrar = value if isinstance(value, Registrar) else self._undeclared(expr)
            if registrar is not None:
                self.register(registrar, made, is_decorator=True)
            else:
                self._decorate(expr, value, made)
        return made

    def _decorate(self, expr: s.Expr, decorator: Value, made: Value) -> None:
        """``@route("/path")`` of the project's own, which may register the function, or note it or a class."""
        target = decorator.target if isinstance(decorator, Closure) else decorator
        receiver = target.receiver if isinstance(target, Bound) else None
        target = target.function if isinstance(target, Bound) else target
        closure = decorator if isinstance(decorator, Closure) else None
        if not isinstance(target, Function):
            return
        registers = self.project.registrars.registers(target) and not isinstance(made, Class)
        if registers or self._concerns_registry(target, receiver, closure):
            call = s.Call(expr.start, expr.length, expr, (), ())
            self._of_project(call, decorator, Arguments([made]), awaited=False)

    def class_defined(self, cls: Class, decorators: list[Value]) -> None:
        for value in decorators:
            if isinstance(value, Configured) and isinstance(value.target, External):
                router = value.given.get(0, "router")
                if value.target.name in CLASS_VIEWS and isinstance(router, Router):
                    self.add_view(router, cls, value)
                elif value.target.name in OBJECT_VIEWS and isinstance(router, Router):
                    add_object_view(self, router, cls, value)
        for expr in cls.syntax.decorators:
            maker = self.value(expr.func) if isinstance(expr, s.Call) else None
            if isinstance(expr, s.Call) and isinstance(maker, Function) and _is_class_view(maker):
                given = self.arguments(expr)
                if given.positional and isinstance(given.positional[0], Router):
                    self.add_view(given.positional[0], cls, Configured(maker, given, expr, self.module))
        for expr, value in zip(reversed(cls.syntax.decorators), reversed(decorators), strict=True):
            self._decorate(expr, value, cls)

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
        declared = isinstance(value, Instance) and bool(router_class(value.of))
        guessed = value is None and is_path and isinstance(receiver, s.Name)
        if not declared and not (guessed and self.project.uses_fastapi(self.module)):
            return None
        kind = router_class(value.of) if isinstance(value, Instance) else ""
        router = self.project.stand_in(self.module, name, self.within, kind)
        return Registrar(router, decorator.func.attr, decorator, self.module, self.arguments(decorator))


def _is_class_view(maker: Function) -> bool:
    """Whether a decorator is a copy of fastapi-utils' ``cbv``: its file moves routes and gives them signatures."""
    called = {name for one in maker.module.functions.values() for name in one.syntax.calls}
    return "inspect.signature" in called and any(name.endswith(".routes.remove") for name in called)


def _registers(module: Module) -> bool:
    """Whether a module level registers routes on a router."""
    return any(name.rpartition(".")[2] in _REGISTERING for name in module.facts.calls)


def _says_little(known: Value) -> bool:
    """Whether a call promises no more than some text, data or path; what a list holds depends on what is given."""
    if known is None or isinstance(known, (Listing, Dictionary)):
        return True
    name = known.of.name if isinstance(known, Instance) and isinstance(known.of, External) else ""
    return name.startswith(("builtins.", "collections.abc.")) or name in PATHS


def _is_helper(function: Function) -> bool:
    """Whether a function is small enough to be followed just for what it returns: a path, a list of routers."""
    syntax = function.syntax
    return (
        syntax.returns_value and not (syntax.is_async or syntax.is_generator) and len(function.body) <= _SMALL
    )


def _discovers(function: Function) -> bool:
    """Whether a function looks for modules by itself."""
    called = {name.rpartition(".")[2] for name in function.syntax.calls}
    return not (function.is_async or function.is_generator) and not _DISCOVERING.isdisjoint(called)


def _is_table(value: Value) -> bool:
    """Whether a value is a dict of functions or classes: what is made of it may be registered later."""
    return (
        isinstance(value, Dictionary)
        and bool(value.items)
        and all(isinstance(held, (Function, Class)) for _, held in value.items)
    )


def router_class(callee: Value) -> str:
    """The class of FastAPI's, or of a library, that calling ``callee`` makes a router of; empty for all else."""
    if isinstance(callee, External) and callee.name in ROUTERS:
        return callee.name
    if isinstance(callee, Class):
        return next((base for base in callee.ancestors if isinstance(base, str) and base in ROUTERS), "")
    return ""


def _outcome(results: list[Value]) -> Value:
    """What a function gives; the one router that it makes, where it may also take one from a cache, or has one
    function make it with these arguments or with those."""
    routers = [value for value in results if isinstance(value, Router)]
    others = [value for value in results if value is not None and not isinstance(value, Router)]
    if (
        routers
        and not others
        and all(router is routers[0] or _is_twin(router, routers[0]) for router in routers)
    ):
        return routers[-1]
    if any(map(is_none, results)) and any(isinstance(value, Listing) for value in others):
        return None  # a list of dependencies, or none at all
    return join(results) if results else Literal(None)


def _is_twin(router: Router, other: Router) -> bool:
    return router.call is not None and router.call is other.call and router.module is other.module


def _holds_router(value: Value) -> bool:
    if isinstance(value, Listing):
        return any(isinstance(item, Router) for item in value.items)
    if isinstance(value, Dictionary):
        return any(isinstance(item, Router) for _, item in value.items)
    if isinstance(value, Instance):
        return any(isinstance(item, (Router, Method)) for item in value.attributes.values())
    return isinstance(value, (Router, Method))


def _is_main_guard(test: s.Expr) -> bool:
    return (
        isinstance(test, s.Other)
        and test.kind == "Compare"
        and any(isinstance(part, s.Name) and part.id == "__name__" for part in test.parts)
    )
