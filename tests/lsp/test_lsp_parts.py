"""The parts of the server that need no process."""

from __future__ import annotations

import pytest

pytest.importorskip("pygls")

from hypothesis import given
from hypothesis import strategies as st
from lsprotocol import types

from fastapi_lint.fix import apply_edits
from fastapi_lint.lsp.actions import FIX_ALL, wants
from fastapi_lint.lsp.carried import Carried, CarriedFix, unpack
from fastapi_lint.lsp.convert import Changes, Positions, difference, path_of, uri_of
from fastapi_lint.lsp.hover import markdown
from fastapi_lint.lsp.options import Options, read_options, unknown_options
from fastapi_lint.lsp.workspace import Workspace
from fastapi_lint.registry import Registry
from fastapi_lint.session import Session
from fastapi_lint.source import Source
from fastapi_lint.workspace.files import MemoryFiles
from fastapi_lint.workspace.problems import ConfigError
from fastapi_lint.workspace.settings import Settings

TEXTS = st.text(st.sampled_from("ab\n\r\x0c\u2028é😀 "), max_size=30)


@given(TEXTS, TEXTS)
def test_differences_lead_from_old_to_new(old: str, new: str) -> None:
    assert apply_edits(old, difference("a.py", old, new)) == new


@given(TEXTS, st.integers(0, 30))
def test_positions_are_those_of_the_encoded_line(text: str, offset: int) -> None:
    source = Source("a.py", text)
    before = text[:offset].replace("\r\n", "\n").replace("\r", "\n").split("\n")
    for encoding, width in (("utf-8", 1), ("utf-16-le", 2), ("utf-32-le", 4)):
        found = Positions(encoding.removesuffix("-le")).position(source, offset)
        if text[offset - 1 : offset + 1] != "\r\n":  # between the two there is no position
            assert found == types.Position(len(before) - 1, len(before[-1].encode(encoding)) // width)


@pytest.mark.parametrize("path", ["/a/b c.py", "/a/é#%.py", "/a/ü/[x].py"])
def test_paths_and_uris(path: str) -> None:
    assert path_of(uri_of(path)) == path


def test_what_is_no_file_has_no_path() -> None:
    assert path_of("untitled:Untitled-1") is None


def test_a_diagnostic_carries_its_fix() -> None:
    place = types.Range(types.Position(1, 2), types.Position(3, 4))
    changes = Changes({"file:///a.py": [types.TextEdit(place, "x")]}, {"file:///a.py": 7})
    carried = Carried("some-rule", (1, 2), 7, CarriedFix.of("title", changes, safe=True))
    again = unpack(carried.pack())
    assert again == carried
    assert again.fix is not None
    assert again.fix.changes == changes
    assert unpack(None) is None
    assert unpack({"rule": 1}) is None


@pytest.mark.parametrize(
    ("only", "wanted"),
    [(None, True), ("source", True), (FIX_ALL, True), ("source.fix", False), ("quickfix", False)],
)
def test_kinds_of_actions(only: str | None, wanted: bool) -> None:
    context = types.CodeActionContext([], [only] if only else None)
    assert wants(context, FIX_ALL) is wanted


def test_options() -> None:
    assert read_options(None) == Options()
    assert read_options({"unsafeFixes": True, "else": 1}) == Options(unsafe_fixes=True)
    assert unknown_options({"slect": []}) == ["editor settings: no setting `slect`, did you mean `select`?"]
    with pytest.raises(ConfigError, match="unsafeFixes"):
        read_options({"unsafeFixes": "yes"})


def test_manuals_become_markdown() -> None:
    manual = "A title.\n\nBad:\n\n    a\n\n    b\n    ^ no\n\nText."
    assert markdown(manual) == "A title.\n\nBad:\n\n```python\na\n\nb\n^ no\n```\n\nText."


def test_a_root_is_marked_or_the_folder_of_the_editor(tmp_path_factory: pytest.TempPathFactory) -> None:
    folder = tmp_path_factory.mktemp("folder")
    (folder / "deep" / "er").mkdir(parents=True)
    workspace = Workspace(Registry())
    workspace.configure(Options(), [str(folder)])
    assert workspace.session(str(folder / "deep" / "er" / "a.py")).settings.root == str(folder)
    (folder / "deep" / "pyproject.toml").touch()
    workspace.reload()
    assert workspace.session(str(folder / "deep" / "er" / "a.py")).settings.root == str(folder / "deep")


ROUTE = 'from fastapi import FastAPI\n\napp = FastAPI()\n\n\n@app.get("/")\ndef read(): ...\n'


def test_a_session_remembers_what_a_broken_file_was_about() -> None:
    session = Session(MemoryFiles({"/p/a.py": ROUTE, "/p/b.py": "("}), Settings(root="/p"), [])
    assert len(session.project().routes) == 1
    session.update("/p/a.py", f"{ROUTE}(\n")
    assert len(session.project().routes) == 1
    assert [problem.path for problem in session.check().problems] == ["/p/a.py", "/p/b.py"]
    session.update("/p/a.py", "app = 1\n")
    assert not session.project().routes
    session.update("/p/a.py", "(")
    assert not session.project().routes


def test_a_session_adopts_without_a_tie() -> None:
    first = Session(MemoryFiles({"/p/a.py": ROUTE}), Settings(root="/p"), [])
    project = first.project()
    second = Session(first.files, first.settings, [])
    second.adopt(first)
    assert second.project() is project
    second.update("/p/a.py", "app = 1\n")
    assert not second.project().routes
    assert first.project() is project
