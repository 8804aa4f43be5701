"""Lint the code of examples, and show findings as carets under it."""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from typing import TYPE_CHECKING

from fastapi_lint.examples.parse import DEFAULT_FILE, Block, Mark
from fastapi_lint.finding import Applicability, Finding

if TYPE_CHECKING:
    from fastapi_lint.fix import Fixed
    from fastapi_lint.result import Result
    from fastapi_lint.rule import Rule
    from fastapi_lint.session import Session

ROOT = "/example/"
"""Where the files of an example are, in a file system of their own."""


def render(block: Block, findings: Iterable[Finding]) -> str:
    """The block with carets under these findings: what the docstring would have to say."""
    return annotate(block.files, (mark(block.files, finding) for finding in findings))


def annotate(files: Mapping[str, str], marks: Iterable[Mark]) -> str:
    """Files with the marks under their lines, as one text."""
    carets: dict[tuple[str, int], list[str]] = {}
    for item in sorted(marks):
        line = " " * item.start + "^" * (item.end - item.start) + f" {item.message}"
        carets.setdefault((item.path, item.row), []).append(line)
    out: list[str] = []
    for path, text in files.items():
        if list(files) != [DEFAULT_FILE]:
            out.append(f"-- {path} --")
        for row, line in enumerate(text.split("\n")[:-1] or [""], 1):
            out += [line, *carets.pop((path, row), ())]
    for (path, row), lines in carets.items():
        out += [f"-- {path} --, line {row}: {line.strip()}" for line in lines]
    return "\n".join(out) + "\n"


def mark(files: Mapping[str, str], finding: Finding) -> Mark:
    """Where the carets of a finding go: under its span's part on the first line, at least one column."""
    path = finding.path.removeprefix(ROOT)
    text = files.get(path, "")
    start, end = finding.span
    column = start - (text.rfind("\n", 0, start) + 1)
    line_end = text.find("\n", start)
    end = min(end, len(text) if line_end < 0 else line_end)
    return Mark(path, text.count("\n", 0, start) + 1, column, column + max(end - start, 1), finding.message)


def project(files: Mapping[str, str], rules: Sequence[Rule]) -> Session:
    """A project in memory that all these rules look at, unless its settings select some of them."""
    from fastapi_lint.session import Session
    from fastapi_lint.workspace.config import load, override
    from fastapi_lint.workspace.files import MemoryFiles

    memory = MemoryFiles({ROOT + path: text for path, text in files.items()})
    settings = load([ROOT.rstrip("/")], files=memory)
    if "select" not in settings.origins:
        settings = override(settings, select=[rule.name for rule in rules])
    return Session(memory, settings, rules)


def check_block(rule: Rule, block: Block) -> Result:
    """What one rule finds in a block."""
    return project(block.files, [rule]).check()


def fix_block(rule: Rule, block: Block) -> tuple[dict[str, str], Fixed]:
    """The files of a block after all fixes of one rule, the unsafe ones as well, and how that went."""
    from fastapi_lint.fix import apply

    fixed = apply(project(block.files, [rule]), None, Applicability.UNSAFE)
    changed = {path.removeprefix(ROOT): new for path, (_, new) in fixed.changes.items()}
    return {**block.files, **changed}, fixed
