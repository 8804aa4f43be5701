"""``check``: what is shown, and the exit codes."""

from __future__ import annotations

import json
from pathlib import Path

import pytest
from cli_command import Command

CONCISE = ("--output-format", "concise")
MAIN = 'x = "BAD"\ny = "UGLY"\nz = "BAD"  # ignored\n'


def test_paths_without_a_command_are_checked(run: Command) -> None:
    expected = run("check", *CONCISE, "app")
    assert expected.out.splitlines() == [
        "app/main.py:1:6: FAPI101 [*] `BAD` is bad",
        "app/main.py:2:6: FAPI201 `UGLY` is bad",
        "Found 2 findings (1 error, 1 warning) in 1 file.",
        "[*] 1 fixable with --fix (1 more with --unsafe-fixes).",
    ]
    assert (expected.code, expected.err) == (1, "")
    assert run("app", *CONCISE) == run(*CONCISE, "app") == run(*CONCISE) == expected


def test_full_is_the_default(run: Command) -> None:
    done = run("app/main.py")
    assert '     1 │ x = "BAD"\n       │      ^^^\n' in done.out


def test_clean(run: Command) -> None:
    assert run("app/clean.py") == (0, "No findings in 1 file.\n", "")


@pytest.mark.parametrize(
    ("arguments", "codes"),
    [
        (["--select", "FAPI101"], ["FAPI101"]),
        (["--select", "bad-word,ugly-word"], ["FAPI101", "FAPI201"]),
        (["--select", "bad-word", "--select", "ugly-word"], ["FAPI101", "FAPI201"]),
        (["--ignore", "bad-word, ugly-word"], []),
        (["--extend-select", "strict"], ["FAPI101", "FAPI201"]),
        (["--min-severity", "error"], ["FAPI101"]),
        (["--min-confidence", "low"], ["FAPI101", "FAPI201", "FAPI201"]),
        (["--exclude", "main.py"], []),
        (["--extend-exclude", "app/main.py"], []),
        (["--config", 'select=["FAPI2"]'], ["FAPI201"]),
        (["--config", 'select=["FAPI2"]', "--config", 'min-severity="error"'], []),
        (["--config", 'select=["FAPI2"]', "--select", "FAPI1"], ["FAPI101"]),
    ],
)
def test_selection(run: Command, arguments: list[str], codes: list[str]) -> None:
    done = run(*arguments, "--output-format", "json")
    assert [item["code"] for item in json.loads(done.out) if not item["suppressed"]] == codes
    assert done.code == int(bool(codes))


def test_settings_of_the_project(run: Command, project: Path) -> None:
    pyproject = project / "pyproject.toml"
    pyproject.write_text('[tool.fastapi-lint]\nselect = ["FAPI2"]\noutput-format = "pylint"\n')
    assert run("app").out == "app/main.py:2: [FAPI201] `UGLY` is bad\n"
    assert "FAPI101" in run("app", "--isolated").out
    other = project / "other.toml"
    other.write_text('select = ["FAPI1"]\n')
    assert "FAPI201" not in run("app", "--config", "other.toml").out


def test_per_file_ignores_reach_the_settings(run: Command) -> None:
    out = run("--show-settings", "--per-file-ignores", "a/*:FAPI1,FAPI2,b.py:bad-word").out
    assert 'per-file-ignores = {"a/*" = ["FAPI1", "FAPI2"], "b.py" = ["bad-word"]}  # command line' in out


def test_files(run: Command, project: Path) -> None:
    assert run("--show-files", "app") == (
        0,
        "".join(f"{project}/app/{name}.py\n" for name in ("clean", "main", "other")),
        "",
    )
    (project / ".gitignore").write_text("main.py\n")
    assert "main.py" not in run("--show-files").out
    assert "main.py" in run("--show-files", "--no-respect-gitignore").out
    excluded = ("--show-files", "app/main.py", "--exclude", "main.py")
    assert "main.py" in run(*excluded).out
    assert run(*excluded, "--force-exclude").out == ""


