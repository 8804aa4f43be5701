"""Findings → diagnostics, each with all that its code actions need, so that none has to lint again."""

from __future__ import annotations

from collections.abc import Callable, Iterator, Mapping
from dataclasses import dataclass
from typing import NamedTuple

from lsprotocol import types

from fastapi_lint.finding import Applicability, Finding, Fix, Severity, Span
from fastapi_lint.fix import changed_lines, combine
from fastapi_lint.lsp.carried import Carried, CarriedFix
from fastapi_lint.lsp.convert import Changes, Naming, Positions, changes_of, difference, uri_of
from fastapi_lint.lsp.workspace import Workspace
from fastapi_lint.reading import Progress
from fastapi_lint.result import Problem, ProblemKind, Result
from fastapi_lint.session import Session
from fastapi_lint.source import Source, UnreadableSource
from fastapi_lint.workspace.files import UnreadableFile

SOURCE = "fastapi-lint"
_SEVERITIES = {
    Severity.ERROR: types.DiagnosticSeverity.Error,
    Severity.WARNING: types.DiagnosticSeverity.Warning,
    Severity.INFO: types.DiagnosticSeverity.Information,
}


class Document(NamedTuple):
    """An open document, as it was at one moment."""

    uri: str
    path: str
    version: int | None
    text: str


@dataclass(frozen=True)
class Report:
    """What there is to say about one state of a document."""

    document: Document
    diagnostics: list[types.Diagnostic]


