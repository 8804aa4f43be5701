"""All facts, linked: modules, names, routers and routes, and what runs where. Touches no tree."""

from __future__ import annotations

from collections.abc import Callable, Collection, Iterator, Mapping
from functools import cached_property
from heapq import heappop, heappush
from posixpath import dirname
from typing import TYPE_CHECKING

from fastapi_lint.model.answers.leading import Leading
from fastapi_lint.model.domain import (
    Application,
    Class,
    Context,
    Function,
    LoopCall,
    LoopChain,
    Module,
    PathOperation,
    ProjectCall,
    Route,
    Router,
    Schema,
    Viewing,
)
from fastapi_lint.model.file import syntax as s
from fastapi_lint.model.file.facts import Facts
from fastapi_lint.model.following.called import Called, callee_name
from fastapi_lint.model.following.calls import Calls
from fastapi_lint.model.following.interpret import BRANCHES
from fastapi_lint.model.inputs.injection import parameter_value
from fastapi_lint.model.inputs.parameters import Parameters
from fastapi_lint.model.inputs.replacing import Replacing
from fastapi_lint.model.inputs.slots import Slots
from fastapi_lint.model.inputs.terms import Terms
from fastapi_lint.model.knowledge.coroutines import COROUTINES
from fastapi_lint.model.knowledge.routers import APPLICATIONS
from fastapi_lint.model.loop.blocking import Blocking
from fastapi_lint.model.loop.guards import may_run
from fastapi_lint.model.meaning.filled import Filled
from fastapi_lint.model.meaning.globals import Globals
from fastapi_lint.model.meaning.joining import says_little
from fastapi_lint.model.meaning.late import Late
from fastapi_lint.model.meaning.outside import Outside
from fastapi_lint.model.meaning.passed import Passed
from fastapi_lint.model.meaning.promises import keep
from fastapi_lint.model.meaning.states import States
from fastapi_lint.model.meaning.thread_locals import ThreadLocals
from fastapi_lint.model.meaning.types import Types
from fastapi_lint.model.meaning.values import Arguments, Value
from fastapi_lint.model.references import Mentions
from fastapi_lint.model.routes.paginating import paginate
from fastapi_lint.model.routes.registrars import Registrars
from fastapi_lint.model.routes.registries import Registries
from fastapi_lint.model.routes.routing import ModuleRun
from fastapi_lint.model.routes.serving import serve
from fastapi_lint.model.routes.unshown import Unshown
from fastapi_lint.model.starting.importing import Imports
from fastapi_lint.model.starting.modules import given_names

if TYPE_CHECKING:
    from fastapi_lint.model.loop.chains import Chains
    from fastapi_lint.result import CallCount
    from fastapi_lint.source import Source
    from fastapi_lint.workspace.own import OwnFiles
    from fastapi_lint.workspace.targets import Targets


_APPLICATIONS = tuple(sorted({name.rpartition(".")[2] for name in APPLICATIONS}))


