"""For reading in a terminal: code frames, related places, and the fix as a diff."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from itertools import chain, groupby
from typing import TextIO

from fastapi_lint.finding import Edit, Finding, Fix, Related, Severity, Span
from fastapi_lint.report.frame import Frame, Marks, marks_for
from fastapi_lint.report.hunks import by_file, hunks
from fastapi_lint.report.plain import one_line, visible
from fastapi_lint.report.report import Report
from fastapi_lint.report.row import Out, Piece, Row, out_for, prose
from fastapi_lint.report.styles import FLAGS, STYLES
from fastapi_lint.report.summary import count, summary
from fastapi_lint.result import Problem

_INDENT: Piece = "  ", ""
_SHOWN = 3
"""How many places of a group are shown."""
_DIFF_STYLES = {"+": "green", "-": "red", "@": "dim cyan", " ": "dim"}


def write(report: Report, stream: TextIO) -> None:
    """Write every finding with its code, then the problems and a summary."""
    _Writer(report, out_for(stream, report.color, report.width), marks_for(stream.encoding)).write()


class _Writer:
    def __init__(self, report: Report, out: Out, marks: Marks) -> None:
        self._report = report
        self._out = out
        self._marks = marks
        self._code: tuple[str, list[Row]] = "", []
        self._shown: dict[Fix, str] = {}
        """Where each fix was shown first: one may be that of many findings."""

    def write(self) -> None:
        for finding in self._report.findings:
            self._write(self._finding(finding))
        for problem in self._report.problems:
            self._write(self._problem(problem))
        self._out.write(Row(*prose(line)) for line in summary(self._report))

    def _write(self, rows: Iterator[Row]) -> None:
        self._out.write(chain(rows, [Row()]))

    def _finding(self, finding: Finding) -> Iterator[Row]:
        style = STYLES[finding.severity]
        yield Row(*self._header(finding, style))
        yield Row(_INDENT, *prose(finding.message))
        yield from self._frame(finding.path, finding.span, style)
        for related in self._first(finding.related):
            if isinstance(related, str):
                yield Row((f"{_INDENT[0]}{related}", "dim"))
                continue
            place = self._where(related.path, related.span)
            yield Row(_INDENT, (place, "bold"), (": ", ""), *prose(related.message))
            yield from self._frame(related.path, related.span, "bold blue", context=0)
        if finding.help:
            yield Row(_INDENT, ("help: ", "bold green"), *prose(finding.help))
        for fix in (finding.fix, finding.sketch):
            if fix and (edits := self._report.edits(fix)):
                yield from self._fix(finding, fix, edits)

    def _first(self, related: Sequence[Related]) -> Iterator[Related | str]:
        """The related places, of each group the first few and how many more there are."""
        for group, members in groupby(related, key=lambda one: one.group):
            places = list(members)
            shown = _SHOWN if group else len(places)
            yield from places[:shown]
            if rest := len(places[shown:]):
                yield f"and {count(rest, f'more {group}')}"

    def _header(self, finding: Finding, style: str) -> Iterator[Piece]:
        url = self._report.url(finding.code)
        yield self._where(finding.path, finding.span), "bold"
        yield ": ", ""
        yield str(finding.severity), style
        yield " ", ""
        yield finding.code, "bold"
        yield " ", ""
        yield finding.name, f"link {url}" if url else ""

    def _problem(self, problem: Problem) -> Iterator[Row]:
        path = one_line(self._report.shown_path(problem.path))
        where = f"{path}:{problem.row}:{problem.column}: " if problem.path else ""
        style = STYLES[Severity.ERROR]
        yield Row((where, "bold"), ("error", style), (f" {problem.kind.value}", ""))
        yield Row(_INDENT, *prose(problem.message))
        if self._report.has_text(problem):
            lines = self._report.lines(problem.path)
            offset = min(lines.start(min(problem.row, len(lines))) + problem.column - 1, len(lines.text))
            yield from self._frame(problem.path, Span(offset, offset), style)

    def _frame(self, path: str, span: Span, style: str, context: int = 2) -> Iterator[Row]:
        width = self._out.width - len(_INDENT[0])
        code = self._coloured(path)
        frame = Frame(self._report.lines(path), span, self._marks, style, width, code, context)
        for row in frame.rows():
            yield Row(_INDENT, *row.pieces)

    def _coloured(self, path: str) -> list[Row]:
        """The rows of a file, coloured; the whole file is read, for a row may lie inside a long string."""
        if self._code[0] != path:
            lines = self._report.lines(path)
            coloured = self._out.coloured(lines)
            self._code = path, coloured if len(coloured) >= len(lines) else []
        return self._code[1]

    def _fix(self, finding: Finding, fix: Fix, edits: Sequence[Edit]) -> Iterator[Row]:
        here = self._where(finding.path, finding.span)
        first = self._shown.setdefault(fix, here)
        flag = FLAGS[fix.applicability] if first == here else f"the one shown at {first}"
        yield Row(_INDENT, ("fix: ", "bold green"), *prose(fix.message), (f" ({flag})", "dim"))
        for changed, of_file in by_file(edits) if first == here else ():
            if changed != finding.path:
                yield Row(_INDENT, _INDENT, (one_line(self._report.shown_path(changed)), "bold"))
            for row in hunks(self._report.lines(changed), of_file):
                shown = f"{_INDENT[0] * 2}{row[:2]}{visible(row[2:])}".rstrip()
                yield Row((shown, _DIFF_STYLES[row[0]]))

    def _where(self, path: str, span: Span) -> str:
        place = self._report.place(path, span)
        return f"{one_line(self._report.shown_path(path))}:{place.row}:{place.column}"
