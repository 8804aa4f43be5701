"""The installed console script in a process of its own, as people and tools run it."""

from __future__ import annotations

import os
import subprocess
import sys
from collections.abc import Mapping
from pathlib import Path
from typing import NamedTuple

REPOSITORY = Path(__file__).resolve().parents[2]
FIXTURES = REPOSITORY / "fixtures"
SCRIPT = str(Path(sys.executable).with_name("fastapi-lint.exe" if os.name == "nt" else "fastapi-lint"))
_FOREIGN = ("PYTHON", "PYTEST", "FASTAPI_LINT", "FORCE_COLOR", "NO_COLOR", "COLUMNS", "GITHUB_", "CI")

SLEEP = """\
import time

from fastapi import FastAPI

app = FastAPI()


@app.get("/slow")
async def slow() -> dict[str, str]:
    time.sleep(1)
    return {}
"""
"""An endpoint with one finding, of the rule `blocking-sleep`."""
SLEEP_IS_FOUND = ":10:5: FAPI101 "


class Done(NamedTuple):
    """A finished run."""

    code: int
    out: str
    err: str

    @property
    def text(self) -> str:
        return self.out + self.err


def environment(**more: str) -> dict[str, str]:
    """What a process gets to see: nothing that a developer's shell or a CI service sets for itself."""
    clean = {name: value for name, value in os.environ.items() if not name.startswith(_FOREIGN)}
    return clean | more


def run(
    *arguments: str | Path,
    cwd: Path,
    module: bool = False,
    extra: Mapping[str, str] | None = None,
    stdin: str | None = None,
) -> Done:
    """Run ``fastapi-lint``, or ``python -m fastapi_lint``. Ended by a signal is never right."""
    program = [sys.executable, "-m", "fastapi_lint"] if module else [SCRIPT]
    done = subprocess.run(
        [*program, *map(str, arguments)],
        cwd=cwd,
        env=environment(**(extra or {})),
        input=stdin,
        capture_output=True,
        text=True,
        encoding="utf-8",
        timeout=120,
        check=False,
    )
    assert done.returncode in (0, 1, 2), f"ended with {done.returncode}\n{done.stdout}{done.stderr}"
    assert "Traceback" not in done.stdout + done.stderr
    return Done(done.returncode, done.stdout, done.stderr)


def concise(*arguments: str | Path, cwd: Path, **options: str) -> Done:
    """Run a check and report one line per finding."""
    return run("check", "--output-format", "concise", *arguments, cwd=cwd, extra=options)


def write(folder: Path, files: Mapping[str, str | bytes]) -> Path:
    """Write files below a folder."""
    for name, content in files.items():
        path = folder / name
        path.parent.mkdir(parents=True, exist_ok=True)
        path.write_bytes(content if isinstance(content, bytes) else content.encode())
    return folder


def contents(folder: Path) -> dict[str, bytes]:
    """Every file below a folder but the cache's."""
    files = (path for path in sorted(folder.rglob("*")) if path.is_file())
    named = {path.relative_to(folder).as_posix(): path.read_bytes() for path in files}
    return {name: data for name, data in named.items() if ".fastapi_lint_cache/" not in name}


def install_rules(folder: Path, modules: Mapping[str, str]) -> str:
    """Make a plugin package of these modules; the value of PYTHONPATH that installs it.

    An entry point is found in any folder on the path that holds a ``*.dist-info``: no build is needed.
    """
    metadata = "Metadata-Version: 2.1\nName: e2e-rules\nVersion: 1.0\n"
    write(
        folder,
        {
            "e2e_rules-1.0.dist-info/METADATA": metadata,
            "e2e_rules-1.0.dist-info/entry_points.txt": "[fastapi_lint.rules]\ne2e = e2e_rules\n",
            "e2e_rules/__init__.py": '"""Rules of a test."""\n',
            "e2e_rules/house/__init__.py": '"""A category."""\n',
            **{f"e2e_rules/house/{name}.py": text for name, text in modules.items()},
        },
    )
    return str(folder)


OLD_NAME = '''\
"""A name that is out of date.

Bad:

    old = 1
    ^^^ out of date

Good:

    new = 1
"""

import libcst as cst

from fastapi_lint import Applicability, Context, Findings, Rule, Severity

rule = Rule(__name__, "ZZZ101", Severity.ERROR, since="1.0")


@rule.on(cst.Name)
def check(node: cst.Name, ctx: Context) -> Findings:
    if node.value == "old":
        fix = ctx.fix("rename it", ctx.replace(node, "new"), applicability=Applicability.SAFE)
        yield ctx.finding(node, "out of date", fix=fix)
'''
"""A rule with a safe fix, which is not slowed down or changed by work on the built-in rules."""

RAISES = '''\
"""A rule with a bug."""

import libcst as cst

from fastapi_lint import Context, Findings, Rule, Severity

rule = Rule(__name__, "ZZZ102", Severity.ERROR, since="1.0")


@rule.on(cst.FunctionDef)
def check(node: cst.FunctionDef, ctx: Context) -> Findings:
    yield ctx.finding(node, f"one in {1 // (node.name.value != 'slow')}")
'''
