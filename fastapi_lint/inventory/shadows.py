"""What never gets a request, under each of its paths."""

from __future__ import annotations

from collections import defaultdict

from fastapi_lint.model.domain import Mount, Route, Router, Served
from fastapi_lint.model.routes.conflicts import Conflict


def shadows(router: Router) -> dict[Served, Conflict]:
    """What is in the way of whatever ``router`` serves in vain.

    The model gives a pair of registrations once; a router that is included twice brings it in under two
    prefixes.
    """
    found: dict[Served, Conflict] = {conflict.later: conflict for conflict in router.conflicts}
    pairs: dict[Route | Mount, Conflict] = {conflict.later.entry: conflict for conflict in router.conflicts}
    before: dict[Route | Mount, list[Served]] = defaultdict(list)
    for served in router.operations:
        known = pairs.get(served.entry)
        if known is not None and served not in found:
            for earlier in before[known.earlier.entry]:
                if _takes(earlier, served):
                    found[served] = Conflict(earlier, served, known.methods)
                    break
        before[served.entry].append(served)
    return found


def _takes(earlier: Served, later: Served) -> bool:
    if earlier.template is None or later.template is None or not earlier.branches <= later.branches:
        return False
    return earlier.template.covers(later.template)
