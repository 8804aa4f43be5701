"""``fastapi-lint server``: the language server, on standard input and output."""

from __future__ import annotations

import asyncio
import os
import sys
from collections.abc import Mapping
from pathlib import Path
from typing import Any

from lsprotocol import types
from pygls.lsp.server import LanguageServer

from fastapi_lint import __version__, registry
from fastapi_lint.lsp.convert import Positions, path_of
from fastapi_lint.lsp.options import SECTION, read_options, unknown_options
from fastapi_lint.lsp.reports import SOURCE, Report
from fastapi_lint.lsp.schedule import Schedule
from fastapi_lint.lsp.workspace import Message, Workspace
from fastapi_lint.workspace.lockfiles import LOCK_FILES
from fastapi_lint.workspace.problems import ConfigError

_CONFIGURATION = ("pyproject.toml", *LOCK_FILES, "requirements*.txt", "setup.cfg")


class Server(LanguageServer):
    """One editor's server."""

    def __init__(self) -> None:
        super().__init__(SOURCE, __version__, text_document_sync_kind=types.TextDocumentSyncKind.Full)
        self.registry = registry.load()
        self.positions = Positions("utf-16")
        self.schedule = Schedule(self, Workspace(self.registry), self.positions)
        self.ended_well = False
        self.initial: Mapping[str, Any] = {}
        """The settings that came with the first message."""
        self.section: Mapping[str, Any] = {}
        """The settings that came later."""
        self.waiting: dict[str, int] = {}
        """How many requests for diagnostics are waiting, by path."""
        self._delivered: dict[str, Report] = {}
        self._task: asyncio.Task[None] | None = None

    # --- life ------------------------------------------------------------------------------------

    def begin(self, options: Any) -> None:
        """The client has said who it is."""
        self.initial = options if isinstance(options, Mapping) else {}
        encoding = self.workspace.position_encoding
        self.positions.encoding = str(getattr(encoding, "value", encoding))
        self.configure({})
        self._task = asyncio.ensure_future(self.schedule.run())

    def configure(self, section: Any) -> None:
        """Settings go over those of the first message; a mistake in them leaves everything as it was."""
        self.section = section if isinstance(section, Mapping) else {}
        given = {**self.initial, **{key: value for key, value in self.section.items() if value is not None}}
        for notice in unknown_options(given):
            self.tell(Message(types.MessageType.Warning, notice))
        folders = [path_of(uri) for uri in self.workspace.folders] or [self.workspace.root_path]
        try:
            self.schedule.configure(read_options(given), filter(None, folders))
        except ConfigError as error:
            self.tell(Message(types.MessageType.Error, f"fastapi-lint: {error}", shown=True))

    async def fetch_configuration(self) -> None:
        """Ask the client for its settings, if it keeps any."""
        workspace = self.client_capabilities.workspace
        if workspace and workspace.configuration:
            item = types.ConfigurationItem(section=SECTION)
            answer = await self.workspace_configuration_async(types.ConfigurationParams([item]))
            if answer and answer[0]:
                self.configure(answer[0])

    async def watch(self) -> None:
        """Ask the client to say when files and settings change."""
        workspace = self.client_capabilities.workspace
        registrations = []
        if self.watches:
            extra = self.initial.get("configuration")
            names = (*_CONFIGURATION, "*.py", *([Path(extra).name] if isinstance(extra, str) else ()))
            watchers = [types.FileSystemWatcher(f"**/{name}") for name in names]
            options = types.DidChangeWatchedFilesRegistrationOptions(watchers)
            method = types.WORKSPACE_DID_CHANGE_WATCHED_FILES
            registrations.append(types.Registration(method, method, options))
        if workspace and (settings := workspace.did_change_configuration) and settings.dynamic_registration:
            method = types.WORKSPACE_DID_CHANGE_CONFIGURATION
            registrations.append(types.Registration(method, method, {"section": SECTION}))
        if registrations:
            await self.client_register_capability_async(types.RegistrationParams(registrations))

    def end(self) -> None:
        """No more checks."""
        self.ended_well = True
        self.schedule.stop()
        if self._task is not None:
            self._task.cancel()

    @property
    def watches(self) -> bool:
        """Whether the client tells of files that change on disk."""
        workspace = self.client_capabilities.workspace
        files = workspace and workspace.did_change_watched_files
        return bool(files and files.dynamic_registration)

    # --- results ---------------------------------------------------------------------------------

    @property
    def pulls(self) -> bool:
        """Whether the client asks for diagnostics; then none are sent without being asked for."""
        document = self.client_capabilities.text_document
        return bool(document and document.diagnostic)

    def deliver(self, reports: Mapping[str, Report]) -> None:
        """Publish what has changed, or tell the client to ask again."""
        if not self.pulls:
            for path, report in reports.items():
                if self._delivered.get(path) != report:
                    self._delivered[path] = report
                    self.publish(report)
            return
        workspace = self.client_capabilities.workspace
        if workspace and workspace.diagnostics and workspace.diagnostics.refresh_support:
            asked = [path for path in reports if path in self._delivered and not self.waiting.get(path)]
            if any(self._delivered[path].diagnostics != reports[path].diagnostics for path in asked):
                self.workspace_diagnostic_refresh(None)

    def publish(self, report: Report) -> None:
        """Send the diagnostics of a document."""
        uri, version = report.document.uri, report.document.version
        params = types.PublishDiagnosticsParams(uri, report.diagnostics, version)
        self.text_document_publish_diagnostics(params)

    async def pull(self, path: str) -> list[types.Diagnostic]:
        """Answer a request for the diagnostics of a document, as soon as they are about its present text."""
        self.waiting[path] = self.waiting.get(path, 0) + 1
        try:
            await self.schedule.settled()
        finally:
            self.waiting[path] -= 1
        report = self.schedule.reports.get(path)
        if report is None:
            return []
        self._delivered[path] = report
        return report.diagnostics

    def forget(self, path: str, uri: str) -> None:
        """A document is closed."""
        self._delivered.pop(path, None)
        self.schedule.close(path)
        if not self.pulls:
            self.text_document_publish_diagnostics(types.PublishDiagnosticsParams(uri, []))

    def tell(self, message: Message) -> None:
        """Log a message, or show it."""
        if message.shown:
            self.window_show_message(types.ShowMessageParams(message.kind, message.text))
        else:
            self.window_log_message(types.LogMessageParams(message.kind, message.text))

    def report_server_error(self, error: Exception, source: Any) -> None:
        """Log what went wrong in the server; nobody can do anything about it in an editor."""
        self.tell(Message(types.MessageType.Error, f"{type(error).__name__}: {error}"))


def main() -> int:
    """Serve until the client leaves; 0 if it said goodbye."""
    from fastapi_lint.lsp.features import register

    # Whatever else may print, a rule of a plugin or a library, must not end up between the messages.
    with os.fdopen(os.dup(sys.stdout.fileno()), "wb") as channel:
        os.dup2(sys.stderr.fileno(), sys.stdout.fileno())
        server = Server()
        register(server)
        server.start_io(sys.stdin.buffer, channel)
    server.schedule.stop()
    return 0 if server.ended_well else 1
