"""Rounds of fixes, in memory, until the text is stable."""

from __future__ import annotations

from collections import Counter
from collections.abc import Callable, Collection, Iterable, Mapping
from contextlib import suppress
from dataclasses import dataclass
from typing import TYPE_CHECKING

from fastapi_lint.finding import Applicability, Finding, Fix
from fastapi_lint.fix.combine import Combined, combine
from fastapi_lint.result import Result
from fastapi_lint.source import Source, SyntaxProblem, UnreadableSource
from fastapi_lint.workspace.files import UnreadableFile

if TYPE_CHECKING:
    from fastapi_lint.session import Session

ROUNDS = 30


@dataclass(slots=True)
class Fixed:
    """What fixing did. The session holds the new texts; the disk still holds the old ones."""

    changes: dict[str, tuple[str, str]]
    """The old and the new text of every changed file, by path."""
    applied: Counter[str]
    """Findings fixed, by the name of the rule."""
    held_back: Counter[Applicability]
    """Findings left with a fix that was not allowed, by what it would have needed."""
    undone: list[str]
    """Why fixes were not applied or taken back; each message names the rules."""
    result: Result
    """What is found in the new texts."""


def apply(
    session: Session,
    paths: Collection[str] | None,
    allowed: Applicability,
    wanted: Callable[[Finding], bool] = lambda finding: True,
) -> Fixed:
    """Apply the fixes of the findings in ``paths`` (``None``: everywhere), their edits wherever they lead.

    ``wanted`` says which findings to repair. Fixes for display are never applied.
    """
    session.is_fixing = True
    try:
        return _Rounds(session, paths, allowed, wanted).run()
    finally:
        session.is_fixing = False


