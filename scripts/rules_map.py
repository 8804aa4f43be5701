"""What became of every row of the catalogue of footguns, and of every check of other tools."""

from __future__ import annotations

from collections.abc import Collection, Iterator
from dataclasses import dataclass
from itertools import groupby
from pathlib import Path
from typing import Any

from fastapi_lint.rule import Rule
from fastapi_lint.workspace.toml import parse_toml

SEEDS = Path(__file__).parents[1] / "fixtures" / "seeds"
PLANNED = "planned"
HEAD = """# What every footgun, and every check of other tools, became here

`scripts/docs.py` writes this page from `fixtures/seeds/rules.toml` and `map.toml` beside it.
A row has the rules that find it, is planned, or has a reason why there is no rule."""
PEERS = """R ruff, FA flake8-fastapi, 8A flake8-async, 8P flake8-pydantic, BP bump-pydantic, BT bump-testclient,
So SonarPython, L fastapi-lsp, H hydroid, BL blockpath, EV evloop-lint, TY ty-async, T fastapi-therapist,
D fastapi-doctor, SJ sarj-python-lint, PL pylint-fastapi-plugin, RC flake8-fastapi-route-case, CB code-buster,
SG semgrep, CQ CodeQL, U umbra-scan, AM fastapi-architect-mcp, CH django-chainsaw, RF refurb, FX fixit, B bandit,
PC PyCharm."""


@dataclass(frozen=True)
class Map:
    """The tables of map.toml, and the rules by id of rules.toml."""

    footguns: dict[str, str]
    """The rows of the catalogue: their names there, by id."""
    reasons: dict[str, str]
    """Why rows have no rule, by id."""
    peers: dict[str, dict[str, dict[str, Any]]]
    """The checks of other tools, by theme and name: who has them, and what they are here."""
    own: dict[str, str]
    """Rules that nobody else has."""
    rules: dict[str, list[str]]
    """The rules of each id; ``none`` holds those without one."""

    def problems(self, existing: Collection[str]) -> Iterator[str]:
        """What is wrong with the tables, as things to do."""
        named = {name for names in self.rules.values() for name in names}
        placed = {
            name for id_, names in self.rules.items() if id_ != "none" for name in names
        } | self.own.keys()
        for id_ in self.rules.keys() - self.footguns.keys() - {"none"}:
            yield f"rules.toml: {id_} is no row of the catalogue"
        for id_ in self.reasons.keys() - self.footguns.keys():
            yield f"map.toml: reasons: {id_} is no row of the catalogue"
        for id_ in self.reasons.keys() & self.rules.keys():
            yield f"map.toml: reasons: {id_} has rules now ({', '.join(self.rules[id_])}): remove it"
        for check, became in (
            (check, row["is"]) for table in self.peers.values() for check, row in table.items()
        ):
            for item in became if isinstance(became, list) else ():
                placed.add(item)
                if item not in self.footguns and item not in named:
                    yield f"map.toml: peers: {check!r}: {item!r} is no row of the catalogue, and no rule"
        for name in self.own.keys() - named:
            yield f"map.toml: own: {name} is not in rules.toml"
        for name in named - set(existing):
            yield f"rules.toml: there is no rule {name}"
        for name in set(existing) - placed:
            yield (
                f"map.toml: {name} is missing: put it into rules.toml under its id in FOOTGUNS.md, "
                "or here into `is` of the check of a peer that it covers, or into [own]"
            )

    def became(self, items: list[str] | str) -> tuple[list[str], str]:
        """The rules that rows and names stand for, and what is said in place of a rule."""
        if isinstance(items, str):
            return [], items
        rules = dict.fromkeys(
            name for item in items for name in self.rules.get(item, [] if item in self.footguns else [item])
        )
        rows = [item for item in items if item in self.footguns and item not in self.rules]
        reasons = dict.fromkeys(self.reasons.get(row, PLANNED) for row in rows)
        return list(rules), "; ".join(reasons)


def read() -> Map:
    """The tables as they are on disk."""
    tables = {name: parse_toml((SEEDS / name).read_bytes(), name) for name in ("map.toml", "rules.toml")}
    return Map(**tables["map.toml"], rules=tables["rules.toml"])


def page(table: Map, rules: Collection[Rule]) -> str:
    """docs/rules-map.md."""
    links = {rule.name: f"[{rule.name}](rules/{rule.category}/{rule.name}.md)" for rule in rules}

    def cell(items: list[str] | str) -> str:
        found, said = table.became(items)
        text = ", ".join(links.get(name, name) for name in found)
        return "; ".join(part for part in (text, f"*{PLANNED}*" if said == PLANNED else said) if part)

    done = sum(bool(table.became([id_])[0]) for id_ in table.footguns)
    planned = sum(table.became([id_]) == ([], PLANNED) for id_ in table.footguns)
    rest = len(table.footguns) - done - planned
    lines = [HEAD, "", "## The catalogue", ""]
    lines.append(
        f"{len(table.footguns)} rows: {done} have rules, {planned} are planned, {rest} have none for a reason."
    )
    for _, rows in groupby(table.footguns.items(), key=lambda row: row[0][0]):
        lines += ["", "| row | in the catalogue | here |", "|---|---|---|"]
        lines += [f"| {id_} | {name} | {cell([id_])} |" for id_, name in rows]
    lines += ["", "## Checks of other tools", "", PEERS]
    for theme, checks in table.peers.items():
        lines += ["", f"### {theme}", "", "| check | who has it | here |", "|---|---|---|"]
        lines += [
            f"| {_cell(check)} | {_cell(row['peers'])} | {cell(row['is'])} |" for check, row in checks.items()
        ]
    lines += ["", "## Ours alone", "", "| rule | what it finds |", "|---|---|"]
    lines += [f"| {links.get(name, name)} | {what} |" for name, what in table.own.items()]
    return "\n".join(lines) + "\n"


def _cell(text: str) -> str:
    return text.replace("|", "\\|")
