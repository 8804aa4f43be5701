"""``fastapi-lint routes``: what the application serves."""

from __future__ import annotations

import sys
from collections.abc import Mapping
from posixpath import basename
from typing import TYPE_CHECKING

from fastapi_lint import __version__
from fastapi_lint.cli import output
from fastapi_lint.cli.errors import UserError, say
from fastapi_lint.cli.main import CLEAN, FAILED
from fastapi_lint.cli.options import CheckOptions
from fastapi_lint.cli.progress import Progress
from fastapi_lint.cli.run import Run
from fastapi_lint.report.view import Note, View
from fastapi_lint.report.view_formats import ROUTES, load
from fastapi_lint.workspace.problems import did_you_mean

if TYPE_CHECKING:
    from fastapi_lint.cli.viewing import RoutesOptions, ViewOptions
    from fastapi_lint.inventory import Inventory


def routes(options: RoutesOptions) -> int:
    """Run the command and return its exit code."""
    name = chosen(options, ROUTES, "table")
    run = prepared(options)
    shown = view(options, run, with_findings=name == "html")
    with output.sink(options.output_file, sys.stdout) as stream:
        load("routes", name)(shown, stream)
    return told(run, options)


def chosen(options: ViewOptions, formats: Mapping[str, str], default: str) -> str:
    """The output format, if there is one of that name."""
    name = options.output_format or default
    if name not in formats:
        hint = did_you_mean(name, formats) or f", expected one of {', '.join(formats)}"
        raise UserError(f"`--output-format {name}`{hint}")
    return name


def prepared(options: ViewOptions) -> Run:
    """The project of the paths."""
    output.check_writable(options.output_file)
    return Run.prepare(
        CheckOptions(
            paths=options.paths,
            color=options.color,
            quiet=options.quiet,
            config=options.config,
            isolated=options.isolated,
            target_fastapi=options.target_fastapi,
            no_cache=True,
        )
    )


def view(options: ViewOptions, run: Run, *, with_findings: bool) -> View:
    """What to show; raises what ``guarded`` explains when there is nothing."""
    inventory = _inventory(options, run)
    return View(
        inventory=inventory,
        title=basename(run.settings.root),
        cwd=run.cwd,
        version=__version__,
        color=options.color,
        notes=_notes(run) if with_findings else (),
    )


def told(run: Run, options: ViewOptions) -> int:
    """Say what could not be read, without which the list may be incomplete, and return the exit code."""
    problems = [*run.problems, *(p for p in run.session.problems if p.path in run.discovery.files)]
    for problem in problems:
        say("error", f"{problem.path}: {problem.message}" if problem.path else problem.message)
    if not options.quiet:
        for warning in run.session.project(run.discovery.files).targets.problems:
            say("warning", warning)
    return FAILED if problems else CLEAN


def _inventory(options: ViewOptions, run: Run) -> Inventory:
    from fastapi_lint.inventory import take

    with Progress(sys.stderr, quiet=options.quiet) as progress:
        project = run.session.project(run.discovery.files, progress)
    try:
        inventory = take(project, frozenset(run.discovery.files), options.app)
    except LookupError as error:
        known = [str(name) for name in error.args]
        listed = f"; there is {', '.join(f'`{name}`' for name in known[:8])}" if known else ", or any other"
        raise UserError(
            f"there is no application `{options.app}`{did_you_mean(options.app or '', known) or listed}"
        ) from error
    if not inventory.groups:
        told(run, options)
        where = ", ".join(options.paths or ["."])
        raise UserError(
            f"found no FastAPI application and no router in {where}; name the folder that holds the project"
        )
    return inventory


def _notes(run: Run) -> list[Note]:
    """The findings of the linter, as `check` would show them."""
    result = run.session.check(run.discovery.files)
    urls = {rule.code: rule.url for rule in run.registry.rules}
    return [
        Note(
            finding,
            *run.session.source(finding.path).position(finding.span.start),
            urls.get(finding.code, ""),
        )
        for finding in run.shown(result)
    ]
