"""The last lines of a report for people: how much was found, and what can be done about it."""

from __future__ import annotations

from collections.abc import Iterator
from itertools import chain

from fastapi_lint.finding import Applicability, Severity
from fastapi_lint.report.report import Fixing, Report


def summary(report: Report) -> Iterator[str]:
    """The summary, line by line; nothing when quiet."""
    if report.quiet:
        return iter(())
    fixing = _fixed(report.fixing) if report.fixing else iter(())
    return chain(fixing, _found(report), _problems(report), _fixable(report))


def count(number: int, noun: str) -> str:
    """``1 file``, ``2 files``, ``2 fixes``."""
    plural = {"fix": "fixes", "info": "info"}.get(noun, noun + "s")
    return f"{number} {noun if number == 1 else plural}"


def about_fixes(fixing: Fixing, done: str = "Fixed") -> Iterator[str]:
    """What fixing did, and what it held back; for runs that do not report findings."""
    yield from _fixed(fixing, done)
    yield from _held_back(fixing)


def _fixed(fixing: Fixing, done: str = "Fixed") -> Iterator[str]:
    if fixing.applied:
        total = count(sum(fixing.applied.values()), "finding")
        yield f"{done} {total} in {count(fixing.files, 'file')}."
    if fixing.show:
        for name, times in sorted(fixing.applied.items(), key=lambda item: (-item[1], item[0])):
            yield f"  {times:>4} × {name}"


def _held_back(fixing: Fixing) -> Iterator[str]:
    if number := fixing.held_back:
        were, them = ("was", "it") if number == 1 else ("were", "them")
        yield f"{count(number, 'fix')} {were} held back; use --unsafe-fixes to apply {them}."


def _found(report: Report) -> Iterator[str]:
    if not report.findings:
        if not report.problems:
            yield f"No findings in {count(report.result.files, 'file')}."
        return
    by_severity = report.severities
    kinds = [
        count(by_severity[severity], str(severity))
        for severity in reversed(Severity)
        if by_severity[severity]
    ]
    files = count(len({finding.path for finding in report.findings}), "file")
    yield f"Found {count(len(report.findings), 'finding')} ({', '.join(kinds)}) in {files}."


def _problems(report: Report) -> Iterator[str]:
    if report.problems:
        yield f"{count(len(report.problems), 'problem')} kept fastapi-lint from judging everything."


def _fixable(report: Report) -> Iterator[str]:
    if report.fixing is not None:
        yield from _held_back(report.fixing)
        return
    kinds = [finding.fix.applicability for finding in report.findings if finding.fix]
    now = sum(kind >= report.allowed for kind in kinds)
    more = sum(report.allowed > kind >= Applicability.UNSAFE for kind in kinds)
    if now:
        flags = "--fix" if report.allowed is Applicability.SAFE else "--fix --unsafe-fixes"
        yield f"[*] {now} fixable with {flags}" + (f" ({more} more with --unsafe-fixes)." if more else ".")
    elif more:
        yield f"{more} fixable with --fix --unsafe-fixes."
