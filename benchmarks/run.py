"""How long fastapi-lint and others need for pinned real projects.

    python benchmarks/run.py measure [PROJECT…]   fetch, and measure what is not measured yet
    python benchmarks/run.py report               write docs/performance.md and its plot

Every tool runs once over a project before any runs a second time, so that a busy minute hits all of them. What was
measured is in `benchmarks/measurements.jsonl`: a run that was stopped goes on there, `--again` begins anew.

Needs Python 3.11 or newer, and an environment with fastapi-lint and `benchmarks/requirements.txt`.
"""

from __future__ import annotations

import argparse
import sys
from pathlib import Path

HERE = Path(__file__).resolve().parent
sys.path.insert(0, str(HERE.parent / "ecosystem"))

import editor  # noqa: E402
import pins  # noqa: E402
import sizes  # noqa: E402
import small  # noqa: E402
from dependencies import environment, nothing  # noqa: E402
from measuring import Measurement, Store, run  # noqa: E402
from rich.console import Console  # noqa: E402
from tools import COPIES, Copy, Tool, fresh, tools  # noqa: E402

ROUNDS = {"argilla-server": 5, "open-webui": 3, "zenml": 2, "litellm": 1}
"""About 20, 130, 330 and 1,000 thousand lines, and how often each is measured."""
SLOW = ("argilla-server", "open-webui")
"""Where tools run too that would take many minutes for the others."""
STORE = HERE / "measurements.jsonl"
console = Console(highlight=False, soft_wrap=True)


def measure(names: list[str], rounds: int | None, limit: float, only: list[str]) -> None:
    """Run everything that has not run often enough."""
    store = Store(STORE)
    if not names and not only:
        small.measure(store, COPIES, tell)
        editor.measure(store, tell)
    for project in pins.load(names or tuple(ROUNDS)):
        if pins.fetch(project):
            console.print(f"{project.root.name}: fetched")
        copy = Copy(COPIES / project.root.name, project.folder, project.options)
        fresh(project.root, copy)
        size = sizes.measure(project)
        every = tools(
            project.root,
            (environment(project), nothing()),
            lambda command, folder: run(command, folder, limit),
        )
        unknown = set(only) - {tool.name for tool in every}
        if unknown:
            raise SystemExit(f"no such tool: {', '.join(sorted(unknown))}")
        wanted = [
            tool
            for tool in every
            if tool.name in only or (not only and (not tool.is_slow or project.name in (names or SLOW)))
        ]
        for number in range(rounds or ROUNDS.get(project.name, 1)):
            for tool in wanted:
                if len(store.of(project.name, tool.name)) <= number and not (tool.is_slow and number):
                    store.add(_measured(project.name, size, tool, copy, number, limit))


def _measured(name: str, size: sizes.Size, tool: Tool, copy: Copy, number: int, limit: float) -> Measurement:
    if tool.prepare is not None:
        tool.prepare(copy)
    taken = run(tool.command(copy), copy.root, limit)
    if tool.restore is not None:
        tool.restore(copy)
    measured = Measurement(name, size.lines, size.files, tool.name, tool.version, number, **taken)
    tell(measured)
    return measured


def tell(measured: Measurement) -> None:
    """Show what was measured."""
    console.print(
        f"{measured.project} {measured.round + 1} {measured.tool}: {measured.wall:.2f} s, "
        f"CPU {measured.cpu:.3f} s, {measured.memory / 1e6:.0f} MB, exit code {measured.code}"
    )


def main() -> None:
    parser = argparse.ArgumentParser(
        description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter
    )
    commands = parser.add_subparsers(required=True, dest="command", metavar="COMMAND")
    measuring = commands.add_parser("measure", help="fetch, and measure what is not measured yet")
    measuring.add_argument("projects", nargs="*", metavar="PROJECT")
    measuring.add_argument("--rounds", type=int, help="in place of 5 for the smallest to 1 for the largest")
    measuring.add_argument("--limit", type=float, default=240, help="seconds after which a run is stopped")
    measuring.add_argument("--only", action="append", default=[], metavar="TOOL", help="nothing else")
    measuring.add_argument("--again", action="store_true", help="forget what was measured before")
    commands.add_parser("report", help="write docs/performance.md and its plot")
    options = parser.parse_args()
    if options.command == "report":
        from report import write

        write(Store(STORE), HERE.parent / "docs")
        return
    if options.again:
        STORE.unlink(missing_ok=True)
    measure(options.projects, options.rounds, options.limit, options.only)


if __name__ == "__main__":
    main()
