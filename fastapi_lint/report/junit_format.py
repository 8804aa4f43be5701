"""JUnit XML: a suite per file, a failed test case per finding."""

from __future__ import annotations

from itertools import groupby
from typing import TextIO
from xml.etree import ElementTree as ET

from fastapi_lint.finding import Finding
from fastapi_lint.report.plain import one_line
from fastapi_lint.report.report import Report
from fastapi_lint.result import Problem

_PACKAGE = "dev.fastapi-lint"


def write(report: Report, stream: TextIO) -> None:
    """Write the report as one document, in ASCII with character references."""
    findings, problems = len(report.findings), len(report.problems)
    suites = ET.Element(
        "testsuites",
        name="fastapi-lint",
        tests=str(findings + problems or 1),
        failures=str(findings),
        errors=str(problems),
    )
    for path, group in groupby(report.findings, key=lambda finding: finding.path):
        _suite_of(report, suites, path, list(group))
    for path, of_path in groupby(report.problems, key=lambda problem: problem.path):
        _suite_of_problems(report, suites, path, list(of_path))
    if not (findings or problems):
        # Some servers call a document without a test case broken.
        ET.SubElement(
            _suite(suites, "fastapi-lint", tests=1), "testcase", name="No findings", classname="fastapi-lint"
        )
    ET.indent(suites)
    stream.write(ET.tostring(suites, encoding="us-ascii", xml_declaration=True).decode("ascii") + "\n")


def _suite(parent: ET.Element, name: str, tests: int, failures: int = 0, errors: int = 0) -> ET.Element:
    numbers = {"tests": str(tests), "failures": str(failures), "errors": str(errors)}
    return ET.SubElement(parent, "testsuite", {"name": name, "package": _PACKAGE, **numbers})


def _suite_of(report: Report, parent: ET.Element, path: str, findings: list[Finding]) -> None:
    shown = one_line(report.project_path(path))
    suite = _suite(parent, shown, tests=len(findings), failures=len(findings))
    for finding in findings:
        place = report.place(path, finding.span)
        case = _case(suite, shown, f"{_PACKAGE}.{finding.code}", place.row, place.column)
        properties = ET.SubElement(case, "properties")
        ET.SubElement(properties, "property", name="severity", value=str(finding.severity))
        ET.SubElement(properties, "property", name="rule", value=finding.name)
        message = one_line(finding.message)
        failure = ET.SubElement(case, "failure", message=message)
        failure.text = f"line {place.row}, col {place.column}, {message}"


def _suite_of_problems(report: Report, parent: ET.Element, path: str, problems: list[Problem]) -> None:
    shown = one_line(report.project_path(path)) or "fastapi-lint"
    suite = _suite(parent, shown, tests=len(problems), errors=len(problems))
    for problem in problems:
        case = _case(suite, shown, f"{_PACKAGE}.{problem.kind.value}", problem.row, problem.column)
        ET.SubElement(case, "error", message=one_line(problem.message))


def _case(suite: ET.Element, path: str, name: str, row: int, column: int) -> ET.Element:
    return ET.SubElement(
        suite, "testcase", name=name, classname=path.removesuffix(".py"), line=str(row), column=str(column)
    )
