"""What a run may do at most. Counts, not seconds: they are the same on every machine.

A bound that a change breaks is a cost that every user pays; raise it only for something that is worth it.
"""

from __future__ import annotations

import json
import shutil
import subprocess
import sys
from pathlib import Path
from typing import NamedTuple

import pytest
from test_cli_process import ENVIRONMENT, REPOSITORY

BOOKSHOP = REPOSITORY / "fixtures" / "projects" / "bookshop"
SCRIPT = """
import sys
before = set(sys.modules)
import time
now = time.time_ns
time.time_ns = lambda: now() + 3600 * 10**9  # every file was written long ago
from fastapi_lint.cli.main import main
main(sys.argv[1:])
modules = sorted(set(sys.modules) - before)
counting = sys.modules.get("fastapi_lint.counting")
import json
json.dump([modules, counting.COUNTS if counting else {}], sys.stderr)
"""


class Done(NamedTuple):
    """What a process imported and did."""

    modules: frozenset[str]
    counts: dict[str, int]

    def imports(self, *packages: str) -> set[str]:
        """The modules of some packages that were imported."""
        return {name for name in self.modules if name.partition(".")[0] in packages}


@pytest.fixture
def project(tmp_path: Path) -> Path:
    shutil.copytree(BOOKSHOP, tmp_path / "bookshop", ignore=shutil.ignore_patterns(".*_cache", "__pycache__"))
    return tmp_path / "bookshop"


def run(project: Path, *arguments: str) -> Done:
    process = subprocess.run(
        [sys.executable, "-c", SCRIPT, *arguments],
        cwd=project,
        env=ENVIRONMENT,
        capture_output=True,
        check=True,
        timeout=60,
    )
    modules, counts = json.loads(process.stderr)
    return Done(frozenset(modules), counts)


def test_version(project: Path) -> None:
    done = run(project, "--version")
    assert len(done.modules) <= 8, sorted(done.modules)
    assert not done.counts


def test_cold(project: Path) -> None:
    files = len(list(project.rglob("*.py")))
    done = run(project, "--output-format", "concise")
    assert done.counts["facts made"] == files
    assert done.counts["files parsed by ast"] <= 1.5 * files
    assert done.counts["files read"] <= 2 * files + 10
    assert done.counts["SQL statements"] <= 40
    functions = sum(path.read_text(encoding="utf-8").count("def ") for path in project.rglob("*.py"))
    queried = 2  # two have findings about queries, which say what is read of the answers
    assert done.counts["bodies followed"] <= functions + queried, (
        "each is followed once, for linking and checks together"
    )
    assert done.counts["pieces of code read for ways to blocking calls"] <= functions // 2
    assert done.counts.get("files parsed by LibCST", 0) == 0
    assert done.counts.get("walks over LibCST trees", 0) == 0
    assert not done.imports("rich", "pygls", "lsprotocol", "concurrent", "multiprocessing", "asyncio")
    assert not done.imports("typer", "click", "pydantic", "email", "subprocess", "configparser")
    assert len(done.modules) <= 620, "each module takes 0.2 ms at least"


def test_a_report_in_a_pipe_needs_no_colours(project: Path) -> None:
    assert not run(project, "--output-format", "full").imports("rich", "pygments")


def test_warm(project: Path) -> None:
    run(project)
    done = run(project)
    ours = done.imports("fastapi_lint", "fastapi_lint_rules")
    assert ours == {
        "fastapi_lint",
        "fastapi_lint.cli",
        "fastapi_lint.cli.main",
        "fastapi_lint.cli.recall",
        "fastapi_lint.counting",
        "fastapi_lint.workspace",
        "fastapi_lint.workspace.cache",
        "fastapi_lint.workspace.trace",
    }
    assert not done.imports(
        "libcst", "rich", "typer", "click", "msgspec", "packaging", "pathspec", "pathlib", "re"
    )
    assert not done.imports("hashlib", "json", "importlib", "dataclasses", "inspect", "tomllib")
    assert len(done.modules) <= 40, sorted(done.modules)
    assert done.counts == {"SQL statements": 2}


def test_another_question_about_the_same_files(project: Path) -> None:
    run(project)
    done = run(project, "--output-format", "concise")
    assert "facts made" not in done.counts and "files parsed by ast" not in done.counts
    assert done.counts["files read"] <= 20, "files without findings are known by their time stamps"


def test_after_one_edit(project: Path) -> None:
    run(project)
    (project / "app" / "routers" / "users.py").write_text("x = 1\n")
    done = run(project)
    assert done.counts["facts made"] <= len(list(project.rglob("*.py")))


def test_a_profile_tells_stages_rules_and_counts(project: Path) -> None:
    process = subprocess.run(
        [sys.executable, "-m", "fastapi_lint", "--profile", "--output-format", "concise"],
        cwd=project,
        env=ENVIRONMENT,
        capture_output=True,
        text=True,
        timeout=60,
        check=False,
    )
    assert process.returncode == 1
    table = dict(line.split(maxsplit=1)[::-1] for line in process.stderr.splitlines() if line)
    assert {"facts", "linking", "checks", "report", "blocking-sleep"} <= table.keys()
    assert int(table["facts made"]) == len(list(project.rglob("*.py")))
    assert int(table["modules imported"]) > 100
