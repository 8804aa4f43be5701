"""Responses: whether FastAPI knows what an endpoint answers, and what its ``return`` statements hand over."""

from __future__ import annotations

import re
from collections.abc import Iterator
from enum import Enum
from http import HTTPStatus
from typing import TYPE_CHECKING

import msgspec

from fastapi_lint.model.answers.proof import spelling
from fastapi_lint.model.domain import Class, Function, Kind, Registered, Route, Router
from fastapi_lint.model.file import syntax as s
from fastapi_lint.model.following.interpret import Interpreter
from fastapi_lint.model.inputs.schemas import is_orm, kind_of
from fastapi_lint.model.knowledge.responses import BODILESS, FILTERING_ANNOTATION, JSON_RESPONSES, RESPONSES
from fastapi_lint.model.meaning.values import (
    Bound,
    Dictionary,
    External,
    Instance,
    Listing,
    Literal,
    OneOf,
    Value,
)

if TYPE_CHECKING:
    from fastapi_lint.model.following.calls import Body

_DEPTH = 6
_ASSIGNING = frozenset({s.Assign})
_DUMPING = frozenset({"model_dump", "dict", "json", "to_dict", "as_dict", "_asdict", "isoformat"})
_PLAIN = frozenset(
    {"builtins.object", "typing.TypedDict", "typing.NamedTuple", "enum.Enum", "typing.Generic", "abc.ABC"}
)
_STATUS = re.compile(r"\.HTTP_(\d{3})_\w+$")
_HANDED = frozenset(
    {"starlette.requests.Request", "starlette.requests.HTTPConnection", "starlette.responses.Response"}
)


class Gives(str, Enum):
    """What one ``return`` hands to FastAPI."""

    RESPONSE = "response"
    """A Response: sent as it is."""
    NOTHING = "nothing"
    CONSTANT = "constant"
    """Constants, and lists and dictionaries of them."""
    SCHEMA = "schema"
    """Objects of a class that Pydantic reads."""
    ROW = "row"
    """Objects of an ORM class: all their columns."""
    DATA = "data"
    """Other things that are no Response: dictionaries, lists, strings, objects of plain classes."""
    UNKNOWN = "unknown"
    """It may be a Response."""


class Answer(msgspec.Struct, frozen=True):
    """One ``return``, or one of the alternatives in it. ``cls`` is the class of a schema or a row."""

    statement: s.Return
    gives: Gives
    cls: Class | None = None
    is_many: bool = False
    spelling: str = ""
    """How the module spells the type, ``Item`` or ``list[Item]``, where the source proves that it is that."""


# --- what the route declares ---------------------------------------------------------------------


def has_schema(route: Route) -> bool | None:
    """Whether FastAPI knows a type for the response; None where there is nothing to declare or no telling."""
    function = route.function
    if function is None or route.kind is not Kind.HTTP or route.plain or route.call.is_open:
        return None
    if function.is_generator or _has_no_body(route) or not _sends_json(route):
        return None
    if route.option("response_model") is not None:
        return True
    targets = route.module.project.targets
    return function.syntax.returns is not None and not targets.fastapi.before(FILTERING_ANNOTATION)


def is_hidden(route: Route) -> bool:
    """Whether every way that serves the route leaves it out of OpenAPI."""
    if route.option("include_in_schema") is not None:
        return _option(route, "include_in_schema") == Literal(False)
    return _option(route.router, "include_in_schema") == Literal(False) or (
        bool(route.operations)
        and all(
            any(
                _option(inclusion, "include_in_schema") == Literal(False)
                for inclusion in operation.inclusions
            )
            for operation in route.operations
        )
    )


def status_code(route: Route) -> int | None:
    """The status code that the decorator sets; None without one, and where the source does not show it."""
    return code_of(_option(route, "status_code"))


def code_of(value: Value) -> int | None:
    """The status code that a number, ``status.HTTP_404_NOT_FOUND`` or ``HTTPStatus.NOT_FOUND`` stands for."""
    if isinstance(value, Literal):
        return value.value if type(value.value) is int else None
    if not isinstance(value, External):
        return None
    found = _STATUS.search(value.name)
    if found:
        return int(found[1])
    package, _, name = value.name.rpartition(".")
    return HTTPStatus[name].value if package == "http.HTTPStatus" and name in HTTPStatus.__members__ else None


def sets_status(function: Function) -> bool:
    """Whether a function sets the status code of a response that it was given: ``response.status_code = 404``."""
    if not function.has("status_code"):
        return False
    nodes: list[s.Assign] = s.of_kinds(function.body, _ASSIGNING)
    return any(isinstance(t, s.Attribute) and t.attr == "status_code" for node in nodes for t in node.targets)


def _has_no_body(route: Route) -> bool:
    return status_code(route) in BODILESS


