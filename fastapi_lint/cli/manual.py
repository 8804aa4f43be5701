"""Manual pages in a terminal: light Markdown whose indented blocks are code with lines of carets in it."""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from itertools import groupby

from rich.style import Style
from rich.syntax import Syntax
from rich.text import Text

from fastapi_lint.finding import Severity
from fastapi_lint.report.styles import STYLES
from fastapi_lint.report.terminal import prose
from fastapi_lint.rule import Rule

_INDENT = "    "
_CARETS = re.compile(r" *\^+( .*)?")
_FILE = re.compile(r" *-- \S+ --")
_TITLES = {"Bad:": "bold red", "Good:": "bold green"}
_FIXES = {
    "safe": "yes, with --fix",
    "unsafe": "yes, with --fix --unsafe-fixes",
    "display": "a sketch is shown",
}


@dataclass(frozen=True)
class Page:
    """One rule's page. The engine's own rules, about ignore comments, have no docstring to show."""

    code: str
    name: str
    severity: Severity
    category: str
    group: str
    summary: str
    manual: str
    since: str = ""
    url: str = ""
    rule: Rule | None = None

    def fix(self) -> str:
        """How sure the surest fix in the examples is; empty if nothing is fixed there."""
        if self.rule is None:
            return "safe"  # they change nothing but comments
        from fastapi_lint.examples import check_block, examples

        rule = self.rule
        findings = [
            finding for example in examples(rule) for finding in check_block(rule, example.bad).findings
        ]
        best = max((finding.fix.applicability for finding in findings if finding.fix), default=None)
        return str(best) if best else ""


def pages(rules: Iterable[Rule]) -> list[Page]:
    """The pages of the rules and of the engine's own, sorted by code."""
    from fastapi_lint.suppression import RULES

    made = {rule.code: _page(rule) for rule in rules}
    for own in RULES:
        page = Page(own.code, own.name, own.severity, own.category, own.group, own.summary, own.summary + ".")
        made.setdefault(own.code, page)
    return [made[code] for code in sorted(made)]


def _page(rule: Rule) -> Page:
    return Page(
        code=rule.code,
        name=rule.name,
        severity=rule.severity,
        category=rule.category,
        group=rule.group,
        summary=rule.summary,
        manual=rule.manual,
        since=rule.since,
        url=rule.url,
        rule=rule,
    )


def listing(known: Iterable[Page]) -> Iterator[Text]:
    """The list of rules, category by category in the order of the codes."""
    known = list(known)
    width = max((len(page.name) for page in known), default=0)
    for category, group in groupby(known, key=lambda page: page.category):
        yield Text(f"{category}", style="bold")
        for page in group:
            yield Text.assemble(
                f"  {page.code} ",
                (f"{page.severity!s:<8}", STYLES[page.severity]),
                _linked(page.name, page.url),
                " " * (width - len(page.name) + 1),
                prose(page.summary),
                (f" ({page.group})" if page.group != "default" else "", "dim"),
            )
        yield Text()


def show(chosen: Iterable[Page]) -> Iterator[Text]:
    """Whole pages, one after the other."""
    for number, page in enumerate(chosen):
        if number:
            yield Text("─" * 40, style="dim")
        yield from _header(page)
        yield from _body(page.manual)


def _header(page: Page) -> Iterator[Text]:
    severity = (str(page.severity), STYLES[page.severity])
    yield Text.assemble((page.code, "bold"), " ", _linked(page.name, page.url, "bold"))
    yield Text.assemble(("severity ", "dim"), severity, ("  category ", "dim"), page.category)
    since = Text.assemble(("  since ", "dim"), page.since) if page.since else Text()
    yield Text.assemble(
        ("group ", "dim"), page.group, since, ("  fixable ", "dim"), _FIXES.get(page.fix(), "no")
    )
    yield Text()


def _body(manual: str) -> Iterator[Text]:
    lines = manual.splitlines()
    for is_code, block in groupby(_paired(lines), key=lambda pair: pair[0]):
        rows = [line for _, line in block]
        if is_code:
            yield from _code(rows)
        else:
            yield from (prose(row, _TITLES.get(row.strip(), "")) for row in rows)


def _paired(lines: list[str]) -> Iterator[tuple[bool, str]]:
    """Each line, and whether it is code; a blank line between two lines of code is."""
    for index, line in enumerate(lines):
        around = [
            next((other for other in side if other.strip()), "") for side in (lines[index::-1], lines[index:])
        ]
        yield all(other.startswith(_INDENT) for other in around), line


def _code(rows: list[str]) -> Iterator[Text]:
    """Highlighted code. Carets and file names are no Python, so they are kept from the highlighter."""
    code = ["" if _CARETS.fullmatch(row) or _FILE.fullmatch(row) else row for row in rows]
    coloured = (
        Syntax("", "python", theme="ansi_dark").highlight("\n".join(code)).split("\n", allow_blank=True)
    )
    for row, text in zip(rows, coloured, strict=False):
        if _CARETS.fullmatch(row):
            end = len(row) - len(row.lstrip(" ^"))
            yield Text.assemble((row[:end], "bold red"), prose(row[end:], "red"))
        else:
            yield Text(row, style="bold dim") if _FILE.fullmatch(row) else text


def _linked(name: str, url: str, style: str = "") -> Text:
    return Text(name, style=Style.parse(style) + Style(link=url) if url else style)
