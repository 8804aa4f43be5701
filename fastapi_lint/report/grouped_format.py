"""One line per finding, under the name of its file."""

from __future__ import annotations

from itertools import groupby
from typing import TextIO

from fastapi_lint.report.concise_format import told
from fastapi_lint.report.plain import one_line
from fastapi_lint.report.report import Report
from fastapi_lint.report.summary import summary


def write(report: Report, stream: TextIO) -> None:
    """Write the report file by file."""
    for path, rows in groupby(_rows(report), key=lambda row: row[0]):
        block = [row[1:] for row in rows]
        width = max(len(where) for where, _ in block)
        stream.write(f"{one_line(report.shown_path(path)) or 'fastapi-lint'}:\n")
        stream.writelines(f"  {where:<{width}} {text}\n" for where, text in block)
        stream.write("\n")
    for line in summary(report):
        stream.write(line + "\n")


def _rows(report: Report) -> list[tuple[str, str, str]]:
    rows = []
    for finding in report.findings:
        place = report.place(finding.path, finding.span)
        rows.append((finding.path, place.row, place.column, told(report, finding)))
    for problem in report.problems:
        told_problem = f"{problem.kind.value}: {one_line(problem.message)}"
        rows.append((problem.path, problem.row, problem.column, told_problem))
    return [(path, f"{row}:{column}", text) for path, row, column, text in sorted(rows)]
