"""What the functions of a project pass to each other, read off their calls as they are written.

No body is followed for it: an argument counts that is made of parameters, of names that are bound once or by loops, of
what stands around the function, and of calls of those. Where a name is called from many places, nothing is said.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from typing import TYPE_CHECKING

from fastapi_lint.model.domain import Class, Function
from fastapi_lint.model.file import syntax as s
from fastapi_lint.model.following.interpret import Interpreter
from fastapi_lint.model.meaning.joining import element, join
from fastapi_lint.model.meaning.origins import Origin, origin_of, receivers
from fastapi_lint.model.meaning.values import (
    Bound,
    Closure,
    Generating,
    Instance,
    Listing,
    Literal,
    OneOf,
    Value,
)
from fastapi_lint.model.meaning.written import Written, written

if TYPE_CHECKING:
    from fastapi_lint.model.project import Project

_MOST = 6
"""More functions than this that call something of a name are not looked at."""
_DEEP = 3
_RUNS = (Instance, OneOf, Class, Function, Bound, Generating, Listing)
"""Values that have methods, or can be called."""


class Callers:
    """Finds the written calls of a function, and what they pass."""

    def __init__(self, project: Project) -> None:
        self.project = project
        self._written: dict[Function, Written] = {}
        self._spreading: dict[Function, bool] = {}
        self._sought: dict[str, dict[tuple[Function, str], s.Param]] = {}
        """The parameters whose arguments were looked for, by what their functions are called as."""
        self._depth = 0

    def passed(self, function: Function, param: s.Param) -> Iterator[Value | Origin]:
        """What each call in a function of the project passes for a parameter, or whose parameter that is; None for
        what is not known."""
        callers = self._named(function, param)
        if param.kind == "keyword" and len(callers) > _MOST:
            callers = [one for one in callers if self._spreads(one) or one.has(f"{param.name}=")]
        most = _MOST if isinstance(function.parent, Class) and function.name != "__init__" else 5 * _MOST
        if len(callers) > most or self._depth >= _DEEP:
            yield None
            return
        self._depth += 1
        try:
            for caller in callers:
                yield from self._passed_by(caller, function, param)
        finally:
            self._depth -= 1

    def texts(self, function: Function, name: str) -> tuple[str, ...]:
        """The constant strings that calls pass for a parameter, themselves or from call to call."""
        param = next((param for param in function.syntax.params if param.name == name), None)
        callers = self._named(function, param) if param is not None else []
        if param is None or len(callers) > 5 * _MOST or self._depth >= _DEEP:
            return ()
        self._depth += 1
        found: list[str] = []
        for caller in callers:
            for _, expr in self._arguments(caller, function, param):
                if text := _text(expr):
                    found.append(text)
                elif isinstance(expr, s.Name) and caller is not function:
                    found += self.texts(caller, expr.id)
        self._depth -= 1
        return tuple(dict.fromkeys(found))

    def sought(self, names: Iterable[str]) -> list[tuple[Function, s.Param]]:
        """The parameters whose arguments were looked for, of what some calls name by the last part of their names."""
        last = {name.rpartition(".")[2] for name in names} & self._sought.keys()
        found = (self._sought[name].items() for name in sorted(last))
        return [(function, param) for some in found for (function, _), param in some]

    def forget(self, functions: Iterable[Function]) -> None:
        """The functions have other bodies now, or stand elsewhere."""
        for function in functions:
            self._written.pop(function, None)
            self._spreading.pop(function, None)

    # --- calls -----------------------------------------------------------------------------------

    def _named(self, function: Function, param: s.Param) -> list[Function]:
        """The functions that call something of a function's name."""
        name = called_as(function)
        self._sought.setdefault(name, {})[function, param.name] = param
        return self.project.called.callers(name)

    def _spreads(self, caller: Function) -> bool:
        """Whether a function may pass what is in a dict, by whatever names."""
        found = self._spreading.get(caller)
        if found is None:
            found = self._spreading[caller] = caller.has("**")
        return found

    def _passed_by(self, caller: Function, function: Function, param: s.Param) -> Iterator[Value | Origin]:
        for scope, expr in self._arguments(caller, function, param):
            if not (caller is function and isinstance(expr, s.Name) and expr.id == param.name):
                origin = origin_of(expr, caller, self.written_in(caller))
                value = self._value(caller, scope, expr) if expr is not None and origin is None else None
                yield origin or (value if _is_runnable(value) or _is_none(value) else None)

    def _arguments(
        self, caller: Function, function: Function, param: s.Param
    ) -> Iterator[tuple[Interpreter, s.Expr | None]]:
        """The argument of each call that may be one of the function: None where the source does not show it."""
        inside, name = self.written_in(caller), called_as(function)
        calls = [call for one in (name, *inside.aliases.get(name, ())) for call in inside.calls.get(one, ())]
        scope = self._scope(caller) if calls else None
        for call in calls:
            assert scope is not None
            if caller is function and s.dotted(call.func).startswith(f"{param.name}."):
                continue  # def save(store): store.save()
            callee = self._value(caller, scope, call.func)
            if isinstance(callee, Closure) and callee.given is None:
                callee = callee.target  # a nested function, as one call made it
            of = callee.function if isinstance(callee, Bound) else callee
            if callee is None:  # if it is one of the function, that is what it passes
                if param.kind != "keyword" or call.is_open or call.keyword(param.name) is not None:
                    yield scope, _argument(call, caller, function, param, receivers(function))
            elif of is function or of is function.parent or _are_one(of, function):
                skipped = int(of is not callee or of is function.parent)
                yield scope, _argument(call, caller, function, param, skipped)

    # --- values ----------------------------------------------------------------------------------

    def written_in(self, function: Function) -> Written:
        """What stands in its body."""
        found = self._written.get(function)
        if found is None:
            found = self._written[function] = written(function)
        return found

    def _scope(self, caller: Function) -> Interpreter:
        return Interpreter(caller.module, {}, self.project.scope_of(caller), caller)

    def _value(self, caller: Function, scope: Interpreter, expr: s.Expr, depth: int = _DEEP) -> Value:
        """An expression in a body, with the names in it that the body binds."""
        inside = self.written_in(caller)
        for node in s.walk(expr):
            if isinstance(node, s.Name) and node.id not in scope.names:
                bound = inside.bound.get(node.id, ())
                param = next((one for one in caller.syntax.params if one.name == node.id), None)
                if node.id in inside.kept:
                    scope.names[node.id] = self._kept(caller, inside.kept[node.id])
                elif param is not None and not bound:
                    scope.names[node.id] = self._param(caller, param)
                elif bound:
                    scope.names[node.id] = None
                    if depth and param is None:
                        scope.names[node.id] = self._bound(caller, scope, node.id, depth - 1)
        return scope.value(expr)

    def _bound(self, caller: Function, scope: Interpreter, name: str, depth: int) -> Value:
        """What a name is that a body binds, once or a few times over, or that some loops bind."""
        bound = self.written_in(caller).bound[name]
        values: list[Value] = []
        if len(bound) <= _DEEP and all(isinstance(one, s.Expr) for one in bound):
            for one in bound:
                values.append(self._value(caller, scope, one, depth))  # type: ignore[arg-type]
                scope.names[name] = values[-1]  # query = query.filter(…)
            return join(values)
        for loop in bound:
            if not isinstance(loop, (s.For, s.Generator)) or loop.is_async or len(bound) > _DEEP:
                return None
            inside = self._scope(caller)
            inside.bind(loop.target, element(self._value(caller, scope, loop.iter, depth)))
            values.append(inside.names.get(name))
        return join(values)

    def _param(self, caller: Function, param: s.Param) -> Value:
        return self.project.parameter_of(caller, param, self.project.calls.receiver_of(caller))

    def _kept(self, caller: Function, statement: s.Imported | s.FunctionDef) -> Value:
        """What an import or a definition inside a body binds."""
        if isinstance(statement, s.FunctionDef):
            return caller.module.functions.get(statement.start)
        return self.project.imports.value(caller.module, statement)


