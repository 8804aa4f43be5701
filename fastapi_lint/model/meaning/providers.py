"""Providers of dependency_injector (4): calling one gives an object of the class that it was given.

``Factory`` makes one each time. ``Singleton`` and its like keep theirs, so calling them is taken to make nothing.
"""

from __future__ import annotations

from collections.abc import Callable

from fastapi_lint.model.domain import Class
from fastapi_lint.model.meaning.values import Arguments, Closure, External, Instance, Value

_MODULE = "dependency_injector.providers"
_FACTORY = f"{_MODULE}.Factory"
PROVIDERS = frozenset(
    f"{_MODULE}.{name}"
    for name in (
        "Factory",
        "Singleton",
        "ThreadSafeSingleton",
        "ThreadLocalSingleton",
        "ContextLocalSingleton",
    )
)


def provider(callee: External, given: Arguments, result: Callable[[Value], Value]) -> Value:
    """The provider that a call makes; ``result`` says what calling something gives."""
    target = given.positional[0]
    if callee.name == _FACTORY and isinstance(target, Class):
        return Closure(target, given=given)
    made = result(target)
    return Instance(callee, items=made) if made is not None else None


def provided(value: Instance) -> Value:
    """What calling a provider gives."""
    return value.items if isinstance(value.of, External) and value.of.name in PROVIDERS else None
