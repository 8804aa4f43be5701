"""Make docs/images/first-run.svg from a real run of the installed linter in a terminal of 110 columns."""

from __future__ import annotations

import io
import os
import subprocess
import sys
from pathlib import Path

from rich.console import Console
from rich.terminal_theme import MONOKAI
from rich.text import Text

ROOT = Path(__file__).parents[1]
TARGET = ROOT / "docs" / "images" / "first-run.svg"
COLUMNS = 110
COMMAND = (
    "fastapi-lint",
    "fixtures/projects/bookshop",
    "--select",
    "blocking-sleep,shadowed-route,duplicate-route",
)


def run() -> str:
    """What the linter writes to a terminal that has colours."""
    program = Path(sys.executable).with_name(COMMAND[0])
    colours = {"FORCE_COLOR": "1", "COLUMNS": str(COLUMNS), "TERM": "xterm-256color"}
    clean = {name: value for name, value in os.environ.items() if name != "NO_COLOR"}
    command = [str(program), *COMMAND[1:], "--no-cache", "--color", "always"]
    done = subprocess.run(
        command, cwd=ROOT, env=clean | colours, capture_output=True, text=True, encoding="utf-8"
    )
    if done.returncode != 1:
        raise SystemExit(
            f"expected findings, not the exit code {done.returncode}\n{done.stdout}{done.stderr}"
        )
    return done.stdout


def main() -> None:
    """Write the image."""
    console = Console(
        record=True, width=COLUMNS, color_system="truecolor", force_terminal=True, file=io.StringIO()
    )
    console.print(Text.assemble(("$ ", "bold green"), " ".join(COMMAND)))
    console.print(Text.from_ansi(run()), end="")
    TARGET.parent.mkdir(parents=True, exist_ok=True)
    svg = console.export_svg(title="fastapi-lint", theme=MONOKAI, unique_id="first-run")
    TARGET.write_text(svg, "utf-8", newline="\n")


if __name__ == "__main__":
    main()
