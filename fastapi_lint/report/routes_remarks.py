"""What is unusual about a route, in plain words."""

from __future__ import annotations

from collections.abc import Iterator

from fastapi_lint.inventory.entries import Entry
from fastapi_lint.report.view import View


def remarks(view: View, entry: Entry) -> Iterator[str]:
    """A sentence for each thing."""
    shadow = entry.shadow
    if shadow is not None:
        partly = shadow.methods and set(shadow.methods) != set(entry.methods or ())
        methods = f" for {', '.join(shadow.methods)}" if partly else ""
        yield f"never reached{methods}: {shadow.taken_by} is registered before it, {view.where(shadow.place)}"
    if entry.is_conditional:
        yield f"registered under a condition, {view.where(entry.registered)}"


def summary(view: View) -> str:
    """``20 routes, 1 mount; 6 never reached``."""
    entries = [entry for _, entry in view.entries()]
    mounts = sum(entry.is_mount for entry in entries)
    counted = [_count(len(entries) - mounts, "route"), *([_count(mounts, "mount")] if mounts else [])]
    unusual = {
        "never reached": sum(entry.shadow is not None for entry in entries),
        "conditional": sum(entry.is_conditional for entry in entries),
        "not fully known": sum(None in (entry.path, entry.methods, entry.endpoint) for entry in entries),
    }
    told = ", ".join(f"{number} {word}" for word, number in unusual.items() if number)
    return ", ".join(counted) + (f"; {told}" if told else "")


def _count(number: int, word: str) -> str:
    return f"{number} {word}" if number == 1 else f"{number} {word}s"
