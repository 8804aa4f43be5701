"""Blocking calls that running applications make while they serve requests, held against what is found in the source.

    python ecosystem/truth.py run [NAME…]  start applications and send requests (`probe.py`, in their environments)
    python ecosystem/truth.py link [NAME…] hold the calls of the last run against what is found in the source now
    python ecosystem/truth.py table        the table of docs/blocking.md, from the last run
    python ecosystem/truth.py missed       what was not found

Applications are those of `truth.toml`, in the environments of the oracle (`python tests/oracle/run.py PROJECT`), and
ours. `FASTAPI_LINT_BLOCKBUSTER` is a folder that has blockbuster for them
(`pip install --target FOLDER blockbuster httpx`).
"""

from __future__ import annotations

import json
import os
import re
import shutil
import subprocess
import sys
import tempfile
from collections.abc import Iterator
from dataclasses import dataclass, field
from pathlib import Path

import pins
import surrounding
import tomllib
from linting import invoke

RESULT = pins.HERE / "truth.json"
APPLICATIONS = pins.HERE / "truth.toml"
ENVIRONMENTS = pins.HERE / "oracle" / "environments"
FIXTURES = pins.HERE.parent / "fixtures"
METADATA = (
    "os.stat",
    "os.path.",
    "os.getcwd",
    "os.access",
    "os.mkdir",
    "os.rename",
    "os.replace",
    "os.readlink",
    "os.rmdir",
)

SETTINGS = "settings-instantiated-per-request"
"""The rule that finds who reads a ``.env`` file for each request; the others are about whatever blocks."""
LOGS = re.compile(r"(?i)\w*log\w*\.(?:critical|debug|error|exception|info|log|success|trace|warning)\(")
"""A log call, as nearly everybody writes it."""


@dataclass(frozen=True, slots=True)
class Subject:
    """An application, the folder of the code that is looked at, and the environment that it runs in."""

    name: str
    root: Path
    folder: str
    application: str
    python: str = sys.executable
    environment: dict[str, str] = field(default_factory=dict)
    before: list[list[str]] = field(default_factory=list)
    headers: dict[str, str] = field(default_factory=dict)
    login: list[object] = field(default_factory=list)


@dataclass(frozen=True, slots=True)
class Call:
    """One blocking call: its name, and the lines from it back to the coroutine on the event loop."""

    subject: str
    name: str
    frames: surrounding.Frames
    found: bool
    once: bool
    """Whether the result is cached for good on the way, so that it happens once per process."""

    @property
    def is_metadata(self) -> bool:
        """Whether it only asks for or changes an entry of a directory: the strict group's business."""
        return self.name.startswith(METADATA)


def subjects() -> Iterator[Subject]:
    """What is there to be run: applications with an environment, and our own."""
    for name, how in tomllib.loads(APPLICATIONS.read_text(encoding="utf-8")).items():
        python = ENVIRONMENTS / name / "bin" / "python"
        found = sorted(ENVIRONMENTS.glob(f"{name}/lib/python3.*/site-packages/{how['folder']}"))
        if python.exists() and found:
            yield Subject(name, found[0].parent, python=str(python), **how)
        else:
            print(f"{name}: no environment", file=sys.stderr)
    for name in ("bookshop", "clean", "monorepo/services/a", "monorepo/services/b"):
        yield Subject(name, FIXTURES / "projects" / name, "app", "app.main:app")
    for path in sorted((FIXTURES / "cases" / "asynchrony").glob("blocking_*/*.py")):
        if not path.stem.endswith(".fixed"):
            name = f"{path.parent.name}/{path.stem}"
            yield Subject(name, path.parent, path.name, f"{path.stem}:app")


def run(names: list[str]) -> None:
    """Run everything, or what these names begin, and keep the calls with whether they were found."""
    wanted = [subject for subject in subjects() if subject.name.startswith(tuple(names) or "")]
    calls = [call for call in read() if call.subject not in {subject.name for subject in wanted}]
    for subject in wanted:
        happened = [
            (item["call"], tuple((path, row) for path, row, *_ in item["frames"])) for item in probe(subject)
        ]
        calls += held_against(subject, happened)
        write(calls)


def link(names: list[str]) -> None:
    """Look again which calls of the last run are found, and send no requests."""
    before = read()
    wanted = {subject.name: subject for subject in subjects() if subject.name.startswith(tuple(names) or "")}
    calls = [call for call in before if call.subject not in wanted]
    for name in dict.fromkeys(call.subject for call in before if call.subject in wanted):
        happened = [(call.name, call.frames) for call in before if call.subject == name]
        calls += held_against(wanted[name], happened)
    write(calls)


def held_against(subject: Subject, happened: list[tuple[str, surrounding.Frames]]) -> list[Call]:
    """Calls that happened, with whether they are found."""
    lines = static(subject) if happened else set()
    asked = surrounding.queries(subject.root, happened)
    calls: list[Call] = []
    for name, frames in happened:
        query = asked.get(frames) if name.startswith(surrounding.FETCH) else None
        found = any(place in lines for place in (frames[0], frames[-1], query))
        calls.append(Call(subject.name, name, frames, found, surrounding.is_cached(subject.root, frames)))
    return calls


def write(calls: list[Call]) -> None:
    """Keep the calls."""
    rows = [json.dumps([c.subject, c.name, c.frames, c.found, c.once]) for c in calls]
    RESULT.write_text("[\n" + ",\n".join(rows) + "\n]\n", encoding="utf-8")


