"""A project kept fresh: what the command line and the editor talk to."""

from __future__ import annotations

import contextlib
import sys
from collections import defaultdict
from collections.abc import Callable, Collection, Mapping, Sequence, Set
from dataclasses import replace
from functools import cached_property
from typing import Any

import msgspec

from fastapi_lint import __version__
from fastapi_lint.finding import Applicability, Finding, Severity
from fastapi_lint.installed import stamp
from fastapi_lint.linter import Linter, Reporting
from fastapi_lint.located import Located
from fastapi_lint.model.editing import edit
from fastapi_lint.model.facts import Facts, extract
from fastapi_lint.model.project import Project
from fastapi_lint.model.stored import pack, unpack
from fastapi_lint.profile import Profile
from fastapi_lint.result import CallCount, Problem, ProblemKind, Result
from fastapi_lint.rule import Rule
from fastapi_lint.source import Source, SyntaxProblem, UnreadableSource
from fastapi_lint.source.parsing import collector_paused, recursing_deeply
from fastapi_lint.suppression import RULES, Directives, PseudoRule, suppress
from fastapi_lint.workers import WorkerFailed, spread
from fastapi_lint.workspace.blocking import blocking_calls
from fastapi_lint.workspace.cache import FACTS, RESULT, Cache
from fastapi_lint.workspace.config import (
    ignored_per_file,
    resolve_fixable,
    resolve_selection,
    resolve_severity,
    rule_options,
)
from fastapi_lint.workspace.discovery import project_files
from fastapi_lint.workspace.files import FileSystem, UnreadableFile
from fastapi_lint.workspace.globs import Globs
from fastapi_lint.workspace.own import OwnFiles
from fastapi_lint.workspace.settings import Settings
from fastapi_lint.workspace.targets import find_targets
from fastapi_lint.workspace.trace import digest

Progress = Callable[[int, int], None]

WORTH_WORKERS = 40
"""Files, below which one process is done before another has begun."""

_ENGINE = "fastapi_lint"


