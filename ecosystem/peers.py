"""The other tools that find blocking calls: how each is run, what it says, and why a finding may be none of ours."""

from __future__ import annotations

import json
import os
import re
import subprocess
import sys
from collections.abc import Callable, Iterator
from dataclasses import dataclass
from functools import cached_property
from pathlib import Path
from typing import Any, NamedTuple

import msgspec
from linting import invoke, source_lines
from pins import HERE, Project

from fastapi_lint.model.domain import Function, Reach
from fastapi_lint.session import Session
from fastapi_lint.workspace.config import load
from fastapi_lint.workspace.files import FileSystem

TIMEOUT = 1800
KEPT = HERE / ".peers"
_FLAKE8 = re.compile(r"(.+?):(\d+):\d+: (ASYNC2\d\dT?) (.*)")
_FILE_IN_USE = "ASYNC232"
_CALLEE = re.compile(r"call (\S+)|`?([\w.]+)`?\(")
_VIA = re.compile(r"\((\S+?):(\d+):\d+\)")


class Place(NamedTuple):
    """A line of a file of a project."""

    path: str
    row: int


@dataclass(frozen=True, slots=True)
class Found:
    """One finding: the lines on which the event loop enters, those of the call that blocks, and its name."""

    entries: tuple[Place, ...]
    sinks: tuple[Place, ...]
    callee: str


def _tool(name: str) -> str:
    return str(Path(os.environ.get("FASTAPI_LINT_PEERS", Path(sys.executable).parent)) / name)


def _output(project: Project, *arguments: str) -> str:
    """What a tool prints. Raises ``TimeoutExpired``: no finding in the table means that there is none."""
    done = subprocess.run(
        arguments, cwd=project.root, capture_output=True, text=True, encoding="utf-8", timeout=TIMEOUT
    )
    if not done.stdout.strip() and done.returncode not in (0, 1):
        print(f"{project.name}: {Path(arguments[0]).name}: {done.stderr[-500:]}", file=sys.stderr)
    return done.stdout


def _below(path: str, project: Project) -> str:
    whole = (project.root / path).resolve()
    return whole.relative_to(project.root.resolve()).as_posix()


def _lines(path: str, first: int, last: int) -> tuple[Place, ...]:
    return tuple(Place(path, row) for row in range(first, last + 1))


def _ours(project: Project) -> Iterator[Found]:
    done = invoke(
        project.root,
        project.target,
        *project.options,
        *("--select", "asynchrony", "--min-confidence", "low", "--output-format", "json"),
    )
    for item in json.loads(done.stdout):
        if not item["name"].startswith("blocking-"):
            continue
        entries = list(_hop(item, project))
        sinks: tuple[Place, ...] = ()
        for other in item["related"]:
            if " gets to the same " in other["message"]:
                entries += _hop(other, project)
            elif other["message"].endswith(" here"):
                sinks = _hop(other, project)
        callee = re.search(r"`(.+?)`", item["message"])
        yield Found(tuple(entries), sinks, callee[1] if callee else "")


def _hop(hop: dict[str, Any], project: Project) -> tuple[Place, ...]:
    return _lines(_below(hop["filename"], project), hop["location"]["row"], hop["end_location"]["row"])


def _ruff(project: Project) -> Iterator[Found]:
    options = (
        "check",
        "--isolated",
        "--no-cache",
        "--preview",
        "--select",
        "ASYNC2",
        "--output-format",
        "json",
    )
    for item in json.loads(_output(project, _tool("ruff"), *options, project.folder) or "[]"):
        path = _below(item["filename"], project)
        entries = _lines(path, item["location"]["row"], item["end_location"]["row"])
        yield Found(entries, (), item["code"])


def _flake8(project: Project) -> Iterator[Found]:
    """Only over files with coroutines, as it takes minutes for the others as well."""
    paths = sorted(path for path in project.target.rglob("*.py") if b"async def" in path.read_bytes())
    files = [str(path.relative_to(project.root)) for path in paths]
    yield from _classic(
        _output(project, _tool("flake8-async"), "--asyncio", "--enable", "ASYNC2", *files), project
    )


def _ty_async(project: Project) -> Iterator[Found]:
    options = ("--async200-stdlib", "--async200-transitive")
    yield from _classic(_output(project, _tool("ty-async"), *options, project.folder), project)


def _classic(output: str, project: Project) -> Iterator[Found]:
    """``path:row:column: CODE message (path:row:column)``"""
    for line in output.splitlines():
        match = _FLAKE8.match(line)
        if match:
            callee = None if match[3] == _FILE_IN_USE else _CALLEE.search(match[4])
            sinks = tuple(Place(_below(path, project), int(row)) for path, row in _VIA.findall(match[4])[-1:])
            entry = Place(_below(match[1], project), int(match[2]))
            yield Found(
                (entry,), sinks, next(filter(None, callee.groups()), match[3]) if callee else match[3]
            )


def _hydroid(project: Project) -> Iterator[Found]:
    python = os.environ.get("FASTAPI_LINT_PEERS_PYTHON", sys.prefix)
    output = _output(
        project, _tool("hydroid"), "--no-cache", "--cpu", "--format", "json", "--python", python, "."
    )
    for item in json.loads(output or "{}").get("diagnostics", ()):
        chain = [
            Place(_below(hop["location"]["path"], project), hop["location"]["line"]) for hop in item["chain"]
        ]
        entry = Place(_below(item["location"]["path"], project), item["location"]["line"])
        yield Found((entry,), tuple(chain[-1:]), item["sink"]["qualname"])


