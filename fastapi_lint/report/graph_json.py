"""``graph`` as JSON: one object per route; what a route needs again is ``repeated`` and not nested again."""

from __future__ import annotations

from typing import Any, TextIO

from fastapi_lint.inventory.entries import Need
from fastapi_lint.report.objects import dump
from fastapi_lint.report.routes_json import as_object, parameter
from fastapi_lint.report.view import View

_KEYS = ("methods", "path", "endpoint", "app", "kind", "async", "filename", "line")


def write(view: View, stream: TextIO) -> None:
    """Write the array."""
    rows = []
    for group, entry in view.entries():
        known = as_object(group, entry)
        seen: set[str] = set()
        below = [_object(need, seen) for need in entry.needs]
        own = [parameter(one, None) for one in entry.inputs]
        rows.append({key: known[key] for key in _KEYS} | {"parameters": own, "dependencies": below})
    dump(rows, stream)


def _object(need: Need, seen: set[str]) -> dict[str, Any]:
    repeated = need.key in seen and bool(need.needs)
    seen.add(need.key)
    return {
        "name": need.name,
        "expression": need.text,
        "async": need.is_async,
        "yield": need.is_generator,
        "cached": need.is_cached,
        "scope": need.scope,
        "security": need.is_security,
        "scopes": list(need.scopes),
        "filename": need.place.filename if need.place else None,
        "line": need.place.line if need.place else None,
        "parameters": [parameter(one, need) for one in need.inputs],
        "repeated": repeated,
        "dependencies": [] if repeated else [_object(inner, seen) for inner in need.needs],
    }