def test_show_settings(run: Command, project: Path) -> None:
    (project / "pyproject.toml").write_text('[tool.fastapi-lint]\nignore = ["bad-word"]\n')
    lines = run("--show-settings", "--target-fastapi", "0.115", "--min-severity", "error").out.splitlines()
    assert lines[0] == f"# project: {project}"
    assert f'ignore = ["bad-word"]  # {project}/pyproject.toml' in lines
    assert 'target-fastapi = "0.115"  # command line' in lines
    assert 'min-severity = "error"  # command line' in lines
    assert "unsafe-fixes = false  # default" in lines


@pytest.mark.parametrize("package", ["python", "fastapi", "pydantic", "starlette", "httpx"])
def test_targets(run: Command, package: str) -> None:
    assert f'target-{package} = "3.11"' in run("--show-settings", f"--target-{package}", "3.11").out
    bad = run(f"--target-{package}", "new")
    assert bad.code == 2
    assert f'`target-{package}` is "new"' in bad.err


def test_environment(run: Command, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("FASTAPI_LINT_OUTPUT_FORMAT", "pylint")
    monkeypatch.setenv("FASTAPI_LINT_CACHE_DIR", "/tmp/elsewhere")
    assert run("app").out.startswith("app/main.py:1: [FAPI101]")
    assert run("app", *CONCISE).out.startswith("app/main.py:1:6: ")
    assert 'cache-dir = "/tmp/elsewhere"' in run("--show-settings").out


def test_statistics(run: Command) -> None:
    done = run("--statistics", "--min-confidence", "low")
    assert done.out.splitlines()[:2] == [
        "2  FAPI201 [ ] ugly-word".replace("201 ", "201  "),
        "1  FAPI101  [*] bad-word",
    ]
    counts = json.loads(run("--statistics", "--output-format", "json").out)
    assert counts[0] == {"code": "FAPI101", "name": "bad-word", "count": 1, "fixable": 1}


@pytest.mark.parametrize(
    ("arguments", "code"),
    [([], 1), (["--exit-zero"], 0), (["-e"], 0), (["--select", "sketchy-word"], 0)],
)
def test_exit_codes(run: Command, arguments: list[str], code: int) -> None:
    assert run("app", *arguments).code == code


@pytest.mark.parametrize("fake", ["crash", "plugin"])
def test_problems_exit_with_2_and_findings_are_printed(run: Command, fake: str) -> None:
    done = run("app", "--exit-zero", *CONCISE, fake=fake)
    assert done.code == 2
    assert "FAPI101" in done.out
    assert ("internal-error" if fake == "crash" else "plugin-error") in done.out


def test_internal_errors_ask_for_a_report(run: Command) -> None:
    done = run("app", fake="crash")
    assert "rule `bad-word` failed" in done.out
    assert "please report" in done.err
    assert "Traceback" not in done.err
    assert "Traceback (most recent call last): detail\n" in run("app", "-v", fake="crash").err


def test_bugs_are_one_line_without_verbose(run: Command) -> None:
    done = run("app", fake="bug")
    assert done.code == 2
    assert done.err.startswith(
        "fastapi-lint: error: this is a bug in fastapi-lint (KeyError: 'x'); please report"
    )
    assert done.err.count("\n") == 1
    assert "Traceback" in run("app", "--verbose", fake="bug").err


def test_interrupt(run: Command) -> None:
    assert run("app", fake="interrupt") == (130, "", "")


def test_syntax_errors_and_missing_paths(run: Command, project: Path) -> None:
    (project / "app/broken.py").write_text("SYNTAX\n")
    done = run("app", "nowhere", *CONCISE)
    assert done.code == 2
    assert "app/broken.py:1:1: syntax-error: invalid syntax\n" in done.out
    assert "nowhere:1:1: missing-path: no such file or directory\n" in done.out
    assert run("nowhere", "--show-files").code == 2


def test_warnings_of_the_run(run: Command) -> None:
    assert run("app", fake="warn").err == "fastapi-lint: warning: `uv.lock` cannot be read\n"
    assert run("app", "-q", fake="warn").err == ""


def test_nothing_to_check(run: Command, project: Path) -> None:
    (project / "empty").mkdir()
    done = run("empty")
    assert done.code == 0
    assert "no Python files to check" in done.err


def test_quiet_and_verbose(run: Command, project: Path) -> None:
    assert "Found" not in run("app", "-q", *CONCISE).out
    err = run("app", "-v").err
    assert f"fastapi-lint: info: project {project}, settings from defaults\n" in err
    assert "3 files" in err


@pytest.mark.parametrize(("arguments", "coloured"), [(["--color", "always"], True), ([], False)])
def test_color(run: Command, arguments: list[str], coloured: bool) -> None:
    assert ("\x1b[" in run("app", *arguments).out) is coloured


def test_output_file(run: Command, project: Path) -> None:
    done = run("app", *CONCISE, "-o", "report.txt")
    assert (done.code, done.out) == (1, "")
    path = project / "report.txt"
    assert path.read_text().startswith("app/main.py:1:6")
    path.chmod(0o640)
    run("app", "--output-format", "sarif", "--output-file", "report.txt")
    assert path.read_text().startswith("{")
    assert path.stat().st_mode & 0o777 == 0o640
    assert not list(project.glob(".fastapi-lint*"))
    assert run("app", "-o", "/dev/null").code == 1


def test_output_file_is_whole_or_untouched(run: Command, project: Path) -> None:
    (project / "report.txt").write_text("before")
    assert run("app", "-o", "report.txt", fake="bug").code == 2
    assert (project / "report.txt").read_text() == "before"


@pytest.mark.parametrize(
    ("arguments", "message"),
    [
        (["-o", "no/where.txt"], "`--output-file no/where.txt`: there is no directory `no`, create it first"),
        (["-o", "app"], "`--output-file app` is a directory, name a file"),
        (["--color", "blue"], "`--color blue`: expected auto, always or never"),
        (["--output-format", "jsn"], 'command line: `output-format` is "jsn", did you mean `json`?'),
        (
            ["--select", "bad-wrd"],
            "command line: `select`: `bad-wrd` is neither a rule nor a group, did you mean `bad-word`?",
        ),
        (
            ["--min-severity", "high"],
            'command line: `min-severity` is "high", expected `info`, `warning` or `error`',
        ),
        (["--per-file-ignores", "FAPI101"], "`--per-file-ignores FAPI101`: expected a pattern and rules"),
        (["--stdin-filename", "x.py"], "`--stdin-filename` needs `-` as the path"),
        (["-", "app"], "`-` reads one file from standard input and cannot be combined"),
        (["--config", "none.toml"], "none.toml: cannot be read: no such file or directory"),
        (["--config", "selct=[]"], "command line: unknown key `selct`, did you mean `select`?"),
        (["--nope"], "--nope"),
    ],
)
def test_errors_say_what_to_do(run: Command, arguments: list[str], message: str) -> None:
    done = run(*arguments)
    assert (done.code, done.out) == (2, "")
    assert done.err.startswith("fastapi-lint: error: ")
    assert message in done.err
    assert done.err.count("\n") == 1


def test_errors_in_the_file_name_the_file(run: Command, project: Path) -> None:
    (project / "pyproject.toml").write_text("[tool.fastapi-lint]\nselct = []\n")
    done = run("app")
    assert (
        done.err
        == f"fastapi-lint: error: {project}/pyproject.toml: unknown key `selct`, did you mean `select`?\n"
    )


def test_stdin(run: Command, project: Path) -> None:
    done = run("-", "--stdin-filename", "app/main.py", *CONCISE, stdin=b'a = 1\nx = "BAD"\n')
    assert done.out.splitlines()[0] == "app/main.py:2:6: FAPI101 [*] `BAD` is bad"
    assert done.code == 1
    assert (project / "app/main.py").read_text() == MAIN
    assert run("-", *CONCISE, stdin=b"BAD").out.startswith("stdin.py:1:1: FAPI101")
    excluded = run(
        "-", "--stdin-filename", "app/main.py", "--exclude", "main.py", "--force-exclude", stdin=b"BAD"
    )
    assert excluded.code == 0
