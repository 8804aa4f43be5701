"""Reviewdog's diagnostic format. Its columns count UTF-8 bytes, unlike those of all other formats."""

from __future__ import annotations

from typing import Any, TextIO

from fastapi_lint.finding import Applicability, Finding, Fix, Severity, Span
from fastapi_lint.report.objects import dump
from fastapi_lint.report.report import Report
from fastapi_lint.result import Problem


def write(report: Report, stream: TextIO) -> None:
    """Write the report as one object."""
    diagnostics = [_diagnostic(report, finding) for finding in report.findings]
    diagnostics += [_of_problem(report, problem) for problem in report.problems]
    source = {"name": "fastapi-lint", "url": "https://fastapi-lint.dev"}
    dump({"source": source, "severity": "WARNING", "diagnostics": diagnostics}, stream)


def _diagnostic(report: Report, finding: Finding) -> dict[str, Any]:
    code = {"value": finding.code}
    if url := report.url(finding.code):
        code["url"] = url
    diagnostic: dict[str, Any] = {
        "message": finding.message,
        "severity": _SEVERITIES[finding.severity],
        "code": code,
        "location": _location(report, finding.path, finding.span),
    }
    if finding.related:
        diagnostic["related_locations"] = [
            {"message": related.message, "location": _location(report, related.path, related.span)}
            for related in finding.related
        ]
    if finding.fix and (suggestions := _suggestions(report, finding.path, finding.fix)):
        diagnostic["suggestions"] = suggestions
    return diagnostic


def _suggestions(report: Report, path: str, fix: Fix) -> list[dict[str, Any]]:
    """The fix, if it is a single edit: reviewers accept suggestions one by one."""
    edits = report.edits(fix)
    if len(edits) != 1 or edits[0].path != path or fix.applicability is Applicability.DISPLAY:
        return []
    return [{"range": _range(report, path, edits[0].span), "text": edits[0].text}]


def _of_problem(report: Report, problem: Problem) -> dict[str, Any]:
    start = {"line": problem.row, "column": problem.column}
    return {
        "message": problem.message,
        "severity": "ERROR",
        "code": {"value": problem.kind.value},
        "location": {"path": report.project_path(problem.path), "range": {"start": start}},
    }


def _location(report: Report, path: str, span: Span) -> dict[str, Any]:
    return {"path": report.project_path(path), "range": _range(report, path, span)}


def _range(report: Report, path: str, span: Span) -> dict[str, dict[str, int]]:
    lines = report.lines(path)

    def position(offset: int) -> dict[str, int]:
        row, column = lines.position(offset)
        before = lines.row(row)[: column - 1]
        return {"line": row, "column": len(before.encode("utf-8", "surrogatepass")) + 1}

    return {"start": position(span.start), "end": position(span.end)}


_SEVERITIES = {Severity.ERROR: "ERROR", Severity.WARNING: "WARNING", Severity.INFO: "INFO"}
