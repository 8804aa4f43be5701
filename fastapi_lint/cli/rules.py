"""``fastapi-lint rule``: the manual, from the docstrings of the rules."""

from __future__ import annotations

import sys
from typing import Any

from fastapi_lint.cli.errors import UserError, say
from fastapi_lint.cli.main import CLEAN, FAILED
from fastapi_lint.cli.manual import Page, listing, pages, show
from fastapi_lint.report.objects import dump
from fastapi_lint.report.terminal import console
from fastapi_lint.workspace.problems import did_you_mean

_FORMATS = ("text", "json")


def explain(selector: str | None, *, all_rules: bool, output_format: str, color: str) -> int:
    """Show the page of one rule, the pages of all, or the list."""
    if output_format not in _FORMATS:
        raise UserError(f"`--output-format {output_format}`: expected text or json")
    if selector and all_rules:
        raise UserError("name a rule or say `--all`, not both")
    known, failed = _known()
    chosen = [_chosen(selector, known)] if selector else known
    if output_format == "json":
        objects = [_object(page, full=bool(selector) or all_rules) for page in chosen]
        dump(objects[0] if selector else objects, sys.stdout)
    else:
        out = console(sys.stdout, color)
        for row in show(chosen) if selector or all_rules else listing(chosen):
            out.print(row)
    return FAILED if failed else CLEAN


def _known() -> tuple[list[Page], bool]:
    """The pages of all rules, and whether a plugin could not be loaded."""
    from fastapi_lint.registry import load

    registry = load()
    for problem in registry.problems:
        say("error", problem.message)
    return pages(registry.rules), bool(registry.problems)


def _chosen(selector: str, known: list[Page]) -> Page:
    for page in known:
        if selector == page.name or selector.upper() == page.code:
            return page
    words = [word for page in known for word in (page.name, page.code)]
    hint = did_you_mean(selector, words) or "; `fastapi-lint rule` lists all rules"
    raise UserError(f"there is no rule `{selector}`{hint}")


def _object(page: Page, *, full: bool) -> dict[str, Any]:
    listed = {
        "code": page.code,
        "name": page.name,
        "summary": page.summary,
        "severity": str(page.severity),
        "category": page.category,
        "group": page.group,
        "since": page.since or None,
        "url": page.url or None,
    }
    return listed | ({"fix": page.fix() or None, "manual": page.manual} if full else {})
