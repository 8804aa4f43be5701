"""What runs plain functions on the event loop: each is found and stops the loop, and with its fix it does not."""

from __future__ import annotations

import pytest
from test_blocking import RULES, STALLED, fixed, stall

from fastapi_lint.examples import DEFAULT_FILE, project
from fastapi_lint.finding import Applicability

HEAD = """
import functools, time
from contextlib import contextmanager
from fastapi import FastAPI, Request
from pydantic import BaseModel, computed_field, field_serializer, field_validator, model_validator

app = FastAPI()

def wait(seconds=0.15):
    time.sleep(seconds)
    return 1
"""
ENDPOINT = """
@app.post("/")
async def run(request: Request):
    await request.body()
    {0}
"""
CALLS = {
    "function": ("", "wait(0.15)"),
    "method": ("class Report:\n    def load(self):\n        wait()\nreport = Report()", "report.load()"),
    "constructor": ("class Report:\n    def __init__(self):\n        wait()", "Report()"),
    "callable": ("class Report:\n    def __call__(self):\n        wait()\nreport = Report()", "report()"),
    "callback": ("def twice(function):\n    return function() + function()", "twice(wait)"),
    "lambda": ("def twice(function):\n    return function() + function()", "twice(lambda: wait(0.1))"),
    "decorated": (
        "def logged(function):\n    @functools.wraps(function)\n    def wrapper():\n        return function()\n"
        "    return wrapper\n@logged\ndef load():\n    wait()",
        "load()",
    ),
    "validator": (
        "class Model(BaseModel):\n    @model_validator(mode='after')\n    def check(self):\n        wait()\n"
        "        return self",
        "Model()",
    ),
}
UNCALLED = {
    "property": ("class Report:\n    @property\n    def size(self):\n        return wait()", "Report().size"),
    "enter": (
        "class Held:\n    def __enter__(self):\n        wait()\n    def __exit__(self, *details): ...",
        "with Held(): pass",
    ),
    "exit": (
        "class Held:\n    def __enter__(self): ...\n    def __exit__(self, *details):\n        wait()",
        "with Held(): pass",
    ),
    "context": ("@contextmanager\ndef held():\n    wait()\n    yield", "with held(): pass"),
    "iterated": ("def rows():\n    wait()\n    yield 1", "for row in rows(): pass"),
    "map": ("", "list(map(wait, [0.15]))"),
    "sorted": ("", "sorted([0.15], key=wait)"),
}
WRITTEN = {
    "computed field": """
class Answer(BaseModel):
    @computed_field
    @property
    def size(self) -> int:
        return wait()
@app.post("/")
def run() -> Answer:
    return Answer()
""",
    "serializer": """
class Answer(BaseModel):
    size: int
    @field_serializer("size")
    def write(self, value):
        return wait()
@app.post("/")
def run() -> Answer:
    return Answer(size=1)
""",
}


def is_found(source: str) -> bool:
    findings = project({DEFAULT_FILE: source}, [RULES["blocking-sleep"]]).check().findings
    return any(finding.name == "blocking-sleep" for finding in findings)


@pytest.mark.parametrize("name", CALLS)
def test_a_call_stops_the_loop_and_its_fix_does_not(name: str) -> None:
    before, call = CALLS[name]
    source = f"{HEAD}{before}\n{ENDPOINT.format(call)}"
    assert stall(source, {}) > STALLED
    better = fixed(source, "blocking-sleep", Applicability.UNSAFE)
    assert any(stall(better, {}) < STALLED for _ in range(3)), better


@pytest.mark.parametrize("name", UNCALLED)
def test_what_runs_without_a_call_stops_the_loop(name: str) -> None:
    before, statement = UNCALLED[name]
    source = f"{HEAD}{before}\n{ENDPOINT.format(statement)}"
    assert is_found(source)
    assert stall(source, {}) > STALLED


@pytest.mark.parametrize("name", WRITTEN)
def test_models_are_written_on_the_loop(name: str) -> None:
    source = HEAD + WRITTEN[name]
    assert is_found(source)
    assert stall(source, {}) > STALLED


def test_models_are_read_on_the_loop_for_plain_endpoints() -> None:
    source = (
        HEAD.replace("Request\n", "File, Form, Request\nfrom typing import Annotated\n")
        + """
class Upload(BaseModel):
    file: bytes
    @field_validator("file", mode="before")
    @classmethod
    def check(cls, value):
        time.sleep(0.15)
        return b"read"
@app.post("/")
def run(form: Annotated[Upload, Form()]): ...
"""
    )
    assert is_found(source)
    assert stall(source, {}) > STALLED
