"""Hover: the manual page of a rule, on its findings and on its name in an ignore comment."""

from __future__ import annotations

from itertools import groupby

from lsprotocol import types

from fastapi_lint.lsp.carried import unpack
from fastapi_lint.lsp.convert import Positions
from fastapi_lint.lsp.reports import Document, Report
from fastapi_lint.registry import Registry
from fastapi_lint.rule import Rule
from fastapi_lint.source import Source
from fastapi_lint.suppression import RULES, PseudoRule
from fastapi_lint.suppression.directives import find_directives

_INDENT = "    "


def hover(
    document: Document, report: Report | None, at: types.Position, registry: Registry, positions: Positions
) -> types.Hover | None:
    """The pages of all rules that the position is about."""
    source = Source(document.path, document.text)
    places = [
        (name.text, positions.range(source, name.span))
        for directive in find_directives(source)
        for name in directive.names or ()
    ]
    if report is not None and report.document == document:
        carried = ((unpack(diagnostic.data), diagnostic.range) for diagnostic in report.diagnostics)
        places += [(found.rule, place) for found, place in carried if found]
    here = [(word, place) for word, place in places if place.start <= at <= place.end]
    found = {_rule(registry, word): place for word, place in here}
    pages = [page(rule) for rule in found if rule]
    if not pages:
        return None
    content = types.MarkupContent(types.MarkupKind.Markdown, "\n\n---\n\n".join(pages))
    return types.Hover(content, next(place for rule, place in found.items() if rule))


def page(rule: Rule | PseudoRule) -> str:
    """A manual page in Markdown."""
    if isinstance(rule, PseudoRule):
        return f"### {rule.name} ({rule.code})\n\n{rule.summary}."
    return f"### [{rule.name}]({rule.url}) ({rule.code})\n\n{markdown(rule.manual)}"


def markdown(manual: str) -> str:
    """A docstring with its indented blocks as fenced Python."""
    lines = manual.splitlines()
    blocks = []
    for is_code, block in groupby(range(len(lines)), key=lambda row: _is_code(lines, row)):
        text = "\n".join(lines[row].removeprefix(_INDENT) if is_code else lines[row] for row in block)
        blocks.append(f"```python\n{text}\n```" if is_code else text)
    return "\n".join(blocks)


def _is_code(lines: list[str], row: int) -> bool:
    """Whether a line is indented; an empty one is code between lines of code."""
    around = (next((line for line in side if line.strip()), "") for side in (lines[row::-1], lines[row:]))
    return all(line.startswith(_INDENT) for line in around)


def _rule(registry: Registry, word: str) -> Rule | PseudoRule | None:
    own = (rule for rule in RULES if word in (rule.name, rule.code))
    return registry.find(word) or next(own, None)
