"""What five other tools and fastapi-lint find of blocking calls in real projects, side by side.

    python ecosystem/compare.py run  [NAME…]   run all tools over the pinned projects (minutes; two cores)
    python ecosystem/compare.py table          the table of docs/blocking.md, from the last run
    python ecosystem/compare.py show SET [N]   findings of a set with their lines: `ours`, `theirs`, or a reason

The tools are taken from the folder FASTAPI_LINT_PEERS (`peers.TOOLS` says which versions were compared), and the one
of them that resolves imports is given the environment FASTAPI_LINT_PEERS_PYTHON, which should have the libraries that
the projects use.
"""

from __future__ import annotations

import argparse
import json
import random
import sys
from collections import Counter
from collections.abc import Iterable, Iterator
from dataclasses import asdict, dataclass

import peers
import pins
from linting import source_lines
from peers import Found, Place

PROJECTS = ("open-webui", "langflow-base", "zenml", "argilla-server", "arize-phoenix", "dstack")
RESULT = pins.HERE / "compared.json"
OURS = "fastapi-lint"
TO_READ = "to read"


@dataclass(frozen=True, slots=True)
class Row:
    """One place, and who reports it. ``reason`` says why a place that only others report is none of ours."""

    project: str
    path: str
    row: int
    callee: str
    tools: tuple[str, ...]
    reason: str


def run(names: Iterable[str]) -> None:
    """Run every tool over every project, and keep what they found."""
    wanted = list(names) or list(PROJECTS)
    rows: list[Row] = []
    if RESULT.exists():
        rows = [row for row in read() if row.project not in wanted]
    for project in pins.fetched(wanted):
        found = {tool: peers.run(tool, project) for tool in peers.TOOLS}
        print(project.name, {tool: len(items) for tool, items in found.items()}, file=sys.stderr)
        rows += merge(project, found)
    rows.sort(key=lambda row: (row.project, row.path, row.row, row.callee))
    lines = ",\n".join(json.dumps(list(asdict(row).values()), ensure_ascii=False) for row in rows)
    RESULT.write_text(f"[\n{lines}\n]\n", encoding="utf-8")


def read() -> list[Row]:
    """The rows of the last run."""
    return [
        Row(*item[:4], tuple(item[4]), item[5]) for item in json.loads(RESULT.read_text(encoding="utf-8"))
    ]


def merge(project: pins.Project, found: dict[str, list[Found]]) -> Iterator[Row]:
    """One row for each of our findings, and for each place that only others report.

    Tools disagree about which end of a chain is the finding. Two findings are the same when they have an end in
    common: where the event loop enters, or the call that blocks.
    """
    ours = found[OURS]
    by_place: dict[Place, list[int]] = {}
    for index, item in enumerate(ours):
        for place in (*item.entries, *item.sinks):
            by_place.setdefault(place, []).append(index)
    agreed: list[set[str]] = [set() for _ in ours]
    others: dict[Place, tuple[Found, set[str]]] = {}
    for tool, items in found.items():
        for item in items if tool != OURS else ():
            same = {index for place in (*item.entries, *item.sinks) for index in by_place.get(place, ())}
            for index in same:
                agreed[index].add(tool)
            if not same:
                others.setdefault(item.entries[0], (item, set()))[1].add(tool)
    for item, tools in zip(ours, agreed, strict=True):
        place = item.entries[0]
        yield Row(project.name, place.path, place.row, item.callee, tuple(sorted({OURS, *tools})), "")
    classify = peers.Reasons(project)
    for place, (item, tools) in others.items():
        yield Row(
            project.name,
            place.path,
            place.row,
            item.callee,
            tuple(sorted(tools)),
            classify(item) or TO_READ,
        )


def table() -> None:
    """The table, as Markdown."""
    rows = read()
    projects = sorted({row.project for row in rows})
    print("| project | " + " | ".join(peers.TOOLS) + " | agreed | only ours | only theirs |")
    print("|---|" + "---:|" * (len(peers.TOOLS) + 3))
    for name in [*projects, "all"]:
        some = [row for row in rows if name in (row.project, "all")]
        counts = [sum(tool in row.tools for row in some) for tool in peers.TOOLS]
        mine = [row for row in some if OURS in row.tools]
        agreed = sum(len(row.tools) > 1 for row in mine)
        numbers = (*counts, agreed, len(mine) - agreed, len(some) - len(mine))
        print(f"| {name} | " + " | ".join(f"{number:,}" for number in numbers) + " |")
    reasons = Counter(row.reason for row in rows if row.reason)
    print("\n| only theirs, because | places |\n|---|---:|")
    for reason, number in reasons.most_common():
        print(f"| {reason} | {number:,} |")


def show(which: str, number: int) -> None:
    """Some findings with the line that they are about."""
    rows = [
        row
        for row in read()
        if (row.tools == (OURS,) if which == "ours" else row.reason and which in ("theirs", row.reason))
    ]
    projects = {project.name: project for project in pins.load()}
    for row in sorted(
        random.Random(0).sample(rows, min(number, len(rows))), key=lambda row: (row.project, row.path)
    ):
        lines = source_lines(projects[row.project], row.path)
        text = lines[row.row - 1].strip() if 0 < row.row <= len(lines) else ""
        print(
            f"{row.project} {row.path}:{row.row} {row.callee} [{', '.join(row.tools)}] {row.reason}\n    {text}"
        )


def main() -> int:
    parser = argparse.ArgumentParser(
        description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter
    )
    commands = parser.add_subparsers(required=True, metavar="COMMAND")
    runner = commands.add_parser("run", help=run.__doc__)
    runner.add_argument("names", nargs="*", metavar="NAME")
    runner.set_defaults(run=lambda options: run(options.names))
    commands.add_parser("table", help=table.__doc__).set_defaults(run=lambda options: table())
    shower = commands.add_parser("show", help=show.__doc__)
    shower.add_argument("set")
    shower.add_argument("number", type=int, nargs="?", default=40)
    shower.set_defaults(run=lambda options: show(options.set, options.number))
    options = parser.parse_args()
    options.run(options)
    return 0


if __name__ == "__main__":
    sys.exit(main())
