"""What calls give where a type variable stands for it: ``def make(cls: type[T]) -> T``."""

from __future__ import annotations

from collections.abc import Iterator

from fastapi_lint.model.domain import Class, Function
from fastapi_lint.model.file import syntax as s
from fastapi_lint.model.meaning import variables
from fastapi_lint.model.meaning.values import Arguments, Bound, Coroutine, OneOf, Value
from fastapi_lint.model.meaning.variables import VARIABLE


def outcome(callee: Function | Bound, given: Arguments) -> Value:
    """What calling a function of the project gives, for these arguments."""
    function = callee.function if isinstance(callee, Bound) else callee
    types, returns = function.project.types, function.syntax.returns
    if isinstance(callee, Bound) and (meant := variables.outcome(callee)) is not None:
        return meant
    value = types.outcome(function)
    known = value.value if isinstance(value, Coroutine) else value
    if returns is None and (known is None or isinstance(known, OneOf)):
        made = types.specialised.result(callee, given) or known
        return Coroutine(made) if isinstance(value, Coroutine) else made
    if known is not None:
        return value
    if type(returns) is not s.Name or function.is_generator:
        return value
    if types.resolve(returns, function.project.scope_of(function)) != VARIABLE:
        return value
    found = next(_meant(returns.id, function, given, skipped=int(isinstance(callee, Bound))), None)
    return Coroutine(found) if isinstance(value, Coroutine) else found


def _meant(variable: str, function: Function, given: Arguments, skipped: int) -> Iterator[Value]:
    """What the arguments say that a type variable is."""
    params = [param for param in function.syntax.params if param.kind in ("positional", "normal", "keyword")]
    for position, param in enumerate(params[skipped:]):
        value = given.named.get(param.name) if param.kind == "keyword" else given.get(position, param.name)
        annotation = param.annotation
        if isinstance(annotation, s.Name) and annotation.id == variable and value is not None:
            yield value
        elif isinstance(value, Class) and isinstance(annotation, s.Subscript):
            written = s.dotted(annotation.value).rpartition(".")[2], s.dotted(annotation.index)
            if written in (("type", variable), ("Type", variable)):
                yield function.project.types.instance(value)
