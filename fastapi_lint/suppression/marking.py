"""Which directive covers a finding."""

from __future__ import annotations

import re
from collections.abc import Callable, Iterator, Sequence
from dataclasses import replace
from itertools import chain

from fastapi_lint.finding import Finding, Location, Suppression
from fastapi_lint.source import Source
from fastapi_lint.suppression.directives import NEEDLES, Directive, Named, find_directives

_OWN, *_NOQA = NEEDLES
_BLANKETS = [re.compile(_OWN), *(re.compile(rf"{noqa}\b(?!\s*:\s*[A-Z]+[0-9])") for noqa in _NOQA)]
"""What stands in directives that name no rule, and elsewhere, too. Each begins with a text, which is soon found."""


class Directives:
    """The directives of a project's files, found when somebody asks for them."""

    def __init__(self, source: Callable[[str], Source]) -> None:
        self.source = source
        self._found: dict[str, list[Directive]] = {}
        self._told: dict[str, tuple[str, bool]] = {}
        """By path: the text, if something in it may be a directive, and whether one may name no rule."""
        self._concerned: dict[tuple[str, str], list[Directive]] = {}
        """By path and rule."""

    def of(self, path: str) -> Sequence[Directive]:
        """Every directive of a file."""
        if path not in self._found:
            self._found[path] = find_directives(self.source(path))
        return self._found[path]

    def cover(self, rule: Named, place: Location) -> bool:
        """Whether a directive covers what a rule finds at a place."""
        return any(True for _ in self._at(place, rule))

    def marked(self, finding: Finding, *, explicit: bool = False) -> Finding:
        """The finding, suppressed by the first directive that names it, else by the first blanket.

        Directives at its own place come before those where its cause is. ``explicit`` leaves blankets out.
        """
        places = [Location(finding.path, finding.span), *([finding.cause] if finding.cause else [])]
        found = list(chain.from_iterable(self._at(place, finding) for place in places))
        naming = [directive for directive in found if directive.mentions(finding)]
        for directive in naming:
            directive.used |= {finding.name, finding.code}
        blankets = [directive for directive in found if directive.names is None and not explicit]
        chosen = next(iter(naming or blankets), None)
        if chosen is None or finding.suppression is not None:
            return finding
        chosen.used.add(finding.name)
        span = chosen.span if chosen in self.of(finding.path) else None
        return replace(finding, suppression=Suppression(chosen.kind, span, chosen.reason))

    def _may_cover(self, rule: Named, path: str) -> bool:
        """Whether a file names a rule, or may have directives that name none."""
        if path not in self._told:
            text = self.source(path).text
            is_marked = any(needle in text for needle in NEEDLES)
            self._told[path] = (
                (text, any(one.search(text) for one in _BLANKETS)) if is_marked else ("", False)
            )
        text, has_blanket = self._told[path]
        return has_blanket or rule.code in text or rule.name in text

    def _at(self, place: Location, rule: Named) -> Iterator[Directive]:
        """The directives at a place that name a rule, or none at all. The lines of others are not asked for, nor are
        the comments of a file that names neither."""
        key = (place.path, rule.name)
        if key not in self._concerned:
            found = self.of(place.path) if self._may_cover(rule, place.path) else ()
            self._concerned[key] = [one for one in found if one.names is None or one.mentions(rule)]
        concerned = self._concerned[key]
        line = self.source(place.path).position(place.span.start)[0] if concerned else 0
        return (directive for directive in concerned if line in directive.lines)
