"""Suppression: which findings the comments of a file ask not to show, and which comments do no work.

A suppressed finding stays in the result and says which directive suppressed it.
"""

from __future__ import annotations

from collections.abc import Collection, Iterable, Sequence
from dataclasses import replace

from fastapi_lint.finding import Finding, Suppression
from fastapi_lint.source import Source
from fastapi_lint.suppression.directives import Directive, find_directives
from fastapi_lint.suppression.insertion import add_ignores
from fastapi_lint.suppression.unused import RULES, Named, PseudoRule, report

__all__ = ["RULES", "PseudoRule", "add_ignores", "suppress"]


def suppress(
    source: Source, findings: Iterable[Finding], rules: Iterable[Named], ran: Collection[str]
) -> list[Finding]:
    """The findings, marked where a directive covers them, and those about the directives themselves.

    ``rules`` are all that exist, ``ran`` the names of those that ran on this file: a directive for any other
    may well be needed. ``RULES`` count as rules and are reported when they ran.
    """
    findings = list(findings)
    directives = find_directives(source)
    if not directives:
        return findings
    marked = [_marked(finding, source, directives) for finding in findings]
    about = report(source, directives, (*rules, *RULES), ran)
    explicit = [directive for directive in directives if directive.names is not None]
    marked += (_marked(finding, source, explicit) for finding in about)
    return sorted(marked, key=lambda finding: finding.order)


def _marked(finding: Finding, source: Source, directives: Sequence[Directive]) -> Finding:
    """The finding, suppressed by the first directive that names it, else by the first blanket."""
    line = source.position(finding.span.start)[0]
    naming = [found for found in directives if found.mentions(finding) and line in found.lines]
    for directive in naming:
        directive.used |= {finding.name, finding.code}
    blankets = [found for found in directives if found.names is None and line in found.lines]
    chosen = next(iter(naming or blankets), None)
    if chosen is None or finding.suppression is not None:
        return finding
    chosen.used.add(finding.name)
    return replace(finding, suppression=Suppression(chosen.kind, chosen.span, chosen.reason))
