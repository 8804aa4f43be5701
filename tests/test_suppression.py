"""Suppression: what a directive covers, what is said about directives, and how they are written."""

from __future__ import annotations

import re
from collections.abc import Collection
from typing import NamedTuple

import pytest

from fastapi_lint.finding import Applicability, Finding, Severity, Span
from fastapi_lint.registry import load
from fastapi_lint.session import Session
from fastapi_lint.source import Source
from fastapi_lint.suppression import RULES, Directives, add_ignores, suppress
from fastapi_lint.workspace.files import MemoryFiles
from fastapi_lint.workspace.settings import Settings


class Fake(NamedTuple):
    name: str
    code: str


SLEEP, HTTP, ROUTE = (
    Fake("blocking-sleep", "FAPI101"),
    Fake("blocking-http", "FAPI102"),
    Fake("route", "FAPI201"),
)
KNOWN = (SLEEP, HTTP, ROUTE)
EVERY = [rule.name for rule in (*KNOWN, *RULES)]


def at(text: str, *words: str, rule: Fake = SLEEP, path: str = "/a.py") -> list[Finding]:
    """A finding of the rule at the first place of every word, names of rules aside."""
    spans = [Span(*match.span()) for word in words if (match := re.search(rf"(?<!-){re.escape(word)}", text))]
    return [Finding(rule.code, rule.name, "m", path, span, Severity.ERROR) for span in spans]


def run(text: str, *words: str, ran: Collection[str] = EVERY, rule: Fake = SLEEP) -> list[Finding]:
    directives = Directives(lambda path: Source(path, text))
    return suppress(directives, at(text, *words, rule=rule), ["/a.py"], KNOWN, lambda _: ran)


def shown(text: str, *words: str, ran: Collection[str] = EVERY, rule: Fake = SLEEP) -> list[str]:
    return [found.name for found in run(text, *words, ran=ran, rule=rule) if found.suppression is None]


def fixed(text: str, *words: str) -> str:
    """The text after all its fixes, each applied in a round of its own."""
    for _ in range(10):
        fixes = [found.fix for found in run(text, *words) if found.fix and not found.suppression]
        if not fixes:
            return text
        assert fixes[0].applicability is Applicability.SAFE
        (edit,) = fixes[0].edits
        text = text[: edit.span.start] + edit.text + text[edit.span.end :]
    raise AssertionError("the fixes do not converge")


@pytest.mark.parametrize(
    "text",
    [
        "sleep(1)  # fastapi-lint: ignore[blocking-sleep]\n",
        "sleep(1)  #fastapi-lint:ignore[ FAPI102 , FAPI101 ] because\n",
        "sleep(1)  # type: ignore  # fastapi-lint: ignore[FAPI101]  # pragma: no cover\n",
        "sleep(\n    1,\n)  # fastapi-lint: ignore[blocking-sleep]\n",
        "x = foo(\n    1,  # fastapi-lint: ignore[blocking-sleep]\n    sleep(2),\n)\n",
        "x = foo(\n    # fastapi-lint: ignore[blocking-sleep]\n    sleep(2),\n)\n",
        "# fastapi-lint: ignore[blocking-sleep]\nsleep(1)\n",
        "# fastapi-lint: ignore[blocking-sleep] it is\n# a long story\nfoo(\n    sleep(1)\n)\n",
        "def f():\n    # fastapi-lint: ignore[blocking-sleep]\n    sleep(1)\n",
        "@app.get(sleep)\ndef f(): # fastapi-lint: ignore[blocking-sleep]\n    pass\n",
        "@get('/')  # fastapi-lint: ignore[blocking-sleep]\n@other\nasync def f(\n    a=sleep,\n): ...\n",
        "# fastapi-lint: ignore[blocking-sleep]\n@app.get('/')\nclass A(sleep):\n    x = 1\n",
        "def f(\n    a=sleep,\n) -> None:  # fastapi-lint: ignore[blocking-sleep]\n    # about\n    x\n",
        "if (a and\n    sleep(1)):  # fastapi-lint: ignore[blocking-sleep]\n    pass\n",
        "try:\n    pass\nexcept (A,\n    sleep):  # fastapi-lint: ignore[blocking-sleep]\n    pass\n",
        "match x:\n    case 1 if sleep(1):  # fastapi-lint: ignore[blocking-sleep]\n        pass\n",
        "if x: sleep(\n    1)  # fastapi-lint: ignore[blocking-sleep]\n",
        "a = 1; sleep('''\n''')  # fastapi-lint: ignore[blocking-sleep]\n",
        "def f():\n    pass\n# fastapi-lint: file-ignore[blocking-sleep] generated\nsleep(1)\n",
        "sleep(1)  # noqa: FAPI101\n",
        "sleep(1)  # NOQA:E501,FAPI101 why\n",
        "sleep(1)  # noqa\n",
        "sleep(\n    1\n)  # noqa : FAPI101\n",
        "sleep(1)\r\n# fastapi-lint: file-ignore[FAPI101]\r\n",
        "é = 'é' ; sleep(1)  # fastapi-lint: ignore[blocking-sleep]",
    ],
)
def test_what_a_directive_covers(text: str) -> None:
    (first,) = (
        found for found in run(text, "sleep", ran=["blocking-sleep"]) if found.name == "blocking-sleep"
    )
    assert first.suppression is not None and first.suppression.span is not None
    assert "blocking-sleep" in text or "FAPI101" in text or first.suppression.kind == "noqa"
    assert shown(text, "sleep", ran=[SLEEP.name, "unused-ignore"]) == []


