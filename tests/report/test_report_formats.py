"""Every format, against its golden file and against its own reader."""

from __future__ import annotations

import json
import re
import subprocess
import sys
from collections.abc import Callable
from dataclasses import replace
from pathlib import Path
from typing import Any
from xml.etree import ElementTree as ET

import jsonschema
import junitparser
import pytest
from report_sample import MAIN, TEXTS, WIDE, empty, only, report, rule, written

from fastapi_lint.finding import Applicability, Edit, Finding, Fix, Severity, Span, Suppression
from fastapi_lint.report import FORMATS
from fastapi_lint.report.report import Fixing

SCHEMA = Path(__file__).parents[2] / "fixtures" / "reports" / "sarif-2.1.0.json"
SUFFIXES = {
    "json": "json",
    "json-lines": "jsonl",
    "sarif": "sarif",
    "gitlab": "json",
    "junit": "xml",
    "rdjson": "json",
}
ROOT_FINDING = Finding("FAPI101", "blocking-sleep", "it blocks", MAIN, Span(0, 6), Severity.ERROR)


@pytest.mark.parametrize("name", FORMATS)
def test_golden(name: str, golden: Callable[[str, str], None]) -> None:
    golden(f"{name}.{SUFFIXES.get(name, 'txt')}", written(name, report()))


@pytest.mark.parametrize("name", FORMATS)
def test_every_format_writes_a_clean_run(name: str) -> None:
    text = written(name, empty())
    assert "FAPI" not in text
    if name in ("full", "concise", "grouped"):
        assert text == "No findings in 7 files.\n"


@pytest.mark.parametrize("name", FORMATS)
def test_same_input_same_output(name: str) -> None:
    assert written(name, report()) == written(name, report())


@pytest.mark.parametrize("name", sorted(set(FORMATS) - {"full"}))
def test_machine_formats_do_not_import_rich(name: str) -> None:
    code = (
        "import sys, report_sample as s; s.written(sys.argv[1], s.report());"
        "sys.exit(' '.join({'rich', 'libcst', 'typer'} & set(sys.modules)) or 0)"
    )
    path = str(Path(__file__).parent)
    done = subprocess.run(
        [sys.executable, "-c", f"import sys; sys.path.insert(0, {path!r}); {code}", name],
        capture_output=True,
        text=True,
        check=False,
    )
    assert (done.returncode, done.stderr) == (0, "")


def sarif(shown: Any) -> dict[str, Any]:
    document = json.loads(written("sarif", shown))
    jsonschema.validate(document, json.loads(SCHEMA.read_text()))
    run: dict[str, Any] = document["runs"][0]
    return run


def test_sarif_follows_the_schema() -> None:
    assert sarif(empty())["results"] == []
    run = sarif(report())
    assert [result["ruleId"] for result in run["results"]].count("FAPI601") == 2
    assert len({result["partialFingerprints"]["fastapiLint/v1"] for result in run["results"]}) == len(
        run["results"]
    )
    notes = run["invocations"][0]["toolExecutionNotifications"]
    assert [note["level"] for note in notes] == ["error", "error", "error", "warning"]
    assert run["invocations"][0]["executionSuccessful"] is False


def test_sarif_schema_refuses_what_is_wrong() -> None:
    document = json.loads(written("sarif", report()))
    document["runs"][0]["results"][0]["level"] = "bogus"
    with pytest.raises(jsonschema.ValidationError):
        jsonschema.validate(document, json.loads(SCHEMA.read_text()))


def test_sarif_marks_what_is_suppressed() -> None:
    suppressed = [result for result in sarif(report())["results"] if "suppressions" in result]
    assert [result["suppressions"] for result in suppressed] == [
        [{"kind": "inSource", "status": "accepted", "justification": "a test key"}]
    ]
    baselined = replace(ROOT_FINDING, suppression=Suppression("baseline"))
    assert sarif(only(baselined))["results"][0]["suppressions"] == [
        {"kind": "external", "status": "accepted"}
    ]


def test_sarif_describes_rules() -> None:
    by_id = {described["id"]: described for described in sarif(report())["tool"]["driver"]["rules"]}
    assert sorted(by_id) == ["FAPI101", "FAPI201", "FAPI601", "FAPI999"]
    assert by_id["FAPI101"]["name"] == "BlockingSleep"
    assert by_id["FAPI101"]["fullDescription"]["text"].endswith("while `time.sleep` waits.")
    assert by_id["FAPI601"]["properties"]["security-severity"] == "8.0"
    assert "helpUri" not in by_id["FAPI999"]


def test_fingerprints_survive_a_move(monkeypatch: pytest.MonkeyPatch) -> None:
    key = "fastapiLint/v1"
    before = sarif(only(ROOT_FINDING))["results"][0]["partialFingerprints"][key]
    monkeypatch.setitem(TEXTS, MAIN, "\n\n" + TEXTS[MAIN])
    moved = replace(ROOT_FINDING, span=Span(2, 8))
    assert sarif(only(moved))["results"][0]["partialFingerprints"][key] == before


def test_json_has_suppressed_findings_and_problems() -> None:
    items = json.loads(written("json", report()))
    assert [item["suppressed"] for item in items if item["suppressed"]] == [
        {"kind": "comment", "reason": "a test key"}
    ]
    problems = [item for item in items if item["code"] is None]
    assert [(item["name"], item["severity"]) for item in problems] == [
        ("plugin-error", "error"),
        ("syntax-error", "error"),
        ("internal-error", "error"),
    ]
    assert [json.loads(line) for line in written("json-lines", report()).splitlines()] == items


