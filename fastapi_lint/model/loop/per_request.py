"""What a function makes anew each time it is called, and does not keep."""

from __future__ import annotations

import re
from collections.abc import Callable, Iterator
from typing import NamedTuple

from fastapi_lint.model.domain import Class, Function
from fastapi_lint.model.file import syntax as s
from fastapi_lint.model.file.leaving import leaves
from fastapi_lint.model.following.calls import CallSite
from fastapi_lint.model.following.decorators import Effect, effect
from fastapi_lint.model.inputs.injection import dependency_of
from fastapi_lint.model.inputs.schemas import kind_of
from fastapi_lint.model.meaning.values import Bound, External, Instance

SETTINGS_NAME = re.compile(
    r"(get|load|read|provide|create|make|build)?_?(app_|application_|core_)?(settings|configuration|config)(_from_env)?"
)
_KEEPING = frozenset({"setdefault", "set", "put", "setattr", "register", "store", "cache"})
_SOURCES = frozenset({"env_settings", "dotenv_settings", "file_secret_settings"})
_DEPTH = 3


class Place(NamedTuple):
    """Where a call stands: its statement, and the tests around it and of what returns before it."""

    statement: s.Stmt
    tests: tuple[s.Expr, ...]


def is_cached(function: Function) -> bool | None:
    """Whether a decorator keeps what a function returns; None for a decorator that may."""
    effects = {effect(decorator, function) for decorator in function.syntax.decorators}
    if effects <= {Effect.KEEPS}:
        return False
    return True if Effect.REPLACES in effects else None


def made(function: Function, wanted: Callable[[CallSite], bool]) -> Iterator[CallSite]:
    """The wanted calls whose result is new for each call of the function: kept nowhere, and made of nothing
    that a request brings."""
    sites = [site for site in function.project.calls.body(function).sites if wanted(site)]
    places = dict(_places(function.body, ())) if sites else {}
    given = _given(function) if sites else set()
    for site in sites:
        place = places.get(site.call.start)
        if place is not None and not _is_kept(site.call, place, function) and not _names(site.call) & given:
            yield site


def _places(body: tuple[s.Stmt, ...], tests: tuple[s.Expr, ...]) -> Iterator[tuple[int, Place]]:
    """Every call of a body by its offset; those of nested functions and lambdas are none of its own."""
    for statement in body:
        if isinstance(statement, (s.FunctionDef, s.ClassDef)):
            continue
        inner = tests
        if isinstance(statement, (s.If, s.While)):
            inner = (*tests, statement.test)
        for node in _own(statement):
            if isinstance(node, s.Call):
                yield node.start, Place(statement, tests)
        for block in _blocks(statement):
            yield from _places(block, inner)
        if isinstance(statement, s.If) and leaves(statement.body):
            tests = (*tests, statement.test)


def _own(node: s.Syntax) -> Iterator[s.Syntax]:
    """Expressions of a statement, without the statements in it."""
    for child in s.children(node):
        if not isinstance(child, (s.Stmt, s.Handler, s.Lambda)):
            yield child
            yield from _own(child)


def _blocks(statement: s.Stmt) -> Iterator[tuple[s.Stmt, ...]]:
    for name in ("body", "orelse", "final"):
        yield getattr(statement, name, ())
    if isinstance(statement, s.Try):
        yield from (handler.body for handler in statement.handlers)
    if isinstance(statement, s.Match):
        yield from statement.cases


def _is_kept(call: s.Call, place: Place, function: Function) -> bool:
    """Whether the object outlives the call: in a global, an attribute, a mapping, or under a guard."""
    statement = place.statement
    if any(_keeps(node, call) for node in _own(statement)):
        return True
    if not isinstance(statement, s.Assign):
        parts = (part for test in place.tests for part in s.walk(test))
        return any(isinstance(part, s.Constant) and part.kind == "NoneType" for part in parts)
    for target in statement.targets:
        if not isinstance(target, s.Name):
            return not _is_own_attribute(target, function)
        if _is_global(target.id, function) or any(target.id in _names(test) for test in place.tests):
            return True
        if any(_stores(node, target.id, function) for part in function.body for node in s.walk(part)):
            return True
    return False


