"""SARIF 2.1.0, the format of code scanning services.

Paths are relative to ``%SRCROOT%``, so a report does not depend on where the checkout lies. Suppressed
findings are marked instead of dropped: an alert that vanishes and returns is worse than one that is closed.
The key ``primaryLocationLineHash`` is left to GitHub's upload action, which computes it from the code.
"""

from __future__ import annotations

from typing import Any, TextIO
from urllib.parse import quote

from fastapi_lint.finding import Applicability, Edit, Finding, Fix, Severity, Span
from fastapi_lint.report.fingerprint import fingerprinted
from fastapi_lint.report.objects import dump
from fastapi_lint.report.report import Report
from fastapi_lint.report.sarif_rules import LEVELS, descriptors
from fastapi_lint.result import Problem

_SCHEMA = "https://docs.oasis-open.org/sarif/sarif/v2.1.0/errata01/os/schemas/sarif-schema-2.1.0.json"
_SITE = "https://fastapi-lint.dev"


def write(report: Report, stream: TextIO) -> None:
    """Write the report as one run."""
    findings = report.everything
    rules = descriptors(report, findings)
    index = {rule["id"]: number for number, rule in enumerate(rules)}
    version = {"version": report.version, "semanticVersion": report.version}
    run = {
        "tool": {"driver": {"name": "fastapi-lint", **version, "informationUri": _SITE, "rules": rules}},
        "invocations": [_invocation(report)],
        "automationDetails": {"id": "fastapi-lint/"},
        "originalUriBaseIds": {"%SRCROOT%": {"description": {"text": "the root of the project"}}},
        "columnKind": "unicodeCodePoints",
        "results": [
            {"ruleIndex": index[finding.code], **_result(report, finding, fingerprint)}
            for finding, fingerprint in fingerprinted(report, findings)
        ],
    }
    dump({"$schema": _SCHEMA, "version": "2.1.0", "runs": [run]}, stream)


def _result(report: Report, finding: Finding, fingerprint: str) -> dict[str, Any]:
    message = finding.message + (f". {finding.help[0].upper()}{finding.help[1:]}" if finding.help else "")
    result: dict[str, Any] = {
        "ruleId": finding.code,
        "level": LEVELS[finding.severity],
        "message": {"text": message},
        "locations": [{"physicalLocation": _location(report, finding.path, finding.span)}],
        "partialFingerprints": {"fastapiLint/v1": fingerprint},
        "properties": {"confidence": str(finding.confidence)},
    }
    if finding.related:
        result["relatedLocations"] = [
            {
                "id": number,
                "message": {"text": related.message},
                "physicalLocation": _location(report, related.path, related.span),
            }
            for number, related in enumerate(finding.related, start=1)
        ]
    if finding.fix and (fix := _fix(report, finding.fix)):
        result["fixes"] = [fix]
    if finding.sketch and (sketch := _sketch(report, finding.sketch)):
        result["properties"]["sketch"] = sketch
    if finding.suppression:
        result["suppressions"] = [_suppression(finding.suppression.kind, finding.suppression.reason)]
    return result


def _suppression(kind: str, reason: str) -> dict[str, str]:
    # SARIF knows two kinds only; a baseline is the one of ours that lives outside the code.
    suppression = {"kind": "external" if kind == "baseline" else "inSource", "status": "accepted"}
    return suppression | ({"justification": reason} if reason else {})


def _fix(report: Report, fix: Fix) -> dict[str, Any] | None:
    changes: dict[str, list[Edit]] = {}
    for edit in report.edits(fix):
        changes.setdefault(edit.path, []).append(edit)
    if not changes or fix.applicability is Applicability.DISPLAY:
        return None
    return {
        "description": {"text": fix.message},
        "artifactChanges": [
            {
                "artifactLocation": _artifact(report, path),
                "replacements": [
                    {
                        "deletedRegion": _region(report, path, edit.span),
                        "insertedContent": {"text": edit.text},
                    }
                    for edit in edits
                ],
            }
            for path, edits in changes.items()
        ],
        "properties": {"applicability": str(fix.applicability)},
    }


def _sketch(report: Report, sketch: Fix) -> dict[str, Any] | None:
    """What has to be written by hand: SARIF's own fixes are there to be applied."""
    from fastapi_lint.fix import changed_lines

    edits = report.edits(sketch)
    if not edits:
        return None
    text = report.result.source(edits[0].path).text
    return {"description": {"text": sketch.message}, "text": changed_lines(text, edits)}


def _location(report: Report, path: str, span: Span) -> dict[str, Any]:
    region: dict[str, Any] = _region(report, path, span)
    region["snippet"] = {"text": report.lines(path).text[span.start : span.end]}
    return {"artifactLocation": _artifact(report, path), "region": region}


def _region(report: Report, path: str, span: Span) -> dict[str, int]:
    place = report.place(path, span)
    return {
        "startLine": place.row,
        "startColumn": place.column,
        "endLine": place.end_row,
        "endColumn": place.end_column,
    }


def _artifact(report: Report, path: str) -> dict[str, str]:
    relative = report.project_path(path)
    if relative == path:
        return {"uri": "file://" + quote(path if path.startswith("/") else f"/{path}")}
    return {"uri": quote(relative), "uriBaseId": "%SRCROOT%"}


def _invocation(report: Report) -> dict[str, Any]:
    notifications = [_notification(report, problem) for problem in report.problems]
    notifications += [
        {"level": "warning", "message": {"text": warning}} for warning in report.result.warnings
    ]
    return {"executionSuccessful": not report.problems, "toolExecutionNotifications": notifications}


def _notification(report: Report, problem: Problem) -> dict[str, Any]:
    notification: dict[str, Any] = {
        "level": LEVELS[Severity.ERROR],
        "descriptor": {"id": problem.kind.value},
        "message": {"text": problem.message},
    }
    if problem.path:
        region = {"startLine": problem.row, "startColumn": problem.column}
        location = {"artifactLocation": _artifact(report, problem.path), "region": region}
        notification["locations"] = [{"physicalLocation": location}]
    return notification
