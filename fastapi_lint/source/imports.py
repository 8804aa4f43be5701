"""The import table of one file, and the names that its module level binds."""

from __future__ import annotations

import ast
from collections.abc import Iterator, Mapping, Sequence
from typing import TYPE_CHECKING, NamedTuple, Protocol

import msgspec

if TYPE_CHECKING:
    from fastapi_lint.source.text import Source


class Import(msgspec.Struct, frozen=True):
    """One local name and what it stands for; ``target`` and ``module`` keep the dots of a relative import.

    ``import a.b`` binds ``a`` to ``a`` and loads the module ``a.b``. ``in_function`` is true inside a
    function or a class: no name of the module. ``guarded`` means under ``if``, ``try`` or any other block
    but ``if TYPE_CHECKING``. A star import has the name ``*`` and the module as its target.
    """

    name: str
    target: str
    module: str
    span_start: int
    span_end: int
    in_type_checking: bool = False
    in_function: bool = False
    is_star: bool = False
    guarded: bool = False

    @property
    def at_module_level(self) -> bool:
        """Whether the name exists in the module at run time."""
        return not (self.in_function or self.in_type_checking)


class Bindings(Protocol):
    """What a module level binds: a ``Source``, or what is read off its facts."""

    @property
    def imports(self) -> Sequence[Import]: ...

    @property
    def definitions(self) -> Mapping[str, bool]: ...


_SIMPLE = (
    ast.Expr,
    ast.Assign,
    ast.AnnAssign,
    ast.AugAssign,
    ast.Return,
    ast.Import,
    ast.ImportFrom,
    ast.Raise,
)


class Where(NamedTuple):
    """What encloses a statement."""

    in_type_checking: bool = False
    in_function: bool = False
    guarded: bool = False


def read_imports(source: Source) -> Iterator[Import]:
    """Every name that the file imports, in order; raises `SyntaxProblem`."""
    for statement, where in statements(source.ast.body, Where()):
        if isinstance(statement, (ast.Import, ast.ImportFrom)):
            for alias in statement.names:
                name, target, module = bound_by(statement, alias)
                span = source.ast_span(alias)
                yield Import(
                    name, target, module, *span, where[0], where[1], alias.name == "*", guarded=where.guarded
                )


def bound_by(statement: ast.Import | ast.ImportFrom, alias: ast.alias) -> tuple[str, str, str]:
    """The local name, its target, and the module that one alias of an import statement loads."""
    if isinstance(statement, ast.Import):
        root = alias.name.partition(".")[0]
        return alias.asname or root, alias.name if alias.asname else root, alias.name
    module = "." * statement.level + (statement.module or "")
    if alias.name == "*":
        return "*", module, module
    return alias.asname or alias.name, member(module, alias.name), module


def member(module: str, name: str) -> str:
    """The dotted name of a module's member: ``a.b``, ``.b`` in the package itself."""
    return f"{module}{name}" if module.endswith(".") else f"{module}.{name}"


def statements(body: list[ast.stmt], where: Where, inner: bool = True) -> Iterator[tuple[ast.stmt, Where]]:
    """All statements below ``body``, in order, each with what encloses it; ``inner``: those of definitions too."""
    for statement in body:
        yield statement, where
        if isinstance(statement, (ast.FunctionDef, ast.AsyncFunctionDef, ast.ClassDef)):
            if inner:
                yield from statements(statement.body, where._replace(in_function=True))
        elif isinstance(statement, ast.If):
            inside, otherwise = _branches(statement.test, where)
            yield from statements(statement.body, inside, inner)
            yield from statements(statement.orelse, otherwise, inner)
        elif not isinstance(statement, _SIMPLE):
            yield from _blocks(statement, where._replace(guarded=True), inner)


