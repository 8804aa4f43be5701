"""``routes`` as JSON: one array, in the order of matching; null is what the source does not show."""

from __future__ import annotations

from typing import Any, TextIO

from fastapi_lint.inventory.entries import Entry, Group, Input, Need, Place, Shadow
from fastapi_lint.report.objects import dump
from fastapi_lint.report.view import View


def write(view: View, stream: TextIO) -> None:
    """Write the array."""
    dump([as_object(group, entry) for group, entry in view.entries()], stream)


def as_object(group: Group, entry: Entry) -> dict[str, Any]:
    """One route. The first eleven keys are what other tools rely on."""
    return {
        "methods": list(entry.methods) if entry.methods is not None else None,
        "path": entry.path,
        "endpoint": entry.endpoint,
        "app": group.name if group.kind == "application" else None,
        "kind": entry.kind,
        "async": entry.is_async,
        "filename": entry.place.filename,
        "line": entry.place.line,
        "response_model": entry.response_model,
        "dependencies": [need.name for need in entry.needs],
        "tags": list(entry.tags),
        "parameters": [parameter(one, need) for need, one in entry.taken()],
        "security": [need.name for need in entry.security],
        "conditional": entry.is_conditional,
        "shadowed_by": _shadow(entry.shadow),
        "registered": place(entry.registered),
        "routers": [branch.router for branch in entry.branches],
        "mount": group.prefix or None,
    }


def parameter(of: Input, need: Need | None) -> dict[str, Any]:
    """One parameter; ``dependency`` is what takes it, null for the endpoint."""
    return {
        "name": of.name,
        "alias": of.alias,
        "in": of.source,
        "type": of.type or None,
        "required": of.required,
        "default": of.default or None,
        "dependency": (need.name or need.label) if need is not None else None,
        "filename": of.place.filename if of.place else None,
        "line": of.place.line if of.place else None,
    }


def place(of: Place | None) -> dict[str, Any] | None:
    """A line of a file."""
    return {"filename": of.filename, "line": of.line} if of is not None else None


def _shadow(shadow: Shadow | None) -> dict[str, Any] | None:
    if shadow is None:
        return None
    return {
        "route": shadow.taken_by,
        "endpoint": shadow.endpoint,
        "methods": list(shadow.methods),
        "filename": shadow.place.filename,
        "line": shadow.place.line,
    }