def _blockpath(project: Project) -> Iterator[Found]:
    options = ("check", "--json", "--no-config", "--tier", "error", "--tier", "warning", project.folder)
    for item in json.loads(_output(project, _tool("blockpath"), *options) or "{}").get("findings", ()):
        folder = project.folder if project.folder != "." else ""
        hops = [
            Place(_below(str(Path(folder, hop["path"])), project), hop["line"]) for hop in item["witness"]
        ]
        yield Found((hops[0],), (hops[-1],), item["callee"])


TOOLS: dict[str, Callable[[Project], Iterator[Found]]] = {
    "fastapi-lint": _ours,
    "ruff": _ruff,
    "flake8-async": _flake8,
    "hydroid": _hydroid,
    "blockpath": _blockpath,
    "ty-async": _ty_async,
}
"""Compared were ruff 0.17.5, flake8-async 26.8.1, hydroid-cli 0.5.0, blockpath 0.1.0 and ty-async 0.4.0."""


def run(tool: str, project: Project) -> list[Found]:
    """The findings of one tool, each place and callee once. Those of the others are kept: nothing of them changes."""
    kept = KEPT / f"{project.root.name}-{tool}.json"
    if kept.exists():
        return msgspec.json.decode(kept.read_bytes(), type=list[Found])
    seen: dict[tuple[Place, str], Found] = {}
    for found in TOOLS[tool](project):
        seen.setdefault((found.entries[0], found.callee), found)
    if tool != "fastapi-lint":
        KEPT.mkdir(exist_ok=True)
        kept.write_bytes(msgspec.json.encode(list(seen.values())))
    return list(seen.values())


_METADATA = re.compile(
    r"^((os|posix|nt)\.(path\.\w+|stat|mkdir|makedirs|rename|replace|rmdir|access|chmod|utime|link|symlink|readlink|getcwd)"
    r"|(pathlib\.)?(Path|PurePath)\.(exists|is_\w+|stat|lstat|mkdir|rename|replace|rmdir|touch|resolve|expanduser|home|cwd"
    r"|absolute|samefile|chmod|symlink_to|readlink|owner|group)"
    r"|(genericpath|posixpath)\.\w+|shutil\.which|tempfile\.(mkdtemp|mkstemp|TemporaryDirectory\.__\w+__)|ASYNC240)$"
)
"""Calls that only ask for or change an entry of a directory: `blocking-metadata`, a rule of the strict group."""


_READ = (
    (r"_thread\.RLock\.acquire", r"", "a lock that other threads hold for a moment"),
    (r"zipfile\.(ZipFile\.__init__|is_zipfile)", r"", "opens an archive in memory, or one that is small"),
    (r"redis\.commands\.", r"\bpipe\.|client\.ping", "a command that a pipeline queues, or that is awaited"),
    (r"time\.sleep", r"^time\.sleep\(0\.01\)$", "a builtin that is taken for a method of the same name"),
    (r"\*\.write_bytes", r"", "a method of the project that is called like a blocking one"),
    (r"typing\.IO\.write", r"^sys\.stdout", "writes a line to the terminal, as every log call does"),
    (r"partial|str", r"_executor", "given to an executor, or awaited"),
    (r"subprocess\.Popen\.__init__", r"", "starts a process and does not wait for it"),
    (r"queue\.Queue\.put", r"", "puts into a queue that has no bound"),
    (r"concurrent\.futures\._base\.Executor\.__exit__", r"", "waits for what was awaited before"),
    (r"os\.read", r"drain|os\.read", "reads what is there already"),
    (
        r"(shutil\.copytree|zipfile\.ZipFile)$",
        r"^(?!.*(copytree|ZipFile))",
        "a builtin that is taken for a method of the same name",
    ),
    (r"requests\.api\.get", r"timeout=7", "behind conditions that a server does not meet"),
)
"""Places that were read: the callee, what stands in the line that blocks, and why they are none of ours."""

_LAZY = "sqlalchemy.orm.session.Session.execute"


@dataclass
class Reasons:
    """Why a finding that only others have is none of ours, as far as the model of the project can tell."""

    project: Project

    def __call__(self, found: Found) -> str:
        """The reason; empty where somebody has to read it."""
        entry = found.entries[0]
        if _METADATA.match(found.callee):
            return "asks for an entry of a directory"
        if found.callee == _FILE_IN_USE:
            return "a file in use, whose `open` is the finding"
        if found.callee == _LAZY and not any("execute" in self._line(sink) for sink in found.sinks):
            return "an attribute that may load lazily, which an AsyncSession refuses"
        lines = [self._line(place).strip() for place in found.sinks or found.entries]
        for callee, line, reason in _READ:
            if re.match(callee, found.callee) and any(re.search(line, text) for text in lines):
                return reason
        function = self._around(entry)
        if function is None or not function.is_async:
            return "stands in no coroutine"
        if function.module.is_test:
            return "a test"
        return "nothing that FastAPI serves reaches it" if function.reach is Reach.NONE else ""

    def _line(self, place: Place) -> str:
        lines = source_lines(self.project, place.path)
        return lines[place.row - 1] if place.row <= len(lines) else ""

    def _around(self, place: Place) -> Function | None:
        """The innermost function that holds a line."""
        module = self._model.modules.get((self.project.root / place.path).resolve().as_posix())
        if module is None:
            return None
        inner: Function | None = None
        for _, function in sorted(module.functions.items()):
            first, _ = module.source.position(function.span.start)
            last, _ = module.source.position(function.span.end)
            if first <= place.row <= last:
                inner = function
        return inner

    @cached_property
    def _model(self) -> Any:
        target = str(self.project.target.resolve())
        files = FileSystem()
        return Session(files, load([target], isolated=True, files=files), []).project()
