"""What rules say about a chain: the message with the way, each hop, the routes that suffer, and the fix."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Iterator
from dataclasses import replace
from typing import TYPE_CHECKING

from fastapi_lint.edits import unblock
from fastapi_lint.finding import PLACE
from fastapi_lint.model.domain import Function, Hop, LoopChain, Route

if TYPE_CHECKING:
    from fastapi_lint.context import Context
    from fastapi_lint.finding import Finding, Findings, Fix, Related
    from fastapi_lint.model.domain import LoopCall
    from fastapi_lint.model.loop.nodes import Code

_MANY = 50
"""How many other places, and how many routes, a finding names."""


def report(
    chain: LoopChain,
    ctx: Context,
    name: str,
    help: str,  # noqa: A002
    more: Callable[[LoopChain, Context], Iterable[Related]] | None = None,
) -> Findings:
    """The finding where the event loop enters code that blocks further down; ``name`` is what messages call it, and
    ``more`` gives what else it names.

    An entry that the user ignores hides no other one: each of those is a finding of its own, to be suppressed, and the
    best of the rest is reported.
    """
    entries: list[LoopChain] = []
    for entry in (chain, *chain.others):
        if ctx.is_ignored(entry):
            yield _finding(replace(entry, others=[]), ctx, name, help, more)
        else:
            entries.append(entry)
    if entries:
        found = _finding(replace(entries[0], others=entries[1:]), ctx, name, help, more)
        yield found
        if ctx.is_fixing and found.fix is not None:
            yield from _repeats(entries, ctx, name, help)


def _repeats(entries: list[LoopChain], ctx: Context, name: str, help: str) -> Findings:  # noqa: A002
    """What would be found next in other files, were the first entry fixed; so each needs no round of its own."""
    by_path: dict[str, list[LoopChain]] = {}
    for entry in entries:
        by_path.setdefault(entry.path, []).append(entry)
    for path, (first, *others) in [*by_path.items()][1:]:
        if ctx.project.modules[path].is_test and not ctx.rule.in_tests:
            continue
        found = _finding(replace(first, others=others), ctx.elsewhere(path), name, help, None)
        if found.fix is None:  # which would stay as it is, and hide those behind it
            return
        yield replace(found, is_repeat=True)


def _finding(
    chain: LoopChain,
    ctx: Context,
    name: str,
    help: str,  # noqa: A002
    more: Callable[[LoopChain, Context], Iterable[Related]] | None,
) -> Finding:
    end = chain.hops[-1]
    others = [*_others(chain, ctx, name), *_routes(chain, ctx)]
    return ctx.finding(
        chain,
        f"`{name}`, reached {chain.way}, {chain.consequence}",
        help=f"run `{chain.hops[0].name}` in a thread, or make the way there async: {help}",
        related=[*_hops(chain, ctx, name), *(more(chain, ctx) if more is not None else ()), *others],
        fix=_fix(chain, ctx),
        cause=ctx.at(end.path, end.expr),
    )


def _fix(chain: LoopChain, ctx: Context) -> Fix | None:
    """What takes the function off the way; in the same file, all of those that get to the same call."""
    fixes = [unblock(one, ctx) for one in (chain, *chain.others) if one.path == chain.path]
    first = fixes[0]
    if first is None:
        return None
    every = dict.fromkeys(fix for fix in fixes if fix is not None)
    edits = dict.fromkeys(edit for fix in every for edit in fix.edits)
    imports = dict.fromkeys(request for fix in every for request in fix.imports)
    places = f", and {len(every) - 1} more like it" if len(every) > 1 else ""
    return replace(first, message=first.message + places, edits=tuple(edits), imports=tuple(imports))


def _hops(chain: LoopChain, ctx: Context, name: str) -> Iterator[Related]:
    following = [*(hop.name for hop in chain.hops[1:]), name]
    for hop, called in zip(chain.hops, following, strict=True):
        yield ctx.related(ctx.at(hop.path, hop.expr), f"`{hop.name}` runs `{called}` here")


def _others(chain: LoopChain, ctx: Context, name: str) -> Iterator[Related]:
    """Where else a function on the loop enters the way to the same call."""
    for other in chain.others[:_MANY]:
        yield ctx.related(other, f"`{other.function.name}` gets to the same `{name}` from here", PLACE)


def read_again(found: LoopCall | LoopChain, ctx: Context) -> Iterator[Related]:
    """The attributes that ask the database once more, behind a commit or a query, and the end of what was begun: one
    cause, one remedy."""
    expired = ctx.project.chains.expired
    others, hops = (found.others, found.hops) if isinstance(found, LoopChain) else ([], ())
    entries = [found, *others[:_MANY]]
    reads = [read for one in entries for read in expired.behind(one.function, one.expr)]
    reads += [read for one in entries for read in expired.from_query(one.function, one.expr)]
    for hop in hops:
        reads += expired.anywhere(hop.code) if isinstance(hop.code, Function) else []
        reads += expired.from_query(hop.code, hop.expr)
    for read in dict.fromkeys(reads):
        place = ctx.at(read.path, read.expr)
        yield ctx.related(place, f"then asks again for `{ctx.text(place)}`", "read")
    ends = [end for one in (*entries, *hops) for end in expired.rolled_back(_code(one), one.expr)]
    for end in dict.fromkeys(ends):
        yield ctx.related(ctx.at(end.path, end.expr), "then rolls back, as the session is closed", "close")


def _code(place: LoopCall | LoopChain | Hop) -> Code | None:
    return place.code if isinstance(place, Hop) else place.function


def _routes(chain: LoopChain, ctx: Context) -> Iterator[Related]:
    found = routes_of(chain.function, *(other.function for other in chain.others))
    for route in found[:_MANY]:
        yield ctx.related(route, f"`{route.display}` waits for it", "route")


def routes_of(*functions: Function) -> list[Route]:
    """The routes that run functions: as their endpoint, as a dependency, or awaited by either."""
    seen: dict[Function, None] = {}  # in order: what registers many routes at once has them all at one place
    pending = list(functions)
    while pending:
        current = pending.pop()
        if current not in seen:
            seen[current] = None
            pending.extend(current.users)
            pending.extend([current.via] if current.via is not None else [])
    routes = [route for one in seen for route in one.routes]
    return sorted(routes, key=lambda route: (route.path, route.span))
