"""Writes a new lifespan above the constructor, or more lines around the ``yield`` of an existing one."""

from __future__ import annotations

import ast
from collections.abc import Iterable
from typing import TYPE_CHECKING

from fastapi_lint.context import Import
from fastapi_lint.finding import Edit, Span
from fastapi_lint.lifespans.lines import empty_above, indent_of, statement_at, top
from fastapi_lint.lifespans.steps import Step
from fastapi_lint.model.domain import Function, Module, Router
from fastapi_lint.source import Source, name_in_scope

if TYPE_CHECKING:
    from fastapi_lint.context import Context

_APPLICATIONS = {"starlette.applications.Starlette": ("starlette.applications", "Starlette")}


def new_lifespan(
    router: Router, name: str, steps: list[Step], ctx: Context
) -> tuple[Edit, list[Import]] | None:
    """The definition of a lifespan, above the statement that constructs the router."""
    source = router.module.source
    found = statement_at(source, router.span)
    if found is None or isinstance(found[1], ast.ClassDef):
        return None
    statement, holder = found
    row = top(source, statement.lineno)
    indent = indent_of(source, statement.lineno)
    module, kind = _APPLICATIONS.get(router.kind, ("fastapi", "FastAPI"))
    manager = ctx.import_("contextlib", "asynccontextmanager", source.path)
    iterator = _iterator(source, ctx)
    application = ctx.import_(module, kind, source.path)
    taken = {name for step in steps for name in step.names} - {router.name}
    parameter = "app" if "app" not in taken else "_app"
    head = [
        f"@{manager.name}",
        f"async def {name}({parameter}: {application.name}) -> {iterator.name}[None]:",
    ]
    lines = [*head, *(f"    {line}" for line in _body(steps))]
    gap = 2 if isinstance(holder, ast.Module) else 1
    is_first = source.line_text(row - 1).rstrip().endswith(":") if row > 1 else True
    before = 0 if is_first else max(0, gap - empty_above(source, row))
    text = "\n" * before + "".join(f"{indent}{line}".rstrip() + "\n" for line in lines) + "\n" * gap
    return Edit(source.path, Span(source.line_start(row), source.line_start(row)), text), [
        manager,
        iterator,
        application,
    ]


def _iterator(source: Source, ctx: Context) -> Import:
    known = name_in_scope(source, "typing", "AsyncIterator")
    return Import(known, ()) if known else ctx.import_("collections.abc", "AsyncIterator", source.path)


def more_in_lifespan(lifespan: Function, steps: list[Step]) -> list[Edit] | None:
    """Call them right around the only ``yield`` of a lifespan, where everything that it sets up is there."""
    source = lifespan.module.source
    definition = _definition(source, lifespan)
    yields = [node for node in _own(definition) if isinstance(node, (ast.Yield, ast.YieldFrom))]
    if len(yields) != 1:
        return None
    span = source.ast_span(yields[0])
    found = statement_at(source, span)
    if (
        found is None
        or not isinstance(found[0], ast.Expr)
        or isinstance(found[1], (ast.For, ast.While, ast.AsyncFor))
    ):
        return None
    statement = source.ast_span(found[0])
    text = source.text[statement.start : statement.end]
    if "\n" in text:
        return None
    row = source.position(statement.start)[0]
    indent = indent_of(source, row)
    end = source.line_start(row + 1)
    comment = source.text[statement.end : end].strip()
    if comment:
        text += f"  {comment}"
    imports, names = _imports(steps)
    lines = "".join(f"{indent}{line}\n" for line in _calls(steps, names, text))
    edits = [Edit(source.path, Span(source.line_start(row), end), lines)]
    if imports:
        first = next(item for item in definition.body if not _is_docstring(item))
        above = source.line_start(top(source, first.lineno))
        local = "".join(f"{indent_of(source, first.lineno)}{line}\n" for line in imports)
        edits.append(Edit(source.path, Span(above, above), f"{local}\n"))
    return edits


def _is_docstring(statement: ast.stmt) -> bool:
    return isinstance(statement, ast.Expr) and isinstance(statement.value, ast.Constant)


def _definition(source: Source, function: Function) -> ast.AsyncFunctionDef:
    start = function.syntax.start
    return next(
        node
        for node in ast.walk(source.ast)
        if isinstance(node, ast.AsyncFunctionDef) and source.ast_span(node).start == start
    )


def _own(node: ast.AST) -> Iterable[ast.AST]:
    stack = list(ast.iter_child_nodes(node))
    while stack:
        current = stack.pop()
        yield current
        if not isinstance(current, (ast.FunctionDef, ast.AsyncFunctionDef, ast.Lambda, ast.ClassDef)):
            stack.extend(ast.iter_child_nodes(current))


def _body(steps: list[Step]) -> list[str]:
    imports, names = _imports(steps)
    return [*imports, *([""] if imports else []), *_calls(steps, names, "yield")]


def _calls(steps: list[Step], names: dict[Step, str], yielding: str) -> list[str]:
    start = [step.line(names.get(step, "")) for step in steps if step.event == "startup"]
    stop = [step.line(names.get(step, "")) for step in steps if step.event == "shutdown"]
    if not stop:
        return [*start, yielding]
    return [*start, "try:", f"    {yielding}", "finally:", *(f"    {line}" for line in stop)]


def _imports(steps: list[Step]) -> tuple[list[str], dict[Step, str]]:
    """Imports inside the lifespan, since a handler's module may import the application's, and new names."""
    wanted: dict[str, set[str]] = {}
    names: dict[Step, str] = {}
    taken = {name: "" for step in steps if not step.source for name in step.names}
    for step in steps:
        if not step.source:
            continue
        name = step.text
        if taken.setdefault(name, step.source) != step.source:
            name = f"{step.source.rpartition('.')[2]}_{step.text}"
            names[step] = name
        wanted.setdefault(step.source, set()).add(
            step.text if name == step.text else f"{step.text} as {name}"
        )
    return [
        f"from {module} import {', '.join(sorted(names))}" for module, names in sorted(wanted.items())
    ], names


def free_name(router: Router, others: bool) -> str:
    """A name that nothing in the file has: ``lifespan``, else with the name of the router in front."""
    own = router.name.rpartition(".")[2] or "router"
    names = _bound(router.module)
    candidates = [f"{own}_lifespan", *(f"{own}_lifespan_{number}" for number in range(2, 100))]
    return next(name for name in ([] if others else ["lifespan"]) + candidates if name not in names)


def _bound(module: Module) -> set[str]:
    """Every name that is bound or used anywhere in a file."""
    names: set[str] = set()
    for node in ast.walk(module.source.ast):
        if isinstance(node, ast.Name):
            names.add(node.id)
        elif isinstance(node, (ast.FunctionDef, ast.AsyncFunctionDef, ast.ClassDef)):
            names.add(node.name)
        elif isinstance(node, ast.alias):
            names.add((node.asname or node.name).partition(".")[0])
        elif isinstance(node, ast.arg):
            names.add(node.arg)
    return names
