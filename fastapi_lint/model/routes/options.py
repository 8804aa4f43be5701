"""What the arguments of registrations say: prefixes, methods, dependencies."""

from __future__ import annotations

from fastapi_lint.model.domain import Class, Function
from fastapi_lint.model.file.scan import HTTP_METHODS
from fastapi_lint.model.meaning.values import Arguments, Listing, Literal, Marker, Value


def prefix_of(given: Arguments) -> str | None:
    """The ``prefix``; None when unknown."""
    if "prefix" in given.named:
        value = given.named["prefix"]
        return "" if value == Literal(None) else text(value)
    return None if "" in given.named else ""


def text(value: Value) -> str | None:
    """A string; None for everything else."""
    return value.value if isinstance(value, Literal) and isinstance(value.value, str) else None


def label_of(given: Arguments, position: int | None) -> Value:
    """The ``name`` that a route or a mount is given; ``Literal(None)`` without one, None when unknown."""
    if "name" in given.named:
        return given.named["name"]
    if position is not None and position < len(given.positional):
        return given.positional[position]
    return None if "" in given.named else Literal(None)


def items(value: Value) -> tuple[Value, ...]:
    """The items of a list, as far as they are known."""
    return value.items if isinstance(value, Listing) else ()


def markers(value: Value) -> list[Marker]:
    """The markers of ``dependencies=[…]``; of a list that may be shorter none is certain."""
    return [item for item in items(value) if isinstance(item, Marker)] if not _is_open(value) else []


def _is_open(value: Value) -> bool:
    return isinstance(value, Listing) and value.is_open


def shows_dependencies(given: Arguments) -> bool:
    """Whether the source shows every item of ``dependencies=[…]``, or that there is none."""
    if "dependencies" not in given.named:
        return "" not in given.named
    value = given.named["dependencies"]
    is_listed = isinstance(value, Listing) and all(isinstance(item, Marker) for item in value.items)
    return (is_listed and not _is_open(value)) or value == Literal(None)


def methods_of(name: str, given: Arguments) -> tuple[str, ...]:
    """The methods that a route answers to, sorted; empty when unknown."""
    if name in HTTP_METHODS:
        return (name.upper(),)
    if name == "?":
        return ()
    if given.named.get("methods", Literal(None)) == Literal(None):
        return ("GET",) if "" not in given.named else ()
    listed = [text(item) for item in items(given.named["methods"])]
    return tuple(sorted(item.upper() for item in listed if item)) if all(listed) else ()


def with_head(methods: tuple[str, ...], is_given: bool, endpoint: Function | Class | None) -> tuple[str, ...]:
    """The methods of a Starlette route: a class answers what it has methods for, unless they are given."""
    if not is_given and not isinstance(endpoint, Function):
        return ()
    return tuple(sorted({*methods, "HEAD"})) if "GET" in methods else methods
