"""``--statistics``: how many findings each rule has."""

from __future__ import annotations

from collections import Counter
from typing import TextIO

from fastapi_lint.report import Report
from fastapi_lint.report.objects import dump
from fastapi_lint.report.plain import one_line
from fastapi_lint.report.summary import summary


def write(report: Report, stream: TextIO, *, as_json: bool) -> None:
    """Write one row per rule, the most frequent first."""
    counts = Counter((finding.code, finding.name) for finding in report.findings)
    fixable = Counter((finding.code, finding.name) for finding in report.findings if report.fixable(finding))
    rows = sorted(counts.items(), key=lambda item: (-item[1], item[0]))
    if as_json:
        dump(
            [
                {"code": rule[0], "name": rule[1], "count": number, "fixable": fixable[rule]}
                for rule, number in rows
            ],
            stream,
        )
        return
    width = max((len(str(number)) for _, number in rows), default=0)
    for (code, name), number in rows:
        stream.write(f"{number:>{width}}  {code}  {'[*]' if fixable[code, name] else '[ ]'} {name}\n")
    for problem in report.problems:
        where = f"{one_line(report.shown_path(problem.path))}: " if problem.path else ""
        stream.write(f"{where}{problem.kind.value}: {one_line(problem.message)}\n")
    for line in summary(report):
        stream.write(line + "\n")
