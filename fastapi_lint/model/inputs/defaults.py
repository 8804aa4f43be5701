"""Defaults: the value behind ``=`` of a field or a parameter, of what kind it is, and when it is computed."""

from __future__ import annotations

from collections.abc import Iterator

import msgspec

from fastapi_lint.model.domain import Class, Field, Function
from fastapi_lint.model.file import syntax as s
from fastapi_lint.model.following.interpret import Interpreter
from fastapi_lint.model.knowledge.volatile import VOLATILE, VOLATILE_BARE
from fastapi_lint.model.meaning.values import External

FIELDS = frozenset(
    {"pydantic.Field", "pydantic.v1.Field", "sqlmodel.Field", "pydantic.PrivateAttr", "dataclasses.field"}
)
COLUMNS = frozenset({"sqlalchemy.Column", "sqlalchemy.schema.Column", "sqlalchemy.orm.mapped_column"})
MARKING = frozenset(
    f"fastapi.{name}" for name in ("Query", "Header", "Cookie", "Body", "Form", "File", "Path")
)
_CONTAINERS = {
    "builtins.list": "list",
    "builtins.dict": "dict",
    "builtins.set": "set",
    "builtins.bytearray": "bytearray",
    "collections.defaultdict": "dict",
    "collections.OrderedDict": "dict",
    "collections.Counter": "dict",
    "collections.deque": "deque",
}
_COMMANDS = frozenset({"command", "callback", "group"})
_DEPTH = 3


class Default(msgspec.Struct, frozen=True):
    """A default value, with the ``Field(…)`` or ``Query(…)`` that it may stand in."""

    expr: s.Expr
    scope: Interpreter
    wrapper: s.Call | None = None
    keyword: s.Keyword | None = None
    """``default=…`` in the wrapper; None when it is the wrapper's first argument."""

    @property
    def mutable(self) -> str:
        """``list``, ``dict`` or ``set`` where the default is one, made on the spot; else empty."""
        return mutable_kind(self.expr, self.scope)

    @property
    def volatile(self) -> s.Call | None:
        """The call in it that would give another value the next time; None where there is none."""
        return volatile_call(self.expr, self.scope)


def field_default(field: Field) -> Default | None:
    """The default of a field: plain, in ``Field(…)``, or in a ``Field(…)`` of its ``Annotated``."""
    scope = around(field.schema.cls)
    if field.default is not None:
        return default_in(field.default, scope, FIELDS)
    if field.annotation is None:
        return None
    module = field.schema.module
    for call, home in module.project.types.annotated(field.annotation, module, scope.lookup).calls():
        if home is module and _name_of(call.func, scope) in FIELDS:
            return default_in(call, scope, FIELDS)
    return None


def parameter_default(function: Function, param: s.Param) -> Default | None:
    """The default of a parameter: plain, or in ``Query(…)`` and the like. A constant is not worth asking about."""
    if param.default is None or type(param.default) is s.Constant:
        return None
    return default_in(param.default, outside(function), MARKING)


def is_command(function: Function) -> bool:
    """Whether a command line calls the function, once in a process: its defaults are as fresh as need be."""
    names = {
        s.dotted(d.func if isinstance(d, s.Call) else d).rpartition(".")[2]
        for d in function.syntax.decorators
    }
    return not names.isdisjoint(_COMMANDS)


def column_defaults(cls: Class) -> Iterator[tuple[str, Default]]:
    """The ``default=``, ``insert_default=`` and ``onupdate=`` of a class's columns, by the column's name."""
    scope = around(cls)
    for statement in cls.syntax.body:
        call = statement.value if isinstance(statement, s.Assign) else None
        if (
            isinstance(statement, s.Assign)
            and isinstance(call, s.Call)
            and _name_of(call.func, scope) in COLUMNS
        ):
            for keyword in call.keywords:
                if keyword.name in ("default", "insert_default", "onupdate"):
                    yield s.dotted(statement.targets[0]), Default(keyword.value, scope, call, keyword)


