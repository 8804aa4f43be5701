"""What only a process of its own can show: imports, pipes, terminals, signals."""

from __future__ import annotations

import os
import re
import subprocess
import sys
from pathlib import Path

import pytest

ENGINE = str(Path(__file__).with_name("fake_engine.py"))
REPOSITORY = Path(__file__).parents[2]
ENVIRONMENT = {
    **{
        name: value
        for name, value in os.environ.items()
        if name not in ("NO_COLOR", "FORCE_COLOR", "COLUMNS")
    },
    "PYTHONPATH": os.pathsep.join(str(path) for path in (REPOSITORY, REPOSITORY / "rules")),
    "TERM": "xterm-256color",
}
HEAVY = ("typer", "rich", "libcst", "msgspec", "pydantic", "click")


def process(*command: str, **environment: str) -> subprocess.CompletedProcess[bytes]:
    return subprocess.run(
        [sys.executable, *command],
        env=ENVIRONMENT | environment,
        capture_output=True,
        timeout=60,
        check=False,
    )


def imported(*arguments: str) -> set[str]:
    """The modules that a command imports, by ``-X importtime``."""
    done = process("-X", "importtime", "-m", "fastapi_lint", *arguments)
    return set(re.findall(r"\|\s+([\w.]+)$", done.stderr.decode(), re.MULTILINE))


@pytest.mark.parametrize("argument", ["version", "--version"])
def test_version_imports_nothing_heavy(argument: str) -> None:
    modules = imported(argument)
    assert "fastapi_lint.cli.main" in modules
    assert not modules & set(HEAVY)


def test_the_entry_point_imports_nothing_heavy() -> None:
    code = f"import fastapi_lint.cli.main, sys; sys.exit(' '.join(set({HEAVY!r}) & set(sys.modules)) or 0)"
    done = process("-c", code)
    assert (done.returncode, done.stderr) == (0, b"")


@pytest.mark.parametrize("output_format", ["concise", "json", "sarif", "github", "junit"])
def test_machine_formats_do_not_import_rich(project: Path, output_format: str) -> None:
    done = process("-X", "importtime", ENGINE, "app", "--output-format", output_format)
    assert done.returncode == 1
    modules = set(re.findall(r"\|\s+([\w.]+)$", done.stderr.decode(), re.MULTILINE))
    assert "fastapi_lint.report" in modules and "typer" not in modules
    assert not any(name == "rich" or name.startswith("rich.") for name in modules)
    assert not {"pygls", "libcst.matchers", "concurrent.futures.process"} & modules


def test_python_dash_m() -> None:
    assert process("-m", "fastapi_lint", "--version").stdout.startswith(b"fastapi-lint ")


def test_closed_pipe(project: Path) -> None:
    (project / "app/many.py").write_text("BAD\n" * 20_000)
    command = f"{sys.executable} {ENGINE} app --output-format concise; echo code $? >&2"
    done = subprocess.run(
        ["bash", "-c", f"({command}) | head -1"],
        env=ENVIRONMENT,
        capture_output=True,
        timeout=60,
        check=False,
    )
    assert done.stdout.startswith(b"app/main.py:1:6") or done.stdout.startswith(b"app/many.py:1:1")
    assert done.stderr == b"code 141\n"


@pytest.mark.parametrize("encoding", ["ascii", "cp1252"])
def test_narrow_encodings(project: Path, encoding: str) -> None:
    (project / "app/main.py").write_text('größe = "日本 BAD"\n', encoding="utf-8")
    done = process(ENGINE, "app", PYTHONIOENCODING=encoding)
    assert (done.returncode, done.stderr) == (1, b"")
    assert b"     1 | " in done.stdout


def in_terminal(*arguments: str, columns: int = 80, **environment: str) -> str:
    """What a command writes to a pseudo-terminal."""
    pty = pytest.importorskip("pty")
    import fcntl
    import struct
    import termios

    leader, follower = pty.openpty()
    fcntl.ioctl(follower, termios.TIOCSWINSZ, struct.pack("HHHH", 40, columns, 0, 0))
    running = subprocess.Popen(
        [sys.executable, ENGINE, *arguments],
        env=ENVIRONMENT | environment,
        stdin=follower,
        stdout=follower,
        stderr=follower,
    )
    os.close(follower)
    written = b""
    try:
        while chunk := os.read(leader, 65536):
            written += chunk
    except OSError:  # Linux says EIO when the last writer is gone
        pass
    os.close(leader)
    running.wait(timeout=60)
    return written.decode()


def test_a_terminal_has_colours(project: Path) -> None:
    text = in_terminal("app")
    assert "\x1b[1;31merror\x1b[0m" in text
    assert "\x1b]8;" in text


@pytest.mark.parametrize("name", ["NO_COLOR", "TERM"])
def test_a_plain_terminal_has_no_escapes(project: Path, name: str) -> None:
    text = in_terminal("app", **{name: "dumb"})
    assert "error FAPI101" in text
    assert "\x1b" not in text


def test_color_never_wins_over_the_terminal(project: Path) -> None:
    assert "\x1b" not in in_terminal("app", "--color", "never")


def test_narrow_terminal(project: Path) -> None:
    (project / "app/main.py").write_text(f"{'a' * 200} BAD {'b' * 200}\n")
    frames = [line for line in in_terminal("app", "--color", "never", columns=50).splitlines() if "│" in line]
    assert all(len(line) <= 50 for line in frames)
    assert any("BAD" in line for line in frames)


def test_progress_appears_after_a_second(project: Path) -> None:
    slow = in_terminal("app", "--output-format", "concise", FAKE="slow")
    assert "Checking" in slow
    assert "3/3" in slow
    assert "Checking" not in in_terminal("app", "-q", FAKE="slow")
    assert "Checking" not in in_terminal("app")


def test_progress_never_reaches_a_pipe(project: Path) -> None:
    done = process(ENGINE, "app", FAKE="slow")
    assert b"Checking" not in done.stdout + done.stderr


def test_help_in_a_terminal_has_panels(project: Path) -> None:
    text = in_terminal("check", "--help", columns=120)
    assert "Target versions" in text
    assert "╭" in text


def test_completion_is_offered() -> None:
    done = process(
        "-m",
        "fastapi_lint",
        _FASTAPI_LINT_COMPLETE="complete_bash",
        COMP_WORDS="fastapi-lint cl",
        COMP_CWORD="1",
    )
    assert b"clean" in done.stdout
