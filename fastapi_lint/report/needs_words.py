"""What there is to say about a dependency, in a word or two each."""

from __future__ import annotations

from collections.abc import Iterable, Iterator

from fastapi_lint.inventory.entries import Input, Need
from fastapi_lint.report.view import runs


def traits(need: Need, *, defined: bool | None = None) -> list[str]:
    """All of them; or only what its definition says, or only what the place says that declares it."""
    found = [] if defined is False else [*_of_definition(need)]
    return found if defined else [*found, *_of_use(need)]


def reads(inputs: Iterable[Input]) -> Iterator[str]:
    """What a request brings: ``path book_id``, ``query limit = 10``."""
    for one in inputs:
        if one.is_read:
            default = f" = {one.default}" if one.default else " (optional)" if one.required is False else ""
            yield f"{one.source or '?'} {one.alias or one.name}{default}"


def _of_definition(need: Need) -> Iterator[str]:
    if need.is_async is not None:
        yield runs(need.is_async)
    if need.is_generator:
        yield "yield"
    if need.is_security:
        yield "security"


def _of_use(need: Need) -> Iterator[str]:
    if need.scopes:
        yield f"scopes {' '.join(scope or '?' for scope in need.scopes)}"
    if need.scope is not None:
        yield f"scope {need.scope}"
    if need.name is not None and need.is_cached is not True:
        yield "not cached" if need.is_cached is False else "cached?"
