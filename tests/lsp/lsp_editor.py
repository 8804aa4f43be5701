"""An editor without a screen: drives the real ``fastapi-lint server`` process."""

from __future__ import annotations

import asyncio
import os
import sys
from collections.abc import AsyncIterator, Callable, Sequence
from contextlib import asynccontextmanager
from pathlib import Path
from typing import Any

from lsprotocol import types
from pygls.protocol import default_converter
from pytest_lsp import LanguageClient
from pytest_lsp.client import DEFAULT_CLIENT_FEATURES, register_lsp_features

REPOSITORY = Path(__file__).parents[2]
TIMEOUT = 20.0

PUSH = types.ClientCapabilities(
    workspace=types.WorkspaceClientCapabilities(
        workspace_edit=types.WorkspaceEditClientCapabilities(document_changes=True),
        did_change_watched_files=types.DidChangeWatchedFilesClientCapabilities(dynamic_registration=True),
    )
)
PULL = types.ClientCapabilities(
    workspace=types.WorkspaceClientCapabilities(
        diagnostics=types.DiagnosticWorkspaceClientCapabilities(refresh_support=True),
        configuration=True,
    ),
    text_document=types.TextDocumentClientCapabilities(
        diagnostic=types.DiagnosticClientCapabilities(),
        code_action=types.CodeActionClientCapabilities(
            resolve_support=types.ClientCodeActionResolveOptions(properties=["edit"])
        ),
    ),
)


def encoding(name: str) -> types.ClientCapabilities:
    """A client that pushes nothing but insists on a position encoding."""
    return types.ClientCapabilities(general=types.GeneralClientCapabilities(position_encodings=[name]))


class Editor:
    """Open documents, what the server said about them, and what a user would do."""

    def __init__(self, root: Path, client: LanguageClient) -> None:
        self.root = root
        self.client = client
        self.published: list[types.PublishDiagnosticsParams] = []
        self.registrations: list[types.Registration] = []
        self.versions: dict[str, int] = {}
        self.capabilities: types.ServerCapabilities | None = None

    def uri(self, name: str) -> str:
        return (self.root / name).as_uri()

    def open(self, name: str, text: str | None = None) -> None:
        text = (self.root / name).read_bytes().decode() if text is None else text
        self.versions[name] = 1
        item = types.TextDocumentItem(self.uri(name), "python", 1, text)
        self.client.text_document_did_open(types.DidOpenTextDocumentParams(item))

    def change(self, name: str, text: str) -> None:
        self.versions[name] += 1
        identifier = types.VersionedTextDocumentIdentifier(self.versions[name], self.uri(name))
        change = types.TextDocumentContentChangeWholeDocument(text)
        self.client.text_document_did_change(types.DidChangeTextDocumentParams(identifier, [change]))

    def close(self, name: str) -> None:
        del self.versions[name]
        identifier = types.TextDocumentIdentifier(self.uri(name))
        self.client.text_document_did_close(types.DidCloseTextDocumentParams(identifier))

    def write(self, name: str, text: str) -> None:
        """Change a file behind the editor's back, and have its watcher tell."""
        (self.root / name).write_text(text, "utf-8")
        event = types.FileEvent(self.uri(name), types.FileChangeType.Changed)
        self.client.workspace_did_change_watched_files(types.DidChangeWatchedFilesParams([event]))

    async def until(self, condition: Callable[[], Any]) -> Any:
        """Wait until something is true, and return it."""
        for _ in range(int(TIMEOUT / 0.01)):
            if found := condition():
                return found
            await asyncio.sleep(0.01)
        raise TimeoutError(f"not within {TIMEOUT} s")

    def latest(self, name: str) -> types.PublishDiagnosticsParams | None:
        """What was published last about a document's present version."""
        mine = [params for params in self.published if params.uri == self.uri(name)]
        return mine[-1] if mine and mine[-1].version == self.versions.get(name) else None

    async def pushed(self, name: str) -> list[types.Diagnostic]:
        """The diagnostics of a document's present version."""
        await self.until(lambda: self.latest(name))
        found = self.latest(name)
        assert found is not None
        return list(found.diagnostics)

    async def codes(self, name: str, *codes: str) -> list[types.Diagnostic]:
        """Wait until exactly these codes are published for a document."""

        def there() -> bool:
            found = self.latest(name)
            return found is not None and [diagnostic.code for diagnostic in found.diagnostics] == list(codes)

        await self.until(there)
        return await self.pushed(name)

    async def pull(self, name: str) -> list[types.Diagnostic]:
        identifier = types.TextDocumentIdentifier(self.uri(name))
        params = types.DocumentDiagnosticParams(identifier)
        report = await self.client.text_document_diagnostic_async(params)
        assert isinstance(report, types.RelatedFullDocumentDiagnosticReport)
        return list(report.items)

    async def actions(
        self, name: str, shown: Sequence[types.Diagnostic] = (), only: str | None = None
    ) -> dict[str, types.CodeAction]:
        """The offered code actions, by title."""
        start = types.Position(0, 0)
        place = shown[0].range if shown else types.Range(start, start)
        context = types.CodeActionContext(list(shown), [only] if only else None)
        identifier = types.TextDocumentIdentifier(self.uri(name))
        params = types.CodeActionParams(identifier, place, context)
        found = await self.client.text_document_code_action_async(params)
        return {one.title: one for one in found or () if isinstance(one, types.CodeAction)}

    async def hover(self, name: str, line: int, character: int) -> str:
        identifier = types.TextDocumentIdentifier(self.uri(name))
        params = types.HoverParams(identifier, types.Position(line, character))
        found = await self.client.text_document_hover_async(params)
        if found is None:
            return ""
        assert isinstance(found.contents, types.MarkupContent)
        return found.contents.value