def _branches(test: ast.expr, where: Where) -> tuple[Where, Where]:
    checking, running = where._replace(in_type_checking=True), where
    if _is_type_checking(test):
        return checking, running
    if isinstance(test, ast.UnaryOp) and isinstance(test.op, ast.Not) and _is_type_checking(test.operand):
        return running, checking
    return where._replace(guarded=True), where._replace(guarded=True)


def _is_type_checking(test: ast.expr) -> bool:
    if isinstance(test, ast.Attribute):
        return test.attr == "TYPE_CHECKING"
    return isinstance(test, ast.Name) and test.id == "TYPE_CHECKING"


def _blocks(statement: ast.stmt, where: Where, inner: bool) -> Iterator[tuple[ast.stmt, Where]]:
    yield from statements(getattr(statement, "body", []), where, inner)
    for clause in (*getattr(statement, "handlers", ()), *getattr(statement, "cases", ())):
        yield from statements(clause.body, where, inner)
    yield from statements(getattr(statement, "orelse", []), where, inner)
    yield from statements(getattr(statement, "finalbody", []), where, inner)


def name_in_scope(source: Bindings, module: str, name: str = "") -> str | None:
    """How the module level of a file already spells ``module.name`` (``module`` itself without a name).

    ``asyncio.to_thread`` is ``to_thread``, ``asyncio.to_thread`` or an alias of either. None when nothing at
    the module level is bound to it at run time, or the local name is also bound to something else.
    """
    wanted = member(module, name) if name else module
    suffix = f".{name}" if name else ""
    for found in source.imports:
        if not found.at_module_level or found.is_star:
            continue
        spelling = None
        if found.target == wanted:
            spelling = found.name
        elif found.target == module:
            spelling = found.name + suffix
        elif found.name == found.target and (found.module + ".").startswith(module + "."):
            spelling = module + suffix
        if spelling and not _rebound(source, found):
            return spelling
    return None


def _rebound(source: Bindings, kept: Import) -> bool:
    """Whether the name of an import is also given to something else, outside of any guard."""
    if source.definitions.get(kept.name) is False:
        return True
    return any(
        other.name == kept.name and other.target != kept.target and not other.guarded
        for other in source.imports
        if other.at_module_level
    )


def is_bound(source: Bindings, name: str) -> bool:
    """Whether the module level binds this name at run time: by import, definition or assignment."""
    if any(found.name == name and found.at_module_level for found in source.imports):
        return True
    return is_defined(source, name)


def is_defined(source: Bindings, name: str) -> bool:
    """Whether the module level binds this name by anything but an import."""
    return name in source.definitions


def read_definitions(source: Source) -> dict[str, bool]:
    """The names that the module level binds by other statements than imports, and whether only under a guard."""
    found: dict[str, bool] = {}
    for statement, where in statements(source.ast.body, Where(), inner=False):
        if where.in_type_checking:
            continue
        if isinstance(statement, (ast.FunctionDef, ast.AsyncFunctionDef, ast.ClassDef)):
            found[statement.name] = found.get(statement.name, True) and where.guarded
        elif not isinstance(statement, (ast.Import, ast.ImportFrom)):
            for name in _stored(statement):
                found[name] = found.get(name, True) and where.guarded
    return found


def _stored(statement: ast.stmt) -> Iterator[str]:
    """The names that a statement stores in its own expressions, not in the statements below it."""
    stack: list[ast.AST] = [statement]
    while stack:
        node = stack.pop()
        if isinstance(node, ast.Name):
            if not isinstance(node.ctx, ast.Load):
                yield node.id
        elif isinstance(node, (ast.ExceptHandler, ast.MatchAs, ast.MatchStar)) and node.name:
            yield node.name
        elif isinstance(node, ast.MatchMapping) and node.rest:
            yield node.rest
        elif isinstance(node, (ast.Lambda, ast.ListComp, ast.SetComp, ast.DictComp, ast.GeneratorExp)):
            continue
        stack.extend(n for n in ast.iter_child_nodes(node) if not isinstance(n, ast.stmt))
