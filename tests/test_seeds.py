"""The acceptance corpus in fixtures/seeds: what its markers say, nothing else, in both profiles.

``rules.toml`` there says which rules stand behind an id; ids without a rule are not looked at.
"""

from __future__ import annotations

import re
from collections import defaultdict
from collections.abc import Iterator
from dataclasses import dataclass, field
from functools import cache
from pathlib import Path
from typing import Any, NamedTuple

import pytest

from fastapi_lint.examples import ROOT
from fastapi_lint.finding import Finding
from fastapi_lint.registry import load
from fastapi_lint.rule import Rule
from fastapi_lint.session import Session
from fastapi_lint.workspace.config import load as load_settings
from fastapi_lint.workspace.config import override
from fastapi_lint.workspace.files import MemoryFiles
from fastapi_lint.workspace.toml import parse_toml

SEEDS = Path(__file__).parents[1] / "fixtures" / "seeds"
_MARKER = re.compile(r"#(?: .*?#)?? ((?:expect-next|expect|strict|not): .*)$")
_ITEM = re.compile(r"(expect-next|expect|strict|not): (.+)")
_LABEL = re.compile(r"([A-Z]\d\d)(?:\((\w+)\))?")


class Label(NamedTuple):
    """An id of a marker, and the severity if the marker names one."""

    id: str
    severity: str


@dataclass
class Promise:
    """What the markers say about one line; row 0 stands for the whole file."""

    default: list[Label] = field(default_factory=list)
    strict: list[Label] = field(default_factory=list)
    never: list[Label] = field(default_factory=list)


Promises = dict[tuple[str, int], Promise]


def fixtures() -> list[Path]:
    found = (path for folder in (SEEDS, SEEDS / "prose") for path in sorted(folder.iterdir()))
    return [path for path in found if path.suffix == ".py" or (path.is_dir() and path.name != "prose")]


# --- reading the markers -------------------------------------------------------------------------


def read(fixture: Path) -> tuple[dict[str, str], Promises]:
    """The files of a fixture, and what is said about them."""
    promises: Promises = defaultdict(Promise)
    files = {}
    for path in [fixture] if fixture.is_file() else sorted(fixture.rglob("*")):
        if path.is_file() and "__pycache__" not in path.parts:
            name = path.relative_to(fixture if fixture.is_dir() else fixture.parent).as_posix()
            files[name] = path.read_text("utf-8")
            _read_comments(promises, name, files[name])
    if sidecar := files.pop("expect.toml", ""):
        _read_sidecar(promises, parse_toml(sidecar.encode(), f"{fixture}/expect.toml"))
    return files, promises


def _read_comments(promises: Promises, name: str, text: str) -> None:
    is_head = True
    for row, line in enumerate(text.split("\n"), 1):
        is_alone = line.lstrip().startswith("#")
        is_head = is_head and (is_alone or not line.strip())
        marker = _MARKER.search(line)
        for kind, ids in _items(marker[1]) if marker else ():
            labels = [Label(id_, severity) for id_, severity in _LABEL.findall(ids)]
            assert labels, f"{name}:{row}: no ids in {ids!r}"
            if kind == "not":
                promises[name, 0 if is_alone and is_head else row].never += labels
            elif kind == "strict":
                promises[name, row].strict += labels
            else:
                promises[name, row + (kind == "expect-next")].default += labels


def _items(marker: str) -> Iterator[tuple[str, str]]:
    for part in marker.split(";"):
        item = _ITEM.fullmatch(part.strip())
        assert item, f"unreadable marker {marker!r}"
        yield item[1], item[2]


def _read_sidecar(promises: Promises, table: dict[str, Any]) -> None:
    for entry in table.get("expect", []):
        promise = promises[entry["file"], entry["line"]]
        promise.default += [Label(*_LABEL.findall(item)[0]) for item in entry.get("default", [])]
        promise.strict += [Label(*_LABEL.findall(item)[0]) for item in entry.get("strict", [])]
    for entry in table.get("not", []):
        never = [Label(*_LABEL.findall(item)[0]) for item in entry["ids"]]
        promises[entry["file"], entry.get("line", 0)].never += never


