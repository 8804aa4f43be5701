"""What must be known of a function's body before anybody reads the body itself."""

from __future__ import annotations

import ast
from collections.abc import Sequence
from dataclasses import dataclass, field

from fastapi_lint.model.file import syntax as s

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


@dataclass(slots=True)
class Seen:
    """What ``syntax.FunctionDef`` says about a body, noted while it is copied."""

    is_generator: bool = False
    awaits: bool = False
    returns_value: bool = False
    registers: bool = False
    nested_registers: bool = False
    """Whether a function or a class inside does."""
    calls: set[str] = field(default_factory=set)
    imports: list[s.Imported] = field(default_factory=list)
    defines: bool = False
    nests: bool = False

    def call(self, func: s.Expr, args: Sequence[ast.expr]) -> str:
        """A call was met; the last part of the name of what is called, if it has one."""
        if type(func) is s.Name:
            name = last = func.id
        else:
            last = func.attr if type(func) is s.Attribute else ""
            name = s.dotted(func)
        self.calls.add(name)
        if (last in REGISTERING and not _is_address(args)) or last.endswith(CONSTRUCTORS):
            self.registers = True
        return last

    def function(self, node: ast.FunctionDef | ast.AsyncFunctionDef, inside: Seen) -> None:
        """A function was met; it counts for what registers and what holds a class, and for nothing else."""
        self.nests = True
        self.defines = self.defines or inside.defines
        if inside.registers or inside.nested_registers or any(map(_registers, node.decorator_list)):
            self.nested_registers = True

    def class_(self, inside: Seen) -> None:
        """A class was met; of what stands in it only functions can register anything."""
        self.defines = True
        self.nested_registers = self.nested_registers or inside.nested_registers


def _is_address(args: Sequence[ast.expr]) -> bool:
    """Whether the first argument is no path: ``session.mount("https://", adapter)`` of an HTTP client."""
    first = args[0] if args else None
    return isinstance(first, ast.Constant) and isinstance(first.value, str) and "://" in first.value


def _registers(decorator: ast.expr) -> bool:
    called = decorator.func if isinstance(decorator, ast.Call) else decorator
    return isinstance(called, ast.Attribute) and called.attr in DECORATING
