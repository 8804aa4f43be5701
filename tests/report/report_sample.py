"""A small project with one finding of every shape."""

from __future__ import annotations

import io
import sys
import types
from dataclasses import replace
from typing import Any

from fastapi_lint.finding import (
    Applicability,
    Confidence,
    Edit,
    Finding,
    Fix,
    Related,
    Severity,
    Span,
    Suppression,
)
from fastapi_lint.report import Report, load
from fastapi_lint.result import Problem, ProblemKind, Result
from fastapi_lint.rule import Rule
from fastapi_lint.source import Source

ROOT = "/work space/shop"
MAIN = f"{ROOT}/app/main.py"
WIDE = f"{ROOT}/app/größe.py"
BROKEN = f"{ROOT}/app/broken.py"

TEXTS = {
    MAIN: """\
import time

from fastapi import FastAPI

app = FastAPI()


@app.get("/items/{id}")
async def by_id(id: int):
    time.sleep(1)
    return {"id": id}


@app.get("/items/latest")
async def latest():
    return {"[bold]markup[/bold]": ":smile:"}


@app.post(
    "/items",
    response_model=None,
    summary="Create",
    description="Create an item",
    tags=["items"],
    deprecated=False,
    include_in_schema=True,
    operation_id="create",
    name="create",
)
def create():
    return secret  # fastapi-lint: ignore[leak] a test key
""",
    WIDE: 'größe = "日本語", leck("😀\x1b[31m")\r\n\tif x:\ttime.sleep(1)\r\nlast = 1',
    BROKEN: "import os\n\n\ndef broken(:\n    pass\n",
}


def at(path: str, part: str, nth: int = 0) -> Span:
    """The span of a part of a file."""
    start = -1
    for _ in range(nth + 1):
        start = TEXTS[path].index(part, start + 1)
    return Span(start, start + len(part))


def rule(module: str, code: str, severity: Severity, manual: str) -> Rule:
    """A rule whose module exists only here."""
    name = f"sample_rules.{module}"
    sys.modules[name] = types.ModuleType(name, manual)
    return Rule(name, code, severity, since="0.1")


BLOCKING = rule(
    "asynchrony.blocking_sleep",
    "FAPI101",
    Severity.ERROR,
    """A blocking sleep in the event loop.

    Nothing else runs while `time.sleep` waits.

    Bad:

        import time
    """,
)
SHADOWED = rule("routing.shadowed_route", "FAPI201", Severity.WARNING, "A route that an earlier one hides.")
LEAK = rule("security.leak", "FAPI601", Severity.ERROR, "A secret in a response.")

SLEEP_FIX = Fix(
    "await `asyncio.sleep`",
    (
        Edit(MAIN, Span(0, 0), "import asyncio\n"),
        Edit(MAIN, at(MAIN, "time.sleep(1)"), "await asyncio.sleep(1)"),
    ),
    Applicability.SAFE,
)
MOVE_FIX = Fix(
    "Move the route up",
    (Edit(MAIN, at(MAIN, "/items/latest"), "/latest"), Edit(WIDE, at(WIDE, "last"), "latest")),
)

FINDINGS = [
    Finding(
        "FAPI101",
        "blocking-sleep",
        "`time.sleep` blocks the event loop: 100 % of the requests wait",
        MAIN,
        at(MAIN, "time.sleep(1)"),
        Severity.ERROR,
        help="use `await asyncio.sleep(1)`",
        fix=SLEEP_FIX,
    ),
    Finding(
        "FAPI201",
        "shadowed-route",
        "`GET /items/latest` is never reached, an earlier route matches it",
        MAIN,
        at(MAIN, '@app.get("/items/latest")'),
        Severity.WARNING,
        Confidence.MEDIUM,
        help="move it above the other one, or rename it",
        related=(Related(MAIN, at(MAIN, '@app.get("/items/{id}")'), "shadowed by this route"),),
        fix=MOVE_FIX,
    ),
    Finding(
        "FAPI999",
        "long-decorator",
        "a rule that nobody loaded: a, b; c] \x1b[31m",
        MAIN,
        Span(at(MAIN, "@app.post(").start, at(MAIN, 'name="create",\n)').end),
        Severity.INFO,
        Confidence.LOW,
        fix=Fix(
            "Write it shorter",
            (Edit(MAIN, at(MAIN, "response_model=None,\n    "), ""),),
            Applicability.DISPLAY,
        ),
    ),
    Finding(
        "FAPI601",
        "leak",
        "a secret leaves the house",
        MAIN,
        at(MAIN, "secret"),
        Severity.ERROR,
        suppression=Suppression("comment", at(MAIN, "# fastapi-lint: ignore[leak] a test key"), "a test key"),
    ),
    Finding(
        "FAPI601", "leak", "a secret leaves the house", WIDE, at(WIDE, 'leck("😀\x1b[31m")'), Severity.ERROR
    ),
    Finding(
        "FAPI101", "blocking-sleep", "`time.sleep` blocks", WIDE, at(WIDE, "time.sleep(1)"), Severity.ERROR
    ),
]

PROBLEMS = [
    Problem(ProblemKind.SYNTAX, BROKEN, "invalid syntax", 4, 12),
    Problem(ProblemKind.INTERNAL, MAIN, "`leak` failed: KeyError: 'x'", detail="Traceback …"),
    Problem(ProblemKind.PLUGIN, "", "the plugin `acme` cannot be loaded: no module `acme_rules`"),
]


def sources(path: str) -> Source:
    """The source of a file of the sample."""
    return Source(path, TEXTS.get(path, ""))


def report(problems: bool = True, **changes: Any) -> Report:
    """The report of the sample."""
    findings = sorted(FINDINGS, key=lambda finding: finding.order)
    result = Result(findings, list(PROBLEMS) if problems else [], 3, sources, ["`uv.lock` cannot be read"])
    rules = {rule.code: rule for rule in (BLOCKING, SHADOWED, LEAK)}
    made = Report(result, result.active, ROOT, ROOT, "1.2.3", rules)
    return replace(made, **changes)


def empty() -> Report:
    """The report of a clean project."""
    return Report(Result([], [], 7, sources), [], ROOT, ROOT, "1.2.3")


def only(*findings: Finding, **changes: Any) -> Report:
    """The report of these findings."""
    return report(result=Result(list(findings), [], 3, sources), findings=list(findings), **changes)


def written(name: str, shown: Report) -> str:
    """What the format writes into a pipe."""
    stream = io.StringIO()
    load(name)(shown, stream)
    return stream.getvalue()
