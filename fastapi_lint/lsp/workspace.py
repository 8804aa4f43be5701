"""Every project that an editor has files of, with the editor's buffers in place of the files.

Everything here belongs to one thread, which may take its time; the event loop only sends and receives.
"""

from __future__ import annotations

from collections.abc import Iterable
from pathlib import Path
from typing import NamedTuple

from lsprotocol.types import MessageType

from fastapi_lint.finding import Applicability
from fastapi_lint.fix import Fixed, apply
from fastapi_lint.lsp.options import ORIGIN, Options
from fastapi_lint.registry import Registry
from fastapi_lint.result import Problem, ProblemKind
from fastapi_lint.session import Session
from fastapi_lint.workspace import config
from fastapi_lint.workspace.discovery import excluded_path
from fastapi_lint.workspace.files import Overlay, absolute
from fastapi_lint.workspace.problems import ConfigError
from fastapi_lint.workspace.settings import Settings


class Message(NamedTuple):
    """Something to tell the user; a ``shown`` one pops up, others go to the log."""

    kind: MessageType
    text: str
    shown: bool = False


class Workspace:
    """The sessions, one for each project root, and the settings that they were made with."""

    def __init__(self, registry: Registry) -> None:
        self.registry = registry
        self.options = Options()
        self.folders: tuple[str, ...] = ()
        self.messages: list[Message] = []
        """What is to be told; whoever called takes it from here."""
        self._files = Overlay()
        self._buffers: dict[str, str] = {}
        self._sessions: dict[str, Session] = {}
        self._roots: dict[str, str] = {}
        self._fresh: set[str] = set()
        self._told: set[str] = set()
        for problem in registry.problems:
            self.messages.append(Message(MessageType.Error, problem.message, shown=True))

    # --- what the editor says --------------------------------------------------------------------

    def configure(self, options: Options, folders: Iterable[str]) -> None:
        """The editor's settings and folders are these from now on."""
        self.options, self.folders = options, tuple(folders)
        self.reload()

    def reload(self) -> None:
        """A configuration file or a lock file may have changed: read them again when they are needed."""
        self._fresh.clear()

    def update(self, path: str, text: str | None) -> None:
        """A buffer has a new text; None: there is no buffer (any more), and the file may have changed."""
        if text is None:
            self._buffers.pop(path, None)
            self._files.drop(path)
        else:
            self._buffers[path] = text
            self._files.set(path, text)
        for session in self._sessions.values():
            _update(session, path, text)

    # --- what it gets ----------------------------------------------------------------------------

    def session(self, path: str) -> Session:
        """The project that a file belongs to, with the settings of this moment."""
        root = self._root(path.rpartition("/")[0] or "/")
        if root not in self._fresh:
            self._refresh(root)
        return self._sessions[root]

    def is_reported(self, path: str) -> bool:
        """Whether a file is one of its project's, and not excluded."""
        session = self.session(path)
        return path in session.paths and not excluded_path(path, session.settings, self._files)

    def tell(self, problems: Iterable[Problem], warnings: Iterable[str]) -> None:
        """Log, once, what went wrong beside the findings."""
        for problem in problems:
            if problem.kind is ProblemKind.INTERNAL:
                self._tell(Message(MessageType.Error, f"{problem.path}: {problem.message}\n{problem.detail}"))
        for warning in warnings:
            self._tell(Message(MessageType.Warning, warning))

    def fixed(self, path: str) -> Fixed:
        """What fixing a file to the end would change; the session keeps the text that the editor has."""
        session = self.session(path)
        allowed = Applicability.UNSAFE if session.settings.unsafe_fixes else Applicability.SAFE
        trial = Session(self._files, session.settings, self.registry.rules)
        trial.adopt(session, as_guest=True)
        return apply(trial, [path], allowed, session.settings.shows)

    # --- settings --------------------------------------------------------------------------------

    def _root(self, directory: str) -> str:
        try:
            root = config.find_root([directory], self._files)
            if root == directory and not self._is_marked(root):
                root = max(
                    filter(lambda folder: _below(directory, folder), self.folders), key=len, default=root
                )
            self._roots[directory] = root
        except ConfigError as error:
            self._complain(error)
            return self._roots.setdefault(directory, error.path.rpartition("/")[0] or "/")
        return root

    def _is_marked(self, directory: str) -> bool:
        return any(self._files.exists(f"{directory}/{name}") for name in ("pyproject.toml", ".git"))

    def _refresh(self, root: str) -> None:
        """Make the session of a root, or renew it when its settings are others now."""
        self._fresh.add(root)
        before = self._sessions.get(root)
        try:
            settings = self._settings(root)
            if before is not None and before.settings == settings:
                before.update(f"{root}/pyproject.toml", None)  # the targets may be others
            else:
                self._sessions[root] = self._session(settings, before)
            self._told.clear()
        except ConfigError as error:
            self._complain(error)
            if before is None:
                self._sessions[root] = self._session(Settings(root=root), None)

    def _settings(self, root: str) -> Settings:
        options = self.options
        base = next((folder for folder in self.folders if _below(root, folder)), root)
        named = (
            [absolute(str(Path(options.configuration).expanduser()), base)] if options.configuration else []
        )
        settings = config.load([root], config=named, files=self._files)
        return config.override(
            settings, select=options.select, ignore=options.ignore, unsafe_fixes=options.unsafe_fixes
        )

    def _session(self, settings: Settings, before: Session | None) -> Session:
        session = Session(self._files, settings, self.registry.rules)
        if before is not None:
            session.adopt(before)
        else:
            for path, text in self._buffers.items():
                _update(session, path, text)
        return session

    def _complain(self, error: ConfigError) -> None:
        origin = ORIGIN if error.path == config.COMMAND_LINE else error.path
        text = f"fastapi-lint: {origin}: {error.message}"
        self._tell(Message(MessageType.Error, f"{text}; the last good settings stay in use", shown=True))

    def _tell(self, message: Message) -> None:
        if message.text not in self._told:
            self._told.add(message.text)
            self.messages.append(message)


def _update(session: Session, path: str, text: str | None) -> None:
    """Tell a session of a change, if the file is one that it would find: not one of an environment."""
    if not _below(path, session.settings.root):
        return
    if text is None or path not in session.paths:
        session.update(path, None)
    if text is not None and path in session.paths:
        session.update(path, text)


def _below(path: str, folder: str) -> bool:
    return path == folder or path.startswith(folder.rstrip("/") + "/")
