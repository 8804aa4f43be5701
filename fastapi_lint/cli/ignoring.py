"""``--add-ignore``: accept what there is, with a comment at each place."""

from __future__ import annotations

import sys
from collections import Counter
from collections.abc import Iterator
from dataclasses import replace

from fastapi_lint.cli.check import exit_code, find, tell
from fastapi_lint.cli.errors import say
from fastapi_lint.cli.output import write_bytes
from fastapi_lint.cli.run import Run
from fastapi_lint.finding import PLACE, Finding
from fastapi_lint.report.summary import count


def _everywhere(finding: Finding) -> Iterator[Finding]:
    """A finding, and what would be reported in its place once that is ignored."""
    yield finding
    for related in finding.related:
        if related.group == PLACE:
            yield replace(finding, path=related.path, span=related.span)


def add_ignores(run: Run, reason: str) -> int:
    """Write the comments; what remains to be said is how many."""
    from fastapi_lint.fix import Fixed, write
    from fastapi_lint.suppression import add_ignores as with_ignores

    result = find(run)
    shown = run.shown(result)
    changes = {}
    everywhere = [found for finding in shown for found in _everywhere(finding)]
    for path in sorted({finding.path for finding in everywhere}):
        source = run.session.source(path)
        text = with_ignores(source, [finding for finding in everywhere if finding.path == path], reason)
        if text != source.text:
            changes[path] = (source.text, text)
    for path, (_, text) in changes.items():
        run.session.update(path, text)
    applied = Counter(finding.name for finding in shown if finding.path in changes)
    result.problems += write(run.session, Fixed(changes, applied, Counter(), [], result))
    tell(run, result)
    for problem in result.problems:
        say("error", f"{problem.path or problem.kind.value}: {problem.message}")
    if run.stdin is not None:
        write_bytes(run.files.read(run.stdin))
    if not run.options.quiet:
        findings = count(applied.total(), "finding")
        sys.stderr.write(f"Added ignore comments for {findings} in {count(len(changes), 'file')}.\n")
    return exit_code(run, result, found=False)
