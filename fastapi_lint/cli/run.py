"""Everything that one run of ``check`` works with, made from the options."""

from __future__ import annotations

import sys
from collections.abc import Iterable
from contextlib import suppress
from dataclasses import dataclass, field
from functools import cached_property
from typing import TYPE_CHECKING

from fastapi_lint.cli.errors import UserError
from fastapi_lint.cli.recall import unpack
from fastapi_lint.finding import Applicability, Finding
from fastapi_lint.profile import Profile
from fastapi_lint.report import FORMATS
from fastapi_lint.result import Problem, ProblemKind, Result
from fastapi_lint.workers import cores
from fastapi_lint.workspace import config
from fastapi_lint.workspace.cache import ANSWER, Cache
from fastapi_lint.workspace.discovery import Discovery, lint_files
from fastapi_lint.workspace.files import Overlay, absolute
from fastapi_lint.workspace.observed import Observed
from fastapi_lint.workspace.problems import ConfigError, did_you_mean
from fastapi_lint.workspace.settings import Settings

if TYPE_CHECKING:
    from fastapi_lint.cli.options import CheckOptions
    from fastapi_lint.registry import Registry
    from fastapi_lint.session import Session

STDIN = "-"
_UNNAMED = "stdin.py"
_COLORS = ("auto", "always", "never")


@dataclass
class Run:
    """The options, the settings that follow from them, and the engine, loaded when it is needed."""

    options: CheckOptions
    settings: Settings
    files: Overlay
    stdin: str | None
    """The absolute path that standard input stands for, if it is checked."""
    discovery: Discovery
    cwd: str
    disk: Observed | None = None
    """What is below ``files``, if anybody wants to know what was read."""
    cache: Cache | None = None
    profile: Profile = field(default_factory=Profile)

    @classmethod
    def prepare(cls, options: CheckOptions, began: int | None = None) -> Run:
        """Read the settings and find the files; raises what ``guarded`` explains.

        ``began`` is a time in nanoseconds before anything was read; without it nothing is remembered.
        """
        if options.color not in _COLORS:
            raise UserError(f"`--color {options.color}`: expected auto, always or never")
        profile = Profile()
        with profile.stage("settings and discovery"):
            return cls._prepared(options, began, profile)

    @classmethod
    def _prepared(cls, options: CheckOptions, began: int | None, profile: Profile) -> Run:
        disk = Observed(began) if began is not None and not options.no_cache else None
        files = Overlay(disk)
        paths = options.paths or ["."]
        stdin = _shadow_stdin(options, paths, files)
        paths = [stdin] if stdin else paths
        settings = _settings(options, paths, files)
        if settings.output_format not in FORMATS:
            hint = did_you_mean(settings.output_format, FORMATS) or f", expected one of {', '.join(FORMATS)}"
            origin = settings.origin("output-format")
            raise ConfigError(origin, f'`output-format` is "{settings.output_format}"{hint}')
        cache = _cache(settings, disk) if disk is not None else None
        discovery = lint_files(paths, settings, files)
        return cls(options, settings, files, stdin, discovery, absolute("."), disk, cache, profile)

    @cached_property
    def registry(self) -> Registry:
        """All rules, of plugins too."""
        with self.profile.stage("rules"):
            from fastapi_lint.registry import load

            return load()

    @cached_property
    def session(self) -> Session:
        """The project."""
        from fastapi_lint.session import Session

        return Session(
            self.files,
            self.settings,
            self.registry.rules,
            cache=self.cache,
            profile=self.profile,
            workers=self.options.workers or cores(),
        )

    @property
    def fixes(self) -> bool:
        """Whether fixes are asked for, to be written or to be shown."""
        return self.options.fix or self.options.fix_only or self.options.diff

    @property
    def is_repeatable(self) -> bool:
        """Whether all that the run does is to say something, and the same again for the same files."""
        options = self.options
        return not (options.output_file or options.verbose or options.profile or self.stdin)

    @property
    def allowed(self) -> Applicability:
        """The least sure kind of fix that may be applied."""
        return Applicability.UNSAFE if self.settings.unsafe_fixes else Applicability.SAFE

    @property
    def problems(self) -> list[Problem]:
        """What went wrong before a line was read: plugins that do not load, paths that are not there."""
        missing = (
            Problem(
                ProblemKind.UNREADABLE if self.files.exists(error.path) else ProblemKind.MISSING,
                error.path,
                error.message,
            )
            for error in self.discovery.problems
        )
        return [*self.registry.problems, *missing]

    def shown(self, result: Result) -> list[Finding]:
        """The findings that are not suppressed, and severe and sure enough."""
        return [finding for finding in result.findings if self.settings.shows(finding)]


def _cache(settings: Settings, disk: Observed) -> Cache:
    """The project's cache. Its folder is made before anybody looks around: it is not to be news the next time."""
    cache = Cache(absolute(settings.cache_dir, settings.root))
    with suppress(OSError):
        cache.create()
    newest = cache.newest(ANSWER)
    if newest is not None:
        disk.recall(unpack(newest)[-1])
    return cache


def _shadow_stdin(options: CheckOptions, paths: Iterable[str], files: Overlay) -> str | None:
    """Put standard input where its file is, so that the rest of the project sees it there."""
    if STDIN not in paths:
        if options.stdin_filename is not None:
            raise UserError(
                "`--stdin-filename` needs `-` as the path: fastapi-lint check - --stdin-filename FILE"
            )
        return None
    if list(paths) != [STDIN]:
        raise UserError("`-` reads one file from standard input and cannot be combined with other paths")
    path = absolute(options.stdin_filename or _UNNAMED)
    data = sys.stdin.buffer.read()
    files.set(path, "")
    files.replace(path, data)  # as bytes: the reader decides on the encoding, as it does for files
    return path


def _settings(options: CheckOptions, paths: Iterable[str], files: Overlay) -> Settings:
    settings = config.load(paths, config=options.config or (), isolated=options.isolated, files=files)
    given = {name: getattr(options, name) for name in _PLAIN}
    given |= {name: _split(getattr(options, name)) for name in _LISTS}
    return config.override(settings, **given, per_file_ignores=_per_file(options.per_file_ignores))


_LISTS = ("select", "ignore", "extend_select", "fixable", "unfixable", "exclude", "extend_exclude")
_PLAIN = (
    "min_severity",
    "min_confidence",
    "force_exclude",
    "respect_gitignore",
    "unsafe_fixes",
    "output_format",
    "cache_dir",
    "target_python",
    "target_fastapi",
    "target_pydantic",
    "target_starlette",
    "target_httpx",
)


def _split(words: Iterable[str] | None) -> tuple[str, ...] | None:
    """Words that were given one by one, with commas, or both."""
    if not words:
        return None
    return tuple(part.strip() for word in words for part in word.split(",") if part.strip())


def _per_file(words: Iterable[str] | None) -> dict[str, tuple[str, ...]] | None:
    """``GLOB:RULE,RULE,GLOB:RULE``: a part with a colon begins a new pattern."""
    table: dict[str, tuple[str, ...]] = {}
    pattern = ""
    for part in _split(words) or ():
        before, colon, selector = part.rpartition(":")
        if colon:
            pattern = before
        if not (pattern and selector):
            raise UserError(
                f"`--per-file-ignores {part}`: expected a pattern and rules, as in `tests/*:FAPI101`"
            )
        table[pattern] = (*table.get(pattern, ()), selector)
    return table or None
