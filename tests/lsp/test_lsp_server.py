"""The server as an editor sees it."""

from __future__ import annotations

import asyncio
import subprocess
import sys
from pathlib import Path

import pytest

pytest.importorskip("pygls")
pytest.importorskip("pytest_lsp")

from lsp_editor import PULL, PUSH, REPOSITORY, applied, editing, edits_of, encoding
from lsprotocol import types

pytestmark = pytest.mark.asyncio

TODO = 'x = "todo"\n'


async def test_push(project: Path, plugin: Path) -> None:
    async with editing(project, plugin) as editor:
        editor.open("app/one.py", TODO)
        (found,) = await editor.codes("app/one.py", "LSP101")
        assert found.source == "fastapi-lint"
        assert found.severity is types.DiagnosticSeverity.Error
        assert found.message == "this says `todo`\n\nsay `done`"
        assert found.code_description is not None
        assert found.code_description.href.endswith("/lsp_rules/todo-text/")
        assert found.range == types.Range(types.Position(0, 4), types.Position(0, 10))

        editor.change("app/one.py", "x = 1\n")
        assert await editor.pushed("app/one.py") == []
        editor.change("app/one.py", TODO)
        editor.change("app/one.py", f"\n{TODO}")
        (found,) = await editor.pushed("app/one.py")
        assert found.range.start.line == 1

        editor.close("app/one.py")
        last = await editor.until(lambda: editor.published[-1].version is None and editor.published[-1])
        assert not last.diagnostics


async def test_what_has_to_be_written_by_hand_is_shown_and_not_applied(project: Path, plugin: Path) -> None:
    text = """\
import requests
from fastapi import FastAPI

app = FastAPI()


@app.get("/sketched")
async def read() -> int:
    return requests.get("http://localhost/x", timeout=5).status_code
"""
    async with editing(project, plugin, select=["FAPI102"]) as editor:
        editor.open("app/sketched.py", text)
        (found,) = await editor.codes("app/sketched.py", "FAPI102")
        shown = [one.message for one in found.related_information or () if "by hand" in one.message]
        assert [message.count("await client.get(") for message in shown] == [1]
        assert not any("httpx" in title for title in await editor.actions("app/sketched.py", [found]))


async def test_stale_results_are_never_published(project: Path, plugin: Path) -> None:
    async with editing(project, plugin) as editor:
        editor.open("app/one.py", TODO)
        for number in range(30):
            editor.change("app/one.py", "\n" * number + TODO)
            await asyncio.sleep(0.02)
        await editor.pushed("app/one.py")
        lines = [(params.version or 0, params.diagnostics[0].range.start.line) for params in editor.published]
        assert all(line == max(version - 2, 0) for version, line in lines)
        assert lines[-1] == (31, 29)


async def test_a_finding_between_files_follows_both(project: Path, plugin: Path) -> None:
    async with editing(project, plugin) as editor:
        editor.open("app/one.py")
        editor.open("app/two.py")
        (found,) = await editor.codes("app/two.py", "LSP103")
        assert found.severity is types.DiagnosticSeverity.Information
        (related,) = found.related_information or ()
        assert related.message == "the first one"
        assert related.location.uri == editor.uri("app/one.py")
        assert related.location.range.start == types.Position(6, 4)

        text = (project / "app/one.py").read_text()
        editor.change("app/one.py", text.replace("read", "other"))
        assert not await editor.codes("app/two.py")
        editor.change("app/one.py", text)
        await editor.codes("app/two.py", "LSP103")
        # Half a line is no reason to forget what the file was about.
        editor.change("app/one.py", f"{text}x = (\n")
        await editor.codes("app/one.py", "syntax-error")
        await editor.codes("app/two.py", "LSP103")
        # Without its buffer, the file counts.
        editor.change("app/one.py", "")
        assert not await editor.codes("app/two.py")
        editor.close("app/one.py")
        await editor.codes("app/two.py", "LSP103")
        editor.write("app/one.py", "")
        assert not await editor.codes("app/two.py")


async def test_closed_files_that_an_edit_affects(project: Path, plugin: Path) -> None:
    text = (project / "app/one.py").read_text()
    (project / "app/one.py").write_text(text.replace("read", "other"))
    async with editing(project, plugin) as editor:
        editor.open("app/one.py")
        await editor.pushed("app/one.py")
        assert not editor.latest("app/two.py")
        editor.change("app/one.py", text)
        (found,) = await editor.codes("app/two.py", "LSP103")
        assert found.related_information
        editor.change("app/one.py", text.replace("read", "other"))
        assert not await editor.codes("app/two.py")


async def test_pull(project: Path, plugin: Path) -> None:
    async with editing(project, plugin, PULL) as editor:
        assert editor.capabilities is not None
        assert editor.capabilities.diagnostic_provider is not None
        assert editor.capabilities.diagnostic_provider.inter_file_dependencies
        editor.open("app/one.py")
        editor.open("app/two.py")
        assert not await editor.pull("app/one.py")
        assert [found.code for found in await editor.pull("app/two.py")] == ["LSP103"]
        assert editor.client.diagnostic_refresh_count == 0

        editor.change("app/one.py", "")
        assert not await editor.pull("app/one.py")
        await editor.until(lambda: editor.client.diagnostic_refresh_count == 1)
        assert not await editor.pull("app/two.py")
        assert editor.published == []