# --- comparing -----------------------------------------------------------------------------------


@cache
def rules() -> dict[str, Rule]:
    return {rule.name: rule for rule in load().rules if rule.module.startswith("fastapi_lint_rules.")}


@cache
def table() -> dict[str, list[str]]:
    """The rules by id; those that do not exist are left out."""
    path = SEEDS / "rules.toml"
    ids = parse_toml(path.read_bytes(), str(path))
    return {id_: [name for name in names if name in rules()] for id_, names in ids.items()}


def names(label: Label) -> list[str]:
    return table().get(label.id, [])


def lint(files: dict[str, str], profile: str) -> dict[tuple[str, int], list[Finding]]:
    """The findings of the rules in the table, by file and row."""
    memory = MemoryFiles({ROOT + name: text for name, text in files.items()})
    settings = override(load_settings([ROOT.rstrip("/")], files=memory), select=[profile])
    result = Session(memory, settings, list(rules().values()), strict=True).check()
    assert [f"{problem.path}: {problem.message}" for problem in result.problems] == []
    known = {name for names in table().values() for name in names}
    found: dict[tuple[str, int], list[Finding]] = defaultdict(list)
    for finding in result.findings:
        is_shown = finding.suppression is None and finding.confidence >= settings.min_confidence
        if is_shown and finding.name in known:
            row = result.source(finding.path).position(finding.span.start)[0]
            found[finding.path.removeprefix(ROOT), row].append(finding)
    return found


def differences(files: dict[str, str], promises: Promises, profile: str) -> Iterator[str]:
    """One line for each thing that is otherwise than promised."""
    found = lint(files, profile)
    for place in sorted({*promises, *found}):
        promise = promises.get(place, Promise())
        name, row = place
        code = files[name].split("\n")[row - 1].strip() if row and name in files else ""
        left = list(found.get(place, []))
        wanted = promise.default + (promise.strict if profile == "strict" else [])
        # Ids that a single rule stands behind choose first.
        for label in sorted((label for label in wanted if names(label)), key=lambda label: len(names(label))):
            match = next((finding for finding in left if _is(finding, label)), None)
            if match is None:
                severity = f"({label.severity})" if label.severity else ""
                yield f"{name}:{row}: missing {label.id} {'|'.join(names(label))}{severity}  │ {code}"
            else:
                left.remove(match)
        for finding in left:
            forbidden = {*promise.never, *promises.get((name, 0), Promise()).never}
            ids = [label.id for label in forbidden if finding.name in names(label)]
            why = f"forbidden {'/'.join(sorted(ids))}" if ids else "unexpected"
            yield f"{name}:{row}: {why} {finding.name}({finding.severity}): {finding.message}  │ {code}"


def _is(finding: Finding, label: Label) -> bool:
    return finding.name in names(label) and label.severity in ("", str(finding.severity))


# --- the tests -----------------------------------------------------------------------------------


@pytest.mark.parametrize("profile", ["default", "strict"])
@pytest.mark.parametrize("fixture", fixtures(), ids=lambda path: path.relative_to(SEEDS).as_posix())
def test_seed(fixture: Path, profile: str) -> None:
    files, promises = read(fixture)
    if wrong := list(differences(files, promises, profile)):
        where = fixture.relative_to(SEEDS.parents[1]).as_posix()
        pytest.fail("\n".join([f"{where}, {profile} profile:", *wrong]), pytrace=False)


def test_the_corpus_is_complete() -> None:
    """The markers are read: a format that changes must not pass by saying nothing."""
    read_all = [read(fixture)[1] for fixture in fixtures()]
    labels = [label for promises in read_all for promise in promises.values() for label in promise.default]
    assert len(read_all) > 120
    assert len(labels) > 150
