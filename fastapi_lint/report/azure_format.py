"""Log commands of Azure Pipelines."""

from __future__ import annotations

from typing import TextIO

from fastapi_lint.finding import Severity
from fastapi_lint.report.report import Report

_IN_MESSAGE = str.maketrans({"%": "%AZP25", "\r": "%0D", "\n": "%0A"})
_IN_PROPERTY = _IN_MESSAGE | str.maketrans({";": "%3B", "]": "%5D"})


def write(report: Report, stream: TextIO) -> None:
    """Write one command per finding and problem."""
    for finding in report.findings:
        place = report.place(finding.path, finding.span)
        # Azure knows no third level.
        level = "error" if finding.severity is Severity.ERROR else "warning"
        stream.write(_command(level, finding.path, place.row, place.column, finding.code, finding.message))
    for problem in report.problems:
        stream.write(
            _command("error", problem.path, problem.row, problem.column, problem.kind.value, problem.message)
        )


def _command(level: str, path: str, row: int, column: int, code: str, message: str) -> str:
    where = (
        f"sourcepath={path.translate(_IN_PROPERTY)};linenumber={row};columnnumber={column};" if path else ""
    )
    return f"##vso[task.logissue type={level};{where}code={code};]{message.translate(_IN_MESSAGE)}\n"
