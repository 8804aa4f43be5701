"""``--watch``: report again whenever a file changes."""

from __future__ import annotations

import gc
import sys
from collections.abc import Iterable, Iterator
from typing import TYPE_CHECKING

from fastapi_lint.cli.check import find, report, tell
from fastapi_lint.cli.errors import UserError, explained, say
from fastapi_lint.cli.main import CLEAN
from fastapi_lint.cli.run import Run
from fastapi_lint.workspace.files import absolute

if TYPE_CHECKING:
    from fastapi_lint.session import Session

_TICK = 100
"""Milliseconds between two looks; the first comes before the first check, so that no change is missed."""


def watch(run: Run) -> int:
    """Report until somebody interrupts. Only what has changed is read again."""
    if run.fixes or run.stdin is not None or run.options.add_ignore is not None:
        raise UserError("`--watch` only reports; fix, or read standard input, in a run of its own")
    gc.enable()  # this process lives on, unlike others
    for changed in _changes(run):
        fresh = _fresh(run, changed)
        if fresh is not None:
            run = fresh
            result = find(run)
            tell(run, result)
            report(run, result)
        sys.stdout.flush()
        say("info", "watching for changes; Ctrl-C ends it")
        gc.collect()  # the project as it was before; nobody is waiting now
    return CLEAN


def _changes(run: Run) -> Iterator[set[str]]:
    """What has changed since the last time; nothing at first."""
    try:
        from watchfiles import watch as watched
    except ImportError:
        raise UserError("`--watch` needs watchfiles: pip install 'fastapi-lint[watch]'") from None
    places = {run.settings.root, *(absolute(path) for path in run.options.paths or ())}
    is_first = True
    for changes in watched(*sorted(places), yield_on_timeout=True, rust_timeout=_TICK):
        if changes or is_first:
            yield {absolute(path) for _, path in changes}
        is_first = False


def _fresh(run: Run, changed: set[str]) -> Run | None:
    """The run as it has to be now; None when the settings are broken, which is said."""
    session = run.session
    try:
        fresh = Run.prepare(run.options)
        if changed:
            forget(session, changed)
        fresh.registry = run.registry
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