def probe(subject: Subject) -> list[dict[str, list[list[object]]]]:
    """The blocking calls of one application; none when it does not start here."""
    with tempfile.TemporaryDirectory() as scratch:
        out = Path(scratch) / "calls.json"
        given = {key: value.replace("{home}", scratch) for key, value in subject.environment.items()}
        environment = {**os.environ, "HOME": scratch, "PYTHONPATH": "", **given}
        what = [str(subject.root), subject.folder, str(out), subject.application]
        what += [json.dumps(subject.headers), json.dumps(subject.login)]
        for arguments in (*subject.before, [str(pins.HERE / "probe.py"), *what]):
            done = subprocess.run(
                [subject.python, "-B", *arguments],
                cwd=scratch,
                env=environment,
                capture_output=True,
                text=True,
                stdin=subprocess.DEVNULL,
                timeout=900,
            )
        if not out.exists():
            print(f"{subject.name}: {done.stderr.strip()[-200:]}", file=sys.stderr)
            return []
        answer = json.loads(out.read_text(encoding="utf-8"))
    print(subject.name, answer["answers"], len(answer["calls"]), file=sys.stderr)
    return answer["calls"]  # type: ignore[no-any-return]


def static(subject: Subject) -> set[tuple[str, int]]:
    """Every line that a finding about blocking names: where the event loop enters, and each step of the way.

    With ``with open(…)`` the whole block counts, as what is done with the file is no finding of its own; where a log
    handler is one, all log calls do. Read is a copy of the package: what an environment has is nobody's project, and
    git ignores it.
    """
    with tempfile.TemporaryDirectory() as scratch:
        root = Path(scratch).resolve()
        (root / "pyproject.toml").touch()
        for path in (subject.root / subject.folder).rglob("*.py") if subject.python != sys.executable else ():
            copy = root / path.relative_to(subject.root)
            copy.parent.mkdir(parents=True, exist_ok=True)
            shutil.copyfile(path, copy)
        return _named(subject, root if subject.python != sys.executable else subject.root)


def _named(subject: Subject, root: Path) -> set[tuple[str, int]]:
    rules = f"asynchrony,{SETTINGS}"
    options = ("--select", rules, "--min-confidence", "low", "--output-format", "json")
    done = invoke(root, root / subject.folder, *options)
    lines: set[tuple[str, int]] = set()
    opened: set[tuple[str, int]] = set()
    for item in json.loads(done.stdout):
        for place in (item, *item["related"]):
            path = Path(place["filename"])
            if item["name"].startswith(("blocking-", SETTINGS)) and path.is_relative_to(root):
                rows = range(place["location"]["row"], place["end_location"]["row"] + 1)
                places = [(path.relative_to(root).as_posix(), row) for row in rows]
                lines.update(places)
                opened.update(places if item["name"] == "blocking-file" else ())
    if any(item["name"] == "blocking-log" for item in json.loads(done.stdout)):
        files = (root / subject.folder).rglob("*.py")
        lines |= {(path.relative_to(root).as_posix(), row) for path in files for row in _logging(path)}
    blocks = [
        block for path in {path for path, _ in opened} for block in surrounding.blocks(subject.root, path)
    ]
    return lines | {(path, row) for path, head, rows in blocks if (path, head) in opened for row in rows}


def _logging(file: Path) -> Iterator[int]:
    """The lines of a file that call ``logger.info`` and the like."""
    for row, line in enumerate(file.read_text(encoding="utf-8").splitlines(), 1):
        if LOGS.search(line):
            yield row


def read() -> list[Call]:
    """The calls of the last run."""
    if not RESULT.exists():
        return []
    items = json.loads(RESULT.read_text(encoding="utf-8"))
    return [Call(name, call, tuple((p, r) for p, r in frames), *told) for name, call, frames, *told in items]


def table() -> None:
    """The table, as Markdown; places, not calls, are counted: a line that opens and reads a file is one."""
    print("| application | places | found | cached for good | missed | only metadata | found |")
    print("|---|---:|---:|---:|---:|---:|---:|")
    calls = read()
    groups = sorted({call.subject for call in calls if "/" not in call.subject})
    for name in [*groups, "fixtures/cases", "all"]:
        some = [
            c for c in calls if name in ("all", c.subject) or (name == "fixtures/cases" and "/" in c.subject)
        ]
        real, metadata = ([c for c in some if c.is_metadata is kind] for kind in (False, True))
        places, found = _places(real), _places([c for c in real if c.found])
        cached = _places([c for c in real if c.once]) - found
        missing = places - found - cached
        asked, known = _places(metadata), _places([c for c in metadata if c.found])
        print(
            f"| {name} | "
            + " | ".join(str(len(s)) for s in (places, found, cached, missing, asked, known))
            + " |"
        )


def _places(calls: list[Call]) -> set[tuple[str, tuple[str, int]]]:
    return {(call.subject, call.frames[0]) for call in calls}


def missed() -> None:
    """What was not found, with the way there."""
    for call in read():
        if not call.found:
            print(call.subject, call.name, *(f"{path}:{row}" for path, row in call.frames))


if __name__ == "__main__":
    command, *arguments = sys.argv[1:] or ["table"]
    if command == "run":
        run(arguments)
    elif command == "link":
        link(arguments)
    else:
        {"table": table, "missed": missed}[command]()
