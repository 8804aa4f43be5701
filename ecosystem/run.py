"""Run fastapi-lint over pinned real projects.

    python ecosystem/run.py fetch  [NAME…]   download and unpack the projects
    python ecosystem/run.py sizes  [NAME…]   how large they are
    python ecosystem/run.py check  [NAME…]   lint, and compare with the recording (exit code 1: it differs)
    python ecosystem/run.py record [NAME…]   lint, and record
    python ecosystem/run.py fixes  [NAME…]   apply all fixes to copies, and see that nothing broke
    python ecosystem/run.py sample RULE N    some recorded findings of a rule, to triage
    python ecosystem/run.py triage           the share of false alarms per rule in triage.csv

Without names all projects but the held-out ones are meant; the name `held-out` stands for those.

Needs Python 3.11 or newer, and the environment that fastapi-lint is installed in.
"""

from __future__ import annotations

import argparse
import csv
import random
import sys
import time
from collections import Counter, defaultdict
from collections.abc import Callable, Iterable

import fixes
import linting
import pins
import sizes
from linting import Change, Found
from pins import HERE, PinError, Project
from rich.console import Console
from rich.markup import escape
from rich.table import Table

console = Console(highlight=False, soft_wrap=True)
VERDICTS = ("true", "false", "harmless")
CONTEXT = 6


def fetch(names: list[str]) -> int:
    """Download and unpack."""
    failed = 0
    for project in pins.load(names):
        try:
            console.print(f"{project.root.name}: {'fetched' if pins.fetch(project) else 'is there'}")
        except PinError as error:
            failed = 1
            console.print(f"[bold red]{project.name}: {escape(str(error))}")
    return failed


def show_sizes(names: list[str]) -> int:
    """A table of sizes."""
    table = _table("project", "version", "files", "lines", "routes", "not parsed")
    for project in pins.fetched(names):
        table.add_row(project.name, project.version, *(f"{number:,}" for number in sizes.measure(project)))
    console.print(table)
    return 0


def check(names: list[str]) -> int:
    """Lint and compare."""
    per_project: dict[str, Counter[str]] = {}
    changed = crashed = False
    for project, run in _lint(pins.fetched(names)):
        per_project[project.name] = Counter(item.code for item in run.found)
        changes = linting.compare(linting.read_recorded(project), run.found)
        for change in changes:
            _show_change(project, change)
        changed |= bool(changes)
        crashed |= bool(run.crashes)
    _show_counts(per_project)
    return 2 if crashed else int(changed)


def record(names: list[str]) -> int:
    """Lint and record; a project that crashed the linter keeps its recording."""
    crashed = False
    calls = {}
    for project, run in _lint(pins.fetched(names)):
        crashed |= bool(run.crashes)
        if not run.crashes:
            linting.write_recorded(project, run.found)
            calls[project.name] = run.calls
    linting.write_calls(calls)
    return 2 if crashed else 0


def _lint(projects: Iterable[Project]) -> Iterable[tuple[Project, linting.Run]]:
    for project in projects:
        start = time.perf_counter()
        run = linting.lint(project)
        console.print(
            f"[bold]{project.root.name}[/]: {len(run.found)} in {time.perf_counter() - start:.1f} s, {run.calls}"
        )
        for crash in run.crashes:
            console.print(f"[bold white on red] CRASH [/] {project.root.name}: {escape(crash)}")
        yield project, run


def _show_change(project: Project, change: Change) -> None:
    if change.before is not None:
        console.print(f"[red]- {escape(_line(change.before))}")
    if change.after is not None:
        console.print(f"[green]+ {escape(_line(change.after))}")
    lines = linting.source_lines(project, change.place.path)
    if change.place.row <= len(lines):
        console.print(f"[dim]      {escape(lines[change.place.row - 1].strip())}")


def _line(found: Found) -> str:
    return f"{found.path}:{found.row} {found.code} {found.message}"


def _show_counts(per_project: dict[str, Counter[str]]) -> None:
    codes = sorted({code for counts in per_project.values() for code in counts})
    table = _table("rule", *per_project, "all")
    for code in codes:
        row = [counts[code] for counts in per_project.values()]
        table.add_row(code, *(str(number or "") for number in row), str(sum(row)))
    totals = [sum(counts.values()) for counts in per_project.values()]
    table.add_row("all", *map(str, totals), str(sum(totals)), style="bold")
    console.print(table)


