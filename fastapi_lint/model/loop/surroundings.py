"""What is known without a call: servers run on Linux or something like it, a database is not the one special case that
a test names (``if engine.dialect.name == "snowflake":``), and in a coroutine an event loop is running.
"""

from __future__ import annotations

import re
from collections.abc import Iterator

from fastapi_lint.model.domain import Function, Module
from fastapi_lint.model.file import syntax as s

_KNOWN = {"sys.platform": "linux", "os.name": "posix", "platform.system": "Linux"}
"""Attributes and functions, and what they give."""
_DIALECTS = (".dialect.name", ".drivername")
_USUAL = ("sqlite", "postgres", "mysql", "mariadb")
_WORDS = (*_KNOWN, "dialect", "drivername", "get_running_loop", "indows", "WINDOWS")
_FLAG = re.compile("windows", re.IGNORECASE)
_RUNNING = ("asyncio.get_running_loop", "get_running_loop")
LOOP = object()
"""The value of a name that holds the running loop: not None, and else unknown."""


def asks(function: Function) -> bool:
    """Whether tests of a function may ask for what is known without a call."""
    return any(map(function.has, function.module.surroundings))


def words(module: Module) -> list[str]:
    """The words in a file by which tests ask for that; most files have none."""
    return [word for word in _WORDS if word in module.source.text]


def asks_for(test: s.Expr) -> bool:
    """Whether a test does; one for a database that is in use everywhere does not."""
    if isinstance(test, s.Other) and test.kind == "Compare" and any(map(_is_usual, s.walk(test))):
        return False
    return known(test) is not None or any(
        asks_for(part) for part in s.children(test) if isinstance(part, s.Expr)
    )


def _is_usual(node: s.Syntax) -> bool:
    return isinstance(node, s.Constant) and isinstance(node.value, str) and node.value.startswith(_USUAL)


def known(expr: s.Expr) -> str | None:
    """What an expression gives on every server; an empty name is a database of the usual kind."""
    if isinstance(expr, s.Call) and not (expr.args or expr.keywords):
        return _KNOWN.get(s.dotted(expr.func))
    if not isinstance(expr, s.Attribute):
        return None
    name = s.dotted(expr)
    return "" if name.endswith(_DIALECTS) else _KNOWN.get(name)


def names(function: Function, asked: set[str]) -> dict[str, object]:
    """Those of some names in a function that stand for something known: ``IS_WINDOWS``, the running loop."""
    found: dict[str, object] = {}
    flags = {name for name in asked if _FLAG.search(name)} - {param.name for param in function.syntax.params}
    if flags:
        found.update((name, value) for name, value in _flags(function.module) if name in flags)
    if function.is_async and function.has("get_running_loop"):
        found.update(dict.fromkeys(asked.intersection(_loops(function)), LOOP))
    return found


def _flags(module: Module) -> Iterator[tuple[str, object]]:
    """Names of a module's level, own and imported, that are bound to a question about the platform."""
    from fastapi_lint.model.loop.guards import Verdict, decide

    for statement in module.facts.body:
        for name, value in _bound(statement, module):
            verdict = decide(value, {}) if asks_for(value) else Verdict.UNKNOWN
            if verdict in (Verdict.TRUE, Verdict.FALSE):
                yield name, verdict.value


def _bound(statement: s.Stmt, module: Module) -> Iterator[tuple[str, s.Expr]]:
    if isinstance(statement, s.Assign) and len(statement.targets) == 1 and statement.value is not None:
        target = statement.targets[0]
        if isinstance(target, s.Name):
            yield target.id, statement.value
    elif isinstance(statement, s.Imported) and _FLAG.search(statement.attribute):
        path = module.project.imports.finder.find(module.path, statement.module)
        source = module.project.modules.get(path) if path is not None else None
        for inner in source.facts.body if source is not None else ():
            targets = [s.dotted(one) for one in inner.targets] if isinstance(inner, s.Assign) else []
            if isinstance(inner, s.Assign) and inner.value is not None and targets == [statement.attribute]:
                yield statement.name, inner.value


def _loops(function: Function) -> Iterator[str]:
    """The names of a coroutine that hold the running loop, but for what they hold where there is none."""
    bound: dict[str, list[s.Expr | None]] = {}
    for statement in function.body:
        for node in _but_handlers(statement):
            if isinstance(node, s.Assign) and isinstance(node.targets[0], s.Name):
                bound.setdefault(node.targets[0].id, []).append(node.value)
    for name, values in bound.items():
        if all(isinstance(value, s.Call) and s.dotted(value.func) in _RUNNING for value in values):
            yield name


def _but_handlers(node: s.Syntax) -> Iterator[s.Syntax]:
    """A statement and all that is in it, without what runs on errors only."""
    yield node
    for child in s.children(node):
        if not isinstance(child, s.Handler):
            yield from _but_handlers(child)
