"""Findings about directives: those that suppress nothing, that name no rule, or that name none at all."""

from __future__ import annotations

from collections.abc import Collection, Iterable, Iterator, Sequence
from typing import NamedTuple

from fastapi_lint.finding import Applicability, Edit, Finding, Fix, Severity, Span
from fastapi_lint.rule import Options
from fastapi_lint.source import Source
from fastapi_lint.suppression.directives import Directive, Name, Named, without_names
from fastapi_lint.workspace.problems import did_you_mean


class PseudoRule(NamedTuple):
    """A rule that is no check: it can be named wherever a rule can."""

    name: str
    code: str
    severity: Severity
    summary: str
    category: str = "suppression"
    group: str = "default"
    options: type[Options] = Options


UNUSED = PseudoRule("unused-ignore", "FAPI001", Severity.WARNING, "A directive that suppresses nothing")
UNKNOWN = PseudoRule(
    "unknown-rule-in-ignore", "FAPI002", Severity.WARNING, "A directive for a rule that does not exist"
)
BLANKET = PseudoRule("blanket-ignore", "FAPI003", Severity.WARNING, "A directive that suppresses every rule")

RULES = (UNUSED, UNKNOWN, BLANKET)


def report(
    source: Source, directives: Sequence[Directive], rules: Iterable[Named], ran: Collection[str]
) -> Iterator[Finding]:
    """The findings of those ``RULES`` that ran; the directives already know what they were used for."""
    known = {word: rule.name for rule in rules for word in (rule.name, rule.code)}
    checks = ((UNUSED, _unused), (UNKNOWN, _unknown), (BLANKET, _blanket))
    for rule, check in checks:
        if rule.name in ran:
            for directive in directives:
                yield from check(source, directive, known, ran)


def _unused(
    source: Source, directive: Directive, known: dict[str, str], ran: Collection[str]
) -> Iterator[Finding]:
    own = {rule.name for rule in RULES}
    unused = [
        name
        for name in directive.names or ()
        if name.text not in directive.used and known.get(name.text) in ran and known[name.text] not in own
    ]
    if directive.names == ():
        yield _finding(UNUSED, source, directive, [], f"this `{directive.kind}` names no rule", "remove it")
    elif unused:
        verb = "finds" if len(unused) == 1 else "find"
        message = f"unused `{directive.kind}`: {_listed(unused)} {verb} nothing here"
        yield _finding(UNUSED, source, directive, unused, message, "remove it")


def _unknown(
    source: Source, directive: Directive, known: dict[str, str], ran: Collection[str]
) -> Iterator[Finding]:
    unknown = [name for name in directive.names or () if name.text not in known]
    if directive.kind == "noqa":  # other tools have codes of their own
        unknown = [name for name in unknown if name.text.startswith("FAPI")]
    if unknown:
        message = f"unknown rule in `{directive.kind}`: {_listed(unknown)}"
        hint = did_you_mean(unknown[0].text, known).lstrip(", ")
        yield _finding(UNKNOWN, source, directive, unknown, message, hint or "remove it")


def _blanket(
    source: Source, directive: Directive, known: dict[str, str], ran: Collection[str]
) -> Iterator[Finding]:
    if directive.names is not None or directive.kind == "noqa":
        return
    message = f"`{directive.kind}` without rules suppresses also what nobody has seen yet"
    fix = None
    if directive.used:
        names = ", ".join(sorted(directive.used))
        at = source.text.index(directive.kind, directive.span.start) + len(directive.kind)
        edit = Edit(source.path, Span(at, at), f"[{names}]")
        fix = Fix(f"name the rules: `{names}`", (edit,), Applicability.SAFE)
    yield Finding(
        BLANKET.code,
        BLANKET.name,
        message,
        source.path,
        directive.span,
        BLANKET.severity,
        help="name the rules in brackets",
        fix=fix,
    )


def _finding(
    rule: PseudoRule, source: Source, directive: Directive, names: Sequence[Name], message: str, hint: str
) -> Finding:
    every = len(names) == len(directive.names or ())
    span, text = without_names(source, directive, names)
    what = "the directive" if every else _listed(names)
    return Finding(
        rule.code,
        rule.name,
        message,
        source.path,
        directive.span if every else names[0].span,
        rule.severity,
        help=hint,
        fix=Fix(f"remove {what}", (Edit(source.path, span, text),), Applicability.SAFE),
    )


def _listed(names: Sequence[Name]) -> str:
    return " and ".join(f"`{name.text}`" for name in names)
