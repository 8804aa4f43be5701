"""Flow: what stands around a statement of a function, what it raises, and who catches that."""

from __future__ import annotations

from collections.abc import Iterator
from typing import NamedTuple

from fastapi_lint.model.domain import Class, Function
from fastapi_lint.model.file import syntax as s
from fastapi_lint.model.following.interpret import Interpreter
from fastapi_lint.model.knowledge.errors import BROAD, CLEANING, HTTP_EXCEPTIONS, LOOKED_AT, WRITING
from fastapi_lint.model.meaning.values import Bound, External, Instance, Value


class Around(NamedTuple):
    """A statement around another one, and the part that holds that: body, orelse, final, handler or case."""

    statement: s.Stmt
    block: str
    handler: s.Handler | None = None


class Placed(NamedTuple):
    """A statement and everything around it, outermost first."""

    statement: s.Stmt
    around: tuple[Around, ...]


def placed(body: tuple[s.Stmt, ...]) -> list[Placed]:
    """Every statement of a body, in order. Nested definitions are not entered."""
    found: list[Placed] = []
    _place(body, (), found)
    return found


_CALLS = frozenset({s.Call})
_HANDED_ON = frozenset({s.Name, s.Assign, s.Return, s.Attribute})
_BLOCKS: dict[type[s.Stmt], tuple[str, ...]] = {
    s.If: ("body", "orelse"),
    s.For: ("body", "orelse"),
    s.While: ("body", "orelse"),
    s.With: ("body",),
    s.Try: ("body", "handlers", "orelse", "final"),
    s.Match: ("cases",),
}
"""The parts of a statement that hold others, in order."""


def _place(body: tuple[s.Stmt, ...], around: tuple[Around, ...], found: list[Placed]) -> None:
    for statement in body:
        found.append(Placed(statement, around))
        for name in _BLOCKS.get(type(statement), ()):
            part = getattr(statement, name)
            if name == "handlers":
                for handler in part:
                    _place(handler.body, (*around, Around(statement, "handler", handler)), found)
            elif name == "cases":
                for case in part:
                    _place(case, (*around, Around(statement, "case")), found)
            elif part:
                _place(part, (*around, Around(statement, name)), found)


def statements(function: Function) -> list[Placed]:
    """Every statement of a function's own body."""
    return function.placed


def value_in(function: Function, expr: s.Expr | None) -> Value:
    """What an expression of a function's body stands for, by the names at its end."""
    if expr is None:
        return None
    project = function.project
    names = project.calls.body(function).names
    if type(expr) is not s.Name:
        names = {**names}  # others may bind names meanwhile
    return Interpreter(function.module, names, project.scope_of(function), function).value(expr)


def name_in(function: Function, expr: s.Expr) -> str:
    """The canonical name of something from outside the project, else the empty string."""
    value = value_in(function, expr)
    return value.name if isinstance(value, External) else ""


def given_to(function: Function, expr: s.Expr | None, may_use: frozenset[str] = frozenset()) -> s.Expr | None:
    """What a local name is set to, once, when nothing else happens to it than to be returned; else the expression.

    ``may_use`` are attributes of it that change nothing of interest.
    """
    if not isinstance(expr, s.Name) or any(param.name == expr.id for param in function.syntax.params):
        return expr
    nodes = s.of_kinds(function.body, _HANDED_ON)
    mentions = {node.start for node in nodes if type(node) is s.Name and node.id == expr.id}
    assigned = [
        node
        for node in nodes
        if type(node) is s.Assign and any(isinstance(t, s.Name) and t.id == expr.id for t in node.targets)
    ]
    harmless = {
        node.value.start
        for node in nodes
        if type(node) is s.Return or (type(node) is s.Attribute and node.attr in may_use)
        if isinstance(node.value, s.Name)
    }
    if len(assigned) != 1 or len(assigned[0].targets) != 1 or assigned[0].value is None:
        return expr
    return expr if mentions - harmless - {assigned[0].targets[0].start} else assigned[0].value


def is_http_exception(value: Value) -> bool:
    """Whether a value is FastAPI's ``HTTPException``, a subclass, or an object of one."""
    if isinstance(value, Instance):
        value = value.of
    if isinstance(value, External):
        return value.name in HTTP_EXCEPTIONS
    return isinstance(value, Class) and value.is_a(*HTTP_EXCEPTIONS)


