"""Start a rule: python scripts/new_rule.py asynchrony/blocking-foo."""

from __future__ import annotations

import argparse
import re
from pathlib import Path

from fastapi_lint_rules import CATEGORIES

ROOT = Path(__file__).parents[1]
RULES = Path("rules", "fastapi_lint_rules")
CASES = Path("fixtures", "cases")

_PLACE = re.compile(r"([a-z][a-z0-9_]*)/([a-z][a-z0-9]*(?:-[a-z0-9]+)*)")
_CODE = re.compile(r'"FAPI(\d{3})"')
_VERSION = re.compile(r'__version__ = "(\d+\.\d+)')

RULE = '''\
"""What is wrong, as a title.

What happens at run time, and why it hurts. What to do instead.

Bad:

    from fastapi import FastAPI

    app = FastAPI()

    @app.get("/")
     ^^^^^^^^^^^^ what, why and what to do, in one line
    def read_root() -> str:
        return "hello"

Good:

    from fastapi import FastAPI

    app = FastAPI()
"""

from fastapi_lint import Context, Findings, Route, Rule, Severity

rule = Rule(__name__, "{code}", Severity.WARNING, since="{since}")


@rule.on(Route)
def check(route: Route, ctx: Context) -> Findings:
    yield ctx.finding(route, "what, why and what to do, in one line")
'''

CASE = """\
# The plain case.
from fastapi import FastAPI

app = FastAPI()


@app.get("/")  # expect: {name}
def read_root() -> str:
    return "hello"
"""

STEPS = """\
1. Write the page and the check in {rule}
   until `pytest --fastapi-lint-rules -k "{name}::"` passes.
2. Write the traps, the code that must stay silent among them, into {case}
   and beside it, until `pytest tests/test_fixtures.py -k {rule.stem}` passes.
3. Run `python scripts/docs.py`, and add a line to CHANGELOG.md.
"""


def new_rule(place: str, root: Path = ROOT) -> str:
    """Create the files of the rule ``category/rule-name`` and say what to do next."""
    parts = _PLACE.fullmatch(place)
    if parts is None:
        raise SystemExit(f"`{place}` is not a place for a rule, expected category/rule-name")
    category, name = parts.groups()
    rule = root / RULES / category / f"{name.replace('-', '_')}.py"
    case = root / CASES / category / rule.stem / "plain.py"
    if taken := list((root / RULES).glob(f"*/{rule.name}")):
        raise SystemExit(f"{taken[0].relative_to(root)} is there already")
    version = _VERSION.search((root / "fastapi_lint" / "__init__.py").read_text("utf-8"))
    assert version is not None
    text = RULE.replace("{code}", next_code(root / RULES, category)).replace("{since}", version[1])
    package = rule.with_name("__init__.py")
    if not package.exists():
        _write(package, f'"""Rules about {category}."""\n')
    _write(rule, text)
    _write(case, CASE.replace("{name}", name))
    return STEPS.format(rule=rule.relative_to(root), case=case.relative_to(root), name=name)


def next_code(rules: Path, category: str) -> str:
    """The code after the category's last one."""
    if category not in CATEGORIES:
        raise SystemExit(f"`{category}` is not a category, expected one of {', '.join(CATEGORIES)}")
    found = ((path, code) for path in rules.rglob("*.py") for code in _CODE.findall(path.read_text("utf-8")))
    used = {path: int(code) for path, code in found}
    own = [number for path, number in used.items() if path.parent.name == category]
    number = max(own) + 1 if own else 100 * CATEGORIES[category] + 1
    if number in used.values():
        raise SystemExit(f"all codes of {category} are taken")
    return f"FAPI{number}"


def _write(path: Path, text: str) -> None:
    path.parent.mkdir(parents=True, exist_ok=True)
    path.write_text(text, "utf-8", newline="\n")


if __name__ == "__main__":
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("place", metavar="category/rule-name")
    print(new_rule(parser.parse_args().place))