def test_json_columns_count_code_points() -> None:
    (item,) = [
        item
        for item in json.loads(written("json", report()))
        if item["filename"] == WIDE and item["code"] == "FAPI601"
    ]
    assert (item["location"], item["end_location"]) == ({"row": 1, "column": 16}, {"row": 1, "column": 30})


def test_rdjson_columns_count_bytes() -> None:
    first = json.loads(written("rdjson", report()))["diagnostics"][0]
    assert first["location"]["range"]["start"] == {"line": 1, "column": 16 + 2 + 6}


def test_rdjson_suggests_single_edits_only() -> None:
    single = Fix("Write it", (Edit(MAIN, Span(0, 6), "from"),))
    double = Fix("Write it", (Edit(MAIN, Span(0, 6), "from"), Edit(MAIN, Span(7, 7), "x")))
    sketch = Fix("Write it", (Edit(MAIN, Span(0, 6), "from"),), Applicability.DISPLAY)
    for fix, expected in ((single, True), (double, False), (sketch, False)):
        finding = Finding("FAPI1", "x", "m", MAIN, Span(0, 6), Severity.ERROR, fix=fix)
        (diagnostic,) = json.loads(written("rdjson", only(finding, problems=False)))["diagnostics"]
        assert ("suggestions" in diagnostic) is expected


def test_github_escapes() -> None:
    text = written(
        "github", only(Finding("FAPI1", "x", "100%,\r\n::error::", "/a,b:c.py", Span(0, 0), Severity.INFO))
    )
    assert text == (
        "::notice title=fastapi-lint (FAPI1 x),file=/a%2Cb%3Ac.py,line=1,endLine=1,col=1,endColumn=1"
        "::/a,b:c.py:1:1: FAPI1 100%25,%0D%0A::error::\n"
    )


def test_azure_escapes() -> None:
    text = written("azure", only(Finding("FAPI1", "x", "100%\n]", "/a;b]c.py", Span(0, 0), Severity.INFO)))
    assert text == (
        "##vso[task.logissue type=warning;sourcepath=/a%3Bb%5Dc.py;linenumber=1;columnnumber=1;code=FAPI1;]"
        "100%AZP25%0A]\n"
    )


def test_junit_is_read_by_junitparser(tmp_path: Path) -> None:
    for shown, cases in ((report(), 8), (empty(), 1)):
        path = tmp_path / "report.xml"
        path.write_text(written("junit", shown), encoding="utf-8")
        suites = junitparser.JUnitXml.fromfile(str(path))
        assert sum(1 for suite in suites for _ in suite) == suites.tests == cases
    assert ET.fromstring(written("junit", report())).get("failures") == "5"


def test_gitlab_has_the_severities_and_relative_paths_of_gitlab() -> None:
    issues = json.loads(written("gitlab", report()))
    assert {issue["severity"] for issue in issues} <= {"info", "minor", "major", "critical", "blocker"}
    assert not any(issue["location"]["path"].startswith("/") for issue in issues)
    assert len({issue["fingerprint"] for issue in issues}) == len(issues)
    assert all(re.fullmatch("[0-9a-f]{32}", issue["fingerprint"]) for issue in issues)


@pytest.mark.parametrize("name", ["gitlab", "sarif"])
def test_equal_findings_are_told_apart(name: str) -> None:
    text = written(name, only(ROOT_FINDING, ROOT_FINDING, problems=False))
    prints = re.findall(r'"(?:fingerprint|fastapiLint/v1)": "(\w+)"', text)
    assert len(set(prints)) == 2


def test_paths_outside_of_the_root_are_absolute() -> None:
    shown = report(root="/elsewhere", cwd="/elsewhere")
    assert written("concise", shown).startswith("/work space/shop/app/")
    uri = sarif(shown)["results"][0]["locations"][0]["physicalLocation"]["artifactLocation"]
    assert uri == {"uri": "file:///work%20space/shop/app/gr%C3%B6%C3%9Fe.py"}


def test_summary_after_fixing() -> None:
    fixing = Fixing({"blocking-sleep": 3, "unused": 1, "leak": 3}, held_back=2, files=2, show=True)
    text = written("concise", report(problems=False, fixing=fixing))
    assert text.splitlines()[-6:] == [
        "Fixed 7 findings in 2 files.",
        "     3 × blocking-sleep",
        "     3 × leak",
        "     1 × unused",
        "Found 5 findings (3 errors, 1 warning, 1 info) in 2 files.",
        "2 fixes were held back; use --unsafe-fixes to apply them.",
    ]


def test_summary_with_unsafe_fixes_allowed() -> None:
    text = written("concise", report(problems=False, allowed=Applicability.UNSAFE))
    assert text.splitlines()[-1] == "[*] 2 fixable with --fix --unsafe-fixes."
    assert text.count(" [*] ") == 2


def test_quiet_has_no_summary() -> None:
    assert "Found" not in written("concise", report(quiet=True))


@pytest.mark.parametrize("name", ["full", "json", "sarif"])
def test_fixes_that_cannot_be_applied_are_not_offered(name: str) -> None:
    edits = (Edit(MAIN, Span(0, 6), "from"), Edit(MAIN, Span(3, 8), "x"))
    overlapping = replace(ROOT_FINDING, fix=Fix("Write it", edits))
    elsewhere = replace(ROOT_FINDING, fix=Fix("Write it", (Edit(MAIN, Span(10**6, 10**6), "x"),)))
    assert "Write it" not in written(name, only(overlapping, elsewhere))


def test_a_rule_knows_its_page() -> None:
    assert rule("routing.x", "FAPI2", Severity.INFO, "").url.endswith("/rules/routing/x/")
