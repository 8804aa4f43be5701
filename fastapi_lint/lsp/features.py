"""What the server answers to: each feature of the protocol, in a few lines."""

from __future__ import annotations

from lsprotocol import types

from fastapi_lint.lsp import actions
from fastapi_lint.lsp.convert import path_of
from fastapi_lint.lsp.hover import hover
from fastapi_lint.lsp.options import SECTION
from fastapi_lint.lsp.reports import SOURCE, Document
from fastapi_lint.lsp.server import Server


def register(server: Server) -> None:
    """Attach all features."""
    _life(server)
    _documents(server)
    _diagnostics(server)
    _code_actions(server)
    _hover(server)


def _life(server: Server) -> None:
    @server.feature(types.INITIALIZE)
    def initialize(ls: Server, params: types.InitializeParams) -> None:
        ls.begin(params.initialization_options)

    @server.feature(types.INITIALIZED)
    async def initialized(ls: Server, params: types.InitializedParams) -> None:
        await ls.fetch_configuration()
        await ls.watch()

    @server.feature(types.SHUTDOWN)
    def shutdown(ls: Server, params: None) -> None:
        ls.end()

    @server.feature(types.WORKSPACE_DID_CHANGE_CONFIGURATION)
    async def configured(ls: Server, params: types.DidChangeConfigurationParams) -> None:
        section = params.settings.get(SECTION) if isinstance(params.settings, dict) else None
        if section:
            ls.configure(section)
        else:
            await ls.fetch_configuration()

    @server.feature(types.WORKSPACE_DID_CHANGE_WORKSPACE_FOLDERS)
    def folders(ls: Server, params: types.DidChangeWorkspaceFoldersParams) -> None:
        ls.configure(ls.section)

    @server.feature(types.WORKSPACE_DID_CHANGE_WATCHED_FILES)
    def files(ls: Server, params: types.DidChangeWatchedFilesParams) -> None:
        paths = [path for change in params.changes if (path := path_of(change.uri))]
        if not all(path.endswith(".py") for path in paths):
            ls.schedule.reload()
        ls.schedule.change_files(path for path in paths if path.endswith(".py"))


def _documents(server: Server) -> None:
    def present(ls: Server, uri: str) -> None:
        document = ls.workspace.get_text_document(uri)
        path = path_of(uri)
        if path and (document.language_id == "python" or path.endswith(".py")):
            ls.schedule.open(Document(uri, path, document.version, document.source))

    @server.feature(types.TEXT_DOCUMENT_DID_OPEN)
    def opened(ls: Server, params: types.DidOpenTextDocumentParams) -> None:
        present(ls, params.text_document.uri)

    @server.feature(types.TEXT_DOCUMENT_DID_CHANGE)
    def changed(ls: Server, params: types.DidChangeTextDocumentParams) -> None:
        present(ls, params.text_document.uri)

    @server.feature(types.TEXT_DOCUMENT_DID_SAVE)
    def saved(ls: Server, params: types.DidSaveTextDocumentParams) -> None:
        if not ls.watches:  # so nobody tells of a `pyproject.toml` that was saved as well
            ls.schedule.reload()

    @server.feature(types.TEXT_DOCUMENT_DID_CLOSE)
    def closed(ls: Server, params: types.DidCloseTextDocumentParams) -> None:
        path = path_of(params.text_document.uri)
        if path in ls.schedule.documents:
            ls.forget(path, params.text_document.uri)


def _diagnostics(server: Server) -> None:
    options = types.DiagnosticOptions(
        inter_file_dependencies=True, workspace_diagnostics=False, identifier=SOURCE
    )

    @server.feature(types.TEXT_DOCUMENT_DIAGNOSTIC, options)
    async def diagnostics(
        ls: Server, params: types.DocumentDiagnosticParams
    ) -> types.RelatedFullDocumentDiagnosticReport:
        document = _document(ls, params.text_document.uri)
        return types.RelatedFullDocumentDiagnosticReport(await ls.pull(document.path) if document else [])


def _code_actions(server: Server) -> None:
    options = types.CodeActionOptions(code_action_kinds=actions.KINDS, resolve_provider=True)

    @server.feature(types.TEXT_DOCUMENT_CODE_ACTION, options)
    async def code_actions(ls: Server, params: types.CodeActionParams) -> list[types.CodeAction]:
        document, context = _document(ls, params.text_document.uri), params.context
        if document is None:
            return []
        report = ls.schedule.reports.get(document.path)
        found: list[types.CodeAction] = []
        if actions.wants(context, types.CodeActionKind.QuickFix.value):
            versioned = _versions_edits(ls)
            shown = context.diagnostics
            found += actions.quick_fixes(document, report, shown, ls.positions, versioned=versioned)
        if actions.wants(context, actions.FIX_ALL) and (context.only or actions.has_safe_fix(report)):
            action = actions.fix_all(document)
            if not _resolves_edits(ls):
                action.edit = await _fixing_all(ls, document)
            if action.edit or _resolves_edits(ls):
                found.append(action)
        return found

    @server.feature(types.CODE_ACTION_RESOLVE)
    async def resolve(ls: Server, action: types.CodeAction) -> types.CodeAction:
        document = _document(ls, str(action.data))
        if action.kind == actions.FIX_ALL and document is not None:
            action.edit = await _fixing_all(ls, document)
        return action


def _hover(server: Server) -> None:
    @server.feature(types.TEXT_DOCUMENT_HOVER)
    def hovered(ls: Server, params: types.HoverParams) -> types.Hover | None:
        document = _document(ls, params.text_document.uri)
        if document is None:
            return None
        report = ls.schedule.reports.get(document.path)
        return hover(document, report, params.position, ls.registry, ls.positions)


def _document(ls: Server, uri: str) -> Document | None:
    return ls.schedule.documents.get(path_of(uri) or "")


def _versions_edits(ls: Server) -> bool:
    workspace = ls.client_capabilities.workspace
    return bool(workspace and workspace.workspace_edit and workspace.workspace_edit.document_changes)


def _resolves_edits(ls: Server) -> bool:
    document = ls.client_capabilities.text_document
    support = document and document.code_action and document.code_action.resolve_support
    return bool(support and "edit" in support.properties)


async def _fixing_all(ls: Server, document: Document) -> types.WorkspaceEdit | None:
    """The edit for a document, unless it has become another one in the meantime."""
    documents = dict(ls.schedule.documents)
    changes = await ls.schedule.work(lambda: ls.schedule.reporter.changes(document.path, documents))
    if not changes.edits or ls.schedule.documents.get(document.path) is not document:
        return None
    return changes.workspace_edit(versioned=_versions_edits(ls))
