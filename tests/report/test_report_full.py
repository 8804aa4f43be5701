"""The format for people: frames, carets, colours, terminals."""

from __future__ import annotations

import io
import re

import pytest
from report_sample import BROKEN, MAIN, TEXTS, WIDE, at, only, report, written
from rich.cells import cell_len

from fastapi_lint.finding import Edit, Finding, Severity, Span
from fastapi_lint.report import load
from fastapi_lint.report.frame import ASCII, UNICODE, Frame, marks_for
from fastapi_lint.report.hunks import hunks
from fastapi_lint.report.lines import Lines
from fastapi_lint.report.plain import one_line, visible

ESCAPE = re.compile(r"\x1b\[[0-9;]*m|\x1b\]8;[^\x1b]*\x1b\\")


class Terminal(io.StringIO):
    """A stream that says it is a terminal."""

    def isatty(self) -> bool:
        return True


@pytest.fixture(autouse=True)
def plain_environment(monkeypatch: pytest.MonkeyPatch) -> None:
    for name in ("NO_COLOR", "FORCE_COLOR", "COLUMNS", "COLORTERM", "TTY_COMPATIBLE", "TTY_INTERACTIVE"):
        monkeypatch.delenv(name, raising=False)
    monkeypatch.setenv("TERM", "xterm-256color")


def on_terminal(**changes: object) -> str:
    stream = Terminal()
    load("full")(report(**changes), stream)  # type: ignore[arg-type]
    return stream.getvalue()


def frame(text: str, span: Span, width: int = 80, marks: object = UNICODE) -> list[str]:
    return [row.plain for row in Frame(Lines(text), span, marks, "", width).rows()]  # type: ignore[arg-type]


def test_colours_on_a_terminal_change_nothing_but_colours() -> None:
    coloured = on_terminal(width=200)
    assert "\x1b[1;31merror" in coloured
    assert ESCAPE.sub("", coloured) == written("full", report(width=200))


def test_the_name_of_a_rule_is_a_link() -> None:
    assert re.search(
        r"\x1b\]8;id=\d+;https://fastapi-lint\.dev/rules/asynchrony/blocking-sleep/\x1b\\", on_terminal()
    )


def test_code_is_highlighted_with_the_state_of_the_whole_file() -> None:
    TEXTS["/long.py"] = 'x = """\n\n\n\nimport os\n"""\nimport os\n'
    finding = Finding("FAPI1", "x", "m", "/long.py", Span(11, 17), Severity.ERROR)
    stream = Terminal()
    load("full")(only(finding), stream)
    inside, outside = (line for line in stream.getvalue().splitlines() if "import" in line)
    assert "\x1b[94mimport" not in inside
    assert "\x1b[94mimport" in outside


@pytest.mark.parametrize(
    ("name", "value", "tty", "coloured"),
    [
        ("NO_COLOR", "1", True, False),
        ("FORCE_COLOR", "1", False, True),
        ("TERM", "dumb", True, False),
        ("TERM", "xterm", True, True),
        ("TERM", "xterm", False, False),
    ],
)
def test_environment(
    monkeypatch: pytest.MonkeyPatch, name: str, value: str, tty: bool, coloured: bool
) -> None:
    monkeypatch.setenv(name, value)
    text = on_terminal() if tty else written("full", report())
    assert ("\x1b" in text) is coloured


@pytest.mark.parametrize(("color", "coloured"), [("always", True), ("never", False), ("auto", False)])
def test_the_option_wins(color: str, coloured: bool) -> None:
    assert ("\x1b" in written("full", report(color=color))) is coloured
    assert ("\x1b" in on_terminal(color=color)) is (color != "never")


