"""A file's text: decoding, positions, comments, and what happens when nothing can be parsed."""

from __future__ import annotations

import ast
import contextlib
import subprocess
import sys
import tokenize
from io import StringIO

import hypothesmith
import libcst as cst
import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st
from test_source_spans import FILES, read

from fastapi_lint.finding import Span
from fastapi_lint.source import Source, SyntaxProblem, UnreadableSource
from fastapi_lint.source.walk import walk


@pytest.mark.parametrize(
    ("data", "encoding", "bom"),
    [
        (b"x = 'caf\xc3\xa9'\n", "utf-8", False),
        (b"\xef\xbb\xbfx = 'caf\xc3\xa9'\r\n", "utf-8", True),
        (b"# -*- coding: latin-1 -*-\nx = 'caf\xe9'\n", "iso-8859-1", False),
        (b"#!/usr/bin/python\n# vim: set fileencoding=cp1252 :\nx = '\x80'\r", "cp1252", False),
        (b"", "utf-8", False),
    ],
)
def test_decode_and_encode_are_inverse(data: bytes, encoding: str, bom: bool) -> None:
    source = Source.decode("a.py", data)
    assert (source.encoding, source.bom) == (encoding, bom)
    assert source.encode(source.text) == data
    assert source.ast is not None
    assert not source.text.startswith("\ufeff")


@pytest.mark.parametrize(
    ("data", "message"),
    [
        (b"x = '\xff'\n\n\n", "invalid"),
        (b"\n\n\nx = '\xff'\n", "can't decode"),
        (b"# coding: klingon\n", "unknown encoding: klingon"),
        (b"# coding: rot13\n", "rot13"),
        (b"x = 1\0\n", "NUL"),
        ("x = 1\n".encode("utf-16"), "decoded"),
        ("x = 1\n".encode("utf-16-le"), "NUL"),
    ],
)
def test_unreadable_bytes(data: bytes, message: str) -> None:
    with pytest.raises(UnreadableSource, match=message) as caught:
        Source.decode("a.py", data)
    assert caught.value.path == "a.py"
    assert str(caught.value).startswith("a.py: ")


def test_only_newlines_end_lines() -> None:
    source = Source("a.py", "a\x0cb\u2028c\x85d\x1ce\r\nf\rg\n\nh")
    assert [source.line_text(row) for row in range(1, 6)] == ["a\x0cb\u2028c\x85d\x1ce", "f", "g", "", "h"]
    assert source.newline == "\r\n"
    assert Source("a.py", "x").newline == "\n"


@given(st.text(alphabet="ab\U0001f600\n\r\x0c\u2028"))
@settings(max_examples=100)
def test_positions_and_offsets_are_inverse(text: str) -> None:
    source = Source("a.py", text)
    for offset in range(len(text) + 1):
        row, column = source.position(offset)
        assert row >= 1 and column >= 1
        if offset == len(text) or text[offset] not in "\r\n":
            assert source.offset(row, column) == offset
    assert source.offset(10_000, 1) == len(text)
    assert source.offset(1, 10_000) == len(source.line_text(1))


def test_spans_of_ast_count_characters() -> None:
    source = Source("a.py", "é = '\U0001f600', größe(ä)\nx = y(z)\n")
    texts = [source.text[slice(*source.ast_span(n))] for n in ast.walk(source.ast) if isinstance(n, ast.Call)]
    assert sorted(texts) == ["größe(ä)", "y(z)"]


@pytest.mark.parametrize("text", ["def f(:\n", "x = (\n", "if x:\ny\n", "x = '\ud800'\n", "\0", "f'{a b}'"])
def test_syntax_problems(text: str) -> None:
    source = Source("a.py", text)
    for attempt in (lambda: source.ast, lambda: source.tree, lambda: source.imports):
        with pytest.raises(SyntaxProblem) as caught:
            attempt()
        assert caught.value.row >= 1 and caught.value.column >= 1
        assert str(caught.value).startswith(f"a.py:{caught.value.row}:")


@pytest.mark.parametrize("text", ["(" * 5000 + ")" * 5000, "-" * 50_000 + "1", "x = " + "a." * 2000 + "b"])
def test_deep_nesting_does_no_harm(text: str) -> None:
    for get in ("ast", "tree"):
        with contextlib.suppress(SyntaxProblem):
            getattr(Source("a.py", text), get)