def _are_one(one: Value, other: Function) -> bool:
    """Whether one is a method that the other overrides, or is overridden by."""
    if not isinstance(one, Function) or one.name != other.name or one.name == "__init__":
        return False
    mine, its = one.parent, other.parent
    if not isinstance(mine, Class) or not isinstance(its, Class):
        return False
    return mine in its.ancestors or its in mine.ancestors


def called_as(function: Function) -> str:
    """The last part of the name that calls of a function have: that of the class, for its ``__init__``."""
    is_init = function.name == "__init__" and isinstance(function.parent, Class)
    return function.parent.name if is_init and function.parent is not None else function.name


def position(function: Function, param: s.Param) -> int:
    """Where a parameter stands among those that are passed by position; of ``*args``, where the first one would."""
    if param.kind == "keyword":
        return -2
    names = [one.name for one in function.syntax.params if one.kind in ("positional", "normal")]
    return len(names) if param.kind == "args" else names.index(param.name)


def _argument(
    call: s.Call, caller: Function, function: Function, param: s.Param, skipped: int
) -> s.Expr | None:
    place = position(function, param) - skipped
    if param.kind == "args":
        return s.Sequence(call.start, call.length, "tuple", call.args[max(place, 0) :])
    if 0 <= place < len(call.args) and not any(isinstance(arg, s.Starred) for arg in call.args[: place + 1]):
        return call.args[place]
    given = call.keyword(param.name) or _handed_on(call, caller, param)
    return given if given is not None or call.is_open else param.default


def _handed_on(call: s.Call, caller: Function, param: s.Param) -> s.Expr | None:
    """``kwargs["session"]``, where a call passes all of the ``**kwargs`` that its function got."""
    rest = next((one.name for one in caller.syntax.params if one.kind == "kwargs"), None)
    spread = call.keyword("")
    if rest is None or not isinstance(spread, s.Name) or spread.id != rest:
        return None
    return s.Subscript(spread.start, spread.length, spread, s.Constant(0, 0, param.name, "str"))


def _text(expr: s.Expr | None) -> str:
    """The constant string that an argument is."""
    return expr.value if isinstance(expr, s.Constant) and isinstance(expr.value, str) else ""


def _is_runnable(value: Value) -> bool:
    """Whether a value has methods, or can be called; what a lambda does is known where it is passed."""
    return isinstance(value, _RUNS) or (isinstance(value, Closure) and value.target is not None)


def _is_none(value: Value) -> bool:
    return isinstance(value, Literal) and value.value is None
