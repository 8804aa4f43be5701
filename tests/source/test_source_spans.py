"""Spans: LibCST's own, ours and those of ``ast`` agree on real code."""

from __future__ import annotations

import ast
import sysconfig
from collections.abc import Iterator
from pathlib import Path

import libcst as cst
import pytest

from fastapi_lint.finding import Span
from fastapi_lint.source import Source
from fastapi_lint.source.spans import fast_spans, provider_spans
from fastapi_lint.source.walk import children, parents, walk

STDLIB = Path(sysconfig.get_paths()["stdlib"])
LIBCST = Path(cst.__file__).parent
FILES = [*sorted(STDLIB.glob("*.py"))[::3][:60], LIBCST / "_position.py", LIBCST / "_nodes" / "op.py"]

ODD = {
    "unicode": "x = 'ä', \"\U0001f600\", name_ü  # ß\ndef ü(a: 'é' = 'ñ') -> 'ö': return f'{ü}ä{x}'\n",
    "crlf": "import a\r\n\r\n\r\ndef f(\r\n    x,\r\n):\r\n    return (x)\r\n",
    "cr": "import a\rx = 1\rif x:\r    y(x)\r",
    "form feeds": "import a\n\x0c\ndef f():\n    \x0c\n    pass\n\x0cdef g(): return h()\n",
    "tabs": "if a:\n\tb(c)\n\tif d:\n\t\te = (1,\n\t\t\t2)\n",
    "no final newline": "def f(): return g(x)",
    "continued first line": "\\\nx = g(1)\n",
    "separators": "a = '\u2028'; b = '\x85\x1c'\nc(d)\n",
    "shared lines": "class C(B): x = 1; y = (1, 2)\nfor i in 1, 2: pass\n",
    "empty": "",
    "space before a colon": "try: a\nexcept (A, B) :\n    f(c)\n",
    "comments": "f(  # (a\n  x for x in y  # b)\n)\n",
}

COUNTERPARTS: dict[type[ast.AST], type[cst.CSTNode] | tuple[type[cst.CSTNode], ...]] = {
    ast.FunctionDef: cst.FunctionDef,
    ast.AsyncFunctionDef: cst.FunctionDef,
    ast.ClassDef: cst.ClassDef,
    ast.Call: cst.Call,
    ast.Name: cst.Name,
    ast.Attribute: cst.Attribute,
    ast.Return: cst.Return,
    ast.Assign: cst.Assign,
    ast.AnnAssign: cst.AnnAssign,
    ast.AugAssign: cst.AugAssign,
    ast.Raise: cst.Raise,
    ast.Import: cst.Import,
    ast.ImportFrom: cst.ImportFrom,
    ast.alias: (cst.ImportAlias, cst.ImportStar),
    ast.If: cst.If,
    ast.For: cst.For,
    ast.While: cst.While,
    ast.With: cst.With,
    ast.Try: cst.Try,
    ast.ExceptHandler: cst.ExceptHandler,
    ast.Expr: cst.Expr,
    ast.Await: cst.Await,
    ast.Yield: cst.Yield,
    ast.Lambda: cst.Lambda,
    ast.Dict: cst.Dict,
    ast.List: cst.List,
    ast.Set: cst.Set,
    ast.Tuple: cst.Tuple,
    ast.ListComp: cst.ListComp,
    ast.DictComp: cst.DictComp,
    ast.GeneratorExp: cst.GeneratorExp,
    ast.Subscript: cst.Subscript,
    ast.Constant: cst.BaseExpression,
    ast.JoinedStr: cst.BaseExpression,
    ast.BinOp: cst.BaseExpression,
    ast.BoolOp: cst.BooleanOperation,
    ast.Compare: cst.BaseExpression,
    ast.IfExp: cst.IfExp,
    ast.arg: cst.Param,
    ast.keyword: cst.Arg,
}


def read(path: Path) -> Source:
    return Source.decode(str(path), path.read_bytes())


def outside_strings(tree: ast.AST) -> Iterator[ast.AST]:
    """All nodes but those in f-strings, whose places are wrong before Python 3.12."""
    yield tree
    if isinstance(tree, ast.Subscript) and isinstance(tree.slice, ast.Tuple):
        # LibCST has the elements of a subscript, and no tuple.
        for child in (tree.value, *tree.slice.elts):
            yield from outside_strings(child)
    elif not isinstance(tree, ast.JoinedStr):
        for child in ast.iter_child_nodes(tree):
            yield from outside_strings(child)


def assert_spans_agree(source: Source) -> None:
    fast, fast_offsets, fast_code = fast_spans(source.tree)
    slow, slow_offsets, slow_code = provider_spans(source.tree)
    assert fast_code == slow_code
    assert fast.keys() == slow.keys()
    for node, (start, end) in fast.items():
        low, high = slow[node]
        assert (fast_offsets[start], fast_offsets[end]) == (slow_offsets[low], slow_offsets[high]), node


