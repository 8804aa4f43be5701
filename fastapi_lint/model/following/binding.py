"""What the parameters of a function hold when it is called with known arguments."""

from __future__ import annotations

from fastapi_lint.model.domain import Class, Function
from fastapi_lint.model.file import syntax as s
from fastapi_lint.model.following.interpret import Interpreter
from fastapi_lint.model.meaning.values import Arguments, Dictionary, External, Instance, Listing, Value


def bound_names(function: Function, receiver: Value, given: Arguments) -> dict[str, Value]:
    """Every parameter by name: what the call gives, else its default, else what its annotation promises.

    ``type[Base]`` promises one of several classes, so it says nothing of what the class is called or has.
    """
    promised = function.project.parameters_of(function, receiver)
    names = {
        name: value
        for name, value in promised.items()
        if not isinstance(value, Class) or value in (receiver, getattr(receiver, "of", None))
    }
    passed = _bind(function, receiver, given)
    names.update(_defaults(function, passed, is_open="" in given.named))
    names.update(
        {name: value for name, value in passed.items() if value is not None or names.get(name) is None}
    )
    return names


def _bind(function: Function, receiver: Value, given: Arguments) -> dict[str, Value]:
    """The names that the call's arguments bind in the function's body."""
    every = function.syntax.params
    params = [param.name for param in every if param.kind in ("positional", "normal")]
    if receiver is not None:
        params = params[1:]
    bound = dict(zip(params, given.positional, strict=False))
    named = {param.name for param in every if param.kind not in ("args", "kwargs")}
    bound.update({name: value for name, value in given.named.items() if name in named})
    for param in every:
        if param.kind == "args":
            bound[param.name] = Listing(tuple(given.positional[len(params) :]))
        elif param.kind == "kwargs":
            rest = {name: value for name, value in given.named.items() if name and name not in named}
            bound[param.name] = Dictionary(tuple(rest.items()), is_open="" in given.named)
    return bound


def _defaults(function: Function, passed: dict[str, Value], is_open: bool) -> dict[str, Value]:
    """The defaults of what a call does not give; of a call that shows not everything, the texts alone."""
    found: dict[str, Value] = {}
    for param in function.syntax.params:
        if param.default is None or param.name in passed:
            continue
        if is_open and not (isinstance(param.default, s.Constant) and isinstance(param.default.value, str)):
            continue
        value = Interpreter(function.module, {}, function.project.scope_of(function)).value(param.default)
        is_foreign = isinstance(value, Instance) and isinstance(value.of, External)
        if value is not None and not is_foreign:
            found[param.name] = value
    return found
