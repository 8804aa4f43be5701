"""``--fix``, ``--fix-only`` and ``--diff``."""

from __future__ import annotations

import sys
from typing import TYPE_CHECKING

from fastapi_lint.cli.check import complete, exit_code, report, tell
from fastapi_lint.cli.errors import say
from fastapi_lint.cli.main import FAILED
from fastapi_lint.cli.output import write_bytes
from fastapi_lint.cli.run import Run
from fastapi_lint.finding import Applicability, Finding
from fastapi_lint.report.report import Fixing

if TYPE_CHECKING:
    from fastapi_lint.fix import Fixed


def fix(run: Run) -> int:
    """Repair, or show what repairing would change."""
    fixed = _fixed(run)
    for message in fixed.undone:
        say("warning", message)
    complete(run, fixed.result)
    tell(run, fixed.result)
    if run.options.diff:
        return _show_diff(run, fixed)
    return _write(run, fixed)


def _fixed(run: Run) -> Fixed:
    """Repair what would be shown; a filter from stdin to stdout changes no other file."""
    from fastapi_lint.fix import apply

    def wanted(finding: Finding) -> bool:
        elsewhere = finding.fix.paths - {run.stdin} if finding.fix and run.stdin else ()
        return run.settings.shows(finding) and not elsewhere

    return apply(run.session, run.discovery.files, run.allowed, wanted)


def _show_diff(run: Run, fixed: Fixed) -> int:
    from fastapi_lint.fix import diff

    write_bytes(diff(fixed, run.cwd).encode("utf-8", "surrogateescape"))
    _tell_held_back(run, fixed)
    return exit_code(run, fixed.result, found=bool(fixed.changes))


def _write(run: Run, fixed: Fixed) -> int:
    from fastapi_lint.fix import write

    problems = write(run.session, fixed)
    fixed.result.problems += problems
    if run.stdin is not None:
        write_bytes(run.files.read(run.stdin))
    if run.options.fix_only:
        _tell_held_back(run, fixed)
        for problem in problems:
            say("error", f"{problem.path}: {problem.message}")
        return FAILED if problems else exit_code(run, fixed.result, found=False, fixed=bool(fixed.applied))
    fixing = Fixing(
        applied=fixed.applied,
        held_back=_held_back(fixed),
        files=len(fixed.changes) - len(problems),
        show=run.options.show_fixes,
    )
    return report(run, fixed.result, fixing)


def _held_back(fixed: Fixed) -> int:
    return fixed.held_back.get(Applicability.UNSAFE, 0)


def _tell_held_back(run: Run, fixed: Fixed) -> None:
    if run.options.quiet:
        return
    from fastapi_lint.report.summary import about_fixes

    fixing = Fixing(fixed.applied, _held_back(fixed), len(fixed.changes), run.options.show_fixes)
    done = "Would fix" if run.options.diff else "Fixed"
    sys.stdout.flush()
    sys.stderr.writelines(f"{line}\n" for line in about_fixes(fixing, done))