async def test_quick_fixes(project: Path, plugin: Path) -> None:
    text = f"import os\n{TODO}y = NOW\n"
    async with editing(project, plugin) as editor:
        editor.open("app/one.py", text)
        todo, now = await editor.codes("app/one.py", "LSP101", "LSP102")
        actions = await editor.actions("app/one.py", [todo, now])
        assert list(actions) == [
            "fastapi-lint (LSP101): say done",
            "Disable todo-text for this line",
            "fastapi-lint (LSP102): ask the clock (unsafe)",
            "Disable plain-now for this line",
            "fastapi-lint: Fix all auto-fixable findings",
        ]
        safe, disable, unsafe, *_ = actions.values()
        assert (safe.is_preferred, unsafe.is_preferred) == (True, False)
        disabled = text.replace(TODO, 'x = "todo"  # fastapi-lint: ignore[todo-text]\n')
        for action, wanted in ((safe, text.replace("todo", "done")), (disable, disabled)):
            assert applied(text, edits_of(action.edit)[editor.uri("app/one.py")]) == wanted
        after = applied(text, edits_of(unsafe.edit)[editor.uri("app/one.py")])
        assert "y = datetime.now()\n" in after
        assert "from datetime import datetime\n" in after
        assert safe.edit is not None and safe.edit.document_changes is not None
        assert safe.edit.document_changes[0].text_document.version == 1  # type: ignore[union-attr]

        # Some clients do not send back what a diagnostic carries.
        data, todo.data = todo.data, None
        assert list(await editor.actions("app/one.py", [todo]))[:2] == list(actions)[:2]
        todo.data = data
        # The diagnostics of an older text repair nothing.
        editor.change("app/one.py", f"\n{text}")
        assert not await editor.actions("app/one.py", [todo], types.CodeActionKind.QuickFix.value)


async def test_a_fix_of_two_files(project: Path, plugin: Path) -> None:
    async with editing(project, plugin, encoding("utf-16")) as editor:
        editor.open("app/two.py")
        found = await editor.codes("app/two.py", "LSP103")
        actions = await editor.actions("app/two.py", found)
        edits = edits_of(actions["fastapi-lint (LSP103): number them"].edit)
        for name, word in (("one", "first"), ("two", "second")):
            text = (project / f"app/{name}.py").read_text()
            assert applied(text, edits[editor.uri(f"app/{name}.py")]) == text.replace(
                "def read", f"def {word}"
            )


async def test_fix_all(project: Path, plugin: Path) -> None:
    text = f"{TODO}\ny = NOW\n{TODO}"
    kind = "source.fixAll"
    async with editing(project, plugin) as editor:
        editor.open("app/one.py", text)
        (action,) = (await editor.actions("app/one.py", only=kind)).values()
        (edits,) = edits_of(action.edit).values()
        assert applied(text, edits) == text.replace("todo", "done")
        assert len(edits) == 2
        # Asking changed nothing.
        assert [d.code for d in await editor.pushed("app/one.py")] == ["LSP101", "LSP102", "LSP101"]

    async with editing(project, plugin, PULL, unsafeFixes=True) as editor:
        editor.open("app/one.py", text)
        (action,) = (await editor.actions("app/one.py", only=f"{kind}.fastapi-lint")).values()
        assert action.edit is None
        resolved = await editor.client.code_action_resolve_async(action)
        (edits,) = edits_of(resolved.edit).values()
        assert "datetime.now()" in applied(text, edits)


async def test_hover(project: Path, plugin: Path) -> None:
    text = f"{TODO}y = 1  # fastapi-lint: ignore[plain-now, FAPI001]\n"
    async with editing(project, plugin) as editor:
        editor.open("app/one.py", text)
        await editor.pushed("app/one.py")
        page = await editor.hover("app/one.py", 0, 6)
        assert page.startswith("### [todo-text](https://")
        assert 'Bad:\n\n```python\nx = "todo"\n```' in page
        assert "the present time" in await editor.hover("app/one.py", 1, 36)
        assert "suppresses nothing" in await editor.hover("app/one.py", 1, 45)
        assert not await editor.hover("app/one.py", 1, 1)


@pytest.mark.parametrize(("name", "column"), [("utf-8", 16), ("utf-16", 14)])
async def test_columns(project: Path, plugin: Path, name: str, column: int) -> None:
    async with editing(project, plugin, encoding(name)) as editor:
        assert editor.capabilities is not None
        assert editor.capabilities.position_encoding == name
        # A form feed ends no line, a lone carriage return does.
        editor.open("app/one.py", 'a = "\x0c"\r\nb = 1\rc = "😀"; d = "todo"\r\n')
        (found,) = await editor.codes("app/one.py", "LSP101")
        assert found.range.start == types.Position(2, column)
        if name == "utf-16":
            actions = await editor.actions("app/one.py", [found])
            (edit,) = edits_of(actions["Disable todo-text for this line"].edit)[editor.uri("app/one.py")]
            assert edit.range.start == types.Position(2, column + 6)
            assert edit.new_text == "  # fastapi-lint: ignore[todo-text]"


