"""Fixture cases: Python files, or folders that are projects, with the expected findings in comments.

``# expect: rule-name, other-rule(warning)`` ends the line where the findings start; ``# expect-next: …``
stands alone on the line above it. ``case.fixed.py`` (``case.fixed/`` with the changed files) beside a case is
the text after ``--fix --unsafe-fixes``. First lines ``# settings: target-fastapi = "0.110"`` set the keys of
a single file; a folder has its own ``pyproject.toml``. The linter sees none of these comments.
"""

from __future__ import annotations

import re
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import TYPE_CHECKING, TypeAlias

from fastapi_lint.examples import DEFAULT_FILE, ROOT, annotate, project
from fastapi_lint.finding import Applicability
from fastapi_lint.testing.promises import difference

if TYPE_CHECKING:
    from fastapi_lint.result import Result
    from fastapi_lint.rule import Rule

Labels: TypeAlias = Mapping[tuple[str, int], Sequence[str]]
"""The expected ``name`` or ``name(severity)`` by path and row."""

_MARKER = re.compile(r"[ \t]*# expect: (.+?)[ \t]*(?=\r?$)")
_NEXT = re.compile(r"[ \t]*# expect-next: (.+?)[ \t\r]*")
_SETTING = re.compile(r"# settings: (.+?)\r?")
_IGNORED = ("__pycache__", ".fastapi_lint_cache")


@dataclass(frozen=True, slots=True)
class Case:
    """Code, what the linter must say about it, and what fixing must make of it."""

    name: str
    files: Mapping[str, str]
    expected: Labels
    fixed: Mapping[str, str] | None = None

    def check(self, rules: Sequence[Rule]) -> str:
        """Lint with these rules: how the comments and the findings differ, empty if they do not.

        The case's own settings may ``select`` among the rules; without that, all of them run.
        """
        result = project(self.files, rules).check()
        actual = _commented(self.files, _labels(result, self.expected)) + _problems(result)
        wrong = difference(_commented(self.files, self.expected), actual, "expected", "found")
        return "\n".join(filter(None, [wrong, self._check_fix(rules)]))

    def _check_fix(self, rules: Sequence[Rule]) -> str:
        if self.fixed is None:
            return ""
        from fastapi_lint.fix import apply

        fixed = apply(project(self.files, rules), None, Applicability.UNSAFE)
        changed = {path.removeprefix(ROOT): new for path, (_, new) in fixed.changes.items()}
        expected = annotate({**self.files, **self.fixed}, ())
        actual = annotate({**self.files, **changed}, ()) + "".join(f"undone: {why}\n" for why in fixed.undone)
        return difference(expected, actual, "expected after fixes", "fixed")


def cases(folder: Path, layout: str = "*/*/*") -> list[Case]:
    """The cases below a folder; ``layout`` says where: by default in ``<category>/<rule>/``."""
    paths = sorted(path for path in folder.glob(layout) if _is_case(path))
    orphans = {*folder.glob(f"{layout}.fixed"), *folder.glob(f"{layout}.fixed.py")} - set(
        map(_fixed_beside, paths)
    )
    if orphans:
        raise ValueError(f"{min(orphans)}: there is no case that this is the fixed text of")
    return [_read(path, path.relative_to(folder).as_posix()) for path in paths]


def _is_case(path: Path) -> bool:
    if ".fixed" in path.name or path.name.startswith(".") or path.name in _IGNORED:
        return False
    return path.is_dir() or path.suffix == ".py"


def _fixed_beside(path: Path) -> Path:
    return path.with_name(f"{path.stem}.fixed{path.suffix}")


def _read(path: Path, name: str) -> Case:
    files: dict[str, str] = {}
    expected: dict[tuple[str, int], list[str]] = {}
    for file, text in _texts(path).items():
        files[file], rows, settings = _stripped(text)
        expected |= {(file, row): labels for row, labels in rows.items()}
        if settings:
            files["pyproject.toml"] = "\n".join(["[tool.fastapi-lint]", *settings, ""])
    beside = _fixed_beside(path)
    fixed = {file: _stripped(text)[0] for file, text in _texts(beside).items()} if beside.exists() else None
    return Case(name, files, expected, fixed)


def _texts(path: Path) -> dict[str, str]:
    if path.is_file():
        return {DEFAULT_FILE: path.read_bytes().decode()}
    files = (file for file in sorted(path.rglob("*")) if file.is_file() and not set(_IGNORED) & {*file.parts})
    return {file.relative_to(path).as_posix(): file.read_bytes().decode() for file in files}


def _stripped(text: str) -> tuple[str, dict[int, list[str]], list[str]]:
    """The text as the linter is to see it, the expected labels by row in it, and the settings."""
    lines: list[str] = []
    rows: dict[int, list[str]] = {}
    settings: list[str] = []
    for line in text.split("\n"):
        row = len(lines) + 1
        if (setting := _SETTING.fullmatch(line)) and not lines:
            settings.append(setting[1])
        elif following := _NEXT.fullmatch(line):
            rows.setdefault(row, []).extend(following[1].split(", "))
        else:
            if marker := _MARKER.search(line):
                rows.setdefault(row, []).extend(marker[1].split(", "))
            lines.append(_MARKER.sub("", line))
    return "\n".join(lines), rows, settings


def _labels(result: Result, expected: Labels) -> Labels:
    """The findings as labels, with the severity where the case names it or expects nothing."""
    found: dict[tuple[str, int], list[str]] = {}
    open_ = {place: list(labels) for place, labels in expected.items()}
    for finding in result.active:
        row = result.source(finding.path).text.count("\n", 0, finding.span.start) + 1
        place = (finding.path.removeprefix(ROOT), row)
        full = f"{finding.name}({finding.severity})"
        wanted = open_.get(place, [])
        label = finding.name if finding.name in wanted and full not in wanted else full
        if label in wanted:
            wanted.remove(label)
        found.setdefault(place, []).append(label)
    return found


def _commented(files: Mapping[str, str], labels: Labels) -> str:
    out = []
    for path, text in files.items():
        out.append(f"-- {path} --")
        for row, line in enumerate(text.split("\n"), 1):
            comment = ", ".join(sorted(labels.get((path, row), ())))
            out.append(f"{line}  # expect: {comment}" if comment else line)
    return "\n".join(out)


def _problems(result: Result) -> str:
    return "".join(f"\n{item.kind.value}: {item.path}: {item.message}" for item in result.problems)
