"""What has to be written by hand stands beside the fix that can be applied, and is never applied itself."""

from __future__ import annotations

import json

import pytest
from report_sample import MAIN, only, written

from fastapi_lint.examples import project
from fastapi_lint.finding import Applicability, Edit, Finding, Fix, Severity, Span
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