def handled_by(function: Function) -> frozenset[str]:
    """The canonical names of the external exceptions that a function is registered to handle."""
    handlers = (
        h for router in function.project.routers for h in router.exception_handlers if h.target is function
    )
    found: set[str] = set()
    for handler in handlers:
        given = handler.call.argument(0, "exc_class_or_status_code")
        types = handler.module.project.types
        value = types.resolve(given, types.lookup_in(handler.module)) if given is not None else None
        found.update({value.name} if isinstance(value, External) else ())
    return frozenset(found)


def may_make_http(function: Function) -> bool:
    """Whether a body may call a class of HTTP exceptions, told from the names that it calls."""
    return any(may_be_http(function, name) for name in function.syntax.calls if _is_of_class(name))


def may_be_http(function: Function, name: str) -> bool:
    """Whether a name that a function calls may stand for one."""
    if not _is_of_class(name):
        return False
    head, *rest = name.split(".")
    if function.syntax.defines or any(one.name == head for one in function.syntax.imports):
        return True
    value = function.project.scope_of(function)(head)
    for part in rest:
        value = function.project.types.attribute(value, part)
    return value is None or is_http_exception(value)


def _is_of_class(name: str) -> bool:
    """Whether a dotted name ends as that of a class does."""
    return name[name.rfind(".") + 1 :][:1].isupper()


def raises_http(function: Function, statement: s.Stmt) -> bool:
    """Whether a statement is ``raise HTTPException(…)``, or of a subclass. Other classes are told without the body."""
    if not isinstance(statement, s.Raise):
        return False
    made = statement.exception
    name = s.dotted(made.func) if isinstance(made, s.Call) else ""
    if _is_of_class(name) and not may_be_http(function, name):
        return False
    return is_http_exception(value_in(function, made))


def is_broad(handler: s.Handler, function: Function) -> bool:
    """Whether a handler gets every exception: a bare ``except``, ``Exception``, ``BaseException``."""
    return not handler.types or any(name_in(function, expr) in BROAD for expr in handler.types)


def catcher(function: Function, around: tuple[Around, ...]) -> tuple[s.Try, s.Handler] | None:
    """The handler that an ``HTTPException`` raised there ends up in; None where it leaves the function."""
    for outer in reversed(around):
        if not isinstance(outer.statement, s.Try) or outer.block != "body":
            continue
        for handler in outer.statement.handlers:
            if is_broad(handler, function) or any(
                is_http_exception(value_in(function, t)) for t in handler.types
            ):
                return outer.statement, handler
    return None


def header(handler: s.Handler) -> tuple[int, int]:
    """The offsets of ``except Types`` without the name and the colon."""
    return handler.start, handler.types[-1].end if handler.types else handler.start + len("except")


def only_cleans(body: tuple[s.Stmt, ...]) -> bool:
    """Whether statements do nothing but clean up: close, cancel, roll back."""
    calls: list[s.Call] = s.of_kinds(body, _CALLS)
    outer = [
        call.func.attr if isinstance(call.func, s.Attribute) else s.dotted(call.func) for call in calls[:1]
    ]
    return len(body) == 1 and any(set(name.lower().split("_")) & CLEANING for name in outer)


# --- what becomes of an HTTPException ------------------------------------------------------------


def swallowed(function: Function) -> Iterator[tuple[s.Handler, list[s.Raise]]]:
    """The broad handlers that end an ``HTTPException`` of their own ``try``, each with what raises it."""
    found: dict[int, tuple[s.Handler, list[s.Raise]]] = {}
    calls = function.syntax.calls
    if not any("raise" in name or _is_of_class(name) for name in calls):
        return
    if not function.has("except"):
        return
    for statement, around in statements(function):
        if type(statement) is not s.Raise or not any(isinstance(outer.statement, s.Try) for outer in around):
            continue
        caught = catcher(function, around) if raises_http(function, statement) else None
        if caught is None or not _is_broad_only(caught[1], function) or _passes_on(caught[1], function):
            continue
        codes = {status_raised(function, inner) for inner in _raises(caught[1])}
        if codes != {status_raised(function, statement)} or None in codes:
            found.setdefault(caught[1].start, (caught[1], []))[1].append(statement)
    yield from found.values()


