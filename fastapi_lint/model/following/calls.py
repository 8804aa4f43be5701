"""Function bodies: the calls that they make, with what each callee is, and what they return."""

from __future__ import annotations

from copy import copy
from enum import Enum
from typing import TYPE_CHECKING, Any, TypeVar

import msgspec

from fastapi_lint.counting import BODIES_FOLLOWED, count
from fastapi_lint.model.domain import Class, Function
from fastapi_lint.model.file import syntax as s
from fastapi_lint.model.following.callbacks import (
    called_back,
    is_getter,
    is_of,
    item_of,
    lambda_of,
    names_of,
    replace,
)
from fastapi_lint.model.following.distinct import distinct, place
from fastapi_lint.model.following.interpret import Interpreter
from fastapi_lint.model.knowledge.mixins import GIVES
from fastapi_lint.model.knowledge.running import CONSUMES, GOES_THROUGH
from fastapi_lint.model.meaning import computed, implied
from fastapi_lint.model.meaning.entering import enterable
from fastapi_lint.model.meaning.filled import FILLABLE
from fastapi_lint.model.meaning.joining import join
from fastapi_lint.model.meaning.states import state_of
from fastapi_lint.model.meaning.values import (
    Arguments,
    Bound,
    Closure,
    External,
    Generating,
    Instance,
    Literal,
    Value,
)

if TYPE_CHECKING:
    from fastapi_lint.model.project import Project


_CLOSING = External("contextlib.closing")
_ENTERING = frozenset(
    {
        "contextlib.ExitStack.enter_context",
        "contextlib.AsyncExitStack.enter_context",
        "contextlib.AsyncExitStack.enter_async_context",
    }
)
"""What enters a context as ``with`` does."""
_RUNS = _ENTERING.union(GOES_THROUGH, CONSUMES, implied.ASKING, ["builtins.setattr"])
"""What runs something of its arguments."""
_OF_CLASSES = ("__init_subclass__", "__class_getitem__")
"""Methods that get the class without being told to."""


class CallSite(msgspec.Struct):
    """One call in a body: the callee and the arguments as values."""

    call: s.Call
    callee: Value
    given: Arguments
    awaited: bool

    @property
    def is_written(self) -> bool:
        """Whether the source holds the call: ``with lock`` calls ``lock.__enter__``, and nobody wrote that."""
        call, func = self.call, self.call.func
        return func.start + func.length < call.start + call.length  # asked of every call: no ``end``


class How(Enum):
    """Ways to run code of the project without a call."""

    READ = "read"
    """A property is read."""
    ENTERED = "entered"
    """A context manager is entered, and left."""
    ITERATED = "iterated"
    """A generator, or an object with ``__iter__``, is iterated over."""
    IMPLIED = "implied"
    """An operator, a subscript, a test or a builtin asks an object."""


class Use(msgspec.Struct):
    """An expression that runs code of the project, or may, although it calls nothing."""

    expr: s.Expr
    how: How
    value: Value
    """The method, or the object that is entered or iterated over."""
    is_async: bool = False


class Returned(msgspec.Struct):
    """One ``return``: its statement and the value."""

    statement: s.Return
    value: Value


class Body(msgspec.Struct, eq=False):
    """What following a function's body showed."""

    sites: list[CallSite] = []
    uses: list[Use] = []
    returns: list[Returned] = []
    yields: list[Value] = []
    names: dict[str, Value] = {}
    value: Value = None
    """What a lambda gives."""
    is_tied: bool | None = None
    """Whether it has to stay on the event loop, where a fix has asked."""


