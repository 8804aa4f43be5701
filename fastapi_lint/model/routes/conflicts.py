"""Which routes never get a request, because something that is registered before them matches it first."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Collection, Iterable, Iterator, Sequence
from heapq import merge

import msgspec

from fastapi_lint.model.domain import Inclusion, Kind, Mount, MountPoint, PathOperation, Route, Router, Served
from fastapi_lint.model.file import syntax as s
from fastapi_lint.model.routes.serving import serve


class Conflict(msgspec.Struct, frozen=True):
    """``earlier`` matches every path that ``later`` matches, and takes its requests."""

    earlier: Served
    later: Served
    methods: tuple[str, ...]
    """Those of the later one that never reach it; empty for websockets and mounts."""

    @property
    def is_duplicate(self) -> bool:
        """Both match exactly the same paths."""
        first, second = self.earlier.template, self.later.template
        return first is not None and second is not None and first.key == second.key

    @property
    def same_endpoint(self) -> bool:
        """One function, or one mounted application: the request gets there all the same."""
        first, second = (
            item.application if isinstance(item, Mount) else item.endpoint
            for item in (self.earlier.entry, self.later.entry)
        )
        return first is not None and first is second

    @property
    def parting(self) -> tuple[Route | Mount | Inclusion, Route | Mount | Inclusion]:
        """Where their ways part: what brings the earlier one in front, and what brings the later one too late."""
        pairs = zip(self.earlier.chain, self.later.chain, strict=False)
        return next((first, second) for first, second in pairs if first is not second)

    @property
    def losing(self) -> str:
        """``GET /items/last``: the requests that the later one never gets."""
        return _display(self.later, self.methods)

    @property
    def winning(self) -> str:
        """``GET /items/{item_id}``: what gets them."""
        methods = self.earlier.methods if isinstance(self.earlier, PathOperation) else ()
        return _display(self.earlier, methods)


def _display(served: Served, methods: tuple[str, ...]) -> str:
    """With the full path, unless the route is served under several of them."""
    entry = served.entry
    path = served.path
    if isinstance(entry, Route):
        path = path if len({operation.path for operation in entry.operations}) < 2 else entry.template
        return f"{'/'.join(methods) or 'WEBSOCKET'} {path}"
    return path or "/"


def conflicts(operations: Iterable[PathOperation | MountPoint]) -> Iterator[Conflict]:
    """What never gets a request, each with what is in its way; unknown paths and methods stay silent.

    A pair that meets under several prefixes is given once. Of all that is in the way, a duplicate counts
    most, then what is registered first.
    """
    exact: dict[str, list[Served]] = defaultdict(list)
    patterns: dict[str, list[tuple[int, Served]]] = defaultdict(list)
    seen: set[tuple[Route | Mount, Route | Mount]] = set()
    for position, later in enumerate(operations):
        if later.template is None or not _is_judged(later):
            continue
        same = exact[later.template.key]
        found = next(_taking(same, later), None) or next(
            _taking(_alike(patterns, later.template.sample), later), None
        )
        if found is not None and _is_of_library(found):
            continue
        if found is not None and (found.earlier.entry, later.entry) not in seen:
            seen.add((found.earlier.entry, later.entry))
            yield found
        same.append(later)
        if later.template.parameters:
            patterns[later.template.head].append((position, later))


def _is_of_library(found: Conflict) -> bool:
    """Whether one call of a library made both: a mount, and routes below it that it never lets through."""
    earlier, later = found.earlier, found.later
    return isinstance(earlier, MountPoint) and earlier.entry.call is later.entry.call


def heals(losing: Collection[Served], router: Router, order: Sequence[Route | Mount | Inclusion]) -> bool:
    """Whether all of ``losing`` get their requests, and nothing else loses any, in this order of ``router``."""
    project = router.module.project
    wanted = {served.entry for served in losing}
    for server in project.routers:
        if not server.is_server or not any(
            item.router is router for op in server.operations for item in op.chain
        ):
            continue
        served = serve(server, project.includes_live, lambda some: order if some is router else some.entries)
        before = {conflict.later.entry for conflict in server.conflicts}
        after = {conflict.later.entry for conflict in conflicts(served)}
        if after & wanted or not after <= before:
            return False
    return True


def _alike(patterns: dict[str, list[tuple[int, Served]]], sample: str) -> Iterator[Served]:
    """Those that begin as a path does, in their order: most are told apart by their first literal text."""
    heads = (sample[:length] for length in range(len(sample) + 1))
    return (served for _, served in merge(*(patterns[head] for head in heads if head in patterns)))


def _taking(candidates: Iterable[Served], later: Served) -> Iterator[Conflict]:
    for earlier in candidates:
        methods = _shared(earlier, later)
        if methods is None or not earlier.branches <= later.branches:
            continue
        if later.template and earlier.template and earlier.template.covers(later.template):
            found = Conflict(earlier, later, methods)
            if found.is_duplicate or not found.same_endpoint:
                yield found


def _shared(earlier: Served, later: Served) -> tuple[str, ...] | None:
    """The methods that both answer; None when they never see the same request."""
    if isinstance(later, MountPoint):
        return () if isinstance(earlier, MountPoint) else None
    assert isinstance(later, PathOperation)
    if isinstance(earlier, MountPoint):
        return later.methods if later.methods or later.route.kind is Kind.WEBSOCKET else None
    assert isinstance(earlier, PathOperation)
    if earlier.route.kind is not later.route.kind:
        return None
    if later.route.kind is Kind.WEBSOCKET:
        return ()
    return tuple(method for method in later.methods if method in earlier.methods) or None


def _is_judged(served: Served) -> bool:
    """Tests put routes over others on purpose, and versioning libraries take same paths apart themselves."""
    if any(item.module.is_test for item in served.chain):
        return False
    function = served.entry.function if isinstance(served.entry, Route) else None
    decorators = function.syntax.decorators if function else ()
    names = (s.dotted(d.func if isinstance(d, s.Call) else d).rpartition(".")[2] for d in decorators)
    return not any("version" in name for name in names)
