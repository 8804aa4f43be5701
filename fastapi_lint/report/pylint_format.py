"""The parseable text format of pylint: ``path:row: [CODE] message``."""

from __future__ import annotations

from typing import TextIO

from fastapi_lint.report.plain import one_line
from fastapi_lint.report.report import Report


def write(report: Report, stream: TextIO) -> None:
    """Write one line per finding and problem."""
    for finding in report.findings:
        row = report.place(finding.path, finding.span).row
        path = one_line(report.shown_path(finding.path))
        stream.write(f"{path}:{row}: [{finding.code}] {one_line(finding.message)}\n")
    for problem in report.problems:
        where = f"{one_line(report.shown_path(problem.path))}:{problem.row}: " if problem.path else ""
        stream.write(f"{where}[{problem.kind.value}] {one_line(problem.message)}\n")