def _sends_json(route: Route) -> bool:
    """Whether the response class, from wherever it comes, is certainly one that sends JSON."""
    owners: list[tuple[Registered | Router, str]] = [
        (route, "response_class"),
        (route.router, "default_response_class"),
    ]
    for operation in route.operations[:1]:
        owners += [(inclusion, "default_response_class") for inclusion in reversed(operation.inclusions)]
        owners.append((operation.server, "default_response_class"))
    for owner, name in owners:
        if owner.call is not None and owner.call.keyword(name) is not None:
            return _is_response(_option(owner, name), JSON_RESPONSES)
    return True


def _option(owner: Registered | Router, name: str) -> Value:
    expr = owner.call.keyword(name) if owner.call is not None else None
    if expr is None:
        return None
    module = owner.module
    lookup = module.project.types.lookup_in(module)
    if owner.within is not None:
        lookup = Interpreter(module, module.project.calls.body(owner.within).names, lookup).lookup
    return Interpreter(module, {}, lookup).value(expr)


def _is_response(value: Value, names: frozenset[str] = RESPONSES) -> bool:
    if isinstance(value, External):
        return value.name in names or (names is RESPONSES and value.name.endswith(".TemplateResponse"))
    return isinstance(value, Class) and value.is_a(*names)


# --- what the endpoint returns -------------------------------------------------------------------


def answers_of(function: Function) -> tuple[Answer, ...]:
    """What a function returns, ``return`` by ``return``; conditional expressions are several answers."""
    reader = _Reader(function)
    return tuple(
        answer
        for returned in reader.body.returns
        for expr in _alternatives(returned.statement.value)
        for answer in reader.read(
            returned.statement, expr, None if isinstance(returned.value, OneOf) else returned.value
        )
    )


def promises_response(function: Function) -> bool | None:
    """Whether the return annotation is ``None`` or a Response, which FastAPI makes no model of; None for no telling."""
    project = function.project
    term = project.terms.of(function.syntax.returns, function.module, project.scope_of(function))
    if term.is_union:
        return None
    if term.name in ("builtins.None", "typing.NoReturn", "typing.Never") or _is_response(term.value):
        return True
    return None if term.value is None else isinstance(term.value, Class) and term.value.is_a(*RESPONSES)


def hands_request_on(function: Function) -> bool:
    """Whether the whole request, or the response to fill in, is passed on, to what may make a Response."""
    lookup = function.project.scope_of(function)
    types = function.project.types
    handed = {
        param.name
        for param in function.syntax.params
        if isinstance(value := types.instance_of(param.annotation, lookup, function.module), Instance)
        if isinstance(value.of, External) and value.of.name in _HANDED
    }
    given = (
        expr
        for site in function.project.calls.body(function).sites
        for expr in (*site.call.args, *(keyword.value for keyword in site.call.keywords))
    )
    return bool(handed) and any(isinstance(expr, s.Name) and expr.id in handed for expr in given)


def provable_annotation(function: Function) -> str:
    """The return annotation that the source proves: every ``return`` gives it, and there is no way around."""
    spellings = {answer.spelling for answer in function.answers}
    if len(spellings) != 1 or function.syntax.returns is not None or not _always_returns(function.body):
        return ""
    return spellings.pop()


def _always_returns(body: tuple[s.Stmt, ...]) -> bool:
    """Whether control never falls out of the end of ``body``."""
    last = body[-1] if body else None
    if isinstance(last, s.If):
        return _always_returns(last.body) and _always_returns(last.orelse)
    if isinstance(last, s.With):
        return _always_returns(last.body)
    if isinstance(last, s.Try):
        handled = all(_always_returns(handler.body) for handler in last.handlers)
        return _always_returns(last.final) or (handled and _always_returns(last.orelse or last.body))
    return isinstance(last, (s.Return, s.Raise))


def _alternatives(expr: s.Expr | None) -> Iterator[s.Expr | None]:
    if isinstance(expr, s.Conditional):
        yield from _alternatives(expr.body)
        yield from _alternatives(expr.orelse)
    else:
        yield expr