@pytest.mark.parametrize(
    "text",
    [
        "sleep(1)\nx = 1  # fastapi-lint: ignore[blocking-sleep]\n",
        "sleep(1)  # fastapi-lint: ignore[blocking-http]\n",
        "# fastapi-lint: ignore[blocking-sleep]\n\nsleep(1)\n",
        "# fastapi-lint: ignore[blocking-sleep]\nx = 1\nsleep(1)\n",
        "def f():  # fastapi-lint: ignore[blocking-sleep]\n    sleep(1)\n",
        "def f():\n    # fastapi-lint: ignore[blocking-sleep]\n    x = 1\n    sleep(1)\n",
        "if x:\n    sleep(1)\nelse:  # fastapi-lint: ignore[blocking-sleep]\n    pass\n",
        "sleep('# fastapi-lint: ignore[blocking-sleep]')\n",
        "sleep(1)  # see fastapi-lint: ignore[blocking-sleep]\n",
        "# noqa: FAPI101\nsleep(1)\n",
        "sleep(1)  # noqa: FAPI102\n",
        "sleep(1)  # fastapi-lint: ignore-this[blocking-sleep]\n",
    ],
)
def test_what_a_directive_does_not_cover(text: str) -> None:
    assert shown(text, "sleep", ran=[SLEEP.name]) == ["blocking-sleep"]


def test_a_suppression_says_who_and_why() -> None:
    text = "sleep(1)  # fastapi-lint: ignore[blocking-sleep] wait for issue #12  # noqa: E501\n"
    (finding,) = run(text, "sleep")
    assert finding.suppression is not None and finding.suppression.span is not None
    assert (finding.suppression.kind, finding.suppression.reason) == ("ignore", "wait for issue #12")
    start, end = finding.suppression.span
    assert text[start:end] == "# fastapi-lint: ignore[blocking-sleep] wait for issue #12"


def test_a_file_without_directives_is_not_parsed() -> None:
    text = "sleep(1) + ("
    assert shown(text, "sleep") == ["blocking-sleep"]


def test_directives_work_by_line_where_the_text_does_not_parse() -> None:
    assert shown("sleep(1) + (  # fastapi-lint: ignore[blocking-sleep]\n", "sleep") == []