class BodyRun(Interpreter):
    """Follows one function's body and notes its calls."""

    found: Body

    def called(self, call: s.Call, callee: Value, given: Arguments, awaited: bool) -> Value:
        if type(callee) is Closure and type(callee.target) is External and not is_getter(callee):
            given = given.after(callee.given or given)
            callee = callee.target
        if type(callee) is External:
            self.found.sites.append(CallSite(call, callee, given, awaited))
            name = callee.name
            if name in _RUNS and call.args and given.positional:
                self._runs_arguments(call, callee, given)
            if name == "builtins.super":
                return self.parent_of(given)
            if name == "builtins.getattr" and (value := computed.got(self.within, call, given)):
                return value
            if type(callee.receiver) is not Instance:
                return self.outcome(call, callee, given)
            asked = [self.implied(call, method) for method in implied.mixed_in(callee)]
            is_given = asked and name.rpartition(".")[2] in GIVES
            return self.outcome(call, callee, given) or (asked[0] if is_given else None)
        if type(callee) is Closure and is_getter(callee):
            self._gets(call, callee, given.get(0, "obj"))
        elif isinstance(callee, Instance):
            inherited = implied.call_of_library(callee)
            callee = inherited if inherited and self.project.blocking.family(inherited.name) else callee
        self.found.sites.append(CallSite(call, callee, given, awaited))
        return self.outcome(call, callee, given)

    def _runs_arguments(self, call: s.Call, callee: External, given: Arguments) -> None:
        """Note what something of a library runs of its arguments: it iterates over them, or asks or enters them."""
        if callee.name == "builtins.setattr" and len(given.positional) == 3:
            receiver, name, value = given.positional
            if isinstance(name, Literal) and state_of(receiver):
                self.store(receiver, str(name.value), value)
        if callee.name in GOES_THROUGH:
            self._calls_back(call, callee, given)
        if isinstance(passed := called_back(callee, given), External):
            self._blocks(call, passed)
        if callee.name in CONSUMES:
            self._unseen(call.args[0], given.positional[0], "__iter__")
        for method in implied.built_in(callee, given):
            self.implied(call, method)
        if callee.name in _ENTERING:
            self._note_entered(call, given.positional[0], is_async=callee.name.endswith("async_context"))

    def _calls_back(self, call: s.Call, callee: External, given: Arguments) -> None:
        """Follow what is called for each item with that item: ``sorted(jobs, key=lambda job: job.cost())``."""
        item, passed = item_of(callee, given), called_back(callee, given)
        if item is None or type(passed) is not Closure:
            return
        if is_getter(passed):
            self._gets(call, passed, item)
        elif (written := lambda_of(call, callee)) is not None and len(written.names) == 1:
            known = Closure(None, written.body, names=written.names, inner=self.deferred(written, item))
            replace(given, passed, known)

    def _gets(self, call: s.Call, getter: Closure, value: Value) -> None:
        """Note what ``methodcaller("save")`` and its like ask of an object."""
        for name in names_of(getter):
            if is_of(getter, "methodcaller"):
                self._unwritten(call, name, self.types.attribute(value, name))
            elif isinstance(value, Instance):
                self.read(s.Attribute(call.start, call.length, call, name), value)
        if is_of(getter, "itemgetter"):
            self.implied(call, implied.method(value, "__getitem__"))

    def set_attribute(self, target: s.Attribute, value: Value) -> None:
        if self.within is not None and self.project.late.has_rivals(self.within, target):
            self.changed(target)
            return  # what it holds is what they agree on
        super().set_attribute(target, value)

    def _unseen(self, expr: s.Expr, value: Value, method: str) -> None:
        """Note a call that a statement makes and nobody wrote, of what is known to block."""
        thing = value.of if isinstance(value, Instance) else value
        if isinstance(thing, External):
            self._blocks(expr, External(f"{thing.name}.{method}"))

    def _blocks(self, expr: s.Expr, callee: External) -> None:
        if self.project.blocking.family(callee.name):
            self._unwritten(expr, callee.name.rpartition(".")[2], callee)

    def _unwritten(self, expr: s.Expr, name: str, callee: Value) -> None:
        """Note a call of something's attribute that nobody wrote."""
        func = s.Attribute(expr.start, expr.length, expr, name)
        call = s.Call(expr.start, expr.length, func, (), ())
        self.found.sites.append(CallSite(call, callee, Arguments(), awaited=False))

    def returned(self, statement: s.Return, value: Value) -> None:
        self.found.returns.append(Returned(statement, value))

    def yielded(self, value: Value) -> None:
        self.found.yields.append(value)

    def read(self, expr: s.Attribute, receiver: Instance) -> None:
        if type(receiver.of) is External:
            if expr.attr in self.project.blocking.properties:
                self._unseen(expr, receiver, f"{expr.attr}.__get__")
            return
        if expr.attr in receiver.attributes:
            return
        method = implied.read(receiver, expr.attr) or implied.unknown(receiver, expr.attr)
        if method is not None:
            self.found.uses.append(Use(expr, How.READ, method))

    def implied(self, expr: s.Expr, method: Bound | None) -> Value:
        if method is None:
            return None
        self.found.uses.append(Use(expr, How.IMPLIED, method))
        return super().implied(expr, method)

    def made_missing(self, expr: s.Expr, factory: Value) -> None:
        self._unwritten(expr, "default_factory", factory)

    def iterated(self, expr: s.Expr, value: Value, is_async: bool = False) -> None:
        if not is_async:
            self._unseen(expr, value, "__iter__")
        if isinstance(value, Generating):
            self.found.uses.append(Use(expr, How.ITERATED, value, value.function.is_async))
        elif isinstance(value, Instance) and isinstance(value.of, Class) and not is_async:
            self.found.uses.append(Use(expr, How.ITERATED, value))

    def entered(self, context: s.Expr, is_async: bool) -> Value:
        value = enterable(self.value(context, awaited=is_async), is_async)
        if not is_async:
            self._unseen(context, value, "__enter__")
        self._note_entered(context, value, is_async)
        return self.types.entered(value)

    def _note_entered(self, expr: s.Expr, value: Value, is_async: bool) -> None:
        if isinstance(value, Instance) and value.of == _CLOSING:
            closed = implied.method(value.items, "close")
            self.implied(expr, closed)
        elif isinstance(value, (Generating, Instance)):
            self.found.uses.append(Use(expr, How.ENTERED, value, is_async))

    def deferred(self, expr: s.Lambda, *given: Value) -> Body:
        inner = copy(self)
        inner.found, inner.names = Body(), dict.fromkeys(expr.names)
        inner.names.update(zip(expr.names, given, strict=False))
        inner.outer = self.lookup
        inner.found.value = inner.value(expr.body)
        return inner.found

    def defined(self, statement: s.FunctionDef, function: Function, decorators: list[Value]) -> Value:
        function.closure = self.lookup
        return function


