"""Dependencies with ``yield``: where a generator stands still while a request is served, and what follows."""

from __future__ import annotations

import re
from collections.abc import Callable, Iterator
from typing import NamedTuple

from fastapi_lint.model.domain import Class, Function, Module, Role
from fastapi_lint.model.file import syntax as s
from fastapi_lint.model.following.decorators import Effect, effect
from fastapi_lint.model.knowledge.errors import CLEANING
from fastapi_lint.model.knowledge.routers import APPLICATIONS
from fastapi_lint.model.meaning.types import Lookup
from fastapi_lint.model.meaning.values import Alias, Bound, External, Instance, Value

BROAD = frozenset(
    {
        "builtins.Exception",
        "builtins.BaseException",
        "fastapi.HTTPException",
        "starlette.exceptions.HTTPException",
    }
)
"""Exceptions that a ``yield`` gets whatever the endpoint is about."""
CONTEXT_MANAGERS = frozenset({"contextlib.contextmanager", "contextlib.asynccontextmanager"})

_FINISHING = frozenset({"commit", "flush", "save", "publish", "send", "write"})
_NAMED = re.compile(r"Generator|Iterator|Iterable|^[A-Z]$|T$|Gen$")
_ALIASES = 8
_STARTING = frozenset(["connect", "init", "initialize", "initialise", "migrate", "ping", "upgrade"])
_LEAVING = frozenset(["raise", "reraise", "abort", "exit", "throw", "fail", "kill", "stop", "terminate"])
_TELLING = frozenset(
    ["debug", "info", "warning", "warn", "error", "exception", "critical", "log", "print", "echo", "success"]
)
_RAISING = frozenset({"raise", "reraise", "abort", "exit", "throw", "fail"})


class Step(NamedTuple):
    """A statement on the way to a ``yield``, in its list; ``block`` is the part of it that leads on."""

    body: tuple[s.Stmt, ...]
    at: int
    block: str = ""

    @property
    def statement(self) -> s.Stmt:
        return self.body[self.at]

    @property
    def after(self) -> tuple[s.Stmt, ...]:
        """What follows in the same list."""
        return self.body[self.at + 1 :]


class Pause(NamedTuple):
    """A ``yield``, and the statements around it from the outermost in."""

    expr: s.Yield
    steps: tuple[Step, ...]


class Skipped(NamedTuple):
    """Cleaning up that an exception at a ``yield`` skips: the statement to be tried, and what follows."""

    pause: Pause
    tried: s.Stmt
    after: tuple[s.Stmt, ...]
    cleanup: s.Stmt

    @property
    def finishes(self) -> bool:
        """Whether the rest also does what only a success should do, such as to commit."""
        return any(_words(node) & _FINISHING for node in _calls(self.after))


def is_generator_dependency(function: Function) -> bool:
    """Whether FastAPI drives the function as a generator, with nothing known or unknown around it."""
    if Role.DEPENDENCY not in function.roles or not function.is_generator:
        return False
    return all(effect(decorator, function) is Effect.KEEPS for decorator in function.syntax.decorators)


def pauses(body: tuple[s.Stmt, ...], above: tuple[Step, ...] = ()) -> Iterator[Pause]:
    """Every ``yield`` of a body."""
    for index, statement in enumerate(body):
        inner = list(_blocks(statement))
        if not inner and not isinstance(statement, (s.FunctionDef, s.ClassDef)):
            for node in s.walk(statement):
                if isinstance(node, s.Yield):
                    yield Pause(node, (*above, Step(body, index)))
        for block, statements in inner:
            yield from pauses(statements, (*above, Step(body, index, block)))


def _blocks(statement: s.Stmt) -> Iterator[tuple[str, tuple[s.Stmt, ...]]]:
    for name in ("body", "orelse", "final"):
        block = getattr(statement, name, ())
        if block and not isinstance(statement, (s.FunctionDef, s.ClassDef)):
            yield name, block
    if isinstance(statement, s.Try):
        yield from (("handler", handler.body) for handler in statement.handlers)
    if isinstance(statement, s.Match):
        yield from (("case", case) for case in statement.cases)


# --- swallowing ------------------------------------------------------------------------------------


def swallowing(function: Function) -> Iterator[s.Handler | s.Expr]:
    """The broad handlers, and ``suppress(…)`` contexts, around a ``yield`` that end an exception."""
    seen: set[int] = set()
    for pause in pauses(function.body):
        for step in pause.steps:
            for place in _swallowers(step, function):
                if place.start not in seen:
                    seen.add(place.start)
                    yield place


