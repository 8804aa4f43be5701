"""Code actions: repair one finding, disable its rule on the line, repair the whole document."""

from __future__ import annotations

from collections.abc import Iterator, Sequence

from lsprotocol import types

from fastapi_lint.finding import Finding, Severity, Span
from fastapi_lint.lsp.carried import Carried, CarriedFix, unpack
from fastapi_lint.lsp.convert import Changes, Positions, changes_of, difference
from fastapi_lint.lsp.reports import SOURCE, Document, Report
from fastapi_lint.source import Source
from fastapi_lint.suppression import RULES, add_ignores

FIX_ALL = f"{types.CodeActionKind.SourceFixAll.value}.{SOURCE}"
KINDS: list[types.CodeActionKind | str] = [types.CodeActionKind.QuickFix, FIX_ALL]


def wants(context: types.CodeActionContext, kind: str) -> bool:
    """Whether the client asks for actions of a kind; ``source`` asks for all kinds below it."""
    wanted = [getattr(only, "value", only) for only in context.only or ()]
    return not wanted or any(kind == only or kind.startswith(f"{only}.") for only in wanted)


def quick_fixes(
    document: Document,
    report: Report | None,
    diagnostics: Sequence[types.Diagnostic],
    positions: Positions,
    *,
    versioned: bool,
) -> Iterator[types.CodeAction]:
    """The actions for what the client shows under the cursor, if it is about the text of this moment."""
    source = Source(document.path, document.text)
    for diagnostic in diagnostics:
        carried = _carried(diagnostic, report) if diagnostic.source == SOURCE else None
        if carried is None or carried.version != document.version:
            continue
        if carried.fix is not None:
            yield _quick_fix(diagnostic, carried.fix, versioned=versioned)
        changes = _disabling(document, source, carried, positions)
        if changes.edits:
            yield types.CodeAction(
                f"Disable {carried.rule} for this line",
                types.CodeActionKind.QuickFix,
                [diagnostic],
                edit=changes.workspace_edit(versioned=versioned),
            )


def fix_all(document: Document) -> types.CodeAction:
    """The action whose edit is made when the user wants it."""
    return types.CodeAction(f"{SOURCE}: Fix all auto-fixable findings", FIX_ALL, data=document.uri)


def has_safe_fix(report: Report | None) -> bool:
    """Whether there is anything to do for ``fix_all``."""
    every = [unpack(diagnostic.data) for diagnostic in report.diagnostics] if report else []
    return any(carried and carried.fix and carried.fix.safe for carried in every)


def _carried(diagnostic: types.Diagnostic, report: Report | None) -> Carried | None:
    """What a diagnostic carries; some clients do not send it back, so that it is looked up."""
    if diagnostic.data is not None or report is None:
        return unpack(diagnostic.data)
    key = (diagnostic.range, diagnostic.code, diagnostic.message)
    same = (own for own in report.diagnostics if (own.range, own.code, own.message) == key)
    return next((unpack(own.data) for own in same), None)


def _quick_fix(diagnostic: types.Diagnostic, fix: CarriedFix, *, versioned: bool) -> types.CodeAction:
    return types.CodeAction(
        f"{SOURCE} ({diagnostic.code}): {fix.title}{'' if fix.safe else ' (unsafe)'}",
        types.CodeActionKind.QuickFix,
        [diagnostic],
        is_preferred=fix.safe,
        edit=fix.changes.workspace_edit(versioned=versioned),
    )


def _disabling(document: Document, source: Source, carried: Carried, positions: Positions) -> Changes:
    """The edit that adds the rule to an ignore comment; none for the rules about such comments."""
    if carried.rule in {rule.name for rule in RULES}:
        return Changes({}, {})
    finding = Finding("", carried.rule, "", document.path, Span(*carried.span), Severity.INFO)
    edits = difference(document.path, source.text, add_ignores(source, [finding]))
    return changes_of(edits, lambda _: source, positions, lambda _: (document.uri, document.version))
