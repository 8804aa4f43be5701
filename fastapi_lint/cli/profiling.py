"""``--profile``: a table of where the time went."""

from __future__ import annotations

import sys
from collections.abc import Iterator, Mapping

from fastapi_lint.counting import COUNTS
from fastapi_lint.profile import Profile

_LEAST = 0.0005
"""Seconds that are shown as 0.00 are not worth a row."""


def show(profile: Profile) -> None:
    """Write the table to standard error."""
    sys.stdout.flush()
    modules = {"modules imported": len(sys.modules)}
    for row in (
        *_seconds("stage", profile.stages),
        *_seconds("rule", profile.rules),
        *_counts(COUNTS | modules),
    ):
        sys.stderr.write(f"{row}\n")


def _seconds(title: str, table: Mapping[str, float]) -> Iterator[str]:
    yield f"   CPU s  {title}"
    yield from (f"{seconds:8.3f}  {name}" for name, seconds in _largest(table) if seconds > _LEAST)
    yield f"{sum(table.values()):8.3f}  = all\n"


def _counts(table: Mapping[str, int]) -> Iterator[str]:
    yield "   times  count"
    yield from (f"{times:8}  {name}" for name, times in sorted(table.items()))


def _largest(table: Mapping[str, float]) -> list[tuple[str, float]]:
    return sorted(table.items(), key=lambda item: (-item[1], item[0]))
