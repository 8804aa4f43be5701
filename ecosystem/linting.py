"""Run the linter over a project, and keep what it found."""

from __future__ import annotations

import json
import os
import re
import shutil
import subprocess
import sys
from collections import Counter
from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path
from typing import Any, NamedTuple

from pins import HERE, Project

RECORDED = HERE / "recorded"
CALLS = RECORDED / "calls.json"
"""How well calls on the event loop were followed, by project."""
RESOLVED = re.compile(r"resolved .* calls")
CRASH = "internal-error"


class Found(NamedTuple):
    """A finding, or a problem (its kind stands for the code), at a row of a file of the project."""

    path: str
    row: int
    code: str
    message: str


class Change(NamedTuple):
    """A difference to the recording: new has no ``before``, lost no ``after``, changed has both."""

    before: Found | None
    after: Found | None

    @property
    def place(self) -> Found:
        """Where to look in the source."""
        found = self.after or self.before
        assert found is not None
        return found


@dataclass(frozen=True, slots=True)
class Run:
    """What one run of the linter said."""

    found: list[Found]
    crashes: list[str]
    calls: str = ""
    """``resolved 93 % of 12,310 calls``."""


def command() -> str:
    """The console script of the environment that runs this."""
    script = shutil.which("fastapi-lint", path=str(Path(sys.executable).parent))
    if script is None:
        raise SystemExit("fastapi-lint is not installed in this environment (pip install -e .)")
    return script


def invoke(root: Path, target: Path, *options: str) -> subprocess.CompletedProcess[str]:
    """``fastapi-lint check`` with nobody's configuration and nothing remembered."""
    arguments = ["check", "--isolated", "--no-cache", "--exit-zero", *options, str(target)]
    environment = {**os.environ, "PYTHONUTF8": "1", "NO_COLOR": "1"}
    return subprocess.run(
        [command(), *arguments], cwd=root, env=environment, capture_output=True, text=True, encoding="utf-8"
    )


def lint(project: Project) -> Run:
    """Everything the linter finds in a project."""
    done = invoke(project.root, project.target, *project.options, "--output-format", "json", "--verbose")
    try:
        report = json.loads(done.stdout)
    except ValueError:
        return Run(
            [], [f"exit code {done.returncode}, and no JSON\n{done.stdout[-2000:]}{done.stderr[-4000:]}"]
        )
    found = sorted(_read(report, project.root))
    crashes = [f"{item.path}:{item.row}: {item.message}" for item in found if item.code == CRASH]
    if done.returncode not in (0, 1, 2) or "Traceback" in done.stderr:
        crashes.append(f"exit code {done.returncode}\n{done.stderr[-4000:]}")
    resolved = RESOLVED.search(done.stderr)
    return Run(found, crashes, resolved.group() if resolved else "")


def _read(report: list[dict[str, Any]], root: Path) -> Iterator[Found]:
    """The findings and problems of a JSON report; a problem has no code, its kind is its name."""
    for item in report:
        if not item["suppressed"]:
            path = _below(item["filename"], root)
            yield Found(path, item["location"]["row"], item["code"] or item["name"], item["message"])


def _below(filename: str | None, root: Path) -> str:
    path = Path(filename or root)
    return path.relative_to(root).as_posix() if path.is_relative_to(root) else path.as_posix()


def read_recorded(project: Project) -> list[Found]:
    """The findings of the last recording; none when there is no recording."""
    path = RECORDED / f"{project.name}.json"
    if not path.exists():
        return []
    return [Found(*item) for item in json.loads(path.read_text(encoding="utf-8"))]


def write_recorded(project: Project, found: list[Found]) -> None:
    """One line per finding, so that a diff of the recording is a diff of the findings."""
    RECORDED.mkdir(exist_ok=True)
    lines = ",\n".join(json.dumps(item, ensure_ascii=False) for item in sorted(found))
    (RECORDED / f"{project.name}.json").write_text(f"[\n{lines}\n]\n" if lines else "[]\n", encoding="utf-8")


def write_calls(calls: dict[str, str]) -> None:
    """Note how well calls were followed in some projects, beside what is noted of the others."""
    known = json.loads(CALLS.read_text(encoding="utf-8")) if CALLS.exists() else {}
    CALLS.parent.mkdir(exist_ok=True)
    CALLS.write_text(json.dumps({**known, **calls}, indent=1, sort_keys=True) + "\n", encoding="utf-8")


def compare(recorded: list[Found], found: list[Found]) -> list[Change]:
    """New, lost and changed findings; what only moved or was reworded is one change, not two."""
    lost = sorted((Counter(recorded) - Counter(found)).elements())
    new = sorted((Counter(found) - Counter(recorded)).elements())
    changes: list[Change] = []
    for before in list(lost):
        after = next((item for item in new if _is_same(before, item)), None)
        if after is not None:
            lost.remove(before)
            new.remove(after)
            changes.append(Change(before, after))
    changes += [Change(before, None) for before in lost]
    changes += [Change(None, after) for after in new]
    return sorted(changes, key=lambda change: change.place)


def _is_same(before: Found, after: Found) -> bool:
    if (before.path, before.code) != (after.path, after.code):
        return False
    return before.row == after.row or before.message == after.message


def source_lines(project: Project, path: str) -> list[str]:
    """The text that a finding points into."""
    try:
        return (project.root / path).read_text(encoding="utf-8", errors="replace").splitlines()
    except OSError:
        return []
