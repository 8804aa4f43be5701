"""``--watch``: report again whenever a file changes."""

from __future__ import annotations

import gc
import sys
from collections.abc import Iterable, Iterator, Set
from dataclasses import replace
from typing import TYPE_CHECKING

from fastapi_lint.cli.check import find, report, tell
from fastapi_lint.cli.errors import UserError, explained, say
from fastapi_lint.cli.main import CLEAN
from fastapi_lint.cli.run import Run
from fastapi_lint.workspace.files import absolute

if TYPE_CHECKING:
    from fastapi_lint.finding import Finding
    from fastapi_lint.result import Problem, Result
    from fastapi_lint.session import Session

_TICK = 100
"""Milliseconds between two looks; the first comes before the first check, so that no change is missed."""


def watch(run: Run) -> int:
    """Report until somebody interrupts. Only what has changed is read again."""
    if run.fixes or run.stdin is not None or run.options.add_ignore is not None:
        raise UserError("`--watch` only reports; fix, or read standard input, in a run of its own")
    gc.enable()  # this process lives on, unlike others
    reports = _Reports(run)
    for changed in _changes(run):
        is_news = reports.settle() if changed is None else reports.change(changed)
        sys.stdout.flush()
        if is_news:
            say("info", "watching for changes; Ctrl-C ends it")
    return CLEAN


class _Reports:
    """Reports at once what an edit has made true of the edited files, and what else it has when it is quiet."""

    def __init__(self, run: Run) -> None:
        self._run = run
        self._latest: Result | None = None
        self._edited: set[str] = set()
        """The files that were edited since everything was checked."""

    def change(self, changed: set[str]) -> bool:
        """Something has changed: report."""
        fresh = _fresh(self._run, changed)
        if fresh is None:
            return True
        self._run = fresh
        self._report(self._at_once(fresh.session.edited) or self._find())
        return True

    def settle(self) -> bool:
        """Nothing changes for a moment: check everything, and report again if that is news."""
        before = self._latest
        if before is None or not self._edited:
            return False
        edited = set(self._edited)
        self._latest = result = self._find()
        if _told(self._run, result, edited) == _told(self._run, before, edited):
            return False
        self._report(result)
        return True

    def _find(self) -> Result:
        self._edited.clear()
        result = find(self._run)
        gc.collect()  # the project as it was before
        self._run.session.prepare_edits()
        return result

    def _at_once(self, edited: set[str]) -> Result | None:
        """Other findings in the edited files, all others as they were; None when everything has to be checked."""
        latest, run = self._latest, self._run
        found = run.session.check_edited() if latest is not None else None
        if found is None or latest is None:
            return None
        self._edited |= edited
        files = set(run.discovery.files)
        others = (_without(finding, edited) for finding in latest.findings if finding.path not in edited)
        return replace(
            latest,
            findings=sorted(
                (*others, *(finding for finding in found.findings if finding.path in files)),
                key=lambda finding: finding.order,
            ),
            problems=[
                *(problem for problem in latest.problems if problem.path not in edited),
                *(problem for problem in found.problems if problem.path in files),
            ],
        )

    def _report(self, result: Result) -> None:
        self._latest = result
        tell(self._run, result)
        report(self._run, result)


def _told(run: Run, result: Result, edited: Set[str]) -> tuple[list[Finding], list[Problem]]:
    """What a report tells, but for places in edited files that findings of other files speak of."""
    return [_without(finding, edited) for finding in run.shown(result)], result.problems


def _without(finding: Finding, edited: Set[str]) -> Finding:
    """A finding of a file without what it says about places in edited ones, which are elsewhere now."""
    if finding.path in edited:
        return finding
    related = tuple(one for one in finding.related if one.path not in edited)
    fix = finding.fix if finding.fix is not None and finding.fix.paths.isdisjoint(edited) else None
    cause = finding.cause if finding.cause is not None and finding.cause.path not in edited else None
    return replace(finding, related=related, fix=fix, cause=cause)


def _changes(run: Run) -> Iterator[set[str] | None]:
    """What has changed since the last time, nothing at first; None when nothing has for a moment."""
    try:
        from watchfiles import watch as watched
    except ImportError:
        raise UserError("`--watch` needs watchfiles: pip install 'fastapi-lint[watch]'") from None
    places = {run.settings.root, *(absolute(path) for path in run.options.paths or ())}
    is_first = True
    for changes in watched(*sorted(places), yield_on_timeout=True, rust_timeout=_TICK):
        yield {absolute(path) for _, path in changes} if changes or is_first else None
        is_first = False


def _fresh(run: Run, changed: set[str]) -> Run | None:
    """The run as it has to be now; None when the settings are broken, which is said."""
    session = run.session
    try:
        fresh = Run.prepare(run.options)
        forget(session, changed)
        fresh.registry = run.registry
        if run.disk is None and fresh.settings == run.settings:
            fresh.session = session
        else:  # the first one remembers what it reads, for other runs
            fresh.session.adopt(session)
        return fresh
    except Exception as error:
        message = explained(error)
        if message is None:
            raise
        say("error", message)
        forget(session, changed)
        return None


def forget(session: Session, changed: Iterable[str]) -> None:
    """Have everything that has changed read again: files, those of a folder, and what says which versions there are."""
    known = session.paths
    for place in changed:
        below = place.rstrip("/") + "/"
        for path in [path for path in known if path == place or path.startswith(below)] or [place]:
            session.update(path, None)
