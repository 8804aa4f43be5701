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

import pins  # noqa: E402
import sizes  # noqa: E402
from measuring import Measurement, Store, run  # noqa: E402
from rich.console import Console  # noqa: E402
from tools import COPIES, Copy, Tool, fresh, tools  # noqa: E402

PROJECTS = ("argilla-server", "open-webui", "zenml", "litellm")
"""About 20, 130, 330 and 1,000 thousand lines."""
STORE = HERE / "measurements.jsonl"
console = Console(highlight=False, soft_wrap=True)


def measure(names: list[str], rounds: int, limit: float, patience: float, only: list[str]) -> None:
    """Run everything that has not run often enough."""
    store = Store(STORE)
    for project in pins.load(names or PROJECTS):
        if pins.fetch(project):
            console.print(f"{project.root.name}: fetched")
        copy = Copy(COPIES / project.root.name, project.folder, project.options)
        fresh(project.root, copy)
        size = sizes.measure(project)
        every = tools(project.root, lambda command, folder: run(command, folder, limit))
        unknown = set(only) - {tool.name for tool in every}
        if unknown:
            raise SystemExit(f"no such tool: {', '.join(sorted(unknown))}")
        for number in range(rounds):
            for tool in every:
                known = store.of(project.name, tool.name)
                spent = sum(one.wall for one in known)
                if (only and tool.name not in only) or len(known) > number or (known and spent > patience):
                    continue
                store.add(_measured(project.name, size, tool, copy, number, limit))


def _measured(name: str, size: sizes.Size, tool: Tool, copy: Copy, number: int, limit: float) -> Measurement:
    if tool.prepare is not None:
        tool.prepare(copy)
    taken = run(tool.command(copy), copy.root, limit)
    if tool.restore is not None:
        tool.restore(copy)
    measured = Measurement(name, size.lines, size.files, tool.name, tool.version, number, **taken)
    console.print(
        f"{name} {number + 1} {tool.name}: {measured.wall:.2f} s, CPU {measured.cpu:.2f} s, "
        f"{measured.memory / 1e6:.0f} MB, exit code {measured.code}"
    )
    return measured


def main() -> None:
    parser = argparse.ArgumentParser(
        description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter
    )
    commands = parser.add_subparsers(required=True, dest="command", metavar="COMMAND")
    measuring = commands.add_parser("measure", help="fetch, and measure what is not measured yet")
    measuring.add_argument("projects", nargs="*", metavar="PROJECT")
    measuring.add_argument("--rounds", type=int, default=5)
    measuring.add_argument("--limit", type=float, default=900, help="seconds after which a run is stopped")
    measuring.add_argument(
        "--patience", type=float, default=120, help="seconds after which a tool gets no further round"
    )
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
    measure(options.projects, options.rounds, options.limit, options.patience, options.only)


if __name__ == "__main__":
    main()