async def test_settings_that_break_and_recover(project: Path, plugin: Path) -> None:
    configured = '[tool.fastapi-lint]\nselect = ["LSP101"]\n'
    (project / "pyproject.toml").write_text(configured)
    async with editing(project, plugin, PUSH, select=None) as editor:
        editor.open("app/one.py", f"{TODO}y = NOW\n")
        await editor.codes("app/one.py", "LSP101")
        await editor.until(lambda: editor.registrations)
        for _ in range(2):
            editor.write("pyproject.toml", '[tool.fastapi-lint]\nselect = ["LSP101\n')
            await editor.until(lambda: editor.client.messages)
            editor.change("app/one.py", f"{TODO}y = NOW\n\n")
            assert [found.code for found in await editor.pushed("app/one.py")] == ["LSP101"]
        (message,) = editor.client.messages
        assert message.type is types.MessageType.Error
        assert "pyproject.toml" in message.message
        editor.write("pyproject.toml", '[tool.fastapi-lint]\nselect = ["LSP102"]\n')
        await editor.codes("app/one.py", "LSP102")
        editor.write("pyproject.toml", '[tool.fastapi-lint]\nselect = ["no-such-rule"]\n')
        await editor.until(lambda: len(editor.client.messages) == 2)
        assert "no-such-rule" in editor.client.messages[1].message


async def test_settings_of_the_editor(project: Path, plugin: Path) -> None:
    (project / "other.toml").write_text('select = ["LSP102"]\n')
    async with editing(project, plugin, PULL, select=None, configuration="other.toml") as editor:
        editor.open("app/one.py", f"{TODO}y = NOW\n")
        assert [found.code for found in await editor.pull("app/one.py")] == ["LSP102"]
        editor.client.set_configuration({"select": ["LSP101"], "ignored": 1}, section="fastapi-lint")
        editor.client.workspace_did_change_configuration(types.DidChangeConfigurationParams(None))
        await editor.until(lambda: editor.client.diagnostic_refresh_count)
        assert [found.code for found in await editor.pull("app/one.py")] == ["LSP101"]
        assert "did you mean `ignore`" in editor.client.log_messages[-1].message
        editor.client.set_configuration({"select": 3}, section="fastapi-lint")
        editor.client.workspace_did_change_configuration(types.DidChangeConfigurationParams(None))
        await editor.until(lambda: editor.client.messages)
        assert "editor settings" in editor.client.messages[0].message
        # This client watches no files; it says that a document was saved.
        (project / "other.toml").write_text("select = 4\n")
        identifier = types.TextDocumentIdentifier(editor.uri("app/one.py"))
        editor.client.text_document_did_save(types.DidSaveTextDocumentParams(identifier))
        await editor.until(lambda: len(editor.client.messages) == 2)
        assert "other.toml" in editor.client.messages[1].message


async def test_a_rule_that_raises(project: Path, plugin: Path) -> None:
    async with editing(project, plugin) as editor:
        editor.open("app/one.py", f"{TODO}explode\n")
        await editor.codes("app/one.py", "LSP101")
        (logged,) = editor.client.log_messages
        assert "rule `explosion` failed: ValueError: boom" in logged.message
        assert "Traceback" in logged.message


async def test_files_outside_the_project(project: Path, plugin: Path) -> None:
    (project / ".venv").mkdir()
    (project / ".venv" / "library.py").write_text(TODO)
    (project / "pyproject.toml").write_text('[tool.fastapi-lint]\nextend-exclude = ["app/two.py"]\n')
    async with editing(project, plugin) as editor:
        for name in (".venv/library.py", "app/two.py", "app/new.py"):
            editor.open(name, TODO)
        assert not await editor.pushed(".venv/library.py")
        assert not await editor.pushed("app/two.py")
        await editor.codes("app/new.py", "LSP101")
        item = types.TextDocumentItem("untitled:Untitled-1", "python", 1, TODO)
        editor.client.text_document_did_open(types.DidOpenTextDocumentParams(item))
        assert not await editor.hover("../untitled", 0, 6)


@pytest.mark.parametrize(("goodbye", "code"), [(True, 0), (False, 1)])
async def test_the_end(plugin: Path, goodbye: bool, code: int) -> None:
    def message(body: str) -> bytes:
        return f"Content-Length: {len(body)}\r\n\r\n{body}".encode()

    sent = message('{"jsonrpc":"2.0","id":1,"method":"initialize","params":{"capabilities":{}}}')
    if goodbye:
        sent += message('{"jsonrpc":"2.0","id":2,"method":"shutdown"}')
        sent += message('{"jsonrpc":"2.0","method":"exit"}')
    command = [sys.executable, "-m", "fastapi_lint", "server"]
    done = subprocess.run(command, input=sent, capture_output=True, timeout=60, cwd=REPOSITORY, check=False)
    assert done.returncode == code
    assert done.stdout.startswith(b"Content-Length: ")
    assert done.stderr == b""