@pytest.mark.parametrize("path", FILES, ids=lambda path: path.name)
def test_the_fast_pass_agrees_with_libcst(path: Path) -> None:
    assert_spans_agree(read(path))


@pytest.mark.parametrize("text", ODD.values(), ids=ODD.keys())
def test_the_fast_pass_agrees_with_libcst_on_odd_text(text: str) -> None:
    assert_spans_agree(Source("odd.py", text))


def assert_counterparts_are_found(source: Source) -> None:
    for node in outside_strings(source.ast):
        kinds = COUNTERPARTS.get(type(node))
        if kinds is None:
            continue
        span = source.ast_span(node)
        found = [source.nodes_at(span, kind) for kind in (kinds if isinstance(kinds, tuple) else (kinds,))]
        assert any(found), (
            ast.dump(node)[:100],
            source.path,
            source.position(span.start),
            source.text[slice(*span)],
        )


@pytest.mark.parametrize("path", FILES, ids=lambda path: path.name)
def test_nodes_of_ast_have_their_counterparts(path: Path) -> None:
    assert_counterparts_are_found(read(path))


@pytest.mark.parametrize("text", ODD.values(), ids=ODD.keys())
def test_nodes_of_ast_have_their_counterparts_in_odd_text(text: str) -> None:
    assert_counterparts_are_found(Source("odd.py", text))


def test_decorators_and_parentheses() -> None:
    source = Source("a.py", "@d(1)\n@e.f\nasync def f(*a: int, b: str = 'x', **k): return ((1, 2))\n")
    function = source.ast.body[0]
    assert isinstance(function, ast.AsyncFunctionDef)
    assert source.text[source.ast_span(function).start :].startswith("async def")
    assert isinstance(source.nodes_at(source.ast_span(function), cst.FunctionDef), cst.FunctionDef)
    for decorator, kind in zip(function.decorator_list, (cst.Call, cst.Attribute), strict=True):
        assert isinstance(source.nodes_at(source.ast_span(decorator), kind), kind)
    assert function.args.vararg and function.args.kwarg
    for arg in (function.args.vararg, *function.args.kwonlyargs, function.args.kwarg):
        found = source.nodes_at(source.ast_span(arg), cst.Param)
        assert found and found.name.value == arg.arg
    assert source.nodes_at(Span(0, 3), cst.Call) is None


def test_a_private_class_that_changed_is_not_needed(monkeypatch: pytest.MonkeyPatch) -> None:
    import fastapi_lint.source.spans as module

    def broken(tree: cst.Module) -> None:
        raise AttributeError("CodegenState")

    monkeypatch.setattr(module, "fast_spans", broken)
    source = Source("a.py", "é = f(x)\nü = g(y)\n")
    texts = [source.text[slice(*source.span(n))] for n in walk(source.tree) if isinstance(n, cst.Call)]
    assert texts == ["f(x)", "g(y)"]


def test_deep_code_has_spans() -> None:
    source = Source("a.py", "x = " + "1 + " * 700 + "f(y)\n")
    call = source.nodes_at(Span(len(source.text) - 5, len(source.text) - 1), cst.Call)
    assert call is not None


@pytest.mark.parametrize("path", FILES[::4], ids=lambda path: path.name)
def test_walk_sees_every_node_in_the_order_of_the_text(path: Path) -> None:
    source = read(path)
    seen = list(walk(source.tree))
    skipped = (
        cst.BaseParenthesizableWhitespace,
        cst.TrailingWhitespace,
        cst.EmptyLine,
        cst.Newline,
        cst.Comment,
    )
    punctuation = (
        cst.Comma, cst.LeftParen, cst.RightParen, cst.LeftSquareBracket, cst.RightSquareBracket,
        cst.AssignEqual, cst.LeftCurlyBrace, cst.RightCurlyBrace, cst.Dot, cst.Colon, cst.Semicolon,
    )  # fmt: skip
    every: set[cst.CSTNode] = set()
    stack: list[cst.CSTNode] = [source.tree]
    while stack:
        node = stack.pop()
        every.add(node)
        stack += node.children
    assert len(seen) == len(set(seen))
    missed = {n for n in every.difference(seen) if not isinstance(n, (*skipped, *punctuation))}
    assert {type(n).__name__ for n in missed} <= {"ImportStar"} - {type(n).__name__ for n in seen}
    above = parents(source.tree)
    assert set(above) == set(seen) - {source.tree}
    for node in seen:
        starts = [source.span(child).start for child in children(node)]
        assert starts == sorted(starts), node


def test_walk_sees_a_format_that_the_first_string_lacks() -> None:
    names = {
        node.value for node in walk(cst.parse_module('f"{a}"\nf"{b:{c}}"\n')) if isinstance(node, cst.Name)
    }
    assert names == {"a", "b", "c"}
