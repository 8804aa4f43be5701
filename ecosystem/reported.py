"""Blocking calls that people reported or took off the event loop, held against what is found in the release before.

    python ecosystem/reported.py run [NAME…]  download and lint the releases of `reported.csv`, and note what is found
    python ecosystem/reported.py table        the table of docs/blocking.md, from the last run
    python ecosystem/reported.py missed       what was not found

A row of `reported.csv` is a fact: in this release this line of a coroutine calls something that blocks, and `fixed` is
a later release that awaits it, or runs it in a thread. A case is found when a finding or one of its related lines is on
these lines: by `default`, with `low` confidence only, or by a `strict` rule only. `at_first` is what was found before
anybody looked at the case.
"""

from __future__ import annotations

import csv
import json
import sys
import tempfile
from collections import Counter
from collections.abc import Iterator
from dataclasses import dataclass, replace
from pathlib import Path
from typing import Any

import pins
from linting import invoke

CASES = pins.HERE / "reported.csv"
UNPACKED = pins.HERE / "reported"
RESULT = pins.HERE / "reported.json"
STRICT = {"FAPI120", "FAPI123", "FAPI125"}
NO_CALLS = {"FAPI111", "FAPI115", "FAPI117"}
"""Rules on coroutines and tasks, which name lines for other reasons."""
GRADES = ("default", "low", "strict", "missed")
LONG = 12
"""How many lines a finding may have to be about a call: some are about a whole function."""


@dataclass(frozen=True, slots=True)
class Case:
    """One blocking call in a coroutine of a release."""

    project: str
    version: str
    fixed: str
    path: str
    first: int
    last: int
    callee: str
    at_first: str
    now: str = "missed"

    @property
    def root(self) -> Path:
        """Where the release is unpacked."""
        return UNPACKED / f"{self.project}-{self.version}"


def cases() -> list[Case]:
    """All rows of the list."""
    with CASES.open(encoding="utf-8", newline="") as lines:
        return [_case(**row) for row in csv.DictReader(lines)]


def _case(first: str, last: str, **row: str) -> Case:
    return Case(**row, first=int(first), last=int(last))


def run(names: list[str]) -> None:
    """Lint the releases, and note each case with what is found of it."""
    wanted = [case for case in cases() if not names or case.project in names]
    result = json.loads(RESULT.read_text(encoding="utf-8")) if RESULT.exists() else {}
    for root in dict.fromkeys(case.root for case in wanted):
        inside = [case for case in wanted if case.root == root]
        fetch(inside[0])
        options = ("--select=default", "--select=FAPI1", "--min-confidence=low", "--output-format=json")
        found = json.loads(invoke(root, root, *options).stdout)
        result.update({_key(case): grade(case, found) for case in inside})
        RESULT.write_text(json.dumps(result, indent=1, sort_keys=True) + "\n", encoding="utf-8")
        print(root.name, *(f"{n} {name}" for name, n in Counter(map(result.get, map(_key, inside))).items()))


def fetch(case: Case) -> None:
    """Download and unpack one release, if it is not there."""
    if not case.root.is_dir():
        with tempfile.TemporaryDirectory() as scratch:
            project = pins.Project(case.project, case.version, "wheel", sha256="", folder=".")
            pins.unpack(pins.download(project, Path(scratch)), case.root)
            pins.settle(case.root, project)


def grade(case: Case, found: list[dict[str, Any]]) -> str:
    """How a case is found: the best of all findings that name its lines."""
    grades = {_grade(finding) for finding in found if any(_names(case, place) for place in _places(finding))}
    return next((name for name in GRADES if name in grades), "missed")


def _grade(finding: dict[str, Any]) -> str:
    if finding["code"] in STRICT:
        return "strict"
    return "low" if finding["confidence"] == "low" else "default"


def _places(finding: dict[str, Any]) -> Iterator[dict[str, Any]]:
    code = finding["code"] or ""
    if code.startswith("FAPI1") and code not in NO_CALLS:
        yield from (finding, *finding["related"])


def _names(case: Case, place: dict[str, Any]) -> bool:
    if not place["filename"] or Path(place["filename"]) != case.root / case.path:
        return False
    first, last = place["location"]["row"], place["end_location"]["row"]
    return bool(
        first <= case.last and case.first <= last and last - first <= max(LONG, case.last - case.first)
    )


def _key(case: Case) -> str:
    return f"{case.project} {case.version} {case.path}:{case.first}"


def table() -> None:
    """What was found at first, and in the last run, by project."""
    result = json.loads(RESULT.read_text(encoding="utf-8"))
    listed = [replace(case, now=result[_key(case)]) for case in cases() if _key(case) in result]
    print(
        "| project | cases |",
        *(f"at first {name} |" for name in GRADES),
        *(f"now {name} |" for name in GRADES),
    )
    print("|---|" + "---:|" * (1 + 2 * len(GRADES)))
    for name in (*sorted({case.project for case in listed}), ""):
        inside = [case for case in listed if not name or case.project == name]
        first, now = Counter(case.at_first for case in inside), Counter(case.now for case in inside)
        counts = [len(inside), *(first[name] for name in GRADES), *(now[name] for name in GRADES)]
        print(f"| {name or 'all'} | {' | '.join(map(str, counts))} |")


def missed() -> None:
    """The cases that no finding names."""
    result = json.loads(RESULT.read_text(encoding="utf-8"))
    for case in cases():
        if result.get(_key(case)) == "missed":
            print(f"{_key(case)} {case.callee}")


if __name__ == "__main__":
    what, *given = sys.argv[1:] or ["table"]
    {"run": lambda: run(given), "table": table, "missed": missed}[what]()
