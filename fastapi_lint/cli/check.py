"""``fastapi-lint check``: settings, then findings, then what was asked for with them."""

from __future__ import annotations

import sys
from time import perf_counter
from typing import TYPE_CHECKING

from fastapi_lint.cli import output
from fastapi_lint.cli.answers import Answer
from fastapi_lint.cli.errors import say
from fastapi_lint.cli.main import CLEAN, FAILED, FINDINGS
from fastapi_lint.cli.progress import Progress
from fastapi_lint.cli.run import Run
from fastapi_lint.report.report import Fixing
from fastapi_lint.result import ProblemKind, Result

if TYPE_CHECKING:
    from fastapi_lint.cli.options import CheckOptions
    from fastapi_lint.cli.recall import Asked


def check(options: CheckOptions, asked: Asked) -> int:
    """Run the command and return its exit code."""
    started = perf_counter()
    run = Run.prepare(options, asked.began)
    code = _check(run, asked, started)
    if options.profile:
        from fastapi_lint.cli.profiling import show

        show(run.profile)
    return code


def _check(run: Run, asked: Asked, started: float) -> int:
    options = run.options
    output.check_writable(options.output_file)
    if options.show_settings:
        return output.show_settings(run)
    if options.show_files:
        return output.show_files(run)
    answer = Answer()
    if not run.discovery.files and not run.discovery.problems and not options.quiet:
        with answer.heard():
            say("warning", "no Python files to check; see `exclude` and .gitignore, or name other paths")
    if options.watch:
        from fastapi_lint.cli.watching import watch

        return watch(run)
    if options.add_ignore is not None:
        from fastapi_lint.cli.ignoring import add_ignores

        return add_ignores(run, options.add_ignore)
    if run.fixes:
        from fastapi_lint.cli.fixing import fix

        return fix(run)
    result = find(run)
    with answer.heard():
        tell(run, result, started)
        code = report(run, result)
    if run.is_repeatable and run.cache is not None and run.disk is not None:
        answer.keep(run.cache, asked, run.disk, code, result.problems, run.registry.rules)
    return code


def find(run: Run) -> Result:
    """Check the files, with a progress bar for people who wait."""
    with Progress(sys.stderr, quiet=run.options.quiet) as progress:
        return complete(run, run.session.check(run.discovery.files, progress))


def complete(run: Run, result: Result) -> Result:
    """The result, with the problems that came up before there was a session."""
    result.problems += run.problems
    return result


def report(run: Run, result: Result, fixing: Fixing | None = None) -> int:
    """Show what was found and return the exit code."""
    shown = run.shown(result)
    to_stderr = run.stdin is not None and fixing is not None
    where = output.sink(run.options.output_file, sys.stderr if to_stderr else sys.stdout)
    with run.profile.stage("report"), where as stream:
        output.write(output.report_of(run, result, shown, fixing), run, stream)
    return exit_code(run, result, found=bool(shown), fixed=bool(fixing and fixing.applied))


def exit_code(run: Run, result: Result, *, found: bool, fixed: bool = False) -> int:
    """0 for clean, 1 for findings, 2 if something could not be judged."""
    if result.problems:
        return FAILED
    if run.options.exit_zero:
        return CLEAN
    return FINDINGS if found or (fixed and run.options.exit_non_zero_on_fix) else CLEAN


def tell(run: Run, result: Result, started: float | None = None) -> None:
    """What is worth knowing about the run itself, on standard error."""
    if not run.options.quiet:
        for warning in result.warnings:
            say("warning", warning)
    internal = [problem for problem in result.problems if problem.kind is ProblemKind.INTERNAL]
    if run.options.verbose:
        sys.stderr.writelines(f"{problem.detail.rstrip()}\n" for problem in internal if problem.detail)
        say("info", f"project {run.settings.root}, settings from {output.origins(run.settings)}")
        if result.calls is not None:
            say("info", f"{result.calls} on the event loop")
        if started is not None:
            say("info", f"{result.files} files, {perf_counter() - started:.2f} s")
    elif internal:
        say("error", "a rule failed, which is a bug; please report its name with the output of --verbose")
