"""Every library that blocks, and beside it what does not: ``fixtures/side_by_side``.

A line there ends with the family of its findings and what their messages name: ``# database: redis.Redis.get``.
Every other line is silent.
"""

from __future__ import annotations

import re
from collections import defaultdict
from functools import cache
from pathlib import Path
from typing import NamedTuple

import pytest

from fastapi_lint.examples import project
from fastapi_lint.registry import load

FOLDER = Path(__file__).parents[1] / "fixtures" / "side_by_side"
MARKER = re.compile(r"  # ([a-z-]+): (.+)$")
ENDPOINT = re.compile(r'@app\.\w+\("/(.+)"\)')
LEFT_OUT = {"async-endpoint-without-await", "threadpool-overuse"}
"""Rules that speak about a whole endpoint or package."""


class Line(NamedTuple):
    """A line, what is expected of it, and what was found."""

    code: str
    wanted: tuple[str, ...]
    found: tuple[str, ...]


def _endpoints() -> list[tuple[str, str]]:
    found = [(path, ENDPOINT.findall(path.read_text(encoding="utf-8"))) for path in FOLDER.glob("*.py")]
    return sorted((path.stem, name) for path, names in found for name in names)


@cache
def _read(stem: str) -> dict[str, list[Line]]:
    """The lines of each endpoint of a file."""
    lines = (FOLDER / f"{stem}.py").read_text(encoding="utf-8").splitlines()
    text = "\n".join(MARKER.sub("", line) for line in lines)
    rules = [one for one in load().rules if one.category == "asynchrony" and one.name not in LEFT_OUT]
    found: defaultdict[int, list[str]] = defaultdict(list)
    for finding in project({"main.py": text}, rules).check().active:
        family = finding.name.removeprefix("blocking-")
        found[text.count("\n", 0, finding.span.start)].append(f"{family}: {finding.message.split('`')[1]}")
    endpoints: defaultdict[str, list[Line]] = defaultdict(list)
    library = ""
    for row, line in enumerate(lines):
        if endpoint := ENDPOINT.match(line):
            library = endpoint[1]
        marker = MARKER.search(line)
        wanted = [f"{marker[1]}: {callee}" for callee in marker[2].split(", ")] if marker else []
        endpoints[library].append(
            Line(MARKER.sub("", line), tuple(sorted(wanted)), tuple(sorted(found[row])))
        )
    return endpoints


@pytest.mark.parametrize(("subject", "library"), _endpoints())
def test_what_blocks_and_what_does_not(subject: str, library: str) -> None:
    lines = _read(subject)[library]
    assert [(line.code, line.found) for line in lines] == [(line.code, line.wanted) for line in lines]


def test_nothing_is_found_outside_endpoints() -> None:
    stems = sorted({stem for stem, _ in _endpoints()})
    assert [line for stem in stems for line in _read(stem)[""] if line.found] == []
