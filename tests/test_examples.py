"""Docstrings as examples: parsing, rendering, and what is wrong with a malformed one."""

from __future__ import annotations

import inspect

import pytest

from fastapi_lint.examples import ROOT, Block, ExampleError, Mark, annotate, parse, render
from fastapi_lint.finding import Finding, Severity, Span

CODE = "import time\n\nasync def slow():\n    time.sleep(1)\n"


def finding(path: str, start: int, end: int, message: str = "m") -> Finding:
    return Finding("FAPI101", "blocking-sleep", message, ROOT + path, Span(start, end), Severity.ERROR)


def test_pairs() -> None:
    manual = inspect.cleandoc(
        """
        Title.

        Bad:

            import time

            async def slow():
                time.sleep(1)
                ^^^^^^^^^^^^^ `time.sleep` blocks: ^ and so on

        Between.

            code of its own

        Good:

            import asyncio

        Bad:

            x = 1
            ^ one
                ^ two
        """
    )
    first, second = parse(manual)
    assert first.bad.files == {"main.py": CODE}
    assert first.bad.marks == (Mark("main.py", 4, 4, 17, "`time.sleep` blocks: ^ and so on"),)
    assert first.good == Block({"main.py": "import asyncio\n"}, (), 15)
    assert [(mark.start, mark.message) for mark in second.bad.marks] == [(0, "one"), (4, "two")]
    assert second.good is None


def test_files() -> None:
    manual = inspect.cleandoc(
        """
        Bad:

            -- pyproject.toml --
            [tool.fastapi-lint]
            -- app/__init__.py --
            -- app/main.py --

            x = 1

            y = 2
            ^ two
        """
    )
    (example,) = parse(manual)
    assert example.bad.files == {
        "pyproject.toml": "[tool.fastapi-lint]\n",
        "app/__init__.py": "",
        "app/main.py": "x = 1\n\ny = 2\n",
    }
    assert example.bad.marks == (Mark("app/main.py", 3, 0, 1, "two"),)


def test_a_manual_without_examples() -> None:
    assert parse("Title.\n\nNothing bad here: see Bad: elsewhere.") == []


@pytest.mark.parametrize(
    ("manual", "line", "message"),
    [
        ("T.\n\nBad:\n\n    x = 1\n", 3, "a Bad block needs a line of carets"),
        ("T.\n\nBad:\n\nno code\n", 3, "no code"),
        ("T.\n\nGood:\n\n    x = 1\n", 3, "belongs to exactly one Bad block"),
        (
            "Bad:\n\n    x\n    ^ m\n\nGood:\n\n    x\n\nGood:\n\n    y\n",
            10,
            "belongs to exactly one Bad block",
        ),
        ("Bad:\n\n    x\n    ^ m\n\nGood:\n\n    x\n    ^ m\n", 6, "has no carets"),
        ("Bad:\n\n    ^ m\n    x\n", 3, "no code above"),
        ("Bad:\n\n    x\n    ^^ m\n", 4, "beyond the code"),
        ("Bad:\n\n    x\n    ^\n", 4, "message must follow"),
        ("Bad:\n\n    -- a.py --\n    x\n    ^ m\n    -- a.py --\n", 6, "`a.py` is there twice"),
    ],
)
def test_malformed_manuals_name_the_rule_and_the_line(manual: str, line: int, message: str) -> None:
    with pytest.raises(ExampleError, match=message) as raised:
        parse(manual, "blocking-sleep")
    assert raised.value.line == line
    assert str(raised.value).startswith(f"blocking-sleep: docstring line {line}: ")


def test_a_block_is_rendered_as_it_was_written() -> None:
    text = "import time\n\nasync def slow():\n    time.sleep(1)\n    ^^^^^^^^^^^^^ m\n"
    block = Block({"main.py": CODE})
    assert render(block, [finding("main.py", 35, 48)]) == text
    indented = "".join(f"    {line}" if line.strip() else line for line in text.splitlines(keepends=True))
    (example,) = parse(f"Bad:\n\n{indented}")
    assert annotate(example.bad.files, example.bad.marks) == text


def test_several_files_and_several_marks_of_a_line_are_rendered_in_order() -> None:
    block = Block({"a.py": "", "b.py": "x = 1\n"})
    found = [finding("b.py", 4, 5, "two"), finding("b.py", 0, 5, "all"), finding("b.py", 0, 1, "one")]
    assert render(block, found) == "-- a.py --\n\n-- b.py --\nx = 1\n^ one\n^^^^^ all\n    ^ two\n"


@pytest.mark.parametrize(
    ("start", "end", "carets"),
    [
        (0, 7, "^^"),
        (0, 3, "^^"),
        (1, 2, " ^"),
        (2, 2, "  ^"),
        (5, 8, "  ^^"),
        (5, 9, "  ^^"),
        (7, 7, "    ^"),
    ],
)
def test_a_span_of_several_lines_is_marked_on_its_first(start: int, end: int, carets: str) -> None:
    rendered = render(Block({"main.py": "f(\n  1,\n"}), [finding("main.py", start, end)])
    assert f"\n{carets} m\n" in rendered


def test_findings_in_files_that_are_not_there_are_shown_as_well() -> None:
    assert "-- other.py --, line 1: ^ m" in render(Block({"main.py": "x\n"}), [finding("other.py", 0, 0)])