class _Reader:
    """Reads the returns of one function."""

    def __init__(self, function: Function, depth: int = 0) -> None:
        self.function = function
        self.depth = depth
        self.body: Body = function.project.calls.body(function)
        self.lookup = function.project.scope_of(function)
        self.callees = {(site.call.start, site.call.end): site.callee for site in self.body.sites}

    def read(self, statement: s.Return, expr: s.Expr | None, value: Value) -> Iterator[Answer]:
        """What one returned expression gives; ``value`` is what the whole ``return`` gives."""
        helper = self._helper(expr)
        promised = [*self._promised(helper)] if helper is not None and self.depth < _DEPTH else []
        if promised:
            yield from (Answer(statement, *found) for found in promised)
            return
        if expr is not statement.value:
            value = self._value(expr)
        gives = self._gives(expr, value)
        cls, is_many = content(value) if gives in (Gives.ROW, Gives.SCHEMA) else (None, False)
        proved = spelling(self.function, expr) if gives is Gives.SCHEMA else ""
        yield Answer(statement, gives, cls, is_many, proved)

    def _value(self, expr: s.Expr | None) -> Value:
        if expr is None:
            return Literal(None)
        known = {**self.body.names}
        return Interpreter(self.function.module, known, self.lookup, self.function).value(expr)

    def _gives(self, expr: s.Expr | None, value: Value) -> Gives:
        if expr is None or value == Literal(None):
            return Gives.NOTHING
        if is_constant(expr) or isinstance(value, Literal):
            return Gives.CONSTANT
        if _is_response(self._callee(expr)) or (
            _is_called_response(expr) and _kind_of(value) is Gives.UNKNOWN
        ):
            return Gives.RESPONSE
        kind = _kind_of(value)
        return Gives.DATA if kind is Gives.UNKNOWN and _is_data(expr) else kind

    def _callee(self, expr: s.Expr | None) -> Value:
        call = expr.value if isinstance(expr, s.Await) else expr
        return self.callees.get((call.start, call.end)) if isinstance(call, s.Call) else None

    def _helper(self, expr: s.Expr | None) -> Function | None:
        callee = self._callee(expr)
        if isinstance(callee, Bound):
            return callee.function
        return callee if isinstance(callee, Function) else None

    def _promised(self, helper: Function) -> Iterator[tuple[Gives, Class | None, bool]]:
        """What a function of the project returns: by its annotation, else by its own returns."""
        if helper.is_generator or helper is self.function:
            return
        if helper.syntax.returns is None:
            reader = _Reader(helper, self.depth + 1)
            for returned in reader.body.returns:
                for expr in _alternatives(returned.statement.value):
                    for answer in reader.read(returned.statement, expr, returned.value):
                        yield answer.gives, answer.cls, answer.is_many
            return
        types, lookup = self.function.project.types, self.function.project.scope_of(helper)
        annotation: s.Expr | None = helper.syntax.returns
        if isinstance(annotation, s.Constant) and isinstance(annotation.value, str):
            annotation = types.parse(annotation)
        for option in _options(annotation) if annotation is not None else ():
            value = types.instance_of(option, lookup, helper.module)
            is_none = isinstance(option, s.Constant) and option.kind == "NoneType"
            gives = Gives.NOTHING if is_none else _kind_of(value)
            yield gives, *(content(value) if gives in (Gives.ROW, Gives.SCHEMA) else (None, False))


def _options(annotation: s.Expr) -> Iterator[s.Expr]:
    """The members of a union, however it is written."""
    if isinstance(annotation, s.Binary) and annotation.op == "BitOr":
        yield from _options(annotation.left)
        yield from _options(annotation.right)
    elif isinstance(annotation, s.Subscript) and s.dotted(annotation.value).rpartition(".")[2] == "Union":
        index = annotation.index
        for item in index.items if isinstance(index, s.Sequence) else (index,):
            yield from _options(item)
    else:
        yield annotation


def _kind_of(value: Value) -> Gives:
    """What a value is to FastAPI, as far as its type tells."""
    if isinstance(value, Instance) and _is_response(value.of):
        return Gives.RESPONSE
    cls, _ = content(value)
    if cls is not None:
        if is_orm(cls):
            return Gives.ROW
        if kind_of(cls):
            return Gives.SCHEMA
        is_plain = all(isinstance(base, Class) or base in _PLAIN for base in cls.ancestors)
        return Gives.DATA if is_plain else Gives.UNKNOWN
    is_builtin = (
        isinstance(value, Instance)
        and isinstance(value.of, External)
        and value.of.name.startswith("builtins.")
    )
    return Gives.DATA if is_builtin or isinstance(value, (Listing, Dictionary, Literal)) else Gives.UNKNOWN


def _is_called_response(expr: s.Expr) -> bool:
    """``SomeResponse(…)``: where nobody knows the class, its name is all there is to go by."""
    return isinstance(expr, s.Call) and s.dotted(expr.func).endswith("Response")


def _is_data(expr: s.Expr) -> bool:
    """Whether an expression is certainly no Response, whatever is in it."""
    if isinstance(expr, s.Binary):
        return expr.op not in ("And", "Or")
    call = expr.value if isinstance(expr, s.Await) else expr
    if isinstance(call, s.Call) and isinstance(call.func, s.Attribute):
        return call.func.attr in _DUMPING
    return isinstance(expr, (s.Mapping, s.Sequence, s.Comprehension, s.Joined, s.Other))


def content(value: Value) -> tuple[Class | None, bool]:
    """The class of the project that a value is an object of, or holds objects of, and which of the two."""
    if isinstance(value, Instance):
        if isinstance(value.of, Class):
            return value.of, False
        if value.of.name.startswith(("builtins.", "collections.abc.", "beanie.")):
            return content(value.items)[0], True
    if isinstance(value, Listing) and value.items:
        classes = {content(item)[0] for item in value.items}
        return classes.pop() if len(classes) == 1 else None, True
    return None, False


def is_constant(expr: s.Expr) -> bool:
    """Whether an expression is a literal through and through."""
    if isinstance(expr, s.Sequence):
        return all(is_constant(item) for item in expr.items)
    if isinstance(expr, s.Mapping):
        return all(key is not None and is_constant(key) for key in expr.keys) and all(
            map(is_constant, expr.values)
        )
    return isinstance(expr, s.Constant) and expr.kind != "NoneType"
