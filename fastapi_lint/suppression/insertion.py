"""``--add-ignore``: write the directives that suppress given findings."""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from typing import NamedTuple

from fastapi_lint.finding import Finding, Span
from fastapi_lint.source import Source, SyntaxProblem
from fastapi_lint.source.lexis import scan
from fastapi_lint.suppression.directives import find_directives
from fastapi_lint.suppression.units import Units


def add_ignores(source: Source, findings: Iterable[Finding], reason: str = "") -> str:
    """The text with a directive for every finding that is not suppressed.

    A name is added to the directive that is there, else a comment goes to the end of the statement's first
    line that can have one. A file that does not parse stays as it is: nobody knows where its strings end.
    """
    wanted = [finding for finding in findings if finding.path == source.path and not finding.suppression]
    try:
        source.ast  # noqa: B018 - raises
    except SyntaxProblem:
        return source.text
    writer = _Writer(source, f" {reason}" if reason else "")
    for finding in wanted:
        writer.want(finding)
    return writer.text()


class _Place(NamedTuple):
    """What is replaced, and what stands before and after the names that go there."""

    span: Span
    before: str
    after: str


class _Writer:
    def __init__(self, source: Source, reason: str) -> None:
        self._source = source
        self._directives = [found for found in find_directives(source) if found.kind == "ignore"]
        self._opening, self._closing = "# fastapi-lint: ignore[", f"]{reason}"
        self._units = Units(source)
        self._occupied = set(_rows_without_end(source))
        self._names: dict[_Place, list[str]] = {}

    def want(self, finding: Finding) -> None:
        """Remember one more name at the place where it belongs."""
        row = self._source.position(finding.span.start)[0]
        names = self._names.setdefault(self._in_directive(row) or self._at_row(row), [])
        if finding.name not in names:
            names.append(finding.name)

    def text(self) -> str:
        """The text with everything that was wanted."""
        text = self._source.text
        for (span, before, after), names in sorted(self._names.items(), reverse=True):
            text = text[: span.start] + before + ", ".join(names) + after + text[span.end :]
        return text

    def _in_directive(self, row: int) -> _Place | None:
        for directive in self._directives:
            if row in directive.lines and directive.brackets:
                end = directive.brackets.end
                return _Place(Span(end, end), ", ", "")
        return None

    def _at_row(self, row: int) -> _Place:
        line = self._source.line_text(row)
        if line.startswith("#!"):  # the kernel reads this line
            return self._above(row + 1, "# fastapi-lint: file-ignore[")
        unit = self._units.at(row)
        free = next((row for row in unit if row not in self._occupied), None)
        if free is None:
            return self._above(unit.start, self._opening)
        start, line = self._source.line_start(free), self._source.line_text(free)
        code = len(line.rstrip())
        return _Place(Span(start + code, start + len(line)), "  " * bool(code) + self._opening, self._closing)

    def _above(self, row: int, opening: str) -> _Place:
        """A line of its own before ``row``."""
        start, line = self._source.line_start(row), self._source.line_text(row)
        indent = line[: len(line) - len(line.lstrip())]
        return _Place(Span(start, start), indent + opening, self._closing + self._source.newline)


def _rows_without_end(source: Source) -> Iterator[int]:
    """Rows that cannot end in a comment: their newline is in a string, or a backslash has taken it."""
    commented = set()
    for token in scan(source.text):
        first, last = source.position(token.start)[0], source.position(token.end)[0]
        if token.quote:
            yield from range(first, last)
        else:
            commented.add(first)
    for row in range(1, len(source.line_starts) + 1):
        if source.line_text(row).endswith("\\") and row not in commented:
            yield row
