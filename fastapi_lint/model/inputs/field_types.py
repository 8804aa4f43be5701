"""Types that Pydantic can make a field of. FastAPI makes one of every parameter and every response type.

Source: ``pydantic._internal._generate_schema`` of Pydantic 2.14, asked through FastAPI 0.95, 0.136 and 0.165.
"""

from __future__ import annotations

from typing import TYPE_CHECKING

from fastapi_lint.model.domain import Class, Function, Module
from fastapi_lint.model.file import syntax as s
from fastapi_lint.model.inputs.schemas import kind_of
from fastapi_lint.model.knowledge.parameters import CONNECTIONS, RESPONSES, SEQUENCES
from fastapi_lint.model.meaning.values import Alias, Marker

if TYPE_CHECKING:
    from fastapi_lint.model.inputs.terms import Term
    from fastapi_lint.model.meaning.types import Lookup

_CONTAINERS = SEQUENCES | {"builtins.dict", "collections.abc.Mapping", "collections.abc.MutableMapping"}
_HOOKS = ("__get_pydantic_core_schema__", "__get_validators__")
_OPAQUE = (
    RESPONSES
    | CONNECTIONS
    | {
        "fastapi.HTTPException",
        "starlette.exceptions.HTTPException",
        "starlette.requests.HTTPConnection",
        "starlette.requests.Request",
        "starlette.websockets.WebSocket",
        "io.BytesIO",
        "io.StringIO",
        "pandas.DataFrame",
        "pandas.Series",
        "numpy.ndarray",
    }
)
"""Classes outside the project that Pydantic knows nothing of."""
_OPAQUE_BASES = frozenset(
    {
        "builtins.object",
        "builtins.Exception",
        "builtins.BaseException",
        "typing.Generic",
        "abc.ABC",
        "sqlalchemy.orm.DeclarativeBase",
        "sqlalchemy.orm.DeclarativeBaseNoMeta",
        "sqlalchemy.orm.declarative_base",
        "mongoengine.Document",
        "tortoise.models.Model",
        "peewee.Model",
        "django.db.models.Model",
    }
)
"""Bases from which a class inherits no way into Pydantic."""


def is_refused(term: Term) -> bool:
    """Whether Pydantic certainly refuses a type: it, or a part of it, is a class that nothing describes."""
    if term.is_union:
        return any(is_refused(arg) for arg in term.args)
    if isinstance(term.value, Class):
        return _is_opaque(term.value)
    return term.name in _OPAQUE or (term.name in _CONTAINERS and any(is_refused(arg) for arg in term.args))


def _is_opaque(cls: Class) -> bool:
    if any(cls.method(hook) is not None for hook in _HOOKS):
        return False
    for owner in (cls, *cls.ancestors):
        if isinstance(owner, str):
            if owner not in _OPAQUE_BASES:
                return False
        elif kind_of(owner) or not _is_plain(owner):
            return False
    return True


def _is_plain(cls: Class) -> bool:
    """Whether nothing may have given the class what its body does not show: a decorator, a metaclass, a hook."""
    shown = not cls.syntax.decorators and not cls.syntax.keywords and None not in cls.bases
    return shown and not any(_sets_hook(statement) for statement in cls.syntax.body)


def _sets_hook(statement: s.Stmt) -> bool:
    targets = statement.targets if isinstance(statement, s.Assign) else ()
    return any(isinstance(target, s.Name) and target.id in _HOOKS for target in targets)


def is_described(expr: s.Expr | None, module: Module, look: Lookup, depth: int = 0) -> bool:
    """Whether an ``Annotated`` somewhere in an annotation may tell Pydantic what to do with the type."""
    if expr is None or depth > 9:
        return depth > 9
    project = module.project
    if isinstance(expr, s.Constant) and isinstance(expr.value, str):
        return is_described(project.types.parse(expr), module, look, depth + 1)
    metadata = project.types.annotated(expr, module, look).metadata
    if any(not isinstance(_value(item, home), Marker) for item, home in metadata):
        return True
    for node in s.walk(expr):
        if isinstance(node, (s.Name, s.Attribute)):
            value = project.types.resolve(node, look)
            if isinstance(value, Alias) and value.expr is not expr:
                inner = look if value.module is module else project.types.lookup_in(value.module)
                if is_described(value.expr, value.module, inner, depth + 1):
                    return True
        elif isinstance(node, s.Subscript) and node is not expr and _is_annotated(node):
            return True
    return False


def _is_annotated(node: s.Subscript) -> bool:
    return s.dotted(node.value).rpartition(".")[2] == "Annotated"


def _value(expr: s.Expr, module: Module) -> object:
    from fastapi_lint.model.following.interpret import Interpreter

    return Interpreter(module, {}, module.project.types.lookup_in(module)).value(expr)


def refused_response(function: Function, model: s.Expr | None, module: Module) -> bool:
    """Whether FastAPI cannot make a response model of ``response_model=``, or of the return annotation."""
    project = function.project
    look = project.types.lookup_in(module) if model is not None else project.scope_of(function)
    expr, home = (model, module) if model is not None else (function.syntax.returns, function.module)
    term = project.terms.of(expr, home, look)
    if model is None and not term.is_union and term.name in RESPONSES:
        return False
    if model is None and isinstance(term.value, Class) and term.value.is_a(*RESPONSES):
        return False
    return is_refused(term) and not is_described(expr, home, look)
