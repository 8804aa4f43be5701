"""Directives: what the comments of a file ask us not to show."""

from __future__ import annotations

import re
from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass, field
from functools import cached_property
from itertools import pairwise
from typing import NamedTuple, Protocol

from fastapi_lint.finding import Span
from fastapi_lint.source import Source
from fastapi_lint.suppression.units import Units

NEEDLES = ("fastapi-lint", "noqa", "NOQA", "NoQA")

_NEXT = r"(?=\s*#(?:\s|noqa|type:|pragma|fmt:|fastapi-lint|ruff|nosec|pylint|pyright|mypy)|\s*$)"
_OWN = re.compile(
    r"#\s*fastapi-lint:\s*(?P<kind>ignore|file-ignore)(?![-\w])(?:[ \t]*\[(?P<names>[^\]#]*)\])?"
    rf"(?P<reason>.*?){_NEXT}"
)
_CODE = r"[A-Z]+[0-9]+"
_NOQA = re.compile(
    rf"#\s*(?i:noqa)\b(?:\s*:\s*(?P<names>{_CODE}(?:(?:\s*,\s*|\s+){_CODE}\b)*))?(?P<reason>.*?){_NEXT}"
)
_WORD = re.compile(r"[^\s,]+")


class Named(Protocol):
    """A rule, as far as a directive can name it, or a finding of one."""

    @property
    def name(self) -> str: ...
    @property
    def code(self) -> str: ...


class Name(NamedTuple):
    """One rule in a directive, by name or code, and where it stands in the file."""

    text: str
    span: Span


@dataclass
class Directive:
    """One directive. ``names`` is None for a blanket."""

    kind: str
    span: Span
    comment: Span
    names: tuple[Name, ...] | None
    reason: str
    cover: Callable[[Directive], range] | None = None
    used: set[str] = field(default_factory=set)

    @cached_property
    def lines(self) -> range:
        """The lines whose findings it covers; it takes the file's tree to tell."""
        return self.cover(self) if self.cover is not None else range(0)

    def mentions(self, rule: Named) -> bool:
        """Whether the directive names a rule, or the rule of a finding."""
        return any(name.text in (rule.name, rule.code) for name in self.names or ())

    @property
    def brackets(self) -> Span | None:
        """From the first name to the end of the last."""
        return Span(self.names[0].span.start, self.names[-1].span.end) if self.names else None


def find_directives(source: Source) -> list[Directive]:
    """Every directive of a file."""
    comments = source.comments_containing(NEEDLES)
    directives = [found for span, text in comments for found in parse_comment(text, span.start)]
    units = Units(source)
    for directive in directives:
        directive.cover = lambda directive: _covered(directive, source, units)
    return directives


def _covered(directive: Directive, source: Source, units: Units) -> range:
    if directive.kind == "file-ignore":
        return range(1, len(source.line_starts) + 2)
    line = source.position(directive.span.start)[0]
    unit = units.at(line)
    alone = not source.text[source.line_start(line) : directive.comment.start].strip()
    outside = alone and unit == range(line, line + 1)
    return units.below(line) if outside and directive.kind == "ignore" else unit


def parse_comment(text: str, start: int) -> Iterator[Directive]:
    """The directives in one comment that begins at the offset ``start`` of its file."""
    comment = Span(start, start + len(text))
    for pattern in (_OWN, _NOQA):
        for match in pattern.finditer(text):
            kind = "noqa" if pattern is _NOQA else match["kind"]
            names = _names(match, start) if match["names"] is not None else None
            span = Span(start + match.start(), start + match.end())
            yield Directive(kind, span, comment, names, match["reason"].strip(" \t:-"))


def _names(match: re.Match[str], start: int) -> tuple[Name, ...]:
    offset = match.start("names")
    words = _WORD.finditer(match["names"])
    return tuple(
        Name(word[0], Span(start + offset + word.start(), start + offset + word.end())) for word in words
    )


def without_names(source: Source, directive: Directive, dropped: Sequence[Name]) -> tuple[Span, str]:
    """The edit that takes the ``dropped`` names, or with the last of them the directive, out."""
    kept = [name for name in directive.names or () if name not in dropped]
    if not kept or directive.brackets is None:
        return _without_directive(source, directive), ""
    separators = {
        name: source.text[before.span.end : name.span.start]
        for before, name in pairwise(directive.names or ())
    }
    return directive.brackets, kept[0].text + "".join(separators[name] + name.text for name in kept[1:])


def _without_directive(source: Source, directive: Directive) -> Span:
    start, end = directive.span
    row = source.position(start)[0]
    before = source.text[source.line_start(row) : start].rstrip()
    if end < directive.comment.end:
        following = source.text[end : directive.comment.end]
        return Span(start, directive.comment.end - len(following.lstrip()))
    if before:
        return Span(source.line_start(row) + len(before), end)
    return Span(source.line_start(row), source.line_start(row + 1))