class Reporter:
    """Makes the reports on the open documents; like the workspace, for one thread only."""

    def __init__(
        self, workspace: Workspace, positions: Positions, progress: Progress, tick: Callable[[], None]
    ) -> None:
        self._workspace = workspace
        self._positions = positions
        self._progress = progress
        self._tick = tick
        self._calm: dict[str, tuple[Finding, ...]] = {}
        """What was found in closed files when their project was first checked."""
        self._affected: set[str] = set()

    def reports(self, documents: Mapping[str, Document]) -> dict[str, Report]:
        """Check the projects of all open documents: these, and closed files of which something else is true now."""
        found: dict[str, Report] = {}
        for session, paths in self._sessions(documents):
            session.tick = self._tick
            result = session.check(None, self._progress)
            self._workspace.tell(result.problems, result.warnings)
            closed = self._changed_elsewhere(session, result, documents)
            every = {path: documents[path] for path in paths} | closed
            by_path = self._diagnostics(session, result, every)
            found |= {path: Report(document, by_path.get(path, [])) for path, document in every.items()}
            session.prepare_edits()
        return found

    def edited(self, documents: Mapping[str, Document]) -> dict[str, Report] | None:
        """Check the documents with new texts and nothing else; None when all has to be checked."""
        found: dict[str, Report] = {}
        for session, paths in self._sessions(documents):
            edited = session.edited
            if session.is_checked:
                continue
            result = session.check_edited() if edited <= documents.keys() else None
            if result is None:
                return None
            self._workspace.tell(result.problems, result.warnings)
            by_path = self._diagnostics(session, result, {path: documents[path] for path in paths})
            found |= {path: Report(documents[path], by_path.get(path, [])) for path in edited}
        return found

    def _sessions(self, documents: Mapping[str, Document]) -> list[tuple[Session, list[str]]]:
        """The sessions of documents, each with its documents."""
        together: dict[int, tuple[Session, list[str]]] = {}
        for path in documents:
            session = self._workspace.session(path)
            together.setdefault(id(session), (session, []))[1].append(path)
        return list(together.values())

    def _changed_elsewhere(
        self, session: Session, result: Result, documents: Mapping[str, Document]
    ) -> dict[str, Document]:
        """The closed files whose findings the open documents have changed, and those that are calm again."""
        now: dict[str, list[Finding]] = {path: [] for path in session.paths if path not in documents}
        for finding in result.findings:
            if finding.path in now and session.settings.shows(finding):
                now[finding.path].append(finding)
        before = self._affected & now.keys()
        affected = {
            path for path, some in now.items() if self._calm.setdefault(path, tuple(some)) != tuple(some)
        }
        self._affected = (self._affected - now.keys()) | affected
        return {path: Document(uri_of(path), path, None, "") for path in before | affected}

    def changes(self, path: str, documents: Mapping[str, Document]) -> Changes:
        """What it takes to fix a document to the end."""
        fixed = self._workspace.fixed(path)
        olds = {changed: Source(changed, old) for changed, (old, _) in fixed.changes.items()}
        edits = [edit for changed, texts in fixed.changes.items() for edit in difference(changed, *texts)]
        return changes_of(edits, olds.__getitem__, self._positions, named_by(documents))

    def _diagnostics(
        self, session: Session, result: Result, documents: Mapping[str, Document]
    ) -> dict[str, list[types.Diagnostic]]:
        by_path: dict[str, list[types.Diagnostic]] = {}
        for finding in result.findings:
            reported = finding.path in documents and self._workspace.is_reported(finding.path)
            if reported and session.settings.shows(finding):
                made = self._diagnostic(finding, result.source, documents)
                by_path.setdefault(finding.path, []).append(made)
        for problem in result.problems:
            if problem.path in documents and problem.kind in (ProblemKind.SYNTAX, ProblemKind.UNREADABLE):
                made = self._of_problem(problem, result.source)
                by_path.setdefault(problem.path, []).append(made)
        return by_path

    def _diagnostic(
        self, finding: Finding, source: Callable[[str], Source], documents: Mapping[str, Document]
    ) -> types.Diagnostic:
        rule = self._workspace.registry.find(finding.name)
        name = named_by(documents)
        carried = Carried(
            finding.name, finding.span, documents[finding.path].version, self._fix(finding.fix, source, name)
        )
        return types.Diagnostic(
            self._positions.range(source(finding.path), finding.span),
            "\n\n".join(filter(None, (finding.message, finding.help))),
            _SEVERITIES[finding.severity],
            finding.code,
            types.CodeDescription(rule.url) if rule else None,
            SOURCE,
            related_information=list(self._related(finding, source, name)) or None,
            data=carried.pack(),
        )

    def _related(
        self, finding: Finding, source: Callable[[str], Source], name: Naming
    ) -> Iterator[types.DiagnosticRelatedInformation]:
        for related in finding.related:
            place = self._positions.range(source(related.path), related.span)
            location = types.Location(name(related.path)[0], place)
            yield types.DiagnosticRelatedInformation(location, related.message)
        if finding.sketch is not None:
            yield self._sketched(finding.sketch, finding, source(finding.path), name)

    def _sketched(
        self, sketch: Fix, finding: Finding, source: Source, name: Naming
    ) -> types.DiagnosticRelatedInformation:
        """What has to be written by hand: clients show it beside the finding, and there is nothing to apply."""
        edits = combine({finding.path: source}, [sketch]).edits.get(finding.path, [])
        location = types.Location(name(finding.path)[0], self._positions.range(source, finding.span))
        text = f"{sketch.message}, by hand:\n{changed_lines(source.text, edits)}"
        return types.DiagnosticRelatedInformation(location, text)

    def _fix(self, fix: Fix | None, source: Callable[[str], Source], name: Naming) -> CarriedFix | None:
        """A fix with its imports; None if it is only for show, or can never be applied."""
        if fix is None or fix.applicability is Applicability.DISPLAY:
            return None
        combined = combine({path: source(path) for path in fix.paths}, [fix])
        if not combined.edits:
            return None
        edits = [edit for some in combined.edits.values() for edit in some]
        changes = changes_of(edits, source, self._positions, name)
        return CarriedFix.of(fix.message, changes, safe=fix.applicability is Applicability.SAFE)

    def _of_problem(self, problem: Problem, source: Callable[[str], Source]) -> types.Diagnostic:
        try:
            text = source(problem.path)
            offset = text.offset(problem.row, problem.column)
            place = self._positions.range(text, Span(offset, offset))
        except (UnreadableFile, UnreadableSource):
            place = types.Range(types.Position(0, 0), types.Position(0, 0))
        severity = types.DiagnosticSeverity.Error
        return types.Diagnostic(place, problem.message, severity, problem.kind.value, source=SOURCE)


def named_by(documents: Mapping[str, Document]) -> Naming:
    """The client's own URI and version of what is open, and a URI of ours for other files."""

    def name(path: str) -> tuple[str, int | None]:
        document = documents.get(path)
        return (document.uri, document.version) if document else (uri_of(path), None)

    return name
