"""``--fix`` and its relatives."""

from __future__ import annotations

from pathlib import Path

import pytest
from cli_command import Command

CONCISE = ("--output-format", "concise")
FIXED = 'x = "GOOD"\ny = "UGLY"\nz = "BAD"  # ignored\n'
DIFF = """\
--- app/main.py
+++ app/main.py
@@ -1,3 +1,3 @@
-x = "BAD"
+x = "GOOD"
 y = "UGLY"
 z = "BAD"  # ignored
"""


def test_fix(run: Command, project: Path) -> None:
    done = run("app", "--fix", "--show-fixes", *CONCISE)
    assert done.out.splitlines() == [
        "app/main.py:2:6: FAPI201 `UGLY` is bad",
        "Fixed 1 finding in 1 file.",
        "     1 × bad-word",
        "Found 1 finding (1 warning) in 1 file.",
        "1 fix was held back; use --unsafe-fixes to apply it.",
    ]
    assert done.code == 1
    assert (project / "app/main.py").read_text() == FIXED


def test_unsafe_fixes(run: Command, project: Path) -> None:
    assert "[*] 2 fixable with --fix --unsafe-fixes." in run("app", "--unsafe-fixes", *CONCISE).out
    done = run("app", "--fix", "--unsafe-fixes", *CONCISE)
    assert (done.code, "PRETTY" in (project / "app/main.py").read_text()) == (0, True)


def test_exit_non_zero_on_fix(run: Command) -> None:
    assert run("app", "--fix", "--unsafe-fixes", "--exit-non-zero-on-fix").code == 1
    assert run("app", "--fix", "--unsafe-fixes", "--exit-non-zero-on-fix").code == 0


def test_fix_only(run: Command, project: Path) -> None:
    done = run("app", "--fix-only")
    assert (done.code, done.out) == (0, "")
    assert done.err == "Fixed 1 finding in 1 file.\n1 fix was held back; use --unsafe-fixes to apply it.\n"
    assert (project / "app/main.py").read_text() == FIXED
    assert run("app", "--fix-only", "--unsafe-fixes", "--exit-non-zero-on-fix", "-q") == (1, "", "")


@pytest.mark.parametrize("arguments", [["--unfixable", "bad-word"], ["--fixable", "FAPI2"]])
def test_fixable(run: Command, project: Path, arguments: list[str]) -> None:
    run("app", "--fix", *arguments)
    assert "GOOD" not in (project / "app/main.py").read_text()


def test_diff(run: Command, project: Path) -> None:
    before = (project / "app/main.py").read_text()
    done = run("app", "--diff")
    assert (done.code, done.out) == (1, DIFF)
    assert done.err.startswith("Would fix 1 finding in 1 file.\n")
    assert (project / "app/main.py").read_text() == before
    assert run("app", "--diff", "--exit-zero").code == 0
    assert run("app/other.py", "--diff") == (0, "", "")


def test_stdin(run: Command, project: Path) -> None:
    name = ("-", "--stdin-filename", "app/main.py")
    text = '\ufeffx = "BAD"\r\ny = "UGLY"\r\n'.encode()
    done = run(*name, "--fix", *CONCISE, stdin=text)
    assert done.out == '\ufeffx = "GOOD"\r\ny = "UGLY"\r\n'
    assert done.err.startswith("app/main.py:2:6: FAPI201 `UGLY` is bad\n")
    assert done.code == 1
    assert "BAD" in (project / "app/main.py").read_text()
    clean = run(*name, "--fix-only", stdin=b"x = 1")
    assert clean == (0, "x = 1", "")


def test_stdin_diff(run: Command) -> None:
    done = run("-", "--stdin-filename", "app/main.py", "--diff", stdin=b'x = "BAD"\n')
    assert done.out.startswith("--- app/main.py\n+++ app/main.py\n")


def test_stdin_never_changes_other_files(run: Command, project: Path) -> None:
    done = run("-", "--stdin-filename", "app/main.py", "--fix", stdin=b'x = "FARBAD"\n')
    assert done.out == 'x = "FARBAD"\n'
    assert (project / "app/clean.py").read_text() == "x = 1\n"


def test_files_that_cannot_be_written(run: Command, project: Path) -> None:
    (project / "app/main.py").chmod(0o444)
    done = run("app", "--fix", *CONCISE)
    assert done.code == 2
    assert "app/main.py:1:1: unwritable: not fixed: the file is read-only" in done.out


def test_add_ignore(run: Command, project: Path) -> None:
    done = run("app", "--add-ignore", "--select", "bad-word")
    assert (done.code, done.out) == (0, "")
    assert done.err == "Added ignore comments for 1 finding in 1 file.\n"
    first = (project / "app/main.py").read_text().splitlines()[0]
    assert first == 'x = "BAD"  # fastapi-lint: ignore[bad-word]'


def test_add_ignore_with_a_reason(run: Command, project: Path) -> None:
    run("app", "--add-ignore=legacy code, see #12", "--select", "ugly-word")
    second = (project / "app/main.py").read_text().splitlines()[1]
    assert second == 'y = "UGLY"  # fastapi-lint: ignore[ugly-word] legacy code, see #12'