class _Rounds:
    def __init__(
        self,
        session: Session,
        paths: Collection[str] | None,
        allowed: Applicability,
        wanted: Callable[[Finding], bool],
    ) -> None:
        self.session = session
        self.paths = paths
        self.allowed = allowed
        self.wanted = wanted
        self.originals: dict[str, str] = {}
        self.history: list[tuple[dict[str, tuple[str, str]], Counter[str]]] = [({}, Counter())]
        self.barred: set[tuple[str, str]] = set()
        self.undone: dict[str, None] = {}

    def run(self) -> Fixed:
        result = self.session.check(self.paths)
        while (is_changed := self._round(result)) or self.session.is_moved:
            # Most texts are stable after two rounds, and the last word is that of a project that is linked afresh.
            is_last = not is_changed or len(self.history) <= 3
            result = self.session.check(self.paths) if is_last else self.session.recheck(self.paths)
            if self._cycles():
                break
        return self._fixed(self.session.check(self.paths) if self.session.is_moved else result)

    def _round(self, result: Result) -> bool:
        """Apply what can be applied together; whether there was anything."""
        while wanted := self._wanted(result):
            barred = len(self.barred)
            sources = self._sources(finding.fix for finding in wanted if finding.fix)
            chosen = self._choose(sources, wanted)
            if not chosen.edits:
                if len(self.barred) > barred:  # others may have waited for these
                    continue
                return False
            if len(self.history) > ROUNDS:
                self._note(f"the text is still changing after {ROUNDS} rounds", _names(wanted, chosen.chosen))
                return False
            self._update(chosen.texts(sources), _names(wanted, chosen.chosen))
            return True
        return False

    def _allows(self, finding: Finding) -> bool:
        return finding.suppression is None and self.wanted(finding)

    def _wanted(self, result: Result) -> list[Finding]:
        return [
            finding
            for finding in result.findings
            if finding.fix
            and finding.fix.applicability >= max(self.allowed, Applicability.UNSAFE)
            and self._allows(finding)
            and (finding.name, finding.path) not in self.barred
        ]

    def _sources(self, fixes: Iterable[Fix]) -> dict[str, Source]:
        sources = {}
        for path in sorted({path for fix in fixes for path in fix.paths}):
            with suppress(UnreadableFile, UnreadableSource):  # combine refuses the fix, and says why
                sources[path] = self.session.source(path)
        return sources

    def _choose(self, sources: Mapping[str, Source], wanted: list[Finding]) -> Combined:
        combined = combine(sources, [finding.fix for finding in wanted if finding.fix])
        for fix, flaw in combined.refused:
            self._bar(wanted, fix, f"a fix {flaw}")
        broken = _broken(sources, combined)
        if not broken:
            return combined
        kept = [fix for fix in combined.chosen if not fix.paths & broken]
        suspects = [fix for fix in combined.chosen if fix.paths & broken]
        return combine(sources, self._without_culprits(sources, wanted, kept, suspects))

    def _without_culprits(
        self, sources: Mapping[str, Source], wanted: list[Finding], kept: list[Fix], suspects: list[Fix]
    ) -> list[Fix]:
        """By halves, since most are innocent. A fix that breaks the text alone is barred, else it waits."""
        if not _broken(sources, combine(sources, [*kept, *suspects])):
            return [*kept, *suspects]
        if len(suspects) > 1:
            middle = len(suspects) // 2
            kept = self._without_culprits(sources, wanted, kept, suspects[:middle])
            return self._without_culprits(sources, wanted, kept, suspects[middle:])
        if broke := _broken(sources, combine(sources, suspects)):
            self._bar(wanted, suspects[0], f"a fix breaks the syntax of `{min(broke)}`")
        return kept

    def _bar(self, wanted: list[Finding], fix: Fix, why: str) -> None:
        self.barred |= {(finding.name, finding.path) for finding in wanted if finding.fix == fix}
        self._note(why, _names(wanted, [fix]))

    def _note(self, why: str, names: Iterable[str]) -> None:
        self.undone[f"{', '.join(f'`{name}`' for name in sorted(names))}: {why}"] = None

    def _update(self, texts: Mapping[str, str], names: Counter[str]) -> None:
        for path, text in texts.items():
            self.originals.setdefault(path, self.session.source(path).text)
            self.session.update(path, text)
        self.history.append((self._changes(), names))

    def _changes(self) -> dict[str, tuple[str, str]]:
        now = {path: self.session.source(path).text for path in self.originals}
        return {path: (old, now[path]) for path, old in sorted(self.originals.items()) if old != now[path]}

    def _cycles(self) -> bool:
        """Whether this text was there before; if so, forget the rounds that led back to it."""
        states = [state for state, _ in self.history]
        first = states.index(states[-1])
        if first == len(states) - 1:
            return False
        names = sum((names for _, names in self.history[first + 1 :]), Counter[str]())
        self._note("fixes lead back to a text that was there before", names)
        del self.history[first + 1 :]
        return True

    def _fixed(self, result: Result) -> Fixed:
        result.findings = [finding for finding in result.findings if not finding.is_repeat]
        left = [finding.fix for finding in result.findings if finding.fix and self._allows(finding)]
        return Fixed(
            changes=self._changes(),
            applied=sum((names for _, names in self.history), Counter()),
            held_back=Counter(fix.applicability for fix in left if fix.applicability < self.allowed),
            undone=list(self.undone),
            result=result,
        )


def _names(wanted: Iterable[Finding], fixes: Collection[Fix]) -> Counter[str]:
    chosen = set(fixes)
    return Counter(finding.name for finding in wanted if finding.fix in chosen)


def _broken(sources: Mapping[str, Source], combined: Combined) -> set[str]:
    """The files that could be parsed before the fixes and cannot be after them."""
    texts = combined.texts(sources)
    suspects = {path for path, text in texts.items() if not _parses(Source(path, text))}
    return {path for path in suspects if _parses(sources[path])}


def _parses(source: Source) -> bool:
    if not source.path.endswith((".py", ".pyi")):
        return True
    try:
        source.ast  # noqa: B018 - parsing is all that is wanted
    except SyntaxProblem:
        return False
    return True