def edits_of(edit: types.WorkspaceEdit | None) -> dict[str, Sequence[Any]]:
    """The text edits of either form of a workspace edit, by URI."""
    assert edit is not None
    if edit.changes is not None:
        return dict(edit.changes)
    changes = [change for change in edit.document_changes or () if isinstance(change, types.TextDocumentEdit)]
    return {change.text_document.uri: change.edits for change in changes}


def applied(text: str, edits: Sequence[types.TextEdit]) -> str:
    """What a client with UTF-16 positions makes of edits."""
    lines = text.split("\n")

    def offset(at: types.Position) -> int:
        line = lines[at.line].encode("utf-16-le")[: 2 * at.character].decode("utf-16-le")
        return sum(len(before) + 1 for before in lines[: at.line]) + len(line)

    for edit in sorted(edits, key=lambda edit: edit.range.start, reverse=True):
        text = text[: offset(edit.range.start)] + edit.new_text + text[offset(edit.range.end) :]
    return text


@asynccontextmanager
async def editing(
    root: Path,
    plugin: Path,
    capabilities: types.ClientCapabilities = PUSH,
    **options: Any,
) -> AsyncIterator[Editor]:
    """A server process with the plugin's rules, and the editor that started it in a folder."""
    client = LanguageClient(converter_factory=default_converter)
    editor = Editor(root, client)

    def publish(ls: LanguageClient, params: types.PublishDiagnosticsParams) -> None:
        editor.published.append(params)

    def register(ls: LanguageClient, params: types.RegistrationParams) -> None:
        editor.registrations += params.registrations

    own = {types.TEXT_DOCUMENT_PUBLISH_DIAGNOSTICS: publish, types.CLIENT_REGISTER_CAPABILITY: register}
    register_lsp_features(client, {**DEFAULT_CLIENT_FEATURES, **own})
    path = os.pathsep.join(map(str, (plugin, REPOSITORY)))
    command = (sys.executable, "-m", "fastapi_lint", "server", "--stdio")
    await client.start_io(*command, env={**os.environ, "PYTHONPATH": path})
    folder = types.WorkspaceFolder(root.as_uri(), root.name)
    params = types.InitializeParams(
        capabilities,
        workspace_folders=[folder],
        initialization_options={"select": ["LSP"], **options},
    )
    try:
        editor.capabilities = (await client.initialize_session(params)).capabilities
        yield editor
    finally:
        await asyncio.wait_for(client.shutdown_session(), TIMEOUT)
        await client.stop()  # type: ignore[no-untyped-call]