def status_raised(function: Function, statement: s.Raise) -> int | None:
    """The status code of ``raise HTTPException(…)``."""
    from fastapi_lint.model.answers.responses import code_of

    made = statement.exception
    if not isinstance(made, s.Call) or not isinstance(value_in(function, made.func), External):
        return None
    return code_of(value_in(function, made.argument(0, "status_code")))


def _is_broad_only(handler: s.Handler, function: Function) -> bool:
    return not any(is_http_exception(value_in(function, expr)) for expr in handler.types)


def _raises(handler: s.Handler) -> list[s.Raise]:
    return [inner for inner, _ in placed(handler.body) if isinstance(inner, s.Raise)]


def _passes_on(handler: s.Handler, function: Function) -> bool:
    """Whether a handler may raise again what it got, or looks at it, or hands it to somebody who may."""
    name = handler.name
    if any(inner.exception is None or s.dotted(inner.exception) == name != "" for inner in _raises(handler)):
        return True
    for statement in handler.body:
        for node in s.walk(statement):
            if (
                isinstance(node, s.Attribute)
                and s.dotted(node.value) == name != ""
                and node.attr in LOOKED_AT
            ):
                return True
            if isinstance(node, s.Call) and _hands_on(node, name, function):
                return True
    return False


def _hands_on(call: s.Call, name: str, function: Function) -> bool:
    """Whether a call gets the exception itself, and is not one that merely writes it down."""
    given = (*call.args, *(keyword.value for keyword in call.keywords))
    called = call.func.attr if isinstance(call.func, s.Attribute) else s.dotted(call.func)
    if called in ("exc_info", "raise_from", "reraise"):
        return True
    if not any(isinstance(expr, s.Name) and expr.id == name != "" for expr in given):
        return False
    return called not in WRITING and not is_http_exception(value_in(function, call.func))


# --- whether control reaches the end -------------------------------------------------------------


def falls_through(body: tuple[s.Stmt, ...], function: Function) -> bool:
    """Whether control may reach the end of a body: no ``return`` or ``raise`` ends every path, as far as is known."""
    return all(_continues(statement, function) for statement in body)


def _continues(statement: s.Stmt, function: Function) -> bool:
    if isinstance(statement, (s.Return, s.Raise)):
        return False
    if isinstance(statement, s.Simple):
        return statement.kind not in ("Break", "Continue")
    if isinstance(statement, s.Evaluate):
        return not _never_returns(statement.value, function)
    if isinstance(statement, s.If):
        return falls_through(statement.body, function) or falls_through(statement.orelse, function)
    if isinstance(statement, s.With):
        return falls_through(statement.body, function)
    if isinstance(statement, s.Match):  # the patterns are not known: perhaps they cover everything
        return any(falls_through(case, function) for case in statement.cases)
    if isinstance(statement, s.While):
        return not (isinstance(statement.test, s.Constant) and statement.test.value)
    if isinstance(statement, s.Try):
        handled = any(falls_through(handler.body, function) for handler in statement.handlers)
        ends = falls_through((*statement.body, *statement.orelse), function)
        return (handled or ends) and falls_through(statement.final, function)
    return True


def _never_returns(expr: s.Expr, function: Function) -> bool:
    if not isinstance(expr, s.Call):
        return False
    callee = value_in(function, expr.func)
    if isinstance(callee, Bound):
        callee = callee.function
    if isinstance(callee, Function):
        ends = callee.syntax.returns is not None and s.dotted(callee.syntax.returns).endswith(
            ("NoReturn", "Never")
        )
        return ends or not (
            callee.syntax.returns_value or callee is function or _falls_through_itself(callee)
        )
    return isinstance(callee, External) and callee.name in (
        "sys.exit",
        "os._exit",
        "typing.assert_never",
        "pytest.fail",
    )


def _falls_through_itself(function: Function) -> bool:
    """Whether a function comes back, told from its own statements alone."""
    return function.is_generator or not isinstance(function.body[-1], s.Raise) or len(function.body) > 8
