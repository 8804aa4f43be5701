"""How large the projects are, counted without the linter."""

from __future__ import annotations

import ast
import warnings
from typing import NamedTuple

from pins import Project

METHODS = {"get", "post", "put", "patch", "delete", "head", "options", "trace", "api_route", "websocket"}


class Size(NamedTuple):
    """Files, lines, decorators that register a route, and files that this interpreter cannot parse."""

    files: int
    lines: int
    routes: int
    refused: int


def measure(project: Project) -> Size:
    """The size of what is linted of a project."""
    files = lines = routes = refused = 0
    for path in project.target.rglob("*.py"):
        text = path.read_bytes()
        files += 1
        lines += text.count(b"\n")
        try:
            with warnings.catch_warnings():
                warnings.simplefilter("ignore")
                routes += sum(map(_routes, ast.walk(ast.parse(text))))
        except (SyntaxError, ValueError):
            refused += 1
    return Size(files, lines, routes, refused)


def _routes(node: ast.AST) -> int:
    if isinstance(node, ast.FunctionDef | ast.AsyncFunctionDef):
        return sum(map(_is_route, node.decorator_list))
    return 0


def _is_route(decorator: ast.expr) -> bool:
    match decorator:
        case ast.Call(func=ast.Attribute(attr=method, value=receiver)) if method in METHODS:
            return not ast.unparse(receiver).endswith("mock") and any(map(_is_path, _paths(decorator)))
    return False


def _paths(call: ast.Call) -> list[ast.expr]:
    return [*call.args[:1], *(keyword.value for keyword in call.keywords if keyword.arg == "path")]


def _is_path(value: ast.expr) -> bool:
    match value:
        case ast.Constant(value=literal):
            return isinstance(literal, str) and literal[:1] in ("", "/")
    return True
