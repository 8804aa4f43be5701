"""Function bodies: the calls that they make, with what each callee is, and what they return."""

from __future__ import annotations

from copy import copy
from dataclasses import dataclass, field
from enum import Enum
from typing import TYPE_CHECKING

from fastapi_lint.counting import BODIES_FOLLOWED, count
from fastapi_lint.model import syntax as s
from fastapi_lint.model.domain import Class, Function
from fastapi_lint.model.interpret import Interpreter, join
from fastapi_lint.model.knowledge.running import CONSUMES
from fastapi_lint.model.values import Arguments, Bound, External, Generating, Instance, Value

if TYPE_CHECKING:
    from fastapi_lint.model.project import Project


@dataclass(slots=True)
class CallSite:
    """One call in a body: the callee and the arguments as values."""

    call: s.Call
    callee: Value
    given: Arguments
    awaited: bool

    @property
    def is_written(self) -> bool:
        """Whether the source holds the call: ``with lock`` calls ``lock.__enter__``, and nobody wrote that."""
        return self.call.func.end < self.call.end


class How(Enum):
    """Ways to run code of the project without a call."""

    READ = "read"
    """A property is read."""
    ENTERED = "entered"
    """A context manager is entered, and left."""
    ITERATED = "iterated"
    """A generator, or an object with ``__iter__``, is iterated over."""


@dataclass(slots=True)
class Use:
    """An expression that runs code of the project, or may, although it calls nothing."""

    expr: s.Expr
    how: How
    value: Value
    """The property's function, or the object that is entered or iterated over."""
    is_async: bool = False


@dataclass(slots=True)
class Returned:
    """One ``return``: its statement and the value."""

    statement: s.Return
    value: Value


@dataclass(eq=False, slots=True)
class Body:
    """What following a function's body showed."""

    sites: list[CallSite] = field(default_factory=list)
    uses: list[Use] = field(default_factory=list)
    returns: list[Returned] = field(default_factory=list)
    yields: list[Value] = field(default_factory=list)
    names: dict[str, Value] = field(default_factory=dict)


class BodyRun(Interpreter):
    """Follows one function's body and notes its calls."""

    found: Body

    def called(self, call: s.Call, callee: Value, given: Arguments, awaited: bool) -> Value:
        if type(callee) is External:
            self.found.sites.append(CallSite(call, callee, given, awaited))
            if given.positional and callee.name in CONSUMES:
                self._unseen(call.args[0], given.positional[0], "__iter__")
            if callee.name == "builtins.super":
                return self.parent_of(given)
            return super().called(call, callee, given, awaited)
        if isinstance(callee, Instance) and isinstance(callee.of, External):
            name = f"{callee.of.name}.__call__"
            callee = External(name) if self.project.blocking.family(name) else callee
        self.found.sites.append(CallSite(call, callee, given, awaited))
        return super().called(call, callee, given, awaited)

    def set_attribute(self, target: s.Attribute, value: Value) -> None:
        if self.within is not None and self.project.late.has_rivals(self.within, target):
            return  # what it holds is what they agree on
        super().set_attribute(target, value)

    def _unseen(self, expr: s.Expr, value: Value, method: str) -> None:
        """Note a call that a statement makes and nobody wrote, of what is known to block."""
        if isinstance(value, Instance) and isinstance(value.of, External):
            name = External(f"{value.of.name}.{method}")
            if self.project.blocking.family(name.name):
                call = s.Call(expr.start, expr.end, s.Attribute(expr.start, expr.end, expr, method), (), ())
                self.found.sites.append(CallSite(call, name, Arguments(), awaited=False))

    def returned(self, statement: s.Return, value: Value) -> None:
        self.found.returns.append(Returned(statement, value))

    def yielded(self, value: Value) -> None:
        self.found.yields.append(value)

    def read(self, expr: s.Attribute, receiver: Value) -> None:
        if isinstance(receiver, Instance) and isinstance(receiver.of, Class):
            getter = receiver.of.method(expr.attr) if expr.attr not in receiver.attributes else None
            if getter is not None and getter.is_property:
                self.found.uses.append(Use(expr, How.READ, Bound(getter, receiver)))

    def iterated(self, expr: s.Expr, value: Value, is_async: bool = False) -> None:
        self._unseen(expr, value, "__iter__")
        if isinstance(value, Generating):
            self.found.uses.append(Use(expr, How.ITERATED, value, value.function.is_async))
        elif isinstance(value, Instance) and isinstance(value.of, Class) and not is_async:
            self.found.uses.append(Use(expr, How.ITERATED, value))

    def entered(self, context: s.Expr, is_async: bool) -> Value:
        value = self.value(context, awaited=is_async)
        if not is_async:
            self._unseen(context, value, "__enter__")
        if isinstance(value, (Generating, Instance)):
            self.found.uses.append(Use(context, How.ENTERED, value, is_async))
        return self.types.entered(value)

    def deferred(self, expr: s.Lambda) -> Body:
        inner = copy(self)
        inner.found, inner.names = Body(), dict.fromkeys(expr.names)
        inner.outer = self.lookup
        inner.value(expr.body)
        return inner.found

    def defined(self, statement: s.FunctionDef, function: Function, decorators: list[Value]) -> Value:
        function.closure = self.lookup
        return function


class Calls:
    """Bodies on demand, each followed once."""

    def __init__(self, project: Project) -> None:
        self.project = project
        self._bodies: dict[Function, Body] = {}

    def body(self, function: Function) -> Body:
        """The calls and returns of a function's own body, without those of nested definitions."""
        found = self._bodies.get(function)
        if found is None:
            found = self._bodies[function] = Body()
            self._follow(function, found, self._receiver(function))
            seen: dict[tuple[int, int, bool], CallSite] = {
                (site.call.start, site.call.end, site.is_written): site for site in found.sites
            }
            found.sites = list(seen.values())
            found.uses = list({(use.expr.start, use.expr.end, use.how): use for use in found.uses}.values())
        return found

    def _receiver(self, function: Function) -> Value:
        if not isinstance(function.parent, Class):
            return None
        decorators = {s.dotted(decorator) for decorator in function.syntax.decorators}
        if "staticmethod" in decorators:
            return None
        return (
            function.parent if "classmethod" in decorators else self.project.types.instance(function.parent)
        )

    def _follow(self, function: Function, found: Body, receiver: Value) -> None:
        count(BODIES_FOLLOWED)
        names = self.project.parameters_of(function, receiver)
        run = BodyRun(function.module, names, self.project.scope_of(function), function)
        run.found = found
        found.names = names
        run.run(function.body)

    def result(self, function: Function) -> Value:
        """What the body returns, or yields; unknown when the returns differ."""
        body = self.body(function)
        values = body.yields if function.is_generator else [returned.value for returned in body.returns]
        return join(values) if values else None

    def forget(self, function: Function) -> None:
        """The function has another body now."""
        self._bodies.pop(function, None)

    def fill(self, init: Function, instance: Instance) -> None:
        """Note what ``__init__`` stores on ``self``."""
        self._follow(init, Body(), instance)
