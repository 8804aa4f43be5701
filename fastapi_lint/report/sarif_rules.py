"""What a SARIF report says about the rules whose findings it holds."""

from __future__ import annotations

from collections.abc import Sequence
from typing import TYPE_CHECKING, Any

from fastapi_lint.finding import Finding, Severity
from fastapi_lint.report.report import Report

if TYPE_CHECKING:
    from fastapi_lint.rule import Rule

LEVELS = {Severity.ERROR: "error", Severity.WARNING: "warning", Severity.INFO: "note"}
_PROBLEM_SEVERITIES = {Severity.ERROR: "error", Severity.WARNING: "warning", Severity.INFO: "recommendation"}
# GitHub sorts security alerts by a score as in CVSS and shows none without it.
_SECURITY_SEVERITIES = {Severity.ERROR: "8.0", Severity.WARNING: "5.0", Severity.INFO: "2.0"}


def descriptors(report: Report, findings: Sequence[Finding]) -> list[dict[str, Any]]:
    """The rules of the findings, sorted by code."""
    by_code = {finding.code: finding for finding in findings}
    return [
        _described(report.rules[code]) if code in report.rules else _named(by_code[code])
        for code in sorted(by_code)
    ]


def _described(rule: Rule) -> dict[str, Any]:
    described = _descriptor(rule.code, rule.name, rule.severity, rule.category)
    described["shortDescription"] = {"text": rule.summary}
    described["fullDescription"] = {"text": _full(rule)}
    described["help"] = {"text": rule.manual, "markdown": rule.manual}
    return described | {"helpUri": rule.url}


def _named(finding: Finding) -> dict[str, Any]:
    """What can be said of a rule that is not in the registry: the engine has some about its own comments."""
    text = {"text": finding.name.replace("-", " ").capitalize()}
    described = _descriptor(finding.code, finding.name, finding.severity, "fastapi-lint")
    return described | {"shortDescription": text, "fullDescription": text, "help": text}


def _descriptor(code: str, name: str, severity: Severity, category: str) -> dict[str, Any]:
    properties: dict[str, Any] = {
        "tags": ["fastapi", category],
        "precision": "high",
        "problem.severity": _PROBLEM_SEVERITIES[severity],
    }
    if category == "security":
        properties["security-severity"] = _SECURITY_SEVERITIES[severity]
    return {
        "id": code,
        "name": _pascal(name),
        "defaultConfiguration": {"level": LEVELS[severity]},
        "properties": properties,
    }


def _full(rule: Rule) -> str:
    """The summary and the paragraph after it, as far as that is prose."""
    paragraphs = [
        " ".join(block.split()) for block in rule.manual.split("\n\n")[:2] if not block.startswith(" ")
    ]
    return " ".join(paragraphs) or rule.summary


def _pascal(name: str) -> str:
    return "".join(part.capitalize() for part in name.split("-"))
