"""One line per finding: ``path:row:col: FAPI101 [*] message``."""

from __future__ import annotations

from typing import TextIO

from fastapi_lint.finding import Finding
from fastapi_lint.report.plain import one_line
from fastapi_lint.report.report import Report
from fastapi_lint.report.summary import summary


def write(report: Report, stream: TextIO) -> None:
    """Write the report as one line per finding, and a summary."""
    for finding in report.findings:
        place = report.place(finding.path, finding.span)
        path = one_line(report.shown_path(finding.path))
        stream.write(f"{path}:{place.row}:{place.column}: {told(report, finding)}\n")
    for problem in report.problems:
        where = (
            f"{one_line(report.shown_path(problem.path))}:{problem.row}:{problem.column}: "
            if problem.path
            else ""
        )
        stream.write(f"{where}{problem.kind.value}: {one_line(problem.message)}\n")
    for line in summary(report):
        stream.write(line + "\n")


def told(report: Report, finding: Finding) -> str:
    """``FAPI101 [*] message``; the star says that ``--fix`` repairs it."""
    star = "[*] " if report.fixable(finding) else ""
    return f"{finding.code} {star}{one_line(finding.message)}"
