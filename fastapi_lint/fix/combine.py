"""Choose the fixes that can be applied together, and apply their edits to the text.

A fix is atomic over all its edits and files. The order of the choice is a function of the edits alone,
so that the result does not depend on the order in which rules ran.
"""

from __future__ import annotations

import re
from bisect import bisect_left, bisect_right, insort
from collections import defaultdict
from collections.abc import Callable, Collection, Iterable, Mapping
from dataclasses import dataclass, field
from itertools import combinations
from typing import TYPE_CHECKING

from fastapi_lint.finding import Edit, Fix, ImportRequest, Span
from fastapi_lint.source import ImportClash, SyntaxProblem, place_imports

if TYPE_CHECKING:
    from fastapi_lint.source import Source


@dataclass(slots=True)
class Combined:
    """The fixes of one round over one baseline."""

    edits: dict[str, list[Edit]] = field(default_factory=dict)
    """By path, in the order of the text, imports included."""
    chosen: list[Fix] = field(default_factory=list)
    waiting: list[Fix] = field(default_factory=list)
    """Fixes in conflict with a chosen one: their findings come back in the next round."""
    refused: list[tuple[Fix, str]] = field(default_factory=list)
    """Fixes that could never be applied, and why."""

    def texts(self, sources: Mapping[str, Source]) -> dict[str, str]:
        """The new text of every file that changes."""
        return {path: apply_edits(sources[path].text, edits) for path, edits in self.edits.items()}


def combine(sources: Mapping[str, Source], fixes: Iterable[Fix]) -> Combined:
    """Choose from ``fixes``, earliest edit first, those that do not get in each other's way."""
    round_ = _Round(sources)
    combined = Combined()
    for fix in sorted(set(fixes), key=_order):
        if flaw := round_.flaw(fix):
            combined.refused.append((fix, flaw))
        elif round_.accept(fix):
            combined.chosen.append(fix)
        else:
            combined.waiting.append(fix)
    combined.edits = round_.result()
    return combined


def apply_edits(text: str, edits: Iterable[Edit]) -> str:
    """``text`` with the edits made; they must not overlap. Insertions at one offset keep their order."""
    parts = []
    position = 0
    for edit in sorted(edits, key=_span):
        parts += [text[position : edit.span.start], edit.text]
        position = edit.span.end
    return "".join([*parts, text[position:]])


def imports_as_edits(source: Callable[[str], Source], requests: Iterable[ImportRequest]) -> list[Edit]:
    """What has to be edited so that all requested imports are there."""
    by_path: dict[str, list[ImportRequest]] = {}
    for request in sorted(set(requests)):
        by_path.setdefault(request.path, []).append(request)
    return [edit for path, wanted in by_path.items() for edit in place_imports(source(path), wanted)]


class _Round:
    """The edits chosen so far. Imports are kept as requests: where they go depends on all of them."""

    def __init__(self, sources: Mapping[str, Source]) -> None:
        self.sources = sources
        self.edits: dict[str, list[Edit]] = defaultdict(list)
        self.requests: dict[str, set[ImportRequest]] = defaultdict(set)
        self.placements: dict[frozenset[ImportRequest], list[Edit]] = {}

    def flaw(self, fix: Fix) -> str:
        """What makes a fix impossible whatever else is chosen; empty if nothing does."""
        if unknown := sorted(fix.paths - self.sources.keys()):
            return f"changes `{unknown[0]}`, which is not a file of the project"
        if any(not 0 <= edit.span.start <= edit.span.end <= self._size(edit.path) for edit in fix.edits):
            return "edits beyond the end of the file"
        edits = self._effective(fix)
        try:
            imports = self._placed(fix.imports)
        except (ImportClash, SyntaxProblem) as error:
            return f"needs an import that cannot be placed: {error}"
        if not edits and not imports:
            return "changes nothing"
        if any(_overlap(one, other) for one, other in combinations([*edits, *imports], 2)):
            return "has edits that overlap each other"
        return ""

    def accept(self, fix: Fix) -> bool:
        """Add a fix, or leave everything as it is."""
        edits = [edit for edit in self._effective(fix) if edit not in self._near(edit)]
        if any(_clash(edit, other) for edit in edits for other in self._near(edit)):
            return False
        requests = {path: self.requests[path] | _requests(fix, path) for path in fix.paths}
        if any(_shadow(wanted) for wanted in requests.values()):
            return False
        placed = [one for wanted in requests.values() for one in self._placed(wanted)]
        if any(_overlap(one, other) for one in placed for other in [*self._near(one), *edits]):
            return False
        self.requests.update(requests)
        for edit in edits:
            insort(self.edits[edit.path], edit, key=_span)
        return True

    def result(self) -> dict[str, list[Edit]]:
        """All edits; an import comes before anything else that is inserted at the same place."""
        paths = sorted(self.requests.keys() | self.edits.keys())
        merged = {path: [*self._placed(self.requests[path]), *self.edits[path]] for path in paths}
        return {path: sorted(edits, key=_span) for path, edits in merged.items() if edits}

    def _near(self, edit: Edit) -> list[Edit]:
        """The chosen edits that touch or overlap one; as none overlaps another, their ends are sorted."""
        chosen = self.edits[edit.path]
        first = bisect_left(chosen, edit.span.start, key=lambda other: other.span.end)
        return chosen[first : bisect_right(chosen, edit.span.end, key=lambda other: other.span.start)]

    def _effective(self, fix: Fix) -> list[Edit]:
        edits = [Edit(edit.path, edit.span, self._newlines(edit)) for edit in dict.fromkeys(fix.edits)]
        return [edit for edit in edits if self._text(edit.path, edit.span) != edit.text]

    def _placed(self, requests: Collection[ImportRequest]) -> list[Edit]:
        key = frozenset(requests)
        if key not in self.placements:
            edits = imports_as_edits(self.sources.__getitem__, requests)
            self.placements[key] = [Edit(edit.path, edit.span, self._newlines(edit)) for edit in edits]
        return self.placements[key]

    def _newlines(self, edit: Edit) -> str:
        # A rule may quote code of the file, where the line ends are the file's own already.
        newline = self.sources[edit.path].newline
        return newline.join(re.split("\r\n?|\n", edit.text))

    def _text(self, path: str, span: Span) -> str:
        return self.sources[path].text[span.start : span.end]

    def _size(self, path: str) -> int:
        return len(self.sources[path].text)


def _order(fix: Fix) -> tuple[list[Edit], tuple[ImportRequest, ...], str]:
    return sorted(fix.edits), fix.imports, fix.message


def _span(edit: Edit) -> Span:
    return edit.span


def _requests(fix: Fix, path: str) -> set[ImportRequest]:
    return {request for request in fix.imports if request.path == path}


def _shadow(requests: set[ImportRequest]) -> bool:
    """Whether two of the requests would bind one name to different things."""
    bound: dict[str, set[str]] = defaultdict(set)
    for request in requests:
        root = request.module.partition(".")[0]
        bound[request.name or root].add(request.module if request.name else f"import {root}")
    return any(len(things) > 1 for things in bound.values())


def _overlap(one: Edit, other: Edit) -> bool:
    first, second = sorted((one, other))
    return first.path == second.path and second.span.start < first.span.end


def _clash(one: Edit, other: Edit) -> bool:
    # Two texts that meet at one offset have an order, and different rules do not know of each other's.
    first, second = sorted((one, other))
    meets = second.span.start == first.span.end
    inserts = first.span.start == first.span.end or second.span.start == second.span.end
    return _overlap(one, other) or (meets and inserts)
