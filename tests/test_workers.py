"""Several processes say what one would say, and end as one would."""

from __future__ import annotations

import os
import signal
import subprocess
import sys
import time
from pathlib import Path

import pytest

from fastapi_lint.counting import COUNTS, count
from fastapi_lint.jobs import dealt
from fastapi_lint.registry import load
from fastapi_lint.result import ProblemKind, Result
from fastapi_lint.session import Session
from fastapi_lint.workers import CAN_FORK, WorkerFailed, spread
from fastapi_lint.workspace import config
from fastapi_lint.workspace.files import FileSystem

PROJECTS = Path(__file__).resolve().parent.parent / "fixtures" / "projects"

forking = pytest.mark.skipif(not CAN_FORK, reason="this system has no fork")


def raised(failure: WorkerFailed, item: object) -> object:
    raise AssertionError(f"{item}: {failure}")


@pytest.mark.parametrize("workers", [1, 2, 8])
@pytest.mark.parametrize("length", [0, 1, 7, 10_000])
def test_everything_is_done_once_and_in_order(workers: int, length: int) -> None:
    assert spread(range(length), lambda number: number * 2, workers, raised) == [n * 2 for n in range(length)]


@forking
def test_large_results_do_not_block() -> None:
    assert spread(range(8), lambda number: bytes([number]) * 10**6, 2, raised)[7] == b"\7" * 10**6


@forking
def test_what_children_do_is_counted() -> None:
    before = COUNTS.get("test", 0)
    spread(range(100), lambda number: count("test"), 4, raised)
    assert COUNTS["test"] == before + 100


@forking
@pytest.mark.parametrize("end", ["raise", "exit", "kill"])
def test_the_item_of_a_child_that_fails_is_named(end: str) -> None:
    parent = os.getpid()

    def work(number: int) -> str:
        if os.getpid() == parent:
            time.sleep(0.05)  # let the children have most
        elif number == 5 and end == "raise":
            raise ValueError("five")
        elif number == 5:
            os._exit(3) if end == "exit" else os.kill(os.getpid(), signal.SIGKILL)
        return str(number)

    def failed(failure: WorkerFailed, number: int) -> str:
        return f"{number}: {failure.message}"

    done = spread(range(12), work, 3, failed)
    message = {
        "raise": "ValueError: five",
        "exit": "a worker process ended with code 3",
        "kill": "a worker process was ended by signal 9",
    }[end]
    expected = [str(number) for number in range(12)]
    assert done in (expected, [*expected[:5], f"5: {message}", *expected[6:]])


@forking
def test_an_interrupt_ends_everybody() -> None:
    script = (
        "import os, sys, time\n"
        "from fastapi_lint.workers import spread\n"
        "def work(number):\n"
        "    os.write(1, b'begun\\n')\n"
        "    time.sleep(60)\n"
        "try:\n"
        "    spread(range(9), work, 3, None)\n"
        "except KeyboardInterrupt:\n"
        "    sys.exit(130)\n"
    )
    process = subprocess.Popen(
        [sys.executable, "-c", script],
        stdout=subprocess.PIPE,
        stderr=subprocess.PIPE,
        text=True,
        start_new_session=True,
    )
    assert process.stdout is not None
    for _ in range(3):
        assert process.stdout.readline() == "begun\n"
    os.killpg(process.pid, signal.SIGINT)
    _, err = process.communicate(timeout=30)  # returns when nobody holds the pipes any more
    assert (process.returncode, err) == (130, "")


def check(root: Path, workers: int) -> Result:
    return Session(FileSystem(), config.load([str(root)]), load().rules, workers=workers).check()


@pytest.mark.parametrize("workers", [2, 8])
@pytest.mark.parametrize("name", ["bookshop", "clean", "monorepo", "boobytrap"])
def test_any_number_of_workers_finds_the_same(
    name: str, workers: int, monkeypatch: pytest.MonkeyPatch
) -> None:
    alone = check(PROJECTS / name, 1)
    monkeypatch.setattr("fastapi_lint.reading.WORTH_WORKERS", 0)
    together = check(PROJECTS / name, workers)
    assert (together.findings, together.problems) == (alone.findings, alone.problems)
    assert together.calls == alone.calls is not None


@forking
def test_a_file_whose_worker_dies_is_named(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    names = [f"m{number}.py" for number in range(8)]
    for name in names:
        (tmp_path / name).write_text("x = 1\n")
    monkeypatch.setattr("fastapi_lint.reading.WORTH_WORKERS", 0)
    parent = os.getpid()

    def dying(source: object) -> object:
        if os.getpid() == parent:
            time.sleep(0.2)
            return extract(source)  # type: ignore[arg-type]
        os._exit(9)

    from fastapi_lint.model.file.facts import extract

    monkeypatch.setattr("fastapi_lint.reading.extract", dying)
    result = check(tmp_path, 2)
    [problem] = result.problems
    assert problem.kind is ProblemKind.INTERNAL and Path(problem.path).name in names
    assert problem.message == "cannot be read: a worker process ended with code 9"


def test_every_check_is_dealt_every_file_once() -> None:
    session = Session(FileSystem(), config.load([str(PROJECTS / "bookshop")]), load().rules)
    project = session.project()
    checks = [check for rule in load().rules for check in rule.checks]
    seen: dict[int, list[str]] = {}
    everything = set()
    for job in dealt(checks, project):
        for number, _ in job.checks:
            everything |= {number} if job.paths is None else set()
            seen.setdefault(number, []).extend(job.paths or ())
    assert seen.keys() == set(range(len(checks)))
    assert all(paths == ([] if n in everything else list(project.modules)) for n, paths in seen.items())


@forking
def test_what_was_said_long_ago_is_not_remembered() -> None:
    """Half of a project's facts would be kept twice while they are read."""
    said = spread(range(40), lambda number: ("name", bytes([number]) * 10**5), 2, raised)
    assert said == [("name", bytes([number]) * 10**5) for number in range(40)]