def default_in(expr: s.Expr, scope: Interpreter, wrappers: frozenset[str]) -> Default | None:
    """The default that ``expr`` is, or that it carries when it is a call of one of the wrappers."""
    if not isinstance(expr, s.Call):
        return Default(expr, scope)
    name = _name_of(expr.func, scope)
    if name not in wrappers:
        is_other = name in FIELDS | COLUMNS | MARKING or name in ("fastapi.Depends", "fastapi.Security")
        return None if is_other else Default(expr, scope)
    keyword = next((item for item in expr.keywords if item.name == "default"), None)
    if keyword is not None:
        return Default(keyword.value, scope, expr, keyword)
    is_positional = (
        len(expr.args) == 1 and not isinstance(expr.args[0], s.Starred) and name != "dataclasses.field"
    )
    return Default(expr.args[0], scope, expr) if is_positional else None


def around(cls: Class) -> Interpreter:
    """The scope in which the body of a class runs, apart from what it binds itself."""
    owner = cls.parent
    while isinstance(owner, Class):
        owner = owner.parent
    if owner is None:
        return Interpreter(cls.module, cls.module.names)
    names = cls.project.calls.body(owner).names
    return Interpreter(cls.module, dict(names), cls.project.scope_of(owner))


def outside(function: Function) -> Interpreter:
    """The scope in which a function is defined, and its defaults are evaluated."""
    return Interpreter(function.module, {}, function.project.scope_of(function))


# --- what kind of value it is --------------------------------------------------------------------


def mutable_kind(expr: s.Expr, scope: Interpreter) -> str:
    """What sort of container an expression makes; empty when it makes none, or an immutable one."""
    if isinstance(expr, s.Mapping):
        return "dict"
    if isinstance(expr, (s.Sequence, s.Comprehension)):
        return expr.kind if expr.kind in ("list", "set", "dict") else ""
    return _CONTAINERS.get(_name_of(expr.func, scope), "") if isinstance(expr, s.Call) else ""


def is_empty(expr: s.Expr) -> bool:
    """``[]``, ``{}``, ``set()``: nothing in it."""
    if isinstance(expr, s.Call):
        return not expr.args and not expr.keywords
    if isinstance(expr, s.Mapping):
        return not expr.values
    return isinstance(expr, s.Sequence) and not expr.items


def volatile_call(expr: s.Expr, scope: Interpreter, depth: int = 0) -> s.Call | None:
    """The call in ``expr`` that gives another value each time, also through a function of the project."""
    for call in _calls(expr):
        callee = scope.value(call.func)
        if isinstance(callee, External):
            bare = callee.name in VOLATILE_BARE and not call.args and not call.keywords
            if bare or callee.name in VOLATILE:
                return call
        elif isinstance(callee, Function) and depth < _DEPTH and _is_volatile(callee, depth + 1):
            return call
    return None


def _is_volatile(function: Function, depth: int) -> bool:
    """Whether a function does nothing but return something volatile."""
    syntax = function.syntax
    if syntax.is_async or syntax.is_generator or syntax.decorators or not syntax.returns_value:
        return False
    body = function.body[1:] if syntax.docstring else function.body
    if len(body) != 1 or not isinstance(body[0], s.Return) or body[0].value is None:
        return False
    return volatile_call(body[0].value, outside(function), depth) is not None


def _calls(expr: s.Expr) -> Iterator[s.Call]:
    """The calls that are made when ``expr`` is evaluated: those of a lambda are not."""
    stack: list[s.Syntax] = [expr]
    while stack:
        node = stack.pop()
        if isinstance(node, s.Lambda):
            continue
        if isinstance(node, s.Call):
            yield node
        stack.extend(reversed(list(s.children(node))))


def _name_of(expr: s.Expr, scope: Interpreter) -> str:
    value = scope.value(expr)
    return value.name if isinstance(value, External) else ""
