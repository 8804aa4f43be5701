"""Suppression: which findings the comments of a project ask not to show, and which comments do no work.

A suppressed finding stays in the result and says which directive suppressed it.
"""

from __future__ import annotations

from collections.abc import Callable, Collection, Iterable
from string import digits

from fastapi_lint.finding import Finding
from fastapi_lint.suppression.directives import Named
from fastapi_lint.suppression.insertion import add_ignores
from fastapi_lint.suppression.marking import Directives
from fastapi_lint.suppression.unused import RULES, PseudoRule, report

__all__ = ["RULES", "Directives", "PseudoRule", "add_ignores", "suppress"]


def suppress(
    directives: Directives,
    findings: Iterable[Finding],
    paths: Iterable[str],
    rules: Iterable[Named],
    ran: Callable[[str], Collection[str]],
) -> list[Finding]:
    """The findings, marked where a directive covers them, and those about the directives of ``paths``.

    ``rules`` are all that exist, ``ran`` gives the names of those that ran on a file: a directive for any other
    may well be needed. ``RULES`` count as rules and are reported when they ran.
    """
    every = (*rules, *RULES)
    marked = [directives.marked(finding) for finding in findings]
    marks = {"fastapi-lint", *(rule.code.rstrip(digits) for rule in every)}
    for path in paths:
        text = directives.source(path).text
        if not any(mark in text for mark in marks):
            continue  # whatever is in its comments is for other tools
        of_file = directives.of(path)
        about = report(directives.source(path), of_file, every, ran(path)) if of_file else ()
        marked += (directives.marked(finding, explicit=True) for finding in about)
    return sorted(marked, key=lambda finding: finding.order)