class Session:
    """Reads a project once, and again only what changed.

    Raises ``ConfigError`` when the settings name rules or options that do not exist. ``strict`` lets the
    errors of rules through, for tests.
    """

    def __init__(
        self,
        files: FileSystem,
        settings: Settings,
        rules: Sequence[Rule],
        strict: bool = False,
        cache: Cache | None = None,
        profile: Profile | None = None,
        workers: int = 1,
    ) -> None:
        self.files = files
        self.settings = settings
        self.rules = rules
        self.strict = strict
        self.cache = cache
        self.profile = profile or Profile()
        self.workers = workers
        self._every: list[Rule | PseudoRule] = [*rules, *RULES]
        self._selected = resolve_selection(self._every, settings)
        self._severities = resolve_severity(self._every, settings)
        self._ignored = ignored_per_file(self._every, settings)
        self._options = rule_options(rules, settings)
        self._blocking = blocking_calls(settings)
        self._own = OwnFiles(settings.root, files)
        self._fixable = resolve_fixable(self._every, settings)
        self._sources: dict[str, Source] = {}
        self._texts: dict[str, str] = {}
        self._facts: dict[str, Facts] = {}
        self._problems: dict[str, Problem] = {}
        self._parsable: dict[str, tuple[Source, Facts]] = {}
        self._project: Project | None = None
        self._edited: dict[str, str] = {}
        """The texts that the linked project is about, of the files that have another one now."""
        self._is_moved = False
        """Whether the linked project has taken up edits, which is good for checking the edited files."""
        self._located: Located | None = None
        self._reporting: Reporting = defaultdict(set)
        self.tick: Callable[[], None] = lambda: None
        """Called now and then during a check; what it raises ends the check, and nothing is lost."""
        self._prints: dict[str, str] = {}

    # --- texts -----------------------------------------------------------------------------------

    def source(self, path: str) -> Source:
        """A file as this session sees it; raises ``UnreadableFile`` or ``UnreadableSource``."""
        found = self._sources.get(path)
        if found is None:
            if path in self._texts:
                found = Source(path, self._texts[path])
            else:
                data = self.files.read(path)
                if path in self._prints and self._prints[path] != digest(data):
                    del self._prints[path]  # somebody is writing: nothing of this is to be kept
                found = Source.decode(path, data)
            self._sources[path] = found
        return found

    def update(self, path: str, text: str | None) -> None:
        """A file has a new text, or, with None, whatever the file system holds now."""
        before = self._sources.pop(path, None)
        facts = self._facts.pop(path, None)
        if before is not None and facts is not None:
            self._parsable[path] = (before, facts)
        self._problems.pop(path, None)
        self._texts.pop(path, None)
        self._prints.pop(path, None)
        if text is None or before is None or self._project is None or path not in self._project.modules:
            self._drop()
        else:
            self._edited.setdefault(path, before.text)
        if text is not None:
            old = before or self._readable(path)
            self._texts[path] = text
            self._sources[path] = Source(path, text, old.encoding, old.bom) if old else Source(path, text)
        if text is None or path not in self.__dict__.get("_paths", ()):
            self.__dict__.pop("_paths", None)

    def adopt(self, other: Session) -> None:
        """Take over what another session of the same root has read: facts depend on no setting."""
        for name in ("_sources", "_texts", "_facts", "_problems", "_parsable"):
            setattr(self, name, dict(getattr(other, name)))
        if self.settings == other.settings and not other._edited and not other._is_moved:
            self._project = other._project

    def _drop(self) -> None:
        """The project has to be linked again."""
        self._project = self._located = None
        self._edited = {}
        self._is_moved = False

    def _readable(self, path: str) -> Source | None:
        try:
            return Source.decode(path, self.files.read(path))
        except (UnreadableFile, UnreadableSource):
            return None

    # --- the project -----------------------------------------------------------------------------

    @property
    def paths(self) -> Sequence[str]:
        """Every file of the project, sorted, those that the user excluded from the report too."""
        return self._paths

    @cached_property
    def _paths(self) -> tuple[str, ...]:
        found = project_files(self.settings, self.files)
        return tuple(sorted({*found.files, *(path for path in self._texts if path.endswith(".py"))}))

    @collector_paused()
    def project(self, extra: Collection[str] = (), progress: Progress | None = None) -> Project:
        """The linked project: every file below the root, and ``extra`` ones."""
        paths = sorted({*self._paths, *extra})
        missing = [path for path in paths if path not in self._facts and path not in self._problems]
        if self._project is None or missing or self._edited or self._is_moved:
            with self.profile.stage("facts"):
                self._read_all(missing, progress)
            facts = {path: self._facts[path] for path in paths if path in self._facts}
            # While somebody is typing half a line, a router must not vanish from everybody's view.
            facts |= {path: self._parsable[path][1] for path in paths if self._is_interrupted(path)}
            tests = Globs(self.settings.test_paths, self.settings.root)
            targets = find_targets(self.settings, self.files)
            with self.profile.stage("linking"):
                project = Project(
                    self.settings.root,
                    facts,
                    self._linked_source,
                    targets,
                    tests.matches,
                    self._blocking,
                    self._own,
                    self.tick,
                )
            self._drop()
            self._project = project
        return self._project

    @property
    def problems(self) -> list[Problem]:
        """The files that could not be read so far."""
        return [problem for _, problem in sorted(self._problems.items())]

    def _is_interrupted(self, path: str) -> bool:
        """Whether a file does not parse now and did before."""
        return path in self._parsable and path in self._problems

    def _linked_source(self, path: str) -> Source:
        """The text that the project's facts are about."""
        return self._parsable[path][0] if self._is_interrupted(path) else self.source(path)

    def _read_all(self, paths: Sequence[str], progress: Progress | None) -> None:
        """The facts of files: those of an earlier run, and on several cores the others."""
        stored = self._stored(paths)
        self._facts |= stored
        rest = [path for path in paths if path not in stored]
        workers = self._workers(len(rest))
        if workers > 1:
            for path in rest:  # here, so that all that was read is known here
                with contextlib.suppress(UnreadableFile, UnreadableSource):
                    self.source(path)
        number = len(stored)

        def read(path: str) -> Facts | Problem:
            nonlocal number
            number += workers
            if progress is not None:
                progress(min(number, len(paths)), len(paths))
            return self._read(path)

        made = dict(zip(rest, spread(rest, read, workers, _unfinished), strict=True))
        for path, known in made.items():
            if isinstance(known, Facts):
                self._facts[path] = known
            else:
                self._problems[path] = known
            if isinstance(known, Facts) or known.kind is ProblemKind.UNREADABLE:
                self._parsable.pop(path, None)
        self._store({path: known for path, known in made.items() if isinstance(known, Facts)})

    def _workers(self, files: int) -> int:
        return self.workers if files >= WORTH_WORKERS else 1

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

    def _stored(self, paths: Sequence[str]) -> dict[str, Facts]:
        """The facts that an earlier run has made of the same texts."""
        if self.cache is None:
            return {}
        keys = {path: self._facts_key(path) for path in paths if path in self._prints}
        data = self.cache.get_many(FACTS, keys.values())
        found = {path: unpack(data[key], path) for path, key in keys.items() if key in data}
        return {path: facts for path, facts in found.items() if facts is not None}

    def _store(self, made: Mapping[str, Facts]) -> None:
        known = {path: facts for path, facts in made.items() if path in self._prints}
        if self.cache is not None and known:
            self.cache.put(FACTS, {self._facts_key(path): pack(facts) for path, facts in known.items()})

    def _facts_key(self, path: str) -> bytes:
        return f"{self._engine} {self._prints[path]}".encode("utf-8", "surrogatepass")

    @cached_property
    def _engine(self) -> str:
        """What makes facts of a text."""
        return digest(f"{__version__} {sys.version} {stamp([_ENGINE])}".encode("utf-8", "surrogatepass"))

    # --- linting ---------------------------------------------------------------------------------

    def check(self, paths: Collection[str] | None = None, progress: Progress | None = None) -> Result:
        """Lint. ``paths`` says which files to report on; the whole project is read all the same."""
        wanted = set(self._paths if paths is None else paths)
        with self.profile.stage("cache"):
            key = self._key(wanted) if self.cache is not None else b""
            stored = self.cache.get(RESULT, key) if self.cache is not None else None
        known = _decode(stored) if stored is not None else None
        if known is None or not self._own.is_as(known.own):
            known = recursing_deeply(lambda: self._check(wanted, progress))
            is_sound = not any(problem.kind is ProblemKind.INTERNAL for problem in known.problems)
            if self.cache is not None and is_sound and self._prints.keys() >= {*self._paths, *wanted}:
                # A path or a message may have half a surrogate pair.
                with contextlib.suppress(UnicodeEncodeError):
                    self.cache.put(RESULT, {key: msgspec.msgpack.encode(known)})
        notices = [self.cache.notice] if self.cache is not None and self.cache.notice else []
        return Result(
            known.findings, known.problems, len(wanted), self.source, [*known.warnings, *notices], known.calls
        )

    @collector_paused()
    def _check(self, wanted: set[str], progress: Progress | None) -> _Known:
        project = self.project(wanted, progress)
        directives = Directives(self.source)
        linter = self._linter(self._workers(len(project.modules)), directives)
        linted = wanted & set(project.modules) - self._problems.keys()
        with self.profile.stage("checks"):
            found = linter.run(project, linted)
        self._reporting = linter.reporting
        reported = (finding for finding in found if finding.name not in self._ignored(finding.path))
        with self.profile.stage("suppression"):
            kept = suppress(directives, reported, sorted(linted), self.rules, self._ran)
        problems = [
            problem for path, problem in sorted(self._problems.items()) if path in wanted
        ] + linter.problems
        return _Known(
            [self._graded(finding) for finding in kept if finding.path in linted],
            problems,
            list(project.targets.problems),
            linter.followed,
            self._own.seen,
        )

    def _linter(self, workers: int, directives: Directives) -> Linter:
        return Linter(
            [rule for rule in self.rules if rule.name in self._selected],
            self._options,
            self.strict,
            profile=self.profile,
            workers=workers,
            ignored=lambda rule, place: (
                rule.name in self._ignored(place.path) or directives.cover(rule, place)
            ),
            tick=self.tick,
        )

    # --- while somebody types --------------------------------------------------------------------

    @property
    def edited(self) -> set[str]:
        """The files that have another text than at the last check, as far as that is all that has changed."""
        return set(self._edited)

    @property
    def is_checked(self) -> bool:
        """Whether nothing has changed since the last check."""
        return self._project is not None and not self._edited

    def check_edited(self) -> Result | None:
        """Lint the files that were edited since the last check, if the edits can have changed nothing that was linked.

        Findings in other files may be others now, and so, rarely, may those in these files that are about what other
        files do with their functions: ``check`` tells. None when it has to come first.
        """
        return recursing_deeply(self._check_edited)

    @collector_paused()
    def _check_edited(self) -> Result | None:
        project, edited = self._project, dict(self._edited)
        if project is None or not edited:
            return None
        problems: list[Problem] = []
        for path, old in edited.items():
            known = self._read(path)
            if isinstance(known, Problem):
                self._problems[path] = known
                problems.append(known)
                continue
            self._facts[path] = known
            self._parsable.pop(path, None)
            self._is_moved = True
            if not edit(project, known, old, self.source(path).text):
                self._drop()
                return None
            del self._edited[path]
        directives = Directives(self.source)
        linter = self._linter(1, directives)
        linter.reporting = self._reporting
        self._located = located = self._located or Located(project)
        linted = sorted(edited.keys() - self._problems.keys())
        found: dict[Any, Finding] = {}
        for path in linted:
            found |= {finding.order: finding for finding in linter.run_again(located, path)}
            problems += linter.problems
        reported = (one for _, one in sorted(found.items()) if one.name not in self._ignored(one.path))
        kept = suppress(directives, reported, linted, self.rules, self._ran)
        findings = [self._graded(finding) for finding in kept if finding.path in linted]
        return Result(findings, problems, len(edited), self.source, [])

    def prepare_edits(self) -> None:
        """Do what the next ``check_edited`` would have to do first."""
        if self._project is not None and self._located is None:
            self._located = Located(self._project)
            self._located.prepare()

    def _key(self, wanted: set[str]) -> bytes:
        """Everything that the result depends on, as one hash."""
        parts = [
            __version__,
            self.settings.signature(),
            self.settings.root,
            find_targets(self.settings, self.files).signature(),
        ]
        parts += [f"{rule.code} {rule.name}" for rule in self.rules]
        parts.append(stamp({_ENGINE, *(rule.module.partition(".")[0] for rule in self.rules)}))
        for path in sorted({*self._paths, *wanted}):
            self._prints[path] = self._fingerprint(path)
            parts += (path, "+" if path in wanted else "", self._prints[path])
        return digest("\0".join(parts).encode("utf-8", "surrogatepass")).encode()

    def _fingerprint(self, path: str) -> str:
        try:
            if path in self._texts:
                return digest(self._texts[path].encode("utf-8", "surrogatepass"))
            return self.files.fingerprint(path)
        except UnreadableFile as error:
            return error.message

    def _graded(self, finding: Finding) -> Finding:
        """The finding with the user's own severity, and its fix only for show when the user wants none."""
        severity: Severity | None = self._severities.get(finding.name)
        if severity is not None:
            finding = replace(finding, severity=severity)
        if finding.fix is not None and finding.fix.paths & self._problems.keys():
            finding = replace(finding, fix=None)  # its edits are about a text that is no longer there
        if finding.fix is not None and finding.name not in self._fixable:
            finding = replace(finding, fix=replace(finding.fix, applicability=Applicability.DISPLAY))
        return finding

    def _ran(self, path: str) -> Set[str]:
        """The names of the rules that looked at a file."""
        return self._selected - self._ignored(path)


class _Known(msgspec.Struct):
    """What the cache keeps of a run."""

    findings: list[Finding]
    problems: list[Problem]
    warnings: list[str]
    calls: CallCount | None = None
    own: dict[str, str] = {}
    """What the project's own code reads, as ``OwnFiles`` saw it."""


def _decode(data: bytes) -> _Known | None:
    try:
        return msgspec.msgpack.decode(data, type=_Known)
    except msgspec.DecodeError:
        return None


def _unfinished(failure: WorkerFailed, path: str) -> Problem:
    return Problem(ProblemKind.INTERNAL, path, f"cannot be read: {failure.message}", detail=failure.detail)