@pytest.mark.parametrize(
    ("text", "left"),
    [
        ("x = 1  # fastapi-lint: ignore[blocking-sleep] old\n", "x = 1\n"),
        ("x = 1  # fastapi-lint: ignore[blocking-sleep]\r\ny = 2\r\n", "x = 1\r\ny = 2\r\n"),
        ("x = 1  # fastapi-lint: ignore[blocking-sleep]", "x = 1"),
        ("if x:\n    # fastapi-lint: ignore[route] why\n    y = 1\n", "if x:\n    y = 1\n"),
        ("x = 1\n# fastapi-lint: ignore[route]", "x = 1\n"),
        ("# fastapi-lint: file-ignore[route]\r\nx = 1\r\n", "x = 1\r\n"),
        ("x = 1  # why  # fastapi-lint: ignore[route] x\n", "x = 1  # why\n"),
        ("x = 1  # fastapi-lint: ignore[route] x  # why\n", "x = 1  # why\n"),
        ("x = 1  # a  # fastapi-lint: ignore[route]  # noqa: E501\n", "x = 1  # a  # noqa: E501\n"),
        ("# a  # fastapi-lint: ignore[route]\n", "# a\n"),
        (
            "sleep(1)  # fastapi-lint: ignore[route, blocking-sleep ,FAPI102] why\n",
            "sleep(1)  # fastapi-lint: ignore[blocking-sleep] why\n",
        ),
        ("x = 1  # fastapi-lint: ignore[]\n", "x = 1\n"),
        ("x = 1  # noqa: FAPI101\n", "x = 1\n"),
        ("x = 1  # noqa: FAPI101 old\n", "x = 1\n"),
        ("x = 1  # noqa: E501,FAPI101, F401 old\n", "x = 1  # noqa: E501, F401 old\n"),
        ("x = 1  # noqa: FAPI101,FAPI102,F401\n", "x = 1  # noqa: F401\n"),
        ("x = 1  # fastapi-lint: ignore[nonsense]\n", "x = 1\n"),
        (
            "sleep(1)  # fastapi-lint: ignore[nonsense, FAPI101]\n",
            "sleep(1)  # fastapi-lint: ignore[FAPI101]\n",
        ),
        ("x = 1  # noqa: FAPI999, E501\n", "x = 1  # noqa: E501\n"),
        ("x = 1  # fastapi-lint: ignore[nonsense, route]\n", "x = 1\n"),
        ("sleep(1)  # fastapi-lint: ignore x\n", "sleep(1)  # fastapi-lint: ignore[blocking-sleep] x\n"),
        (
            "# fastapi-lint: file-ignore\nsleep(1)\n",
            "# fastapi-lint: file-ignore[blocking-sleep]\nsleep(1)\n",
        ),
    ],
)
def test_fixes_leave_only_what_does_work(text: str, left: str) -> None:
    words = ["sleep(1)"] if "sleep(1)" in text else []
    assert fixed(text, *words) == left
    assert fixed(left, *words) == left


@pytest.mark.parametrize(
    ("text", "code", "message", "place"),
    [
        (
            "x = 1  # fastapi-lint: ignore[blocking-sleep] why\n",
            "FAPI001",
            "unused `ignore`: `blocking-sleep` finds nothing here",
            "# fastapi-lint: ignore[blocking-sleep] why",
        ),
        (
            "sleep(1)  # fastapi-lint: ignore[FAPI101, FAPI102, route]\n",
            "FAPI001",
            "unused `ignore`: `FAPI102` and `route` find nothing here",
            "FAPI102",
        ),
        (
            "x = 1  # noqa: FAPI201, E501\n",
            "FAPI001",
            "unused `noqa`: `FAPI201` finds nothing here",
            "FAPI201",
        ),
        ("x = 1  # noqa: FAPI999\n", "FAPI002", "unknown rule in `noqa`: `FAPI999`", "# noqa: FAPI999"),
        (
            "sleep(1)  # fastapi-lint: ignore[FAPI101, blocking-htp]\n",
            "FAPI002",
            "unknown rule in `ignore`: `blocking-htp`",
            "blocking-htp",
        ),
        (
            "# fastapi-lint: file-ignore\n",
            "FAPI003",
            "`file-ignore` without rules suppresses also what nobody has seen yet",
            "# fastapi-lint: file-ignore",
        ),
    ],
)
def test_what_is_said_about_directives(text: str, code: str, message: str, place: str) -> None:
    (found,) = (found for found in run(text, *re.findall(r"sleep(?=\()", text)) if found.suppression is None)
    assert (found.code, text[slice(*found.span)]) == (code, place)
    assert found.message == message
    assert found.help


def test_an_unknown_name_comes_with_a_suggestion() -> None:
    (found,) = run("x = 1  # fastapi-lint: ignore[blocking-slep]\n")
    assert found.help == "did you mean `blocking-sleep`?"