def _keeps(node: s.Syntax, call: s.Call) -> bool:
    """Whether a call around ours puts it away: ``cache.setdefault(key, make())``."""
    if not isinstance(node, s.Call) or node is call or not node.start <= call.start < node.end:
        return False
    name = node.func.attr if isinstance(node.func, s.Attribute) else s.dotted(node.func)
    return name in _KEEPING


def _is_own_attribute(target: s.Expr, function: Function) -> bool:
    """Whether an object is stored on one that is made for each request itself."""
    is_receiver = isinstance(target, s.Attribute) and s.dotted(target.value) == "self"
    return is_receiver and function.name == "__init__"


def _is_global(name: str, function: Function) -> bool:
    return any(
        isinstance(node, s.Declare) and name in node.names
        for statement in function.body
        for node in s.walk(statement)
    )


def _stores(node: s.Syntax, name: str, function: Function) -> bool:
    """Whether a statement keeps what a local name holds."""
    if isinstance(node, s.Call):
        called = node.func.attr if isinstance(node.func, s.Attribute) else s.dotted(node.func)
        return called in _KEEPING and any(isinstance(arg, s.Name) and arg.id == name for arg in node.args)
    if not isinstance(node, s.Assign) or not isinstance(node.value, s.Name) or node.value.id != name:
        return False
    targets = (t for t in node.targets if not isinstance(t, s.Name) or _is_global(t.id, function))
    return any(not _is_own_attribute(target, function) for target in targets)


def _given(function: Function) -> set[str]:
    """The names that depend on the request: parameters, but for settings, and what is made of them."""
    names = {param.name for param in function.syntax.params if not _is_settings(function, param)}
    if function.is_method and function.syntax.params:
        names.discard(function.syntax.params[0].name)
    assigned = [node for part in function.body for node in s.walk(part) if isinstance(node, s.Assign)]
    for _ in range(_DEPTH):
        for node in assigned:
            if node.value is not None and _names(node.value) & names:
                names |= {target.id for target in node.targets if isinstance(target, s.Name)}
    return names


def _is_settings(function: Function, param: s.Param) -> bool:
    """Whether a parameter holds the settings of the application: the same for every request."""
    value = function.project.calls.body(function).names.get(param.name)
    if isinstance(value, Instance) and isinstance(value.of, Class) and kind_of(value.of) == "settings":
        return True
    dependency = dependency_of(function, param)
    target = dependency.function if dependency is not None else None
    return target is not None and bool(SETTINGS_NAME.fullmatch(target.name))


def _names(node: s.Syntax) -> set[str]:
    return {part.id for part in s.walk(node) if isinstance(part, s.Name)}


# --- settings --------------------------------------------------------------------------------------


def settings_made(function: Function) -> CallSite | None:
    """The first call that reads the settings anew, in a function that keeps nothing."""
    return next(made(function, lambda site: is_settings_class(site.callee)), None)


def is_settings_class(value: object) -> bool:
    """Whether calling this reads the environment: a class of ``pydantic-settings`` with sources."""
    if not isinstance(value, Class) or kind_of(value) != "settings":
        return False
    sources = value.method("settings_customise_sources")
    return sources is None or any(_names(statement) & _SOURCES for statement in sources.body)


def loads_settings(function: Function, depth: int = 0) -> bool:
    """Whether a function called like a loader of settings gives a new object with each call."""
    if is_cached(function) is not False or depth > _DEPTH or function.syntax.params or function.is_generator:
        return False
    returns = function.project.calls.body(function).returns
    starts = {returned.statement.value.start for returned in returns if returned.statement.value is not None}
    fresh = {site.call.start: site for site in made(function, lambda site: site.call.start in starts)}
    sites = [
        fresh.get(returned.statement.value.start)
        for returned in returns
        if returned.statement.value is not None
    ]
    return bool(sites) and all(site is not None and _is_new(site, depth) for site in sites)


def _is_new(site: CallSite, depth: int) -> bool:
    callee = site.callee.function if isinstance(site.callee, Bound) else site.callee
    if isinstance(callee, Class):
        return True
    if isinstance(callee, External):
        return callee.name.rpartition(".")[2][:1].isupper()
    return isinstance(callee, Function) and loads_settings(callee, depth + 1)
