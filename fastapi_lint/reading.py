"""The texts of a project and what each of them says by itself: facts, or a problem. Nothing here is linked."""

from __future__ import annotations

import contextlib
import sys
from collections.abc import Callable, Collection, Mapping, Sequence
from functools import cached_property

from fastapi_lint import __version__
from fastapi_lint.installed import stamp
from fastapi_lint.model.file.facts import Facts, extract
from fastapi_lint.model.file.stored import pack, unpack
from fastapi_lint.result import Problem, ProblemKind
from fastapi_lint.source import Source, SyntaxProblem, UnreadableSource
from fastapi_lint.source.parsing import recursing_deeply
from fastapi_lint.workers import WorkerFailed, spread
from fastapi_lint.workspace.cache import FACTS, Cache
from fastapi_lint.workspace.files import FileSystem, UnreadableFile
from fastapi_lint.workspace.trace import digest

Progress = Callable[[int, int], None]

WORTH_WORKERS = 40
"""Files, below which one process is done before another has begun."""

ENGINE = "fastapi_lint"


class Reading:
    """Reads every file once, and again only what has another text."""

    def __init__(self, files: FileSystem, cache: Cache | None, workers: int) -> None:
        self.facts: dict[str, Facts] = {}
        self.problems: dict[str, Problem] = {}
        self.prints: dict[str, str] = {}
        """The hashes of those files that the cache was asked about."""
        self._files = files
        self._cache = cache
        self._all_workers = workers
        self._sources: dict[str, Source] = {}
        self._texts: dict[str, str] = {}
        self._parsable: dict[str, tuple[Source, Facts]] = {}

    # --- texts -----------------------------------------------------------------------------------

    @property
    def shadowed(self) -> Collection[str]:
        """The files that have another text here than in the file system."""
        return self._texts.keys()

    def source(self, path: str) -> Source:
        """A file as it is now; raises ``UnreadableFile`` or ``UnreadableSource``."""
        found = self._sources.get(path)
        if found is None:
            if path in self._texts:
                found = Source(path, self._texts[path])
            else:
                data = self._files.read(path)
                if path in self.prints and self.prints[path] != digest(data):
                    del self.prints[path]  # somebody is writing: nothing of this is to be kept
                found = Source.decode(path, data)
            self._sources[path] = found
        return found

    def change(self, path: str, text: str | None) -> bool:
        """A file has a new text, or, with None, whatever the file system holds now.

        False if it cannot be read, or nobody has read it before.
        """
        before = self._sources.pop(path, None)
        facts = self.facts.pop(path, None)
        if before is not None and facts is not None:
            self._parsable[path] = (before, facts)
        self.problems.pop(path, None)
        self._texts.pop(path, None)
        self.prints.pop(path, None)
        now = self._readable(path) if text is None or before is None else before
        if text is not None:
            self._texts[path] = text
            now = Source(path, text, now.encoding, now.bom) if now else Source(path, text)
        if now is not None:
            self._sources[path] = now
        return before is not None and now is not None

    def adopt(self, other: Reading) -> None:
        """Take over what another has read: it depends on no setting."""
        for name in ("facts", "problems", "_sources", "_texts", "_parsable"):
            setattr(self, name, dict(getattr(other, name)))

    def fingerprint(self, path: str) -> str:
        """A hash of a file's content, or why there is none."""
        try:
            if path in self._texts:
                return digest(self._texts[path].encode("utf-8", "surrogatepass"))
            return self._files.fingerprint(path)
        except UnreadableFile as error:
            return error.message

    def _readable(self, path: str) -> Source | None:
        try:
            return Source.decode(path, self._files.read(path))
        except (UnreadableFile, UnreadableSource):
            return None

    # --- facts -----------------------------------------------------------------------------------

    def missing(self, paths: Collection[str]) -> list[str]:
        """The files that have not been read yet, or not since they have another text."""
        return [path for path in paths if path not in self.facts and path not in self.problems]

    def linkable(self, paths: Collection[str]) -> dict[str, Facts]:
        """The facts to link. While somebody is typing half a line, a router must not vanish from everybody's view."""
        facts = {path: self.facts[path] for path in paths if path in self.facts}
        return facts | {path: self._parsable[path][1] for path in paths if self._is_interrupted(path)}

    def linked_source(self, path: str) -> Source:
        """The text that the linked facts are about."""
        return self._parsable[path][0] if self._is_interrupted(path) else self.source(path)

    def _is_interrupted(self, path: str) -> bool:
        """Whether a file does not parse now and did before."""
        return path in self._parsable and path in self.problems

    def read_all(self, paths: Sequence[str], progress: Progress | None) -> None:
        """Make the facts of files: those of an earlier run, and on several cores the others."""
        stored = self._stored(paths)
        self.facts |= stored
        rest = [path for path in paths if path not in stored]
        workers = self.workers(len(rest))
        if workers > 1:
            # Read here, so that all that was read is known here. The longest first: nobody waits for one in the end.
            rest.sort(key=self._length, reverse=True)
        number = len(stored)

        def read(path: str) -> Facts | Problem:
            nonlocal number
            number += workers
            if progress is not None:
                progress(min(number, len(paths)), len(paths))
            return self._read(path)

        made = dict(zip(rest, spread(rest, read, workers, _unfinished), strict=True))
        for path, known in made.items():
            self._keep(path, known)
        self._store({path: known for path, known in made.items() if isinstance(known, Facts)})

    def _length(self, path: str) -> int:
        with contextlib.suppress(UnreadableFile, UnreadableSource):
            return len(self.source(path).text)
        return 0

    def read_again(self, path: str) -> Facts | Problem:
        """Make the facts of a file that has another text."""
        known = self._read(path)
        self._keep(path, known)
        return known

    def workers(self, files: int) -> int:
        """How many processes are worth their start for so many files."""
        return self._all_workers if files >= WORTH_WORKERS else 1

    def _keep(self, path: str, known: Facts | Problem) -> None:
        if isinstance(known, Facts):
            self.facts[path] = known
        else:
            self.problems[path] = known
        if isinstance(known, Facts) or known.kind is ProblemKind.UNREADABLE:
            self._parsable.pop(path, None)

    def _read(self, path: str) -> Facts | Problem:
        """A file's facts, or why it has none."""
        try:
            return recursing_deeply(lambda: extract(self.source(path)))
        except RecursionError:
            return Problem(ProblemKind.SYNTAX, path, "nested too deeply to be understood")
        except SyntaxProblem as error:
            return Problem(ProblemKind.SYNTAX, path, error.message, error.row, error.column)
        except (UnreadableFile, UnreadableSource) as error:
            return Problem(ProblemKind.UNREADABLE, path, error.message)

    # --- facts of earlier runs -------------------------------------------------------------------

    def _stored(self, paths: Sequence[str]) -> dict[str, Facts]:
        """The facts that an earlier run has made of the same texts."""
        if self._cache is None:
            return {}
        keys = {path: self._key(path) for path in paths if path in self.prints}
        data = self._cache.get_many(FACTS, keys.values())
        found = {path: unpack(data[key], path) for path, key in keys.items() if key in data}
        return {path: facts for path, facts in found.items() if facts is not None}

    def _store(self, made: Mapping[str, Facts]) -> None:
        known = {path: facts for path, facts in made.items() if path in self.prints}
        if self._cache is not None and known:
            self._cache.put(FACTS, {self._key(path): pack(facts) for path, facts in known.items()})

    def _key(self, path: str) -> bytes:
        return f"{self._engine} {self.prints[path]}".encode("utf-8", "surrogatepass")

    @cached_property
    def _engine(self) -> str:
        """What makes facts of a text."""
        return digest(f"{__version__} {sys.version} {stamp([ENGINE])}".encode("utf-8", "surrogatepass"))


def _unfinished(failure: WorkerFailed, path: str) -> Problem:
    return Problem(ProblemKind.INTERNAL, path, f"cannot be read: {failure.message}", detail=failure.detail)
