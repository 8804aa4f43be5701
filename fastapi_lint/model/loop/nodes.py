"""What the graph of running code is made of: pieces of code, each with what it was given."""

from __future__ import annotations

from typing import TYPE_CHECKING, NamedTuple

from fastapi_lint.model.domain import Class, Function
from fastapi_lint.model.following.calls import Body
from fastapi_lint.model.loop.constants import VARIES, First

if TYPE_CHECKING:
    from typing import TypeAlias

Code: TypeAlias = Function | Body
"""A function, or the body of a lambda."""

Fixed: TypeAlias = tuple[tuple[str, object], ...]
"""Names and the constants that they stand for."""


class Given(NamedTuple):
    """What a function was given for one of its parameters, and calls."""

    function: Function
    parameter: str
    code: Code
    fixed: Fixed = ()
    """What is constant around a nested function."""


class Node(NamedTuple):
    """Code, with the functions that it was given."""

    code: Code
    given: tuple[Given, ...] = ()
    fixed: Fixed = ()
    """The parameters that the call gives a constant, of those that the code asks for."""
    own: Class | None = None
    """The class of ``self``, where a method of a class above runs what its objects have (``receivers``)."""


NOTHING = Node(Body())
"""What runs where it is no code of the project, or none that is known: one of several options."""


def encloses(outer: Function, function: Function) -> bool:
    """Whether a function is nested in another."""
    parent = function.parent
    while parent is not None:
        if parent is outer:
            return True
        parent = parent.parent
    return False


def around(function: Function, node: Node) -> Fixed:
    """What is constant in a function because a node is, in which it is nested."""
    if not node.fixed or not isinstance(node.code, Function) or not encloses(node.code, function):
        return ()
    own = {param.name for param in function.syntax.params}
    known = ((name, value) for name, value in node.fixed if name not in own)
    return tuple((name, VARIES if isinstance(value, First) else value) for name, value in known)


def inner(given: tuple[Given, ...], code: Code) -> tuple[Given, ...]:
    """What was given to functions around a piece of code, and around what they were given: a decorator has what is
    below it, and that has what is below both. A lambda has all that those had who passed it on."""
    if not isinstance(code, Function):
        return tuple(one for one in given if one.code is not code)
    own = tuple(one for one in given if encloses(one.function, code))
    others = tuple(one for one in given if one not in own) if own else ()
    below = [deeper for one in own for deeper in (inner(others, one.code) if others else ())]
    return (*below, *own)
