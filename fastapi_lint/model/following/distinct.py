"""What was noted of a body more than once, as both branches of a test, or a loop, are followed."""

from __future__ import annotations

from typing import TYPE_CHECKING

from fastapi_lint.model.domain import Function
from fastapi_lint.model.meaning.values import Bound

if TYPE_CHECKING:
    from fastapi_lint.model.following.calls import CallSite, Use


def distinct(sites: list[CallSite]) -> list[CallSite]:
    """Each call as it was seen last, and once for each function that a loop over several calls there."""
    if len(sites) < 2:
        return sites
    places = []
    for site in sites:  # each call of each body comes by here
        call, func = site.call, site.call.func
        places.append((call.start, call.length, func.start + func.length < call.start + call.length))
    if len(set(places)) == len(places):
        return sites
    seen: dict[tuple[int, int, bool], dict[Function | None, CallSite]] = {}
    for key, site in zip(places, sites, strict=True):
        callee = site.callee.function if type(site.callee) is Bound else site.callee
        function = callee if type(callee) is Function else None
        place = seen.setdefault(key, {})
        place[function] = site
        if function is not None:
            place.pop(None, None)
    return [site for place in seen.values() for site in place.values()]


def place(use: Use) -> tuple[object, ...]:
    """Where something is used, how, and as what."""
    function = use.value.function if isinstance(use.value, Bound) else None
    return use.expr.start, use.expr.length, use.how, function
