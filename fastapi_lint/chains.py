"""What rules say about a chain: the message with the way, each hop, the routes that suffer, and the fix."""

from __future__ import annotations

from collections.abc import Iterator
from typing import TYPE_CHECKING

from fastapi_lint.edits import unblock
from fastapi_lint.model.domain import Function, Role, Route

if TYPE_CHECKING:
    from fastapi_lint.context import Context
    from fastapi_lint.finding import Finding, Related
    from fastapi_lint.model.domain import LoopChain

_ROUTES = 3
_AGAIN = 5


def report(chain: LoopChain, ctx: Context, name: str, help: str) -> Finding:  # noqa: A002
    """The finding where the event loop enters code that blocks further down; ``name`` is what messages call it."""
    related = [*_hops(chain, ctx, name), *_again(chain, ctx, name), *_routes(chain, ctx)]
    return ctx.finding(
        chain,
        f"`{name}`, reached {chain.way}, {chain.consequence}",
        help=f"run `{chain.hops[0].name}` in a thread, or make the way there async: {help}",
        related=related,
        fix=unblock(chain, ctx),
    )


def _hops(chain: LoopChain, ctx: Context, name: str) -> Iterator[Related]:
    following = [*(hop.name for hop in chain.hops[1:]), name]
    for hop, called in zip(chain.hops, following, strict=True):
        yield ctx.related(ctx.at(hop.path, hop.expr), f"`{hop.name}` runs `{called}` here")


def _again(chain: LoopChain, ctx: Context, name: str) -> Iterator[Related]:
    for expr in chain.again[:_AGAIN]:
        yield ctx.related(
            ctx.at(chain.path, expr), f"the event loop runs `{chain.hops[0].name}` here as well"
        )


def _routes(chain: LoopChain, ctx: Context) -> Iterator[Related]:
    found = routes_of(chain.function)
    for number, route in enumerate(found[:_ROUTES]):
        more = f", and so do {len(found) - _ROUTES} more" if number == _ROUTES - 1 < len(found) - 1 else ""
        yield ctx.related(route, f"`{route.display}` runs it{more}")


def routes_of(function: Function) -> list[Route]:
    """The routes that run a function: as their endpoint, as a dependency, or awaited by either."""
    seen: set[Function] = set()
    pending = [function]
    while pending:
        current = pending.pop()
        if current not in seen:
            seen.add(current)
            pending.extend(current.users if Role.DEPENDENCY in current.roles else ())
            pending.extend([current.via] if current.via is not None else [])
    routes = [route for one in seen for route in one.routes]
    return sorted(routes, key=lambda route: (route.path, route.span))
