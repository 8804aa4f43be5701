"""Findings as JSON objects, shared by ``json`` and ``json-lines``.

A problem is an object too: its ``code`` is null and its ``name`` says what kind of problem it is.
"""

from __future__ import annotations

import json
from collections.abc import Iterator
from typing import Any, TextIO

from fastapi_lint.finding import Finding, Fix, Severity, Span
from fastapi_lint.report.report import Report
from fastapi_lint.result import Problem


def objects(report: Report) -> Iterator[dict[str, Any]]:
    """One object per finding, suppressed ones included, then one per problem."""
    for finding in report.everything:
        yield _finding(report, finding)
    for problem in report.problems:
        yield _problem(problem)


def dump(value: object, stream: TextIO, *, indent: int | None = 2) -> None:
    """Write JSON in ASCII, so that no terminal's or pipe's encoding can stand in the way."""
    stream.write(json.dumps(value, indent=indent))
    stream.write("\n")


def _finding(report: Report, finding: Finding) -> dict[str, Any]:
    return {
        "filename": finding.path,
        "code": finding.code,
        "name": finding.name,
        "message": finding.message,
        "severity": str(finding.severity),
        "confidence": str(finding.confidence),
        **_places(report, finding.path, finding.span),
        "related": [
            {
                "filename": related.path,
                "message": related.message,
                **_places(report, related.path, related.span),
            }
            for related in finding.related
        ],
        "url": report.url(finding.code) or None,
        "help": finding.help or None,
        "fix": _fix(report, finding.fix),
        **({"sketch": _fix(report, finding.sketch)} if finding.sketch else {}),
        "suppressed": (
            {"kind": finding.suppression.kind, "reason": finding.suppression.reason or None}
            if finding.suppression
            else False
        ),
    }


def _problem(problem: Problem) -> dict[str, Any]:
    place = {"row": problem.row, "column": problem.column}
    return {
        "filename": problem.path or None,
        "code": None,
        "name": problem.kind.value,
        "message": problem.message,
        "severity": str(Severity.ERROR),
        "confidence": "high",
        "location": place,
        "end_location": place,
        "related": [],
        "url": None,
        "help": None,
        "fix": None,
        "suppressed": False,
    }


def _fix(report: Report, fix: Fix | None) -> dict[str, Any] | None:
    edits = report.edits(fix) if fix else []
    if not (fix and edits):
        return None
    return {
        "applicability": str(fix.applicability),
        "message": fix.message,
        "edits": [
            {"filename": edit.path, "content": edit.text, **_places(report, edit.path, edit.span)}
            for edit in edits
        ],
    }


def _places(report: Report, path: str, span: Span) -> dict[str, dict[str, int]]:
    place = report.place(path, span)
    return {
        "location": {"row": place.row, "column": place.column},
        "end_location": {"row": place.end_row, "column": place.end_column},
    }
