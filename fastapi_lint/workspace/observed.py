"""The disk, with a record of everything that was asked of it."""

from __future__ import annotations

from collections.abc import Iterable

from fastapi_lint.workspace import trace
from fastapi_lint.workspace.files import Entry, FileSystem, UnreadableFile


class Observed(FileSystem):
    """Reads, and remembers what it read.

    ``began`` is a time in nanoseconds before the first question. ``is_steady`` turns False when a file changes
    while it is being looked at: what was concluded from it is nobody's answer.
    """

    def __init__(self, began: int) -> None:
        self.began = began
        self.is_steady = True
        self._seen: dict[tuple[str, str], tuple[str, str]] = {}
        self._known: dict[str, tuple[str, str]] = {}

    # --- what is asked ---------------------------------------------------------------------------

    def read(self, path: str) -> bytes:
        stamp = self._stamp(path)
        try:
            data = super().read(path)
        except UnreadableFile as error:
            self._refused(path, error)
            raise
        self._note(trace.FILE, path, stamp, trace.digest(data))
        return data

    def fingerprint(self, path: str) -> str:
        stamp = self._stamp(path)
        known = self._known.get(path)
        if known is None or not stamp or known[0] != stamp:
            return super().fingerprint(path)
        self._note(trace.FILE, path, *known)
        return known[1]

    def exists(self, path: str) -> bool:
        found = super().exists(path)
        self._note(trace.EXISTS, path, "", str(int(found)))
        return found

    def is_dir(self, path: str) -> bool:
        found = super().is_dir(path)
        self._note(trace.IS_DIR, path, "", str(int(found)))
        return found

    def scan(self, path: str) -> list[Entry]:
        stamp = self._stamp(path)
        try:
            found = super().scan(path)
        except UnreadableFile as error:
            self._refused(path, error)
            raise
        self._note(trace.FOLDER, path, "" if trace.has_links(found) else stamp, trace.spelled(found))
        return found

    def real(self, path: str) -> str:
        found = super().real(path)
        self._note(trace.REAL, path, "", found)
        return found

    def run(self, paths: Iterable[str]) -> None:
        """Files that are executed, not read: the linter's own."""
        for path in paths:
            self._note(trace.CODE, path, self._stamp(path), "")

    # --- what is known ---------------------------------------------------------------------------

    def recall(self, record: str) -> None:
        """Trust the record of an earlier run for files that have not changed since."""
        fields = record.split("\0")
        groups = zip(fields[::4], fields[1::4], fields[2::4], fields[3::4], strict=False)
        self._known |= {path: (stamp, content) for kind, stamp, content, path in groups if kind == trace.FILE}

    @property
    def record(self) -> str:
        """Everything that was asked, and the answers, for ``trace.verified``."""
        told = {path for kind, path in self._seen if kind in (trace.FILE, trace.FOLDER)}
        return "\0".join(
            part
            for (kind, path), (stamp, content) in sorted(self._seen.items())
            if kind not in (trace.EXISTS, trace.IS_DIR) or path not in told
            for part in (kind, stamp, content, path)
        )

    def _stamp(self, path: str) -> str:
        try:
            return trace.stamp(path, self.began)
        except OSError:
            return ""

    def _refused(self, path: str, error: UnreadableFile) -> None:
        self._note(trace.REFUSED, path, "", error.message)

    def _note(self, kind: str, path: str, stamp: str, content: str) -> None:
        before = self._seen.setdefault((kind, path), (stamp, content))
        if before[1] != content:
            self.is_steady = False
        elif not stamp:
            self._seen[kind, path] = (stamp, content)
