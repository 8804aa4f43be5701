"""Trees are kept for the files that were parsed last."""

from __future__ import annotations

import ast

import pytest

from fastapi_lint.source import Source, recent


def test_old_trees_go_and_what_was_derived_stays(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(recent, "ROOM", 100)
    sources = [Source(f"/{number}.py", f"import a{number}  # {'x' * 40}\n") for number in range(20)]
    imports = [source.imports for source in sources]
    kept = [source for source in sources if "_native" in vars(source)]
    assert kept == sources[-recent.AT_LEAST :]
    assert [source.imports for source in sources] == imports
    assert sources[0].ast.body


def test_short_files_are_all_kept() -> None:
    sources = [Source(f"/{number}.py", "x = 1\n") for number in range(20)]
    trees = [source.ast for source in sources]
    assert all(source.ast is tree for source, tree in zip(sources, trees, strict=True))


def test_nodes_go_with_their_tree() -> None:
    source = Source("/a.py", "x = f(g(1), h)\nif x: y = k(2)\n")
    calls = [node for node in ast.walk(source.ast) if isinstance(node, ast.Call)]
    assert source.nodes(ast.Call) is source.nodes(ast.Call) == calls
    source.forget_ast()
    assert (
        source.nodes(ast.Call)
        == [node for node in ast.walk(source.ast) if isinstance(node, ast.Call)]
        != calls
    )