def test_always_beats_no_color_and_dumb(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("NO_COLOR", "1")
    monkeypatch.setenv("TERM", "dumb")
    assert "\x1b" in written("full", report(color="always"))


def test_no_markup_and_no_emoji_in_code() -> None:
    assert '{"[bold]markup[/bold]": ":smile:"}' in written("full", report())


def test_code_cannot_steer_the_terminal() -> None:
    assert "\x1b" not in written("full", report())
    assert "\x1b[31m" not in written("concise", report())
    assert one_line("a\nb\x1b\x9b\u202e") == "a b␛\ufffd\ufffd"


@pytest.mark.parametrize(
    ("path", "part"), [(WIDE, 'leck("😀\x1b[31m")'), (WIDE, "time.sleep(1)"), (WIDE, "last")]
)
def test_carets_are_under_the_span(path: str, part: str) -> None:
    rows = frame(TEXTS[path], at(path, part))
    caret = next(row for row in rows if "^" in row)
    code = rows[rows.index(caret) - 1]
    shown = visible(part)
    assert cell_len(code[: code.index(shown)]) == caret.index("^")
    assert caret.count("^") == cell_len(shown)


def test_long_lines_are_cropped_around_the_span() -> None:
    text = f"{'a' * 300}(here){'b' * 300}\nshort\n"
    code, caret, short = frame(text, Span(301, 305), width=60)
    assert max(map(cell_len, (code, caret))) <= 60
    assert code[caret.index("^") : caret.rindex("^") + 1] == "here"
    assert code.count("…") == 2
    assert short.endswith("│") or "…" in short


def test_wide_lines_are_cropped_to_the_cell() -> None:
    text = f"{'語' * 100}(here){'語' * 100}"
    for width in range(40, 60):
        code, caret = frame(text, Span(101, 105), width=width)
        assert cell_len(code) <= width
        before = code[: code.index("here")]
        assert cell_len(before) == caret.index("^")


def test_a_span_longer_than_the_terminal() -> None:
    code, caret = frame("x = " + "a" * 500, Span(4, 504), width=50)
    assert (cell_len(code), cell_len(caret)) == (50, 50)


def test_pipes_are_not_cropped() -> None:
    TEXTS["/wide.py"] = "x" * 1000
    finding = Finding("FAPI1", "x", "m " * 300, "/wide.py", Span(900, 905), Severity.ERROR)
    text = written("full", only(finding))
    assert "x" * 1000 in text
    assert ("m " * 300).strip() in text


def test_narrow_terminals(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("COLUMNS", "10")
    code = [row for row in ESCAPE.sub("", on_terminal()).splitlines() if "│" in row]
    assert max(map(cell_len, code)) <= 40


def test_spans_of_several_rows() -> None:
    text = "a\nb(\n  1,\n)\nc\n"
    assert frame(text, Span(2, 11)) == [
        "   1 │   a",
        "   2 │ ╭ b(",
        "   3 │ │   1,",
        "   4 │ ╰ )",
        "   5 │   c",
    ]
    assert frame(text, Span(2, 5))[2] == "     │ ^^"


def test_streams_that_cannot_draw_get_ascii() -> None:
    assert marks_for("cp1252") == marks_for("ascii") == marks_for("no-such") == ASCII
    assert marks_for(None) == marks_for("utf-8") == UNICODE
    assert frame("a\nb", Span(0, 3), marks=ASCII) == ["   1 | / a", "   2 | \\ b"]


@pytest.mark.parametrize("text", ["", "\n", "a", "a\n", "a\n\n", "\ta\r\n"])
def test_every_span_of_small_texts(text: str) -> None:
    for start in range(len(text) + 1):
        for end in range(start, len(text) + 1):
            rows = frame(text, Span(start, end))
            assert rows
            assert any("^" in row or "╭" in row for row in rows)


def test_syntax_errors_show_the_code() -> None:
    text = written("full", report())
    assert "4 │ def broken(:\n       │            ^\n" in text
    assert BROKEN not in text


def test_hunks_of_close_and_distant_edits() -> None:
    text = "".join(f"{number}\n" for number in range(1, 31))
    lines = Lines(text)
    near = [Edit(MAIN, Span(4, 5), "x"), Edit(MAIN, Span(8, 9), "y\nz")]
    assert [row for row in hunks(lines, near) if row[0] == "@"] == ["@@ -1,7 +1,8 @@"]
    far = [*near, Edit(MAIN, Span(len(text), len(text)), "end\n")]
    assert [row for row in hunks(lines, far) if row[0] == "@"] == ["@@ -1,7 +1,8 @@", "@@ -29,2 +30,3 @@"]
    assert list(hunks(lines, [Edit(MAIN, Span(0, 1), "1")])) == []


def test_lines_end_as_python_ends_them() -> None:
    lines = Lines("a\x0cb\u2028c\r\nd\re\n")
    assert [lines.row(number) for number in range(1, len(lines) + 1)] == ["a\x0cb\u2028c", "d", "e"]
    assert lines.place(Span(7, 8)) == (2, 1, 2, 2)
    assert lines.position(len(lines.text)) == (4, 1)