@pytest.mark.parametrize(
    "text",
    ["x = 1  # noqa\n", "x = 1  # noqa: E501, UNKNOWN1\n", "x = 1  # noqa: because\n", "# flake8: noqa\n"],
)
def test_what_concerns_other_tools_is_left_to_them(text: str) -> None:
    assert run(text) == []


def test_only_rules_that_ran_can_be_unused() -> None:
    text = "x = 1  # fastapi-lint: ignore[blocking-sleep, route]\n"
    (found,) = run(text, ran=["unused-ignore", "route"])
    assert "`route` finds" in found.message and "sleep" not in found.message
    assert run(text, ran=["route"]) == []
    assert run("x = 1  # fastapi-lint: ignore[x]\n", ran=["unused-ignore"]) == []


def test_findings_about_directives_can_be_suppressed_by_name() -> None:
    text = "x = 1  # fastapi-lint: ignore[blocking-sleep, unused-ignore] for the other branch\n"
    (found,) = run(text)
    assert found.name == "unused-ignore" and found.suppression is not None
    assert shown("# fastapi-lint: file-ignore[FAPI001, FAPI003]\nx = 1  # fastapi-lint: ignore\n") == []
    assert shown("x = 1  # noqa: FAPI102  # noqa\n") == ["unused-ignore"]


def test_a_named_directive_is_used_before_a_blanket() -> None:
    text = "# fastapi-lint: file-ignore\nsleep(1)  # fastapi-lint: ignore[FAPI101]\n"
    found = [finding for finding in run(text, "sleep") if finding.name != "blanket-ignore"]
    assert [finding.suppression.kind for finding in found if finding.suppression] == ["ignore"]


@pytest.mark.parametrize(
    ("text", "words", "written"),
    [
        ("sleep(1)\n", ["sleep"], "sleep(1)  # fastapi-lint: ignore[blocking-sleep]\n"),
        ("sleep(1)", ["sleep"], "sleep(1)  # fastapi-lint: ignore[blocking-sleep]"),
        ("sleep(1)   \r\nx\r\n", ["sleep"], "sleep(1)  # fastapi-lint: ignore[blocking-sleep]\r\nx\r\n"),
        ("sleep(1)  # why\n", ["sleep"], "sleep(1)  # why  # fastapi-lint: ignore[blocking-sleep]\n"),
        (
            "sleep(1)  # fastapi-lint: ignore[route] why\n",
            ["sleep"],
            "sleep(1)  # fastapi-lint: ignore[route, blocking-sleep] why\n",
        ),
        (
            "# fastapi-lint: ignore[route]\nsleep(1)\n",
            ["sleep"],
            "# fastapi-lint: ignore[route, blocking-sleep]\nsleep(1)\n",
        ),
        (
            "x = foo(\n    sleep(1),\n    sleep(2),\n)\n",
            ["sleep(1)", "sleep(2)"],
            "x = foo(  # fastapi-lint: ignore[blocking-sleep]\n    sleep(1),\n    sleep(2),\n)\n",
        ),
        ("sleep('''\n#''')\n", ["sleep"], "sleep('''\n#''')  # fastapi-lint: ignore[blocking-sleep]\n"),
        (
            "sleep(f'''{\n1}#''')\n",
            ["sleep"],
            "sleep(f'''{\n1}#''')  # fastapi-lint: ignore[blocking-sleep]\n",
        ),
        ("a = \\\n  sleep(1)\n", ["sleep"], "a = \\\n  sleep(1)  # fastapi-lint: ignore[blocking-sleep]\n"),
        ("sleep(1)  # \\\n", ["sleep"], "sleep(1)  # \\  # fastapi-lint: ignore[blocking-sleep]\n"),
        (
            "class A:\n    def f(a=sleep): \\\n        pass\n",
            ["sleep"],
            "class A:\n    # fastapi-lint: ignore[blocking-sleep]\n    def f(a=sleep): \\\n        pass\n",
        ),
        (
            "@get(sleep)\ndef f():\n    pass\n",
            ["sleep"],
            "@get(sleep)  # fastapi-lint: ignore[blocking-sleep]\ndef f():\n    pass\n",
        ),
        (
            "#!/usr/bin/env python\r\nx = 1\r\n",
            ["#!"],
            "#!/usr/bin/env python\r\n# fastapi-lint: file-ignore[blocking-sleep]\r\nx = 1\r\n",
        ),
        ("\nx = 1\n", ["\n"], "# fastapi-lint: ignore[blocking-sleep]\nx = 1\n"),
        ("", [""], "# fastapi-lint: ignore[blocking-sleep]"),
        (
            "sleep(1)  # noqa: F401\n",
            ["sleep"],
            "sleep(1)  # noqa: F401  # fastapi-lint: ignore[blocking-sleep]\n",
        ),
    ],
)
def test_adding_directives(text: str, words: list[str], written: str) -> None:
    source = Source("/a.py", text)
    assert add_ignores(source, run(text, *words, ran=[SLEEP.name])) == written
    left = [found for found in run(written, *words, ran=[SLEEP.name]) if not found.suppression]
    assert left == [] and add_ignores(Source("/a.py", written), left) == written


