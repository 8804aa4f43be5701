"""Newer Python gives the same facts under every interpreter."""

from __future__ import annotations

import ast
from collections.abc import Iterator
from pathlib import Path

import pytest
from test_source_spans import FILES, read

from fastapi_lint.source import Source, SyntaxProblem
from fastapi_lint.source.downlevel import downlevel

ROOT = Path(__file__).parents[2]
NEWER = ROOT / "fixtures" / "syntax" / "newer.py"
FACTS = NEWER.with_suffix(".facts")


def facts(source: Source) -> Iterator[str]:
    """Signatures, decorators, calls and assigned names, with their places."""
    for node in ast.walk(source.ast):
        if isinstance(node, (ast.FunctionDef, ast.AsyncFunctionDef)):
            yield f"{source.ast_span(node)} def {node.name}({ast.unparse(node.args)})"
            yield from (f"    @{ast.unparse(d)} {source.ast_span(d)}" for d in node.decorator_list)
            yield from (
                f"    {a.arg} {source.ast_span(a)}" for a in ast.walk(node.args) if isinstance(a, ast.arg)
            )
        elif isinstance(node, ast.ClassDef):
            bases = [ast.unparse(base) for base in (*node.bases, *node.keywords)]
            yield f"{source.ast_span(node)} class {node.name}({bases})"
        elif isinstance(node, ast.Name) and isinstance(node.ctx, ast.Store):
            yield f"{source.ast_span(node)} {node.id} ="
        elif isinstance(node, (ast.Import, ast.ImportFrom)):
            yield f"{source.ast_span(node)} {ast.unparse(node)}"
    strings = [n for n in ast.walk(source.ast) if isinstance(n, ast.JoinedStr)]
    inside = {id(n) for string in strings for n in ast.walk(string)}
    for node in ast.walk(source.ast):
        if isinstance(node, ast.Call):
            place = "in a string" if id(node) in inside else source.ast_span(node)
            name = node.func.attr if isinstance(node.func, ast.Attribute) else ast.unparse(node.func)
            yield f"{place} {name} {len(node.args)} {[k.arg for k in node.keywords]}"


def test_the_older_spelling_keeps_every_place() -> None:
    source = read(NEWER)
    older = downlevel(source)
    assert len(older) == len(source.text)
    assert older.count("\n") == source.text.count("\n")
    calls = [n for n in ast.walk(source.ast) if isinstance(n, ast.Call) and isinstance(n.func, ast.Name)]
    functions = {n.func.id: n for n in calls if isinstance(n.func, ast.Name)}
    for name in ("tail", "last", "end", "tip", "finish", "work", "handle", "Depends", "Field", "table"):
        start, end = source.ast_span(functions[name])
        assert source.text[start:end].startswith(f"{name}("), name
        assert source.text[end - 1] == ")", name
    assert {"rows", "other", "value", "lines"} <= functions.keys()
    names = [n.name for n in ast.walk(source.ast) if isinstance(n, (ast.FunctionDef, ast.AsyncFunctionDef))]
    assert names == ["first", "second", "third", "errors", "get"]
    assert [i.target for i in source.imports][2:] == ["json", "os.path"]


def test_every_interpreter_sees_the_same() -> None:
    """The file of facts was written under 3.11 and holds under every interpreter that runs the tests."""
    assert list(facts(read(NEWER))) == FACTS.read_text("utf-8").splitlines()


@pytest.mark.parametrize(
    ("text", "older"),
    [
        ("try: a\nexcept A, B: b", "try: a\nexcept A| B: b"),
        ("try: a\nexcept A, B ,: b", "try: a\nexcept A| B  : b"),
        ("try: a\nexcept* A, B: b", "try: a\nexcept  A| B: b"),
        ("def f[T](a): b", "def f(   a): b"),
        ("def f[\n\n T\n] (a): b", "def f(\n\n  \n   a): b"),
        ("class A[T]: b", "class A( ): b"),
        ("class A[T = int](B): b", "class A(         B): b"),
        ("type X = a", "0;   X = a"),
        ("if a:\n  type X[\nT] = a", "if a:\n  0; ( X \n ) = a"),
        ("type X[T]=a", "0; ( X  )=a"),
        ("a[*b, c]", "a[ b, c]"),
        ("def f(*a: *b): c", "def f(*a:  b): c"),
        ("[*a for a in b]", "[ a for a in b]"),
        ("{ ** a for a in b}", "{    a for a in b}"),
        ("lazy import a", "...; import a"),
        ("t'{a}' t'b' 't'", "f'{a}' f'b' 't'"),
    ],
)
def test_older_spellings(text: str, older: str) -> None:
    source = Source("a.py", text)
    if "t'b'" in text:
        # LibCST 1.9 does not read template strings side by side, once renamed it does.
        assert ast.unparse(source.ast) == ast.unparse(ast.parse(older))
        return
    assert downlevel(source) == older
    ast.parse(older.replace(" b, c]", "b, c]"))


def test_errors_keep_the_words_of_the_interpreter() -> None:
    text = "type X = int\ndef f[T](x): return\nx = = 1\n"
    with pytest.raises(SyntaxProblem) as caught:
        _ = Source("a.py", text).ast
    assert "invalid syntax" in caught.value.message


@pytest.mark.parametrize("path", FILES[::3], ids=lambda path: path.name)
def test_old_python_is_left_alone(path: Path) -> None:
    source = read(path)
    older = downlevel(source)
    same = ast.dump(ast.parse(older)) == ast.dump(source.ast)
    assert same == (older == source.text)
