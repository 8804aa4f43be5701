"""What a pipeline relies on: exit codes, annotations, SARIF, and the findings of the sample applications.

``UPDATE_GOLDENS=1 pytest tests/e2e/test_ci.py`` writes the expected findings anew; read the diff.
"""

from __future__ import annotations

import json
import os
import re
import shutil
from pathlib import Path

import jsonschema
import pytest
from console import FIXTURES, concise, run, write

PROJECTS = FIXTURES / "projects"
GOLDEN = PROJECTS / "bookshop.expected.txt"
FINDING = re.compile(r"^(\S+?):(\d+):\d+: (FAPI\d{3}) ", re.MULTILINE)


def found(text: str) -> list[tuple[str, str]]:
    """File and code of every line of a concise report."""
    return [(path, code) for path, _, code in FINDING.findall(text)]


# --- exit codes ----------------------------------------------------------------------------------


def test_exit_codes(tmp_path: Path) -> None:
    bookshop, clean = PROJECTS / "bookshop", PROJECTS / "clean"
    assert run("--no-cache", bookshop, cwd=tmp_path).code == 1
    assert run("--no-cache", clean, cwd=tmp_path).code == 0
    assert run("--no-cache", tmp_path / "nowhere", cwd=tmp_path).code == 2
    assert run("--no-cache", "--exit-zero", bookshop, cwd=tmp_path).code == 0
    assert run("--no-cache", "--exit-zero", tmp_path / "nowhere", cwd=tmp_path).code == 2


def test_fixing_is_a_failure_when_asked_for(tmp_path: Path) -> None:
    write(tmp_path, {"main.py": "import time\nfrom fastapi import FastAPI\n\napp = FastAPI()\n"})
    ignored = (
        '@app.get("/")\nasync def slow() -> int:\n    return 1  # fastapi-lint: ignore[blocking-sleep]\n'
    )
    with (tmp_path / "main.py").open("a", encoding="utf-8") as file:
        file.write(ignored)
    assert run("--diff", cwd=tmp_path).code == 1
    done = run("--fix", "--exit-non-zero-on-fix", cwd=tmp_path)
    assert done.code == 1, done.text
    assert "ignore[" not in (tmp_path / "main.py").read_text("utf-8")
    assert run("--fix", "--exit-non-zero-on-fix", cwd=tmp_path).code == 0


# --- the sample applications ---------------------------------------------------------------------


def test_findings_of_the_bookshop() -> None:
    report = concise("--no-cache", "bookshop", cwd=PROJECTS)
    assert report.code == 1
    if os.environ.get("UPDATE_GOLDENS"):
        GOLDEN.write_text(report.out, "utf-8", newline="\n")
    assert report.out == GOLDEN.read_text("utf-8")


def test_the_clean_application_is_clean() -> None:
    for selected in ("default", "strict"):
        report = concise("--no-cache", "--select", selected, "clean", cwd=PROJECTS)
        assert (report.code, found(report.out)) == (0, []), report.text


SHADOWED = ("monorepo/services/b/app/routers/search.py", "FAPI201")
BLOCKING = ("monorepo/services/a/app/dependencies.py", "FAPI101")


def test_findings_of_the_monorepo() -> None:
    """Two packages called `app`: a linter that mixes them up finds the shadowed route twice or never."""
    report = concise("--no-cache", "monorepo", cwd=PROJECTS)
    assert [finding for finding in found(report.out) if finding != BLOCKING] == [SHADOWED]
    assert found(concise("--no-cache", "monorepo/services/b", cwd=PROJECTS).out) == [SHADOWED]


def test_blocking_two_calls_away() -> None:
    assert found(concise("--no-cache", "monorepo/services/a", cwd=PROJECTS).out) == [BLOCKING]


def test_the_verdict_does_not_depend_on_where_one_stands(tmp_path: Path) -> None:
    shutil.copytree(PROJECTS / "bookshop", tmp_path / "bookshop")
    inside = concise("--no-cache", cwd=tmp_path / "bookshop")
    outside = concise("--no-cache", "bookshop", cwd=tmp_path)
    assert found(inside.out) == [(path.removeprefix("bookshop/"), code) for path, code in found(outside.out)]


def test_a_part_of_the_files_has_the_same_findings(tmp_path: Path) -> None:
    shutil.copytree(PROJECTS / "bookshop", tmp_path / "bookshop")
    everything = found(concise("--no-cache", cwd=tmp_path / "bookshop").out)
    for path in sorted({path for path, _ in everything})[::2]:
        alone = found(concise("--no-cache", path, cwd=tmp_path / "bookshop").out)
        assert alone == [finding for finding in everything if finding[0] == path]


def test_the_cache_changes_nothing(tmp_path: Path) -> None:
    shutil.copytree(PROJECTS / "bookshop", tmp_path / "bookshop", ignore=shutil.ignore_patterns(".*"))
    first, second = (concise(cwd=tmp_path / "bookshop") for _ in range(2))
    assert (tmp_path / "bookshop/.fastapi_lint_cache").is_dir()
    assert first == second == concise("--no-cache", cwd=tmp_path / "bookshop")


# --- reports for machines ------------------------------------------------------------------------


def test_github_annotations() -> None:
    report = run("check", "--no-cache", "--output-format", "github", "bookshop", cwd=PROJECTS)
    assert report.code == 1
    lines = report.out.splitlines()
    assert len(lines) == len(found(concise("--no-cache", "bookshop", cwd=PROJECTS).out))
    command = re.compile(
        r"::(error|warning|notice) title=fastapi-lint \(FAPI\d{3} [a-z-]+\),"
        rf"file={re.escape(str(PROJECTS))}/bookshop/\S+?\.py,line=\d+,endLine=\d+(,col=\d+,endColumn=\d+)?::.+"
    )
    assert [line for line in lines if not command.fullmatch(line)] == []


def test_sarif_is_valid(tmp_path: Path) -> None:
    target = tmp_path / "report.sarif"
    arguments = ("check", "--no-cache", "--output-format", "sarif", "--output-file", target, "bookshop")
    report = run(*arguments, cwd=PROJECTS)
    assert (report.code, report.out) == (1, "")
    sarif = json.loads(target.read_text("utf-8"))
    schema = json.loads((FIXTURES / "reports" / "sarif-2.1.0.json").read_text("utf-8"))
    jsonschema.validators.validator_for(schema)(schema).validate(sarif)
    results = sarif["runs"][0]["results"]
    assert len(results) == len(found(concise("--no-cache", "bookshop", cwd=PROJECTS).out))
    rules = {rule["id"] for rule in sarif["runs"][0]["tool"]["driver"]["rules"]}
    assert {result["ruleId"] for result in results} <= rules


@pytest.mark.parametrize("project", ["bookshop", "clean"])
def test_json(project: str) -> None:
    report = run("check", "--no-cache", "--output-format", "json", project, cwd=PROJECTS)
    shown = [entry for entry in json.loads(report.out) if not entry["suppressed"]]
    assert len(shown) == len(found(concise("--no-cache", project, cwd=PROJECTS).out))
