"""A project kept fresh: what the command line and the editor talk to."""

from __future__ import annotations

import contextlib
import gc
from collections import defaultdict
from collections.abc import Callable, Collection, Iterable, Sequence
from functools import cached_property
from typing import Any

import msgspec

from fastapi_lint import __version__
from fastapi_lint.finding import Confidence, Finding
from fastapi_lint.grading import Grading
from fastapi_lint.installed import stamp
from fastapi_lint.linter import Linter, Reporting
from fastapi_lint.located import Located
from fastapi_lint.model.project import Project
from fastapi_lint.profile import Profile
from fastapi_lint.reading import ENGINE, Progress, Reading
from fastapi_lint.result import CallCount, Problem, ProblemKind, Result
from fastapi_lint.rule import Rule
from fastapi_lint.source import Source
from fastapi_lint.source.parsing import collector_paused, recursing_deeply
from fastapi_lint.suppression import Directives, suppress
from fastapi_lint.workspace.blocking import blocking_calls
from fastapi_lint.workspace.cache import RESULT, Cache
from fastapi_lint.workspace.discovery import project_files
from fastapi_lint.workspace.files import FileSystem
from fastapi_lint.workspace.globs import Globs
from fastapi_lint.workspace.own import OwnFiles
from fastapi_lint.workspace.settings import Settings
from fastapi_lint.workspace.targets import find_targets
from fastapi_lint.workspace.trace import digest


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
        self._grading = Grading(rules, settings)
        self._blocking = blocking_calls(settings)
        self._own = OwnFiles(settings.root, files)
        self._reading = Reading(files, cache, workers)
        self._project: Project | None = None
        self._edited: dict[str, str] = {}
        """The texts that the linked project is about, of the files that have another one now."""
        self._unchecked: set[str] = set()
        """The files that have another text since the last check."""
        self._is_moved = False
        """Whether the linked project has taken up edits of bodies."""
        self._is_guest = False
        """Whether the facts are another session's too, so that nothing may be moved."""
        self._located: Located | None = None
        self._reporting: Reporting = defaultdict(set)
        self.is_fixing = False
        """Whether findings are for fixing: then those that are repeats are among them."""
        self.tick: Callable[[], None] = lambda: None
        """Called now and then during a check; what it raises ends the check, and nothing is lost."""

    # --- texts -----------------------------------------------------------------------------------

    def source(self, path: str) -> Source:
        """A file as this session sees it; raises ``UnreadableFile`` or ``UnreadableSource``."""
        return self._reading.source(path)

    def update(self, path: str, text: str | None) -> None:
        """A file has a new text, or, with None, whatever the file system holds now."""
        project = self._project
        if project is not None and path in project.modules:
            self._edited.setdefault(path, self._reading.linked_source(path).text)
        self._unchecked.add(path)
        if not self._reading.change(path, text) or path not in self._edited:
            self._drop()
        if text is None or path not in self.__dict__.get("_paths", ()):
            self.__dict__.pop("_paths", None)

    def adopt(self, other: Session, *, as_guest: bool = False) -> None:
        """Take over what another session of the same root has read: facts depend on no setting.

        A guest leaves everything as it is, for the other goes on.
        """
        self._is_guest = as_guest
        self._reading.adopt(other._reading)
        if self.settings == other.settings and not other._edited and not other._is_moved:
            self._project = other._project

    def _drop(self) -> None:
        """The project has to be linked again."""
        self._project = self._located = None
        self._edited = {}
        self._unchecked = set()
        self._is_moved = False

    # --- the project -----------------------------------------------------------------------------

    @property
    def paths(self) -> Sequence[str]:
        """Every file of the project, sorted, those that the user excluded from the report too."""
        return self._paths

    @cached_property
    def _paths(self) -> tuple[str, ...]:
        found = project_files(self.settings, self.files)
        return tuple(
            sorted({*found.files, *(path for path in self._reading.shadowed if path.endswith(".py"))})
        )

    @collector_paused()
    def project(self, extra: Collection[str] = (), progress: Progress | None = None) -> Project:
        """The linked project: every file below the root, and ``extra`` ones."""
        paths = sorted({*self._paths, *extra})
        missing = self._reading.missing(paths)
        if self._project is None or missing or self._edited or self._is_moved:
            with self.profile.stage("facts"):
                self._reading.read_all(missing, progress)
            with self.profile.stage("linking"):
                project = self._linked(paths)
            self._drop()
            self._project = project
        return self._project

    def _linked(self, paths: Collection[str]) -> Project:
        tests = Globs(self.settings.test_paths, self.settings.root)
        targets = find_targets(self.settings, self.files)
        return Project(
            self.settings.root,
            self._reading.linkable(paths),
            self._reading.linked_source,
            targets,
            tests.matches,
            self._blocking,
            self._own,
            self.tick,
            with_doubtful=self.settings.min_confidence is Confidence.LOW,
        )

    def _moved(self) -> Project | None:
        """The linked project, with all edits taken up; None if it has to be linked again for one."""
        project = self._project
        if project is None or self._is_guest:
            return None
        from fastapi_lint.model.editing import edit

        for path, old in list(self._edited.items()):
            facts = self._reading.read_again(path)
            if isinstance(facts, Problem) and facts.kind is ProblemKind.SYNTAX:
                continue  # it stays as it was
            self._is_moved = True
            is_data = path in self._own.seen
            if isinstance(facts, Problem) or is_data or not edit(project, facts, old, self.source(path).text):
                self._drop()
                return None
            del self._edited[path]
        return project

    @property
    def problems(self) -> list[Problem]:
        """The files that could not be read so far."""
        return [problem for _, problem in sorted(self._reading.problems.items())]

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
            if self.cache is not None and is_sound and self._reading.prints.keys() >= {*self._paths, *wanted}:
                # A path or a message may have half a surrogate pair.
                with contextlib.suppress(UnicodeEncodeError):
                    self.cache.put(RESULT, {key: msgspec.msgpack.encode(known.without_repeats())})
        notices = [self.cache.notice] if self.cache is not None and self.cache.notice else []
        return Result(
            known.findings, known.problems, len(wanted), self.source, [*known.warnings, *notices], known.calls
        )

    def recheck(self, paths: Collection[str] | None = None) -> Result:
        """Lint after edits as ``check`` does, but link again only if one of them needs it.

        What an edit changes in other files is all there, as far as ``edit`` can tell.
        """
        wanted = set(self._paths if paths is None else paths)
        project = recursing_deeply(self._moved)
        if project is None and not gc.isenabled():  # as in the process of a command
            gc.collect()
        known = recursing_deeply(lambda: self._check(wanted, None, project))
        return Result(known.findings, known.problems, len(wanted), self.source, known.warnings, known.calls)

    @collector_paused()
    def _check(self, wanted: set[str], progress: Progress | None, project: Project | None = None) -> _Known:
        project = project or self.project(wanted, progress)
        directives = Directives(self.source)
        linter = self._linter(self._reading.workers(len(project.modules)), directives)
        linted = wanted & set(project.modules) - self._reading.problems.keys()
        with self.profile.stage("checks"):
            found = linter.run(project, linted)
        self._reporting = linter.reporting
        self._unchecked = set()
        reported = (one for one in found if not self._grading.is_ignored(one.name, one.path))
        with self.profile.stage("suppression"):
            kept = suppress(directives, reported, sorted(linted), self.rules, self._grading.ran)
        problems = [problem for problem in self.problems if problem.path in wanted] + linter.problems
        return _Known(
            self._graded(kept, linted),
            problems,
            list(project.targets.problems),
            linter.followed,
            self._own.seen,
        )

    def _linter(self, workers: int, directives: Directives) -> Linter:
        return Linter(
            self._grading.rules,
            self._grading.options,
            self.strict,
            profile=self.profile,
            workers=workers,
            ignored=lambda rule, place: (
                self._grading.is_ignored(rule.name, place.path) or directives.cover(rule, place)
            ),
            tick=self.tick,
            is_fixing=self.is_fixing,
        )

    def _graded(self, kept: Iterable[Finding], linted: Collection[str]) -> list[Finding]:
        broken = self._reading.problems.keys()
        return [self._grading.graded(finding, broken) for finding in kept if finding.path in linted]

    def _key(self, wanted: set[str]) -> bytes:
        """Everything that the result depends on, as one hash."""
        parts = [
            __version__,
            self.settings.signature(),
            self.settings.root,
            find_targets(self.settings, self.files).signature(),
        ]
        parts += [f"{rule.code} {rule.name}" for rule in self.rules]
        parts.append(stamp({ENGINE, *(rule.module.partition(".")[0] for rule in self.rules)}))
        for path in sorted({*self._paths, *wanted}):
            found = self._reading.prints[path] = self._reading.fingerprint(path)
            parts += (path, "+" if path in wanted else "", found)
        return digest("\0".join(parts).encode("utf-8", "surrogatepass")).encode()

    # --- while somebody types --------------------------------------------------------------------

    @property
    def edited(self) -> set[str]:
        """The files that have another text than at the last check, as far as that is all that has changed."""
        return set(self._unchecked)

    @property
    def is_checked(self) -> bool:
        """Whether nothing has changed since the last check."""
        return self._project is not None and not self._unchecked

    @property
    def is_moved(self) -> bool:
        """Whether what is known rests on edits that the linked project has taken up."""
        return self._is_moved

    def check_edited(self) -> Result | None:
        """Lint the files that were edited since the last check, if the edits can have changed nothing that was linked.

        Findings in other files may be others now, and so, rarely, may those in these files that are about what other
        files do with their functions: ``check`` tells. None when it has to come first.
        """
        return recursing_deeply(self._check_edited)

    @collector_paused()
    def _check_edited(self) -> Result | None:
        edited = set(self._unchecked)
        project = self._moved() if edited else None
        if project is None:
            return None
        problems = [problem for problem in self.problems if problem.path in edited]
        directives = Directives(self.source)
        linter = self._linter(1, directives)
        linter.reporting = self._reporting
        self._located = located = self._located or Located(project)
        linted = sorted(edited - self._reading.problems.keys())
        found: dict[Any, Finding] = {}
        for path in linted:
            found |= {finding.order: finding for finding in linter.run_again(located, path)}
            problems += linter.problems
        reported = (
            one for _, one in sorted(found.items()) if not self._grading.is_ignored(one.name, one.path)
        )
        kept = suppress(directives, reported, linted, self.rules, self._grading.ran)
        findings = self._graded(kept, linted)
        self._unchecked = set()
        return Result(findings, problems, len(edited), self.source, [])

    def prepare_edits(self) -> None:
        """Do what the next ``check_edited`` would have to do first."""
        if self._project is not None and self._located is None:
            self._located = Located(self._project)
            self._located.prepare()


class _Known(msgspec.Struct):
    """What the cache keeps of a run."""

    findings: list[Finding]
    problems: list[Problem]
    warnings: list[str]
    calls: CallCount | None = None
    own: dict[str, str] = {}
    """What the project's own code reads, as ``OwnFiles`` saw it."""

    def without_repeats(self) -> _Known:
        """The same for somebody who fixes nothing."""
        return msgspec.structs.replace(self, findings=[one for one in self.findings if not one.is_repeat])


def _decode(data: bytes) -> _Known | None:
    try:
        return msgspec.msgpack.decode(data, type=_Known)
    except msgspec.DecodeError:
        return None
