"""See that what passed before the safe fixes passes after them, in projects that ship their tests.

    python scripts/tests_unchanged.py [--unsafe-fixes] [NAME…]

The projects are pinned in ecosystem/tested.toml. Each gets an environment of its own below ecosystem/environments.
"""

from __future__ import annotations

import argparse
import hashlib
import os
import subprocess
import sys
import tarfile
import tempfile
import venv
import xml.etree.ElementTree as ET
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from fastapi_lint.workspace.toml import parse_toml

ECOSYSTEM = Path(__file__).parents[1] / "ecosystem"
sys.path.insert(0, str(ECOSYSTEM))
import pins  # noqa: E402


@dataclass(frozen=True)
class Tested:
    """A project with tests, and how to run them."""

    name: str
    version: str
    sha256: str
    needs: list[str]
    tests: list[str]
    fastapi: str = ""

    @property
    def python(self) -> Path:
        """The interpreter of its environment."""
        return ECOSYSTEM / "environments" / f"{self.name}-{self.version}" / "bin" / "python"

    def unpack(self, into: Path) -> Path:
        """Download and unpack the whole sdist: tests need more than Python files."""
        into.mkdir()
        archive = pins.download(pins.Project(self.name, self.version, "sdist", self.sha256, "."), into)
        if hashlib.sha256(archive.read_bytes()).hexdigest() != self.sha256:
            raise SystemExit(f"{archive.name} has not the hash of its pin")
        with tarfile.open(archive) as sdist:
            sdist.extractall(into, filter="data")
        (folder,) = (path for path in into.iterdir() if path.is_dir())
        return folder

    def install(self, folder: Path) -> None:
        """Make the environment, once; the project itself is imported from where it lies."""
        finished = self.python.parents[1] / "finished"
        if finished.exists():
            return
        venv.create(self.python.parents[1], with_pip=True)
        pip = [self.python, "-m", "pip", "install", "--quiet"]
        subprocess.run([*pip, folder, *self.needs], check=True)
        subprocess.run([*pip[:-2], "uninstall", "--quiet", "--yes", self.name], check=True)
        finished.touch()

    def passed(self, folder: Path, report: Path) -> set[str]:
        """The tests that pass."""
        source = folder / "src" if (folder / "src").is_dir() else folder
        command = [
            self.python,
            "-m",
            "pytest",
            "-q",
            "-p",
            "no:cacheprovider",
            f"--junit-xml={report}",
            *self.tests,
        ]
        environment = {**os.environ, "PYTHONPATH": str(source), "PYTHONDONTWRITEBYTECODE": "1"}
        subprocess.run(command, cwd=folder, env=environment, capture_output=True)
        if not report.exists():
            return set()
        cases = ET.parse(report).iter("testcase")
        return {
            f"{case.get('classname')}::{case.get('name')}"
            for case in cases
            if not len(case.findall("*[@message]"))
        }


def fix(folder: Path, options: list[str]) -> int:
    """Apply the fixes of all rules; how many files changed."""
    before = {path: path.read_bytes() for path in folder.rglob("*.py")}
    command = [sys.executable, "-m", "fastapi_lint", "check", "--isolated", "--no-cache", "--exit-zero"]
    done = subprocess.run(
        [*command, "--select", "all", "--fix", *options, "."], cwd=folder, capture_output=True, text=True
    )
    if done.returncode:
        raise SystemExit(done.stdout[-2000:] + done.stderr[-2000:])
    return sum(path.read_bytes() != text for path, text in before.items())


def compare(tested: Tested, options: list[str]) -> set[str]:
    """Run the tests, apply the fixes, run them again: the tests that pass no more."""
    with tempfile.TemporaryDirectory() as work:
        folder = tested.unpack(Path(work) / "sdist")
        tested.install(folder)
        before = tested.passed(folder, Path(work) / "before.xml")
        target = ["--config", f'target-fastapi="{tested.fastapi}"'] if tested.fastapi else []
        if not before:
            raise SystemExit(f"{tested.name}: no test passes even before the fixes")
        changed = fix(folder, [*target, *options])
        after = tested.passed(folder, Path(work) / "after.xml")
    lost = before - after
    print(
        f"{tested.name}: {changed} files changed, {len(before)} tests pass before, {len(before & after)} of them after"
    )
    print(*(f"  {name}" for name in sorted(lost)), sep="\n", end="\n" if lost else "")
    return lost


def main() -> int:
    """Compare; the exit code."""
    parser = argparse.ArgumentParser(
        description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter
    )
    parser.add_argument(
        "--unsafe-fixes", action="store_true", help="apply those too, to see what they change"
    )
    parser.add_argument("names", nargs="*", metavar="NAME")
    options = parser.parse_args()
    table: dict[str, Any] = parse_toml((ECOSYSTEM / "tested.toml").read_bytes(), "tested.toml")
    flags = ["--unsafe-fixes"] if options.unsafe_fixes else []
    lost = [compare(Tested(name, **table[name]), flags) for name in options.names or table]
    return int(any(lost))


if __name__ == "__main__":
    raise SystemExit(main())
