"""Workflow commands of GitHub Actions, which become annotations on a pull request.

Paths are absolute: the runner maps them to the repository whatever folder the step works in.
"""

from __future__ import annotations

from collections.abc import Mapping
from typing import TextIO

from fastapi_lint.finding import Finding, Severity
from fastapi_lint.report.plain import one_line
from fastapi_lint.report.report import Report
from fastapi_lint.result import Problem

_COMMANDS = {Severity.ERROR: "error", Severity.WARNING: "warning", Severity.INFO: "notice"}
_IN_MESSAGE = str.maketrans({"%": "%25", "\r": "%0D", "\n": "%0A"})
_IN_PROPERTY = _IN_MESSAGE | str.maketrans({":": "%3A", ",": "%2C"})


def write(report: Report, stream: TextIO) -> None:
    """Write one command per finding and problem."""
    for finding in report.findings:
        stream.write(_finding(report, finding))
    for problem in report.problems:
        stream.write(_problem(report, problem))


def _finding(report: Report, finding: Finding) -> str:
    place = report.place(finding.path, finding.span)
    where: dict[str, str | int] = {"file": finding.path, "line": place.row, "endLine": place.end_row}
    if place.row == place.end_row:  # GitHub refuses columns on annotations of several lines
        where |= {"col": place.column, "endColumn": place.end_column}
    path = one_line(report.shown_path(finding.path))
    message = f"{path}:{place.row}:{place.column}: {finding.code} {finding.message}"
    if finding.help:
        message += f"\n  help: {finding.help}"
    return _command(
        _COMMANDS[finding.severity], f"fastapi-lint ({finding.code} {finding.name})", where, message
    )


def _problem(report: Report, problem: Problem) -> str:
    where: dict[str, str | int] = {}
    if problem.path:
        where = {"file": problem.path, "line": problem.row, "col": problem.column}
    return _command("error", f"fastapi-lint ({problem.kind.value})", where, problem.message)


def _command(command: str, title: str, where: Mapping[str, str | int], message: str) -> str:
    properties = {"title": title, **where}
    written = ",".join(f"{key}={str(value).translate(_IN_PROPERTY)}" for key, value in properties.items())
    return f"::{command} {written}::{message.translate(_IN_MESSAGE)}\n"
