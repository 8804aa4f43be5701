"""One quick pass over a function's body, for what must be known before anybody reads the body itself."""

from __future__ import annotations

import ast
from typing import NamedTuple

HTTP_METHODS = frozenset({"get", "put", "post", "delete", "options", "head", "patch", "trace"})
REGISTERING = frozenset(
    {
        "include_router",
        "add_api_route",
        "add_api_websocket_route",
        "add_route",
        "add_websocket_route",
        "mount",
        "add_middleware",
        "add_exception_handler",
        "add_event_handler",
    }
)
DECORATING = HTTP_METHODS | {
    "api_route",
    "websocket",
    "websocket_route",
    "route",
    "middleware",
    "exception_handler",
    "on_event",
}
CONSTRUCTORS = ("FastAPI", "APIRouter", "Starlette")

_TEXTS = "id attr arg name asname names module kind type_comment rest kwd_attrs str"
_MARKS = "ctx op ops level conversion is_async simple"
_NO_NODES = frozenset(f"{_TEXTS} {_MARKS}".split())
_FIELDS: dict[type, tuple[str, ...]] = {
    cls: tuple(field for field in cls._fields if field not in _NO_NODES)
    for cls in vars(ast).values()
    if isinstance(cls, type) and issubclass(cls, ast.AST)
}
_FIELDS[ast.Constant] = _FIELDS[ast.MatchSingleton] = _FIELDS[type(None)] = ()
_NESTED = (ast.FunctionDef, ast.AsyncFunctionDef, ast.Lambda, ast.ClassDef)
_AWAITS = (ast.Await, ast.AsyncFor, ast.AsyncWith)


class FunctionScan(NamedTuple):
    """What ``syntax.FunctionDef`` says about a body."""

    is_generator: bool
    awaits: bool
    returns_value: bool
    registers: bool
    calls: tuple[str, ...]
    defines: bool
    nests: bool


def scan_function(node: ast.FunctionDef | ast.AsyncFunctionDef) -> FunctionScan:
    """Scan the body of ``node``; nested functions count for ``registers`` and ``defines`` alone."""
    is_generator = awaits = returns_value = registers = defines = nests = False
    calls: set[str] = set()
    stack: list[ast.AST] = list(node.body)
    while stack:
        current = stack.pop()
        kind = type(current)
        if kind is ast.Call:
            name = _dotted(current.func)  # type: ignore[attr-defined]
            calls.add(name)
            last = name.rpartition(".")[2] if name else getattr(current.func, "attr", "")  # type: ignore[attr-defined]
            registers = registers or last in REGISTERING or last.endswith(CONSTRUCTORS)
        elif kind in _NESTED:
            registers = registers or _nested_registers(current)
            nests = nests or kind is ast.FunctionDef or kind is ast.AsyncFunctionDef
            defines = defines or kind is ast.ClassDef or (kind is not ast.Lambda and _nested_defines(current))
            continue
        elif kind is ast.Yield or kind is ast.YieldFrom:
            is_generator = True
        elif kind in _AWAITS or (kind is ast.comprehension and current.is_async):  # type: ignore[attr-defined]
            awaits = True
        elif kind is ast.Return and current.value is not None:  # type: ignore[attr-defined]
            returns_value = True
        for field in _FIELDS[kind]:
            value = getattr(current, field)
            if value.__class__ is list:
                stack += value
            else:
                stack.append(value)
    return FunctionScan(is_generator, awaits, returns_value, registers, tuple(sorted(calls)), defines, nests)


def _nested_defines(node: ast.AST) -> bool:
    return any(isinstance(inner, ast.ClassDef) for inner in ast.walk(node))


def _nested_registers(node: ast.AST) -> bool:
    if isinstance(node, (ast.FunctionDef, ast.AsyncFunctionDef)):
        decorators = [d.func if isinstance(d, ast.Call) else d for d in node.decorator_list]
        if any(isinstance(d, ast.Attribute) and d.attr in DECORATING for d in decorators):
            return True
        return scan_function(node).registers
    return isinstance(node, ast.ClassDef) and any(_nested_registers(statement) for statement in node.body)


def _dotted(node: ast.expr) -> str:
    parts: list[str] = []
    while type(node) is ast.Attribute:
        parts.append(node.attr)
        node = node.value
    if type(node) is not ast.Name:
        return ""
    parts.append(node.id)
    return ".".join(reversed(parts))