def _swallowers(step: Step, function: Function) -> Iterator[s.Handler | s.Expr]:
    statement = step.statement
    if isinstance(statement, s.Try) and step.block == "body":
        for handler in statement.handlers:
            if is_broad(handler, function):
                if not _may_raise(handler, function):
                    yield handler
                return  # what comes behind it gets nothing
    if isinstance(statement, s.With):
        for context in statement.contexts:
            if isinstance(context, s.Call) and _suppresses(context, function):
                yield context


def _suppresses(context: s.Call, function: Function) -> bool:
    is_suppress = _resolved(context.func, function) == External("contextlib.suppress")
    return is_suppress and any(_is_broad(argument, function) for argument in context.args)


def is_broad(handler: s.Handler, function: Function) -> bool:
    """Whether a handler gets exceptions that have nothing to do with the dependency."""
    return not handler.types or any(_is_broad(expr, function) for expr in handler.types)


def _is_broad(expr: s.Expr, function: Function) -> bool:
    value = _resolved(expr, function)
    return isinstance(value, External) and value.name in BROAD


def _resolved(expr: s.Expr, function: Function) -> Value:
    return function.project.types.resolve(expr, function.project.scope_of(function))


def _may_raise(handler: s.Handler, function: Function) -> bool:
    """Whether an exception may leave the function from the handler on: then somebody thought about it."""
    later = [node for statement in function.body for node in s.walk(statement) if node.start >= handler.start]
    if any(isinstance(node, s.Raise) for node in later):
        return True
    inside = {
        node.start for statement in handler.body for node in s.walk(statement) if isinstance(node, s.Call)
    }
    sites = [site for site in function.project.calls.body(function).sites if site.call.start in inside]
    return any(_words(site.call) & _RAISING or _raises(site.callee) for site in sites)


def _raises(callee: Value) -> bool:
    target = callee.function if isinstance(callee, Bound) else callee
    if not isinstance(target, Function):
        return False
    return any(isinstance(node, s.Raise) for statement in target.body for node in s.walk(statement))


# --- skipping --------------------------------------------------------------------------------------


def skipped(function: Function) -> Skipped | None:
    """The first cleaning up of a generator that does not happen when the endpoint raises."""
    found = (_skipped(pause, function, _cleans) for pause in pauses(function.body))
    return next((item for item in found if item is not None), None)


def skipped_in_lifespan(function: Function) -> Skipped | None:
    """The first thing behind a lifespan's ``yield`` that is more than telling, when an exception skips it."""
    found = (_skipped(pause, function, _acts) for pause in pauses(function.body))
    return next((item for item in found if item is not None), None)


def is_lifespan(function: Function) -> bool:
    """Whether an application takes the generator for its lifespan, or it is written to be one, or part of one."""
    if not (function.is_async and function.is_generator):
        return False
    if Role.LIFESPAN in function.roles:
        return True
    given = [param for param in function.syntax.params if param.name not in ("self", "cls")]
    manager = External("contextlib.asynccontextmanager")
    if len(given) != 1 or not any(
        _resolved(decorator, function) == manager for decorator in function.syntax.decorators
    ):
        return False
    look = function.project.scope_of(function)
    value = function.project.types.instance_of(given[0].annotation, look, function.module)
    return isinstance(value, Instance) and isinstance(value.of, External) and value.of.name in APPLICATIONS


def swallowed_at_startup(function: Function) -> Iterator[tuple[s.Handler | s.Expr, s.Stmt]]:
    """The broad handlers, and ``suppress(…)`` contexts, before the first ``yield`` of a lifespan that let it go
    on, and what they were to start."""
    first = next(pauses(function.body), None)
    before = [statement for step in (first.steps if first else ()) for statement in step.body[: step.at]]
    for statement in before:
        if not isinstance(statement, (s.Try, s.With)):
            continue
        started = next(
            (inner for inner in statement.body if any(_words(c) & _STARTING for c in _calls((inner,)))), None
        )
        if started is None:
            continue
        if isinstance(statement, s.With):
            contexts = (context for context in statement.contexts if isinstance(context, s.Call))
            yield from ((context, started) for context in contexts if _suppresses(context, function))
            continue
        broad = next((handler for handler in statement.handlers if is_broad(handler, function)), None)
        if broad is not None and not _leaves_from(broad, function):
            yield broad, started


def _leaves_from(handler: s.Handler, function: Function) -> bool:
    """Whether the handler itself raises, exits or returns."""
    nodes = [node for statement in handler.body for node in s.walk(statement)]
    if any(isinstance(node, (s.Raise, s.Return)) for node in nodes):
        return True
    inside = {node.start for node in nodes if isinstance(node, s.Call)}
    sites = [site for site in function.project.calls.body(function).sites if site.call.start in inside]
    return any(_words(site.call) & _LEAVING or _raises(site.callee) for site in sites)


