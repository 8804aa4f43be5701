"""Records of syntax, and how they are written down."""

from __future__ import annotations

import ast
import re
from pathlib import Path

import fastapi_lint
from fastapi_lint.model.file import syntax as s
from fastapi_lint.model.file.facts import extract, take_body
from fastapi_lint.model.file.packing import pack, unpack
from fastapi_lint.source import Source

CODE = """
async def f(a, *b: int, c=-1, **d):
    global g
    x[1:2:3] = [not y, 1 < 2 in z, {**q}, {1, ...}, (b"", 2j, None, True, 1.5)]
    x += await (yield) or [i for i in j if (k := i)]
    del x
    raise E("é") from None
"""


def body() -> tuple[s.Stmt, ...]:
    function = extract(Source("a.py", CODE)).body[0]
    assert isinstance(function, s.FunctionDef)
    return unpack(pack(take_body(function)))


def test_what_was_packed_comes_back_with_one_object_for_each_word() -> None:
    once, again = body(), body()
    assert unpack(pack(once)) == once
    words = [
        [
            getattr(node, name)
            for statement in statements
            for node in s.walk(statement)
            for name in ("kind", "op")
            if hasattr(node, name)
        ]
        for statements in (once, again)
    ]
    assert len(words[0]) > 20
    assert all(one is other for one, other in zip(*words, strict=True))


def test_every_kind_of_syntax_has_its_word() -> None:
    """A kind that is not among the words could be packed, and not be read again."""
    kinds = (ast.expr, ast.stmt, ast.operator, ast.unaryop, ast.boolop, ast.cmpop)
    for node in (node.__name__ for kind in kinds for node in kind.__subclasses__()):
        made = (s.Evaluate(0, 9, s.Other(0, 9, node, ())),)
        assert unpack(pack(made)) == made


def test_records_end_where_they_end() -> None:
    """``start`` and ``end`` are places; what is given when a record is made is its length."""
    texts = [CODE[node.start : node.end] for statement in body() for node in s.walk(statement)]
    assert {"x[1:2:3]", "k := i", 'E("é")', "await (yield)", "{**q}"} <= {*texts}
    mistakes = [
        (path.name, found.group())
        for folder in (Path(fastapi_lint.__file__).parent, Path(__file__).parents[2] / "rules")
        for path in sorted(folder.rglob("*.py"))
        for found in re.finditer(
            r"\bs\.[A-Z]\w+\(\s*[\w.]+\.start,\s*[\w.]+\.end[,)]", path.read_text("utf-8")
        )
    ]
    assert mistakes == []