def test_libcst_is_not_imported_for_facts() -> None:
    code = (
        "import sys; from fastapi_lint.source import Source, name_in_scope\n"
        "s = Source('a.py', 'import a # c'); s.ast, s.imports, s.comments, name_in_scope(s, 'a')\n"
        "assert 'libcst' not in sys.modules"
    )
    subprocess.run([sys.executable, "-c", code], check=True)


def comments_of_tokenize(text: str) -> list[str]:
    tokens = tokenize.generate_tokens(StringIO(text, newline="").readline)
    return [token.string.rstrip("\r") for token in tokens if token.type == tokenize.COMMENT]


@pytest.mark.parametrize("path", FILES, ids=lambda path: path.name)
def test_comments_are_those_of_tokenize(path: object) -> None:
    source = read(path)  # type: ignore[arg-type]
    assert [comment.text for comment in source.comments] == comments_of_tokenize(source.text)
    for span, text in source.comments:
        assert source.text[slice(*span)] == text


@pytest.mark.parametrize(
    ("text", "found"),
    [
        ("x = '#no'  # yes", ["# yes"]),
        ("x = ('#no'  # yes\n '''#no\n''' \"#no\")  # and", ["# yes", "# and"]),
        ("x = f'#no{a[\"#no\"]}#no'  # yes", ["# yes"]),
        ('x = f"{a["#no"]}#no"  # yes', ["# yes"]),
        ("x = f'''{\na  # in\n:>{w # spec\n}}#no'''  # yes", ["# in", "# spec", "# yes"]),
        ("x = t'{a}#no' # yes", ["# yes"]),
        ("x = rf'\\{a}\\'#no' # yes", ["# yes"]),
        ("x = f'\\N{NUMBER SIGN}{{#no' # yes", ["# yes"]),
        ("x = '\\\\' # yes", ["# yes"]),
        ("x = '\\\n#no' # yes", ["# yes"]),
        ("x = r'\\' #no' # yes", ["# yes"]),
        ("x = Rb'#no' # yes", ["# yes"]),
        ("x = ''#yes", ["#yes"]),
        ("x = 'unterminated\n# yes", ["# yes"]),
        ("x = f'{a:#x}' # yes\r\n# and\r", ["# yes", "# and"]),
        ("x = f'{a!r:{b}#no}' if'#no'else\"#no\"# yes", ["# yes"]),
        ("x = f'{lambda_(x[1:2], {\"a\": 1})}#no' # yes", ["# yes"]),
        ("f'{", []),
        ("'''#", []),
    ],
)
def test_comments(text: str, found: list[str]) -> None:
    assert [comment.text for comment in Source("a.py", text).comments] == found


def test_comments_containing() -> None:
    source = Source("a.py", "x = 'noqa'  # no\ny  # noqa\nz  # fastapi-lint: ignore\n")
    assert [c.text for c in source.comments_containing(("noqa", "lint:"))] == [
        "# noqa",
        "# fastapi-lint: ignore",
    ]
    assert Source("a.py", "x(  # c").comments_containing(("noqa",)) == ()


@given(hypothesmith.from_grammar())
@settings(max_examples=25, deadline=None, suppress_health_check=list(HealthCheck))
def test_any_python_is_read(text: str) -> None:
    source = Source("a.py", text)
    try:
        tree = source.tree
        assert source.ast.body is not None
    except SyntaxProblem:
        return
    for node in walk(tree):
        span = source.span(node)
        assert 0 <= span.start <= span.end <= len(text)
        if isinstance(node, cst.Name):
            assert text[slice(*span)] == node.value
    assert [c.text for c in source.comments] == comments_of_tokenize(text)
    assert all(isinstance(source.ast_span(n), Span) for n in ast.walk(source.ast) if isinstance(n, ast.expr))


def test_a_text_takes_no_more_room_once_it_was_parsed() -> None:
    text = "x = 'à la carte'\n" * 50
    source, size = Source("/a.py", text), sys.getsizeof(text)
    assert source.ast.body
    assert sys.getsizeof(source.text) == size, "`ast.parse` leaves the text as UTF-8 with what it has parsed"