def test_adding_gives_the_reason_and_every_rule_once() -> None:
    text = "sleep(1)\n"
    findings = [*at(text, "sleep"), *at(text, "1", rule=HTTP), *at(text, "(", rule=SLEEP)]
    written = add_ignores(Source("/a.py", text), findings, "known")
    assert written == "sleep(1)  # fastapi-lint: ignore[blocking-sleep, blocking-http] known\n"


def test_adding_is_for_this_file_and_what_is_not_suppressed() -> None:
    text = "sleep(1)  # noqa\n"
    source = Source("/a.py", text)
    assert add_ignores(source, run(text, "sleep")) == text
    assert add_ignores(source, at(text, "sleep", path="/b.py")) == text


def test_adding_to_broken_text_changes_nothing() -> None:
    assert add_ignores(Source("/a.py", "sleep(1"), at("sleep(1", "sleep")) == "sleep(1"


@pytest.mark.parametrize(
    "text",
    [
        "x = 1  # fastapi-lint: ignore[route]\n",
        "x = 1  # noqa: FAPI101\n",
        "# fastapi-lint: ignore[zzz]\n\nx\n",
    ],
)
def test_even_findings_about_directives_can_be_added(text: str) -> None:
    written = add_ignores(Source("/a.py", text), run(text))
    assert shown(written) == []


APP = """
from fastapi import FastAPI

from jobs import work

app = FastAPI()


@app.get("/first")
async def first() -> None:
    work(){first}


@app.get("/second")
async def second() -> None:
    work(){second}
"""
JOBS = """
import time


def work() -> None:
    time.sleep(1){cause}
"""
IGNORE = "  # fastapi-lint: ignore[blocking-sleep]"


def chained(
    *, first: str = "", second: str = "", cause: str = "", only: str = ""
) -> list[tuple[str, int, bool]]:
    """Rule, line and whether it is suppressed, of what is found in a chain with two entries."""
    files = {"/p/app.py": APP.format(first=first, second=second), "/p/jobs.py": JOBS.format(cause=cause)}
    rules = [rule for rule in load().rules if rule.name == "blocking-sleep"]
    session = Session(MemoryFiles(files), Settings(root="/p"), rules)
    found = session.check([only] if only else None).findings
    return [
        (one.name, session.source(one.path).position(one.span.start)[0], bool(one.suppression))
        for one in found
    ]


def test_an_ignored_entry_of_a_chain_hides_no_other() -> None:
    assert chained() == [("blocking-sleep", 11, False)]
    assert chained(first=IGNORE) == [("blocking-sleep", 11, True), ("blocking-sleep", 16, False)]
    assert chained(second=IGNORE) == [("blocking-sleep", 11, False), ("blocking-sleep", 16, True)]
    assert chained(first=IGNORE, second=IGNORE) == [
        ("blocking-sleep", 11, True),
        ("blocking-sleep", 16, True),
    ]


def test_a_comment_at_the_blocking_call_covers_every_way_to_it() -> None:
    assert chained(cause=IGNORE) == [("blocking-sleep", 11, True)]
    assert chained(cause=IGNORE, only="/p/app.py") == [("blocking-sleep", 11, True)]
    assert chained(cause=IGNORE, only="/p/jobs.py") == []  # and the comment is not unused
    assert chained(cause="  # noqa: FAPI101") == [("blocking-sleep", 11, True)]
    assert chained(cause="  # noqa: S101") == [("blocking-sleep", 11, False)]
