"""Look for programs that the linter cannot bear; slow, and run by hand.

python scripts/fuzz.py                      the standard library and site-packages of this Python
python scripts/fuzz.py FOLDER...            other code
python scripts/fuzz.py --generate 5000      made-up programs: tests/test_properties.py with a large budget

Every package is linted with all rules and, in memory, fixed. What counts as a failure: an exception, a rule
that fails, a fix that is undone, a syntax problem in a file that Python accepts, and a span that is not where
LibCST says.
"""

from __future__ import annotations

import argparse
import os
import subprocess
import sys
import sysconfig
import time
import traceback
from collections import Counter
from collections.abc import Iterator
from pathlib import Path

import libcst as cst

from fastapi_lint import Context, Findings, Rule, Severity
from fastapi_lint.finding import Applicability
from fastapi_lint.fix import apply
from fastapi_lint.registry import load
from fastapi_lint.result import ProblemKind
from fastapi_lint.session import Session
from fastapi_lint.workspace.files import FileSystem
from fastapi_lint.workspace.settings import Settings

ROOT = Path(__file__).parents[1]
PREVIEW = 20

spans = Rule("fuzz.spans", "FUZ001", Severity.ERROR, since="0.1")


@spans.on(cst.Name)
def check_span(node: cst.Name, ctx: Context) -> Findings:
    """Every name stands where its span says."""
    if ctx.text(node) != node.value:
        yield ctx.finding(node, f"`{node.value}` is not at its span")


def packages(folder: Path) -> Iterator[Path]:
    """The top-level packages and single modules of a folder."""
    for path in sorted(folder.iterdir()):
        if path.suffix == ".py" or (
            path.is_dir() and any(path.rglob("*.py")) and path.name != "site-packages"
        ):
            yield path


def examine(path: Path) -> tuple[int, list[str]]:
    """The number of files in a package, and everything that went wrong."""
    settings = Settings(
        root=str(path if path.is_dir() else path.parent), select=("ALL",), exclude=(), respect_gitignore=False
    )
    session = Session(FileSystem(), settings, [*load().rules, spans])
    if path.is_file():
        session.__dict__["_paths"] = (str(path),)
    try:
        result = session.check()
        failures = [
            f"{finding.path}: {finding.message}" for finding in result.findings if finding.code == spans.code
        ]
        for problem in result.problems:
            if problem.kind is ProblemKind.INTERNAL:
                failures.append(f"{problem.path}: {problem.message}\n{problem.detail}")
            elif problem.kind is ProblemKind.SYNTAX and _is_accepted(problem.path):
                failures.append(f"{problem.path}:{problem.row}: {problem.message}, and Python accepts it")
        failures += [f"{path}: {reason}" for reason in apply(session, None, Applicability.UNSAFE).undone]
    except Exception:
        return 0, [f"{path}: {traceback.format_exc()}"]
    return result.files, failures


def _is_accepted(path: str) -> bool:
    try:
        compile(Path(path).read_bytes(), path, "exec", dont_inherit=True)
    except (SyntaxError, ValueError, RecursionError, MemoryError):
        return False
    return True


def lint(folders: list[Path]) -> int:
    """Lint folders of packages and say what failed."""
    started = time.perf_counter()
    files: Counter[Path] = Counter()
    failures: list[str] = []
    for folder in folders:
        for path in packages(folder):
            print(
                f"\r{files.total():>6} files, {len(failures)} failures  {path.name[:40]:<40}",
                end="",
                flush=True,
            )
            number, failed = examine(path)
            files[folder] += number
            failures += failed
    print("\r" + " " * 79 + "\r", end="")
    for failure in failures[:PREVIEW]:
        print(failure)
    for folder, number in files.items():
        print(f"{folder}: {number} files")
    print(f"{len(failures)} failures in {time.perf_counter() - started:.0f} s")
    return 1 if failures else 0


def generate(examples: int) -> int:
    """Run the properties with a large budget and another seed every time."""
    command = [sys.executable, "-m", "pytest", "-q", "tests/test_properties.py"]
    return subprocess.run(command, cwd=ROOT, env=os.environ | {"FUZZ_EXAMPLES": str(examples)}).returncode


def main() -> int:
    """Read the command line."""
    parser = argparse.ArgumentParser(
        description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter, usage=argparse.SUPPRESS
    )
    parser.add_argument("folders", nargs="*", type=Path)
    parser.add_argument("--generate", type=int, metavar="EXAMPLES")
    options = parser.parse_args()
    if options.generate:
        return generate(options.generate)
    own = [Path(sysconfig.get_path(name)) for name in ("stdlib", "purelib")]
    return lint(options.folders or own)


if __name__ == "__main__":
    raise SystemExit(main())
