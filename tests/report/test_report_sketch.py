"""What has to be written by hand stands beside the fix that can be applied, and is never applied itself."""

from __future__ import annotations

import json

import pytest
from report_sample import MAIN, only, written

from fastapi_lint.examples import project
from fastapi_lint.finding import Applicability, Edit, Finding, Fix, Severity, Span
from fastapi_lint.fix import changed_lines
from fastapi_lint.registry import load

FIX = Fix("Write it", (Edit(MAIN, Span(0, 6), "from"),))
SKETCH = Fix("Write it better", (Edit(MAIN, Span(0, 6), "using"),), Applicability.DISPLAY)
FINDING = Finding("FAPI1", "x", "m", MAIN, Span(0, 6), Severity.ERROR, fix=FIX, sketch=SKETCH)
SENDING = """import requests
from fastapi import FastAPI

app = FastAPI()


@app.get("/")
async def read() -> int:
    return {}
"""


def test_the_full_report_shows_both() -> None:
    text = written("full", only(FINDING, problems=False))
    assert text.index("Write it") < text.index("Write it better")
    assert "+from" in text.replace(" ", "")
    assert "+using" in text.replace(" ", "")


def test_json_has_a_sketch_only_where_there_is_one() -> None:
    (told,) = json.loads(written("json", only(FINDING, problems=False)))
    assert (told["fix"]["message"], told["sketch"]["applicability"]) == ("Write it", "display")
    plain = Finding("FAPI1", "x", "m", MAIN, Span(0, 6), Severity.ERROR, fix=FIX)
    (told,) = json.loads(written("json", only(plain, problems=False)))
    assert "sketch" not in told


def test_sarif_has_it_as_a_property_and_not_as_a_fix() -> None:
    told = json.loads(written("sarif", only(FINDING, problems=False)))["runs"][0]["results"][0]
    assert [fix["description"]["text"] for fix in told["fixes"]] == ["Write it"]
    assert told["properties"]["sketch"] == {"description": {"text": "Write it better"}, "text": "using time"}


def test_changed_lines_are_those_that_a_fix_writes() -> None:
    text = "import a\n\nif a:\n    a.b(1)\n    a.c(2)\n"
    first, call = text.index("import a") + 8, text.index("a.b(1)")
    edits = [
        Edit("", Span(first, first), "\nimport d"),
        Edit("", Span(call, call + 6), "with d:\n        d.b(1)"),
    ]
    assert changed_lines(text, edits) == "import d\n…\nwith d:\n    d.b(1)"


@pytest.mark.parametrize(
    ("call", "expected"),
    [
        ('requests.get("/x", timeout=5).status_code', '(await client.get("/x", timeout=5)).status_code'),
        ('requests.get("/x", allow_redirects=True).status_code', None),
        ('len([requests.get("/x") for _ in range(2)])', 'await client.get("/x")'),
        ('(lambda: requests.get("/x"))()', None),
    ],
)
def test_a_simple_request_becomes_one_of_httpx(call: str, expected: str | None) -> None:
    files = {"main.py": SENDING.replace("{}", call)}
    rules = [rule for rule in load().rules if rule.name == "blocking-http"]
    sketches = [one.sketch for one in project(files, rules).check().findings if one.sketch is not None]
    if expected is None:
        assert sketches == []
        return
    (sketch,) = sketches
    assert sketch.applicability is Applicability.DISPLAY
    (edit,) = sketch.edits
    text = files["main.py"]
    assert expected in text[: edit.span.start] + edit.text + text[edit.span.end :]
