"""One process, measured; and the file that measurements are kept in, so that a run can go on where it was stopped."""

from __future__ import annotations

import json
import os
import signal
import subprocess
import sys
from collections import defaultdict
from collections.abc import Iterable
from dataclasses import asdict, dataclass
from pathlib import Path
from statistics import median
from typing import Any

SMALL, EDITOR = "small", "editor"
"""What is measured beside the projects: runs that hardly do anything, and edits in an editor."""


@dataclass(frozen=True, slots=True)
class Measurement:
    """One run of a tool over a project: seconds on the clock and of CPU, and the largest process in bytes."""

    project: str
    lines: int
    files: int
    tool: str
    version: str
    round: int
    wall: float
    cpu: float
    memory: int
    code: int
    """The exit code; negative for a signal, which is how a run over the limit ends."""


@dataclass(frozen=True, slots=True)
class Figure:
    """The medians of some measurements of the same thing."""

    wall: float
    cpu: float
    memory: int
    rounds: int
    cut: bool
    """Whether it did not come to its end within the limit."""


def run(command: list[str], folder: Path, limit: float) -> dict[str, Any]:
    """Seconds (``wall``), of CPU with those of all children, bytes of the largest process, and the exit code."""
    environment = {**os.environ, "PYTHONUTF8": "1", "NO_COLOR": "1"}
    environment.pop(
        "PYTHONDONTWRITEBYTECODE", None
    )  # installed tools are compiled: nobody pays for that in a run
    launcher = [sys.executable, "-IS", str(Path(__file__).with_name("launch.py"))]
    done = subprocess.run(
        [*launcher, str(limit), str(folder), *command],
        env=environment,
        stdout=subprocess.PIPE,
        check=True,
        text=True,
    )
    measured: dict[str, Any] = json.loads(done.stdout)
    return measured


class Store:
    """The measurements so far, one JSON object on each line of a file."""

    def __init__(self, path: Path) -> None:
        self.path = path
        text = path.read_text(encoding="utf-8") if path.exists() else ""
        self.measurements = [Measurement(**json.loads(line)) for line in text.splitlines()]

    def add(self, measurement: Measurement) -> None:
        """Keep one more, on disk at once."""
        self.measurements.append(measurement)
        with self.path.open("a", encoding="utf-8") as stream:
            stream.write(json.dumps(asdict(measurement)) + "\n")

    def of(self, project: str, tool: str) -> list[Measurement]:
        """What is known of one tool over one project."""
        return [found for found in self.measurements if (found.project, found.tool) == (project, tool)]

    def figures(self) -> dict[str, dict[str, Figure]]:
        """By project and tool, the projects from the smallest to the largest."""
        found: defaultdict[str, dict[str, Figure]] = defaultdict(dict)
        for project in self.projects():
            for tool in dict.fromkeys(one.tool for one in self.measurements):
                some = self.of(project, tool)
                if some:
                    found[project][tool] = _figure(some)
        return dict(found)

    def projects(self) -> list[str]:
        """The projects that anything is known of, by size."""
        return sorted({one.project for one in self.measurements} - {SMALL, EDITOR}, key=self.lines)

    def lines(self, project: str) -> int:
        """How many lines a project has."""
        return next(one.lines for one in self.measurements if one.project == project)

    def versions(self) -> dict[str, str]:
        """The releases that were measured."""
        return {one.tool: one.version for one in self.measurements if one.version}


def _figure(some: Iterable[Measurement]) -> Figure:
    some = list(some)
    return Figure(
        median(one.wall for one in some),
        median(one.cpu for one in some),
        int(median(one.memory for one in some)),
        len(some),
        any(one.code == -signal.SIGKILL for one in some),
    )
