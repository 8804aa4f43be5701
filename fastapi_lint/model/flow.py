"""Flow: what stands around a statement of a function, what it raises, and who catches that."""

from __future__ import annotations

from collections.abc import Iterator
from typing import NamedTuple

from fastapi_lint.model import syntax as s
from fastapi_lint.model.domain import Class, Function
from fastapi_lint.model.interpret import Interpreter
from fastapi_lint.model.knowledge.errors import BROAD, HTTP_EXCEPTIONS
from fastapi_lint.model.values import External, Instance, Value


class Around(NamedTuple):
    """A statement around another one, and the part of it that holds that: ``body``, ``orelse``, ``final``, ``handler``, ``case``."""

    statement: s.Stmt
    block: str
    handler: s.Handler | None = None


class Placed(NamedTuple):
    """A statement and everything around it, outermost first."""

    statement: s.Stmt
    around: tuple[Around, ...]


def placed(body: tuple[s.Stmt, ...], around: tuple[Around, ...] = ()) -> Iterator[Placed]:
    """Every statement of a body, in order. Nested definitions are statements like any other and not entered."""
    for statement in body:
        yield Placed(statement, around)
        if isinstance(statement, (s.FunctionDef, s.ClassDef)):
            continue
        for name in ("body", "orelse", "final"):
            if name == "orelse":
                for handler in getattr(statement, "handlers", ()):
                    yield from placed(handler.body, (*around, Around(statement, "handler", handler)))
            yield from placed(getattr(statement, name, ()), (*around, Around(statement, name)))
        for case in statement.cases if isinstance(statement, s.Match) else ():
            yield from placed(case, (*around, Around(statement, "case")))


def statements(function: Function) -> Iterator[Placed]:
    """Every statement of a function's own body."""
    return placed(function.body)


def value_in(function: Function, expr: s.Expr | None) -> Value:
    """What an expression of a function's body stands for, by the names at its end."""
    if expr is None:
        return None
    project = function.project
    names = {**project.calls.body(function).names}
    return Interpreter(function.module, names, project.scope_of(function), function).value(expr)


def name_in(function: Function, expr: s.Expr) -> str:
    """The canonical name of something from outside the project, else the empty string."""
    value = value_in(function, expr)
    return value.name if isinstance(value, External) else ""


def is_http_exception(value: Value) -> bool:
    """Whether a value is FastAPI's ``HTTPException``, a subclass, or an object of one."""
    if isinstance(value, Instance):
        value = value.of
    if isinstance(value, External):
        return value.name in HTTP_EXCEPTIONS
    return isinstance(value, Class) and value.is_a(*HTTP_EXCEPTIONS)


def raises_http(function: Function, statement: s.Stmt) -> bool:
    """Whether a statement is ``raise HTTPException(…)``, or of a subclass."""
    return isinstance(statement, s.Raise) and is_http_exception(value_in(function, statement.exception))


def is_broad(handler: s.Handler, function: Function) -> bool:
    """Whether a handler gets every exception: a bare ``except``, ``Exception``, ``BaseException``."""
    return not handler.types or any(name_in(function, expr) in BROAD for expr in handler.types)


def catcher(function: Function, around: tuple[Around, ...]) -> tuple[s.Try, s.Handler] | None:
    """The handler that an ``HTTPException`` raised there ends up in; None where it leaves the function."""
    for outer in reversed(around):
        if not isinstance(outer.statement, s.Try) or outer.block != "body":
            continue
        for handler in outer.statement.handlers:
            if is_broad(handler, function) or any(is_http_exception(value_in(function, t)) for t in handler.types):
                return outer.statement, handler
    return None


def header(handler: s.Handler) -> tuple[int, int]:
    """The offsets of ``except Types`` without the name and the colon."""
    return handler.start, handler.types[-1].end if handler.types else handler.start + len("except")