def _gives_nothing(function: Function) -> bool:
    """Whether a function has no ``return`` at all, and need not be followed to know what it returns."""
    syntax = function.syntax
    return not (syntax.returns_value or syntax.is_generator or function.has("return"))


Run = TypeVar("Run", bound=BodyRun)
_NONE: Any = ()
"""What most bodies have of most things, once they were followed."""


class Calls:
    """Bodies on demand, each followed once."""

    def __init__(self, project: Project) -> None:
        self.project = project
        self._bodies: dict[Function, Body] = {}
        self._again: set[Function] = set()
        """What is followed a second time, as it was met while something was looked for that it needs."""

    def body(self, function: Function) -> Body:
        """The calls and returns of a function's own body, without those of nested definitions."""
        found = self._bodies.get(function)
        if found is None:
            if isinstance(function.parent, Function) and self._is_unknown_around(function.parent, function):
                self.body(function.parent)  # which says what stands around it
            cut = self.project.types.cut
            names = self.project.parameters_of(
                function, self.receiver_of(function)
            )  # may ask what it returns
            found = self._bodies[function] = Body()
            self._follow(function, found, names, BodyRun)
            found.sites = distinct(found.sites)
            found.uses = list({place(use): use for use in found.uses}.values()) if found.uses else _NONE
            found.returns, found.yields = found.returns or _NONE, found.yields or _NONE
            if self.project.types.is_cut_since(cut) and function not in self._again:
                self._again.add(function)
                del self._bodies[function]
        return found

    def of_lambda(self, value: Closure) -> Body | None:
        """What a lambda does; None for what is none."""
        if value.inner is None and value.module is not None and value.body is not None:
            run = BodyRun(
                value.module, dict.fromkeys(value.names), self.project.types.lookup_in(value.module)
            )
            run.found = value.inner = Body()
            value.inner.value = run.value(value.body)
        return value.inner

    def _is_unknown_around(self, parent: Function, function: Function) -> bool:
        return function.closure is None or (parent in self._again and parent not in self._bodies)

    def receiver_of(self, function: Function) -> Value:
        """What the first parameter of a method holds."""
        if not isinstance(function.parent, Class):
            return None
        decorators = {s.dotted(decorator) for decorator in function.syntax.decorators}
        if "staticmethod" in decorators:
            return None
        is_of_class = "classmethod" in decorators or function.name in _OF_CLASSES
        return function.parent if is_of_class else self.project.types.instance(function.parent)

    def followed(self, function: Function, kind: type[Run]) -> Run:
        """A body followed once more, by somebody who notes something else in it."""
        return self._follow(
            function, Body(), self.project.parameters_of(function, self.receiver_of(function)), kind
        )

    def followed_with(self, function: Function, given: dict[str, Value]) -> Body:
        """A body followed once more, for some of its parameters."""
        names = self.project.parameters_of(function, self.receiver_of(function))
        found = Body()
        self._follow(function, found, {**names, **given}, BodyRun)
        return found

    def _follow(self, function: Function, found: Body, names: dict[str, Value], kind: type[Run]) -> Run:
        count(BODIES_FOLLOWED)
        scope, filled = self.project.scope_of(function), self.project.filled

        def around(name: str) -> Value:
            value = scope(name)
            if type(value) is Literal:
                return self.project.globals.started(function.module, name, value)
            return filled.variable(value) if type(value) in FILLABLE else value

        run = kind(function.module, names, around, function)
        run.found = found
        found.names = names
        run.run(function.body)
        return run

    def result(self, function: Function) -> Value:
        """What the body returns, or yields; unknown when the returns differ."""
        if function not in self._bodies and _gives_nothing(function):
            return None
        body = self.body(function)
        values = body.yields if function.is_generator else [returned.value for returned in body.returns]
        return join(values) if values else None

    def forget(self, function: Function) -> None:
        """The function has another body now."""
        self._bodies.pop(function, None)

    def forget_all(self) -> None:
        """Everything is linked now: what bodies do shows better."""
        self._bodies.clear()

    def fill(self, init: Function, instance: Instance) -> None:
        """Note what ``__init__`` stores on ``self``."""
        self._follow(init, Body(), self.project.parameters_of(init, instance), BodyRun)
