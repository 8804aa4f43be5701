"""The code quality report of GitLab."""

from __future__ import annotations

from typing import Any, TextIO

from fastapi_lint.finding import Severity
from fastapi_lint.report.fingerprint import digest, fingerprinted
from fastapi_lint.report.lines import Place
from fastapi_lint.report.objects import dump
from fastapi_lint.report.report import Report

_SEVERITIES = {Severity.ERROR: "major", Severity.WARNING: "minor", Severity.INFO: "info"}


def write(report: Report, stream: TextIO) -> None:
    """Write the report as one array."""
    issues = [
        _issue(
            name=finding.name,
            description=f"{finding.code}: {finding.message}",
            severity=_SEVERITIES[finding.severity],
            fingerprint=fingerprint,
            path=report.project_path(finding.path),
            place=report.place(finding.path, finding.span),
        )
        for finding, fingerprint in fingerprinted(report, report.findings)
    ]
    for problem in report.problems:
        path = report.project_path(problem.path)
        issues.append(
            _issue(
                name=problem.kind.value,
                description=problem.message,
                severity="critical",
                fingerprint=digest(path, problem.kind.value, problem.message),
                path=path or ".",
                place=Place(problem.row, problem.column, problem.row, problem.column),
            )
        )
    dump(issues, stream)


def _issue(
    name: str, description: str, severity: str, fingerprint: str, path: str, place: Place
) -> dict[str, Any]:
    return {
        "check_name": name,
        "description": description,
        "severity": severity,
        "fingerprint": fingerprint,
        "location": {
            "path": path,
            "positions": {
                "begin": {"line": place.row, "column": place.column},
                "end": {"line": place.end_row, "column": place.end_column},
            },
        },
    }