def _skipped(pause: Pause, function: Function, matters: Callable[[s.Stmt], bool]) -> Skipped | None:
    if any(
        isinstance(step.statement, (s.For, s.While)) or step.block in ("handler", "final")
        for step in pause.steps
    ):
        return None
    for depth in reversed(range(len(pause.steps))):
        step = pause.steps[depth]
        if next(_swallowers(step, function), None) is not None:
            return None
        cleanup = next((statement for statement in step.after if matters(statement)), None)
        if cleanup is not None and not any(_guards(outer) for outer in pause.steps[:depth]):
            return Skipped(pause, step.statement, step.after, cleanup)
        if any(isinstance(statement, (s.Return, s.Raise)) for statement in step.after):
            return None  # what follows further out belongs to another way
    return None


def _guards(step: Step) -> bool:
    """Whether a ``try`` around a statement does something when it fails."""
    statement = step.statement
    if not isinstance(statement, s.Try):
        return False
    return bool(statement.final) or (step.block == "body" and bool(statement.handlers))


def _cleans(statement: s.Stmt) -> bool:
    if isinstance(statement, s.AugAssign):
        return statement.op == "Sub"
    return any(_words(call) & CLEANING for call in _calls((statement,)))


def _acts(statement: s.Stmt) -> bool:
    """Whether a statement calls something, and not only to log it."""
    for node in s.walk(statement):
        if isinstance(node, s.Evaluate):
            value = node.value.value if isinstance(node.value, s.Await) else node.value
            if isinstance(value, s.Call) and not _words(value) & _TELLING:
                return True
    return False


def _calls(statements: tuple[s.Stmt, ...]) -> Iterator[s.Call]:
    for statement in statements:
        yield from (node for node in s.walk(statement) if isinstance(node, s.Call))


def _words(call: s.Call) -> set[str]:
    """The words of the name of what is called: ``close`` and ``db`` for ``self.close_db()``."""
    name = call.func.attr if isinstance(call.func, s.Attribute) else s.dotted(call.func)
    return set(name.lower().split("_"))


# --- annotations -----------------------------------------------------------------------------------

_GENERATORS = frozenset(
    f"collections.abc.{prefix}{name}"
    for prefix in ("", "Async")
    for name in ("Generator", "Iterator", "Iterable")
)
_OPEN = frozenset({"typing.Any", "builtins.object", "typing.NoReturn", "typing.Never"})


def is_context_manager(function: Function) -> bool:
    """Whether a function is decorated with ``contextlib``'s decorators, and nothing else that matters."""
    values = [_resolved(decorator, function) for decorator in function.syntax.decorators]
    return any(isinstance(value, External) and value.name in CONTEXT_MANAGERS for value in values)


def is_value_yielded(function: Function) -> bool:
    """Whether some ``yield`` gives something."""
    return any(pause.expr.value is not None for pause in pauses(function.body))


def promises_other_than_generator(function: Function) -> bool:
    """Whether a return annotation certainly names something that no generator is."""
    returns = function.syntax.returns
    return returns is not None and _is_other(returns, function.module, function.project.scope_of(function))


def _is_other(annotation: s.Expr, module: Module, look: Lookup, depth: int = 0) -> bool:
    types = module.project.types
    if isinstance(annotation, s.Constant):
        parsed = types.parse(annotation) if isinstance(annotation.value, str) else None
        return annotation.value is None if parsed is None else _is_other(parsed, module, look, depth)
    if isinstance(annotation, s.Binary):
        return all(_is_other(side, module, look, depth) for side in (annotation.left, annotation.right))
    if isinstance(annotation, s.Subscript):
        args = annotation.index.items if isinstance(annotation.index, s.Sequence) else (annotation.index,)
        base = types.resolve(annotation.value, look)
        if base in (External("typing.Optional"), External("typing.Union")):
            return all(_is_other(arg, module, look, depth) for arg in args)
        if base == External("typing.Annotated"):
            return _is_other(args[0], module, look, depth)
        return _is_other(annotation.value, module, look, depth)
    value = types.resolve(annotation, look)
    if isinstance(value, Alias) and depth < _ALIASES:
        return _is_other(value.expr, value.module, types.lookup_in(value.module), depth + 1)
    return _is_other_class(value)


def _is_other_class(value: Value) -> bool:
    if isinstance(value, Class):
        known = all(isinstance(base, (Class, External)) for base in value.bases)
        return known and not value.is_a(*_GENERATORS) and not any("iter" in name for name in value.methods)
    if not isinstance(value, External) or value.name in _GENERATORS | _OPEN:
        return False
    name = value.name.rpartition(".")[2]
    return value.name.startswith("builtins.") or (
        name[:1].isupper() and not name.isupper() and not _NAMED.search(name)
    )