def show_fixes(names: list[str]) -> int:
    """Apply every fix to copies."""
    table = _table("project", "changed", "broken", "unstable", "comments lost", "to review", "crashes")
    good = True
    for project in pins.fetched(names):
        outcome = fixes.fix(project)
        good &= outcome.is_good
        parts = (outcome.broken, outcome.unstable, outcome.lost, outcome.review, outcome.crashes)
        table.add_row(project.name, str(outcome.changed), *(str(len(part) or "") for part in parts))
        for label, part in zip(("broken", "unstable", "comment lost", "review", "CRASH"), parts, strict=True):
            for item in part:
                console.print(
                    f"[{'yellow' if label == 'review' else 'red'}]{label}[/] {project.name}: {escape(item)}"
                )
    console.print(table)
    return int(not good)


def sample(rule: str, number: int, seed: int) -> int:
    """Some findings of a rule, with their surroundings."""
    found = [(p, item) for p in pins.fetched() for item in linting.read_recorded(p) if item.code == rule]
    chosen = random.Random(seed).sample(found, min(number, len(found)))
    console.print(f"{len(chosen)} of {len(found)} findings of {rule}\n")
    for project, item in chosen:
        console.print(f"[bold]{project.name},{item.path},{item.row},{item.code}[/]\n{escape(item.message)}")
        lines = linting.source_lines(project, item.path)
        for row in range(max(1, item.row - CONTEXT), min(len(lines), item.row + CONTEXT) + 1):
            mark = ">" if row == item.row else " "
            console.print(escape(f"{mark}{row:5} {lines[row - 1]}"), style="" if row == item.row else "dim")
        console.print()
    return 0


def triage() -> int:
    """The share of false alarms."""
    verdicts: defaultdict[str, Counter[str]] = defaultdict(Counter)
    held_out = {project.name for project in pins.load([pins.HELD_OUT])}
    with (HERE / "triage.csv").open(encoding="utf-8", newline="") as stream:
        for row in csv.DictReader(stream):
            if row["verdict"] not in VERDICTS:
                raise PinError(f"triage.csv: verdict {row['verdict']!r} is none of {', '.join(VERDICTS)}")
            verdicts[row["rule"]][row["verdict"]] += 1
            verdicts[row["rule"]]["held out"] += row["project"] in held_out
    table = _table("rule", *VERDICTS, "false alarms", "held out")
    for rule, counts in sorted(verdicts.items()):
        share = counts["false"] / sum(counts[verdict] for verdict in VERDICTS)
        numbers = (str(counts[verdict]) for verdict in VERDICTS)
        table.add_row(rule, *numbers, f"{share:.0%}", str(counts["held out"] or ""))
    console.print(table)
    return 0


def _table(first: str, *numbers: str) -> Table:
    table = Table(first, box=None, header_style="bold")
    for name in numbers:
        table.add_column(name, justify="right")
    return table


def main() -> int:
    parser = argparse.ArgumentParser(
        description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter
    )
    commands = parser.add_subparsers(required=True, metavar="COMMAND")
    named: dict[str, Callable[[list[str]], int]] = {
        "fetch": fetch,
        "sizes": show_sizes,
        "check": check,
        "record": record,
        "fixes": show_fixes,
    }
    for name, action in named.items():
        command = commands.add_parser(name, help=action.__doc__)
        command.add_argument("names", nargs="*", metavar="NAME")
        command.set_defaults(run=lambda options, action=action: action(options.names))
    sampler = commands.add_parser("sample", help=sample.__doc__)
    sampler.add_argument("rule")
    sampler.add_argument("number", type=int)
    sampler.add_argument("--seed", type=int, default=0)
    sampler.set_defaults(run=lambda options: sample(options.rule, options.number, options.seed))
    commands.add_parser("triage", help=triage.__doc__).set_defaults(run=lambda options: triage())
    options = parser.parse_args()
    try:
        return int(options.run(options))
    except PinError as error:
        console.print(f"[bold red]{escape(str(error))}")
        return 2


if __name__ == "__main__":
    sys.exit(main())
