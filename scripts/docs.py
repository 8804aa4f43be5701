"""Write docs/rules/ and the README's table of rules from the docstrings of the built-in rules, and docs/rules-map.md.

--check only says what is out of date.
"""

from __future__ import annotations

import argparse
import re
from collections.abc import Iterable, Iterator, Mapping
from itertools import groupby
from pathlib import Path
from typing import Any

import msgspec
import rules_map

from fastapi_lint.examples import Block, Mark, check_block, examples
from fastapi_lint.registry import load
from fastapi_lint.rule import Rule

ROOT = Path(__file__).parents[1]
DOCS = ROOT / "docs" / "rules"
README = ROOT / "README.md"
MAP = ROOT / "docs" / "rules-map.md"
TABLE = re.compile(r"(?<=<!-- rules, by scripts/docs.py -->\n).*?(?=<!-- end of rules -->)", re.DOTALL)
BUILT_IN = "fastapi_lint_rules."
LANGUAGES = {".py": "python", ".toml": "toml", ".yml": "yaml", ".yaml": "yaml"}


def pages(rules: Iterable[Rule]) -> dict[str, str]:
    """Every page by its path below docs/rules."""
    ordered = sorted(rules, key=lambda rule: (rule.category, rule.code))
    out = {f"{rule.category}/{rule.name}.md": page(rule) for rule in ordered}
    out["index.md"] = index(ordered)
    return out


def index(rules: list[Rule]) -> str:
    """The table of all rules, by category."""
    lines = [
        "# Rules",
        "",
        f"{len(rules)} rules. `scripts/docs.py` writes these pages from their docstrings.",
        "",
    ]
    for category, members in groupby(rules, key=lambda rule: rule.category):
        lines += [f"## {category}", "", "| code | rule | severity | group | fix | |", f"|{'---|' * 6}"]
        lines += [
            f"| {rule.code} | [{rule.name}]({category}/{rule.name}.md) | {rule.severity} | {rule.group} "
            f"| {fix_of(rule)} | {_cell(rule.summary)} |"
            for rule in members
        ]
        lines.append("")
    return "\n".join(lines)


def readme(rules: Iterable[Rule]) -> str:
    """The README with its table of the rules as they are now."""
    lines = ["| code | rule | what it finds |", "|---|---|---|"]
    ordered = sorted(rules, key=lambda rule: rule.code)
    for category, members in groupby(ordered, key=lambda rule: rule.category):
        lines.append(f"| | **{category}** | |")
        lines += [
            f"| {rule.code} | {rule.name}{'' if rule.group == 'default' else f' ({rule.group})'} "
            f"| {_cell(rule.summary)} |"
            for rule in members
        ]
    return TABLE.sub(lambda _: "\n".join([*lines, ""]), README.read_text("utf-8"))


def page(rule: Rule) -> str:
    """The page of one rule."""
    facts = (rule.code, f"severity {rule.severity}", f"group `{rule.group}`", f"since {rule.since}")
    header = [f"# {rule.name}", "", " · ".join((*facts, f"fix: {fix_of(rule)}"))]
    body = ["\n".join(part).strip("\n") for part in (header, manual(rule), options(rule))]
    return "\n\n".join(filter(None, body)) + "\n"


def fix_of(rule: Rule) -> str:
    """What kind of fix the examples get."""
    found = [finding.fix for example in examples(rule) for finding in check_block(rule, example.bad).active]
    return str(max((fix.applicability for fix in found if fix), default="none"))


def manual(rule: Rule) -> Iterator[str]:
    """The docstring as Markdown: the blocks of its examples fenced, everything else as it is."""
    lines = rule.manual.splitlines()
    blocks = [block for example in examples(rule) for block in (example.bad, example.good) if block]
    position = 0
    for block in sorted(blocks, key=lambda block: block.line):
        yield from lines[position : block.line - 1]
        yield f"**{lines[block.line - 1].rstrip(':')}**"
        yield ""
        yield from fenced(block)
        position = block.line
        while position < len(lines) and (not lines[position] or lines[position].startswith("    ")):
            position += 1
    yield from lines[position:]


def fenced(block: Block) -> Iterator[str]:
    """One fence per file, named when there are several."""
    for path, text in block.files.items():
        if len(block.files) > 1:
            yield f"`{path}`"
            yield ""
        yield f"```{LANGUAGES.get(Path(path).suffix, 'text')}"
        for row, line in enumerate(text.splitlines(), 1):
            yield line
            yield from (caret(mark) for mark in block.marks if (mark.path, mark.row) == (path, row))
        yield "```"
        yield ""


def caret(mark: Mark) -> str:
    """The carets, still below their span, as a comment: highlighters would take the message for code."""
    carets = "^" * (mark.end - mark.start)
    if mark.start >= 2:
        return f"{' ' * (mark.start - 2)}# {carets} {mark.message}"
    return f"#{' ' * (mark.start - 1)}{carets[1 - mark.start :] or '^'} {mark.message}"


def options(rule: Rule) -> Iterator[str]:
    """The rule's own settings with their defaults."""
    fields = msgspec.structs.fields(rule.options)
    if not fields:
        return
    yield from ["## Options", "", f"In `[tool.fastapi-lint.rules.{rule.name}]`:", ""]
    yield from ["| option | type | default |", "|---|---|---|"]
    for field in fields:
        default = field.default if field.default is not msgspec.NODEFAULT else field.default_factory()
        yield f"| `{field.encode_name}` | {_cell(_type(field.type))} | `{_toml(default)}` |"


def _type(kind: Any) -> str:
    return kind.__name__ if isinstance(kind, type) and not hasattr(kind, "__args__") else str(kind)


def _toml(value: Any) -> str:
    return msgspec.json.encode(value, enc_hook=list).decode()


def _cell(text: str) -> str:
    return text.replace("|", "\\|")


def stale(wanted: Mapping[str, str]) -> list[str]:
    """The pages that are missing, different, or of no rule any more."""
    there = {path.relative_to(DOCS).as_posix(): path.read_text("utf-8") for path in DOCS.rglob("*.md")}
    return sorted(name for name in wanted.keys() | there.keys() if wanted.get(name) != there.get(name))


def write(wanted: Mapping[str, str]) -> None:
    """Bring docs/rules up to date."""
    for name in stale(wanted):
        path = DOCS / name
        if name in wanted:
            path.parent.mkdir(parents=True, exist_ok=True)
            path.write_text(wanted[name], "utf-8", newline="\n")
        else:
            path.unlink()


def main() -> int:
    """Write, or check."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument(
        "--check", action="store_true", help="write nothing, exit with 1 if a page is out of date"
    )
    check = parser.parse_args().check
    rules = [rule for rule in load().rules if rule.module.startswith(BUILT_IN)]
    wanted = pages(rules)
    texts = {README: readme(rules), MAP: rules_map.page(rules_map.read(), rules)}
    if not check:
        write(wanted)
        for path, text in texts.items():
            path.write_text(text, "utf-8", newline="\n")
        return 0
    outdated = [f"docs/rules/{name}" for name in stale(wanted)]
    outdated += [
        path.relative_to(ROOT).as_posix()
        for path, text in texts.items()
        if not path.exists() or text != path.read_text("utf-8")
    ]
    for name in outdated:
        print(f"{name} is out of date, run: python scripts/docs.py")
    return 1 if outdated else 0


if __name__ == "__main__":
    raise SystemExit(main())
