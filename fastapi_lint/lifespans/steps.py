"""How a lifespan calls a handler: ``await start()``, and the import that it may need."""

from __future__ import annotations

from collections.abc import Iterator
from posixpath import relpath
from typing import TypeAlias

import msgspec

from fastapi_lint.model.domain import Class, EventHandler, Function, Module
from fastapi_lint.model.file import syntax as s
from fastapi_lint.model.knowledge.events import ALWAYS_ASYNC, LIKE_THE_FUNCTION
from fastapi_lint.model.meaning.values import Bound, Closure, External, Instance, Value

Scope: TypeAlias = "Function | None"


class Step(msgspec.Struct, frozen=True):
    """One call. ``source`` is the module that ``name`` has to be imported from; empty when it is in scope."""

    event: str
    text: str
    awaited: bool
    source: str = ""
    names: frozenset[str] = frozenset()
    """The names that the text takes from its surroundings."""

    def line(self, name: str = "") -> str:
        """The statement, with the callee under another name if one is given."""
        return f"{'await ' if self.awaited else ''}{name or self.text}()"


def step(handler: EventHandler, module: Module, within: Scope) -> Step | None:
    """The call of a handler from a lifespan in ``within`` of ``module``; None where that is not sure."""
    awaited = is_awaited(handler.target)
    if handler.event not in ("startup", "shutdown") or handler.conditional or awaited is None:
        return None
    given = handler.given
    if given is not None and handler.module is module and handler.within is within:
        text = module.source.text[given.start : given.end]
        names = frozenset(_names(given))
        if _is_lasting(given, handler, within) and "\n" not in text:
            return Step(handler.event, text, awaited, names=names)
        return None
    function = handler.target
    if not isinstance(function, Function) or (given is None and not _is_decorated(handler, function)):
        return None
    source = _reached(function, module, within)
    return (
        None
        if source is None
        else Step(handler.event, function.name, awaited, source, frozenset({function.name}))
    )


def is_awaited(target: Value) -> bool | None:
    """Whether Starlette awaits what the handler returns; None when unknown, and for what it cannot call."""
    if isinstance(target, Bound):
        return is_awaited(target.function)
    if isinstance(target, Closure):
        return is_awaited(target.target) if target.body is None else None
    if isinstance(target, Instance) and isinstance(target.of, Class):
        method = target.of.method("__call__")
        return is_awaited(method) if method is not None else None
    if not isinstance(target, Function) or target.is_generator or _needs_arguments(target):
        return None
    return _as_decorated(target)


def _as_decorated(function: Function) -> bool | None:
    awaited: bool | None = function.is_async
    for decorator in function.syntax.decorators:
        value = _value(decorator.func if isinstance(decorator, s.Call) else decorator, function)
        name = value.name if isinstance(value, External) else ""
        if name in ALWAYS_ASYNC:
            awaited = True
        elif name not in LIKE_THE_FUNCTION and not _registers(decorator):
            return None
    return awaited


def _value(expr: s.Expr, function: Function) -> Value:
    return function.project.types.resolve(expr, function.project.scope_of(function))


def _registers(decorator: s.Expr) -> bool:
    return isinstance(decorator, s.Call) and s.dotted(decorator.func).endswith(".on_event")


def _needs_arguments(function: Function) -> bool:
    params = [p for p in function.syntax.params if p.kind in ("positional", "normal", "keyword")]
    if function.is_method and params and "staticmethod" not in map(s.dotted, function.syntax.decorators):
        params = params[1:]
    return any(param.default is None for param in params)


def _is_decorated(handler: EventHandler, function: Function) -> bool:
    return any(decorator.start == handler.call.start for decorator in function.syntax.decorators)


def _is_lasting(given: s.Expr, handler: EventHandler, within: Scope) -> bool:
    """Whether the expression still gives the same handler when the application starts."""
    if isinstance(given, s.Name) and within is None:
        return handler.module.names.get(given.id) == handler.target
    if isinstance(given, s.Call):
        parts = (given.func, *given.args, *(keyword.value for keyword in given.keywords))
        return all(isinstance(part, s.Constant) or s.dotted(part) for part in parts)
    return bool(s.dotted(given))


def _names(given: s.Expr) -> Iterator[str]:
    return (part.id for part in s.walk(given) if isinstance(part, s.Name))


def _reached(function: Function, module: Module, within: Scope) -> str | None:
    """The module to import a function from, empty for one in scope; None when it cannot be reached."""
    if isinstance(function.parent, Function):
        twins = [
            f
            for f in function.module.functions.values()
            if f.parent is function.parent and f.name == function.name
        ]
        return "" if function.parent is within and len(twins) == 1 else None
    if function.parent is not None or function.module.names.get(function.name) is not function:
        return None
    return "" if function.module is module else module_name(module, function.module)


def module_name(importing: Module, wanted: Module) -> str | None:
    """How a file can import another: as it does already, as the other imports it, or from its package."""
    find = importing.project.imports.finder.find
    candidates = [name for i in importing.source.imports for name in (i.module, i.target)]
    for found in wanted.source.imports:
        if find(wanted.path, found.module) == importing.path and not found.module.startswith("."):
            root = (
                importing.path.removesuffix("/__init__.py")
                .removesuffix(".py")
                .removesuffix(found.module.replace(".", "/"))
            )
            candidates.append(_dotted(relpath(wanted.path, root)) if root else "")
    beside = _dotted(relpath(wanted.path, importing.path.rpartition("/")[0]))
    candidates += [f".{beside}", beside]
    return next(
        (name for name in candidates if name.strip(".") and find(importing.path, name) == wanted.path), None
    )


def _dotted(path: str) -> str:
    return (
        path.removesuffix(".py").removesuffix("/__init__").replace("/", ".")
        if not path.startswith("..")
        else ""
    )
