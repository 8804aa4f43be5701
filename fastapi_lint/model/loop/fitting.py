"""Which of several callees a call leaves: coroutine functions where it is awaited, and plain ones where it is used."""

from __future__ import annotations

from collections.abc import Sequence
from typing import TypeVar

from fastapi_lint.model.domain import Function
from fastapi_lint.model.following.calls import CallSite
from fastapi_lint.model.loop.nodes import Node
from fastapi_lint.model.loop.synchronous import is_plain
from fastapi_lint.model.meaning.values import Bound

_T = TypeVar("_T")


def fitting(options: Sequence[_T], node: Node, site: CallSite | None) -> Sequence[_T]:
    """Those of several callees that a call may run: no plain function where it is awaited, and no coroutine function
    where the code around it shows that the result is none."""
    if len(options) < 2 or site is None:
        return options
    plain = [one for one in options if not _is_coroutine(one)]
    if len(plain) in (0, len(options)):
        return options
    if site.awaited:
        return [one for one in options if _is_coroutine(one)]
    return plain if isinstance(node.code, Function) and is_plain(node.code, site.call) else options


def _is_coroutine(callee: object) -> bool:
    function = callee.function if isinstance(callee, Bound) else callee
    return isinstance(function, Function) and function.is_async
