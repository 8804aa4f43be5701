"""The classes that a response model is made of, in the words of ``dump.py``."""

from __future__ import annotations

from collections.abc import Iterator

from fastapi_lint.inventory.reading import option, response_expression
from fastapi_lint.model.domain import Class, Function, Kind, Route
from fastapi_lint.model.following.interpret import Interpreter
from fastapi_lint.model.inputs.terms import Term
from fastapi_lint.model.meaning.values import External, Literal, Value


def response_names(route: Route) -> list[str] | None:
    """Sorted names; None where the source does not show one of them."""
    owner, expr = response_expression(route)
    if expr is None:
        is_given, value = option(route, "response_model")
        if not is_given or value == Literal(None) or route.plain or route.kind is not Kind.HTTP:
            return []
        name = _name(value)
        return None if name is None else [name]
    project, module = owner.module.project, owner.module
    if isinstance(owner, Function):
        look = project.scope_of(owner)
    elif isinstance(owner, Route) and owner.within is not None:
        names = project.calls.body(owner.within).names
        look = Interpreter(module, names, project.scope_of(owner.within)).lookup
    else:
        look = project.types.lookup_in(module)
    found = list(_names(project.terms.of(expr, module, look)))
    return None if None in found else sorted({name for name in found if name is not None})


def _names(term: Term) -> Iterator[str | None]:
    if not term.is_union:
        yield _name(term.value)
    if _name(term.value) != "Literal":
        for arg in term.args:
            if arg.value not in (External("builtins.None"), External("builtins.Ellipsis")):
                yield from _names(arg)


def _name(value: Value) -> str | None:
    if isinstance(value, External):
        return value.name.rpartition(".")[2]
    return value.name if isinstance(value, Class) else None