class Project:
    """The application as a whole. Building it links everything that is asked for at module level."""

    def __init__(
        self,
        root: str,
        facts: dict[str, Facts],
        source: Callable[[str], Source],
        targets: Targets,
        is_test: Callable[[str], bool],
        blocking: Blocking,
        own: OwnFiles,
        tick: Callable[[], None] = lambda: None,
        *,
        with_doubtful: bool = False,
    ) -> None:
        """Link. ``tick`` is called now and then; what it raises ends it. ``with_doubtful`` asks for ways to blocking
        calls that depend on which of several functions runs."""
        self.root = root
        self.source = source
        self.targets = targets
        self.is_test = is_test
        self.blocking = blocking
        self.own = own
        self.with_doubtful = with_doubtful
        self.imports = Imports(self, root, facts)
        self.registrars = Registrars(self)
        self.mentions = Mentions(self)
        self.modules = {path: Module(self, path, known) for path, known in sorted(facts.items())}
        self.types = Types(self)
        self.calls = Calls(self)
        self.called = Called(self)
        self.states = States(self)
        self.late = Late(self)
        self.globals = Globals(self)
        self.passed = Passed(self)
        self.filled = Filled(self)
        self.outside = Outside(self)
        self.thread_locals = ThreadLocals(self)
        self.replacing = Replacing(self)
        self.terms = Terms(self)
        self.slots = Slots(self)
        self.registries = Registries(self)
        self.parameters = Parameters(self)
        self.leading = Leading()
        self.routers: list[Router] = []
        self.routes: list[Route] = []
        self.paginated: list[Router] = []
        """What was given to ``add_pagination`` of fastapi-pagination."""
        self.views: dict[Class, Viewing] = {}
        """The class-based views."""
        self.is_bound = False
        """Whether every module level has been followed: what a name means there changes no more."""
        self.is_linked = False
        self.running: list[tuple[Function, Value]] = []
        """The functions that are being followed, from the outermost in, each with its ``self``."""
        self.making: list[Function] = []
        """The factories among them."""
        self.made: dict[Function, Value] = {}
        """What those gave that the project itself never calls: ``create_app``."""
        self.assumes_defaults = False
        """Whether what is followed runs as if nothing were configured."""
        self.made_by_name: dict[tuple[Module, str], Value] = {}
        """What the ``__getattr__`` of modules gave for names."""
        self.executed: set[Function] = set()
        self.unshown = Unshown()
        self._unmet: list[tuple[str, int, Function]] = []
        """A heap of functions that hold others, and that nobody may have followed yet, by file and position."""
        self.started: set[Module] = set()
        self._stand_ins: dict[tuple[Module, str, Function | None], Router] = {}
        self._functions: list[Function] = []
        self._met = 0
        self.placings = 0
        """How often roles were given anew, for lists of what depends on them."""
        self._link(tick)

    # --- linking ---------------------------------------------------------------------------------

    def _link(self, tick: Callable[[], None]) -> None:
        for module in sorted(self.modules.values(), key=_rank):
            tick()
            for package in self.imports.around(dirname(module.path)):
                self.load(package)
            self.load(module)
        for _ in range(2):  # a name may come by way of another module
            for module in self.modules.values():
                self.imports.complete(module)
        self.registrars.bound()
        self.is_bound = True
        self._follow_uncalled()
        keep(self)
        self.registries.forget()
        self.is_linked = True
        self.calls.forget_all()  # bodies that were followed meanwhile know less
        for router in self.routers:
            router.operations.extend(serve(router, self.includes_live))
            for operation in router.operations:
                if isinstance(operation, PathOperation) and router.is_server:
                    operation.route.operations.append(operation)
        paginate(self)
        from fastapi_lint.model.loop.contexts import place

        place(self)

    def _follow_uncalled(self) -> None:
        """Follow what registers something and is called by nobody yet: first what certainly nobody calls, then
        what only those call whose calls lead elsewhere."""
        pending = [f for f in self.functions() if not isinstance(f.parent, Function) and self._may_bring(f)]
        while pending:
            inside = {name.rpartition(".")[2] for one in pending for name in one.syntax.calls}
            first = [one for one in pending if one.name not in inside]
            first = first or [one for one in pending if one.syntax.registers] or pending
            for function in first:
                if function not in self.executed:
                    self._follow_alone(function)
            pending = [one for one in pending if one not in first and one not in self.executed]

    def _follow_alone(self, function: Function) -> None:
        owner = function.parent
        run = ModuleRun(function.module, {})
        run.branches = (-next(BRANCHES),)
        receiver = self.types.instance(owner) if isinstance(owner, Class) else None
        self.made[function] = run.execute(function, receiver, Arguments(named={"": None}))

    def _may_bring(self, function: Function) -> bool:
        """Whether a function is followed where nobody calls it. A coroutine that registers nothing itself runs while
        requests are served: too late to add to an application, and there are many."""
        owner = function.parent
        if function.syntax.registers or function.is_async:
            return function.syntax.registers
        registrars = self.registrars
        return registrars.registers(function) or (
            isinstance(owner, Class) and registrars.registers_as(function, owner)
        )

    @property
    def includes_live(self) -> bool:
        """Whether ``include_router`` of the target version keeps the router itself and copies no routes."""
        return self.targets.fastapi.at_least("0.137")

    def load(self, module: Module) -> None:
        """Follow a module's level, once; a module that is being followed already is left alone."""
        if module not in self.started:
            self.started.add(module)
            self.unshown.calls.clear()
            module.names.update(given_names(self.modules, module.path))
            ModuleRun(module, module.names).run(module.facts.body)

    def functions(self) -> list[Function]:
        """Every function met so far, by file and position."""
        if self._met != len(self._functions):
            self._functions = [f for m in self.modules.values() for _, f in sorted(m.functions.items())]
        return self._functions

    def classes(self) -> list[Class]:
        """Every class of the project, also those inside functions, by file and position."""
        self.meet()
        return [c for m in self.modules.values() for _, c in sorted(m.classes.items())]

    def meet(self) -> None:
        """Meet what is defined inside functions too: no list may depend on what somebody has asked for before."""
        while self._unmet:
            self.calls.body(heappop(self._unmet)[2])

    def stand_in(self, module: Module, name: str, within: Function | None, kind: str = "") -> Router:
        """The router for a name that routes are registered on, and whose making the source does not show."""
        key = (module, name, within)
        if key not in self._stand_ins:
            router = self._stand_ins[key] = Router(module, None, "", within, name, kind=kind)
            self.routers.append(router)
        return self._stand_ins[key]

    def uses_fastapi(self, module: Module) -> bool:
        """Whether a file imports anything of FastAPI."""
        return any(
            isinstance(statement, s.Imported)
            and (statement.module or statement.loads).partition(".")[0] == "fastapi"
            for statement in module.facts.body
        )

    def registers_routes(self, module: Module) -> bool:
        """Whether a file registers path operations."""
        return any(route.module is module for route in self.routes)

    # --- another text ----------------------------------------------------------------------------

    def forget(self, module: Module, functions: Collection[Function]) -> None:
        """A file has another text, and some functions of it have other bodies: forget what was derived from them."""
        for function in functions:
            for name in ("body", "placed", "answers", "asks_surroundings", "binds"):
                function.__dict__.pop(name, None)
            self.calls.forget(function)
            self.types.forget(function)
        self.registrars.forget(functions)
        self.called.forget(functions)
        self.passed.callers.forget(module.functions.values())
        for name in ("source", "bindings", "surroundings"):
            module.__dict__.pop(name, None)
        self.mentions.forget(module)
        for route in self.routes:
            for operation in route.operations:
                operation.__dict__.pop("unread", None)

    def follow_again(self, functions: Collection[Function], *, other_roles: bool, other_names: bool) -> None:
        """Some functions have other bodies, perhaps with other names in them, and perhaps functions have other roles:
        find again what comes of all bodies."""
        for name in ("loop_calls", "loop_calls_by_callee"):
            self.__dict__.pop(name, None)
        if other_names:
            self.__dict__.pop("called_names", None)
        if "chains" in self.__dict__ and functions:
            roots = self._chained if other_roles else None
            if not self.chains.follow_again(functions, roots):
                del self.chains

    # --- definitions -----------------------------------------------------------------------------

    def function(self, module: Module, statement: s.FunctionDef, parent: Function | Class | None) -> Function:
        """The one object for a ``def`` statement."""
        found = module.functions.get(statement.start)
        if found is None:
            found = module.functions[statement.start] = Function(module, parent, statement)
            self._met += 1
            if statement.nests or statement.defines:
                heappush(self._unmet, (module.path, statement.start, found))
        return found

    def class_(self, module: Module, statement: s.ClassDef, parent: Function | Class | None) -> Class:
        """The one object for a ``class`` statement."""
        if statement.start not in module.classes:
            module.classes[statement.start] = Class(module, parent, statement)
        return module.classes[statement.start]

    def scope_of(self, function: Function) -> Callable[[str], Value]:
        """Looks names up around a function: enclosing functions, the module, builtins."""
        if function.closure is not None:
            return function.closure
        return function.module.lookup

    def parameters_of(self, function: Function, receiver: Value) -> dict[str, Value]:
        """What a function's parameters hold, as far as annotations, defaults and the calls of the project tell."""
        return {param.name: self.parameter_of(function, param, receiver) for param in function.syntax.params}

    def parameter_of(self, function: Function, param: s.Param, receiver: Value) -> Value:
        """What one of them holds; the first one of a method is the receiver."""
        is_first = param is function.syntax.params[0] and param.kind in ("positional", "normal")
        if is_first and receiver is not None:
            return receiver
        value = parameter_value(function, param)
        return self.passed.get(function, param) or value if value is None or says_little(value) else value

    # --- subjects --------------------------------------------------------------------------------

    @cached_property
    def applications(self) -> list[Application]:
        """Every application that the source constructs."""
        return [router for router in self.routers if isinstance(router, Application)]

    @cached_property
    def schemas(self) -> list[Schema]:
        """Every class that Pydantic reads, and dataclasses."""
        from fastapi_lint.model.inputs.schemas import schema_of

        made = (schema_of(cls) for cls in self.classes())
        return [schema for schema in made if schema is not None]

    @cached_property
    def subclasses(self) -> Mapping[Class | str, list[Class]]:
        """The project's classes below each class, and below each canonical name of an external one."""
        found: dict[Class | str, list[Class]] = {}
        for cls in self.classes():
            for base in cls.ancestors:
                found.setdefault(base, []).append(cls)
        return found

    @cached_property
    def called_names(self) -> frozenset[str]:
        """The last part of every name that is called anywhere in the project, tests included."""
        inside = set[str]().union(*(function.syntax.calls for function in self.functions()))
        outside = (module.facts.calls for module in self.modules.values())
        return frozenset(name.rpartition(".")[2] for name in inside).union(*outside)

    @cached_property
    def coroutine_names(self) -> frozenset[str]:
        """The names of everything whose call may give a coroutine: of the project, and known ones of libraries."""
        own = (function.name for function in self.functions() if function.is_async)
        return frozenset(own) | {name.rpartition(".")[2] for name in COROUTINES}

    def calls_to(self, names: Collection[str]) -> Iterator[ProjectCall]:
        """The calls of what has one of these canonical names, as in ``rule.on(…, to=…)``; follows no other bodies."""
        return self.called.to(names)

    def calls_in_module(self, module: Module, names: Collection[str]) -> Iterator[ProjectCall]:
        """Those of one file."""
        return self.called.in_module(module, names)

    def calls_in(self, function: Function, names: Collection[str]) -> Iterator[ProjectCall]:
        """The calls of what has one of these names that one function makes."""
        return (call for call in self.called.of(function) if call.callee in names)

    @cached_property
    def loop_calls(self) -> list[LoopCall]:
        """The calls that functions make on the event loop, without awaiting them."""
        return [call for function in self._on_loop for call in self._loop_calls(function)]

    @cached_property
    def loop_calls_by_callee(self) -> dict[str, list[LoopCall]]:
        """The same, by the canonical name of what is called."""
        found: dict[str, list[LoopCall]] = {}
        for call in self.loop_calls:
            found.setdefault(call.callee, []).append(call)
        return found

    def loop_calls_in(self, module: Module) -> Iterator[LoopCall]:
        """Those of one file."""
        functions = (function for _, function in sorted(module.functions.items()))
        return (call for f in functions if f.context is Context.LOOP for call in self._loop_calls(f))

    @property
    def _on_loop(self) -> list[Function]:
        return [function for function in self.functions() if function.context is Context.LOOP]

    @cached_property
    def chains(self) -> Chains:
        """What the event loop runs, and where that ends in blocking calls."""
        from fastapi_lint.model.loop.chains import Chains

        return Chains(self, self._chained)

    @property
    def _chained(self) -> list[Function]:
        return [function for function in self._on_loop if not function.module.is_test]

    @property
    def followed(self) -> CallCount | None:
        """How well the calls on the event loop could be followed, if anybody has asked where they lead."""
        return self.chains.count if "chains" in self.__dict__ else None

    @property
    def loop_chains(self) -> list[LoopChain]:
        """The places where functions on the event loop run plain functions that block further down."""
        return self.chains.found

    def _loop_calls(self, function: Function) -> Iterator[LoopCall]:
        for site in self.calls.body(function).sites:
            if not site.awaited:
                callee = self.blocking.called(site.callee, site.given) or callee_name(site.callee, site.call)
                if callee and not (self.blocking.family(callee) and not may_run(function, site.call, {})):
                    yield LoopCall(function, site.call, callee, site)


def _rank(module: Module) -> tuple[bool, bool]:
    """Modules that make an application are imported first: whoever imports a router first decides the order of its
    routes, and who serves an application begins with it."""
    makes = _named(module.facts.calls) or _makes_application(module.facts.body)
    return module.is_test, not makes


def _makes_application(body: tuple[s.Stmt, ...]) -> bool:
    """Whether a function that these statements define calls something by the name of an application."""
    for statement in body:
        kind = type(statement)
        if kind is s.FunctionDef:
            if _named(statement.calls):  # type: ignore[attr-defined]
                return True
        elif kind is s.ClassDef and _makes_application(statement.body):  # type: ignore[attr-defined]
            return True
    return False


def _named(calls: Collection[str]) -> bool:
    """Whether one of these names is that of an application."""
    ending = [name for name in calls if name.endswith(_APPLICATIONS)]
    return any(name.rpartition(".")[2] in _APPLICATIONS for name in ending)
