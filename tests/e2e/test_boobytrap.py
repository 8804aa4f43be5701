"""Nothing of the linted project is ever imported or executed, whatever one asks for, and wherever."""

from __future__ import annotations

import json
import shutil
import subprocess
from collections.abc import Callable, Iterator
from pathlib import Path

import pytest
from console import FIXTURES, SCRIPT, Done, environment, run

from fastapi_lint import __version__

CONCISE = ("--output-format", "concise")


@pytest.fixture
def trap(tmp_path: Path) -> Iterator[Path]:
    """A copy of the project whose every module leaves a trace when it runs."""
    folder = tmp_path / "boobytrap"
    shutil.copytree(FIXTURES / "projects" / "boobytrap", folder)
    assert not _sprung(folder)
    yield folder
    assert not _sprung(folder)


def _sprung(folder: Path) -> list[Path]:
    return [*folder.rglob("*.executed"), *folder.rglob("*.pyc")]


def _was_read(done: Done) -> bool:
    return "app/routers/items.py:" in done.out and "FAPI101" in done.out


@pytest.mark.parametrize("paths", [(), (".",), ("app",), ("app/routers/items.py",)])
def test_check_from_inside(trap: Path, paths: tuple[str, ...]) -> None:
    done = run("check", *CONCISE, *paths, cwd=trap)
    assert done.code == 1, done.text
    assert _was_read(done)


def test_check_from_outside(trap: Path) -> None:
    done = run("check", *CONCISE, "boobytrap", cwd=trap.parent)
    assert done.code == 1, done.text
    assert _was_read(done)


@pytest.mark.parametrize("output_format", ["full", "grouped", "json", "sarif", "junit"])
def test_every_way_to_report(trap: Path, output_format: str) -> None:
    """Each of them imports a library of its own, of which there is a namesake in the project."""
    done = run("check", "--output-format", output_format, "--no-cache", "--verbose", cwd=trap)
    assert done.code == 1, done.text
    assert "FAPI101" in done.out


@pytest.mark.parametrize("where", ["inside", "outside"])
def test_fix(trap: Path, where: str) -> None:
    cwd, path = (trap, ".") if where == "inside" else (trap.parent, "boobytrap")
    assert run("check", "--diff", path, cwd=cwd).code in (0, 1)
    assert run("check", "--fix", "--unsafe-fixes", path, cwd=cwd).code == 0
    assert "time.sleep" not in (trap / "app/routers/items.py").read_text("utf-8")


COMMANDS: dict[str, Callable[[Path], Done]] = {
    "rule": lambda cwd: run("rule", "blocking-sleep", cwd=cwd),
    "rules": lambda cwd: run("rule", "--output-format", "json", cwd=cwd),
    "config": lambda cwd: run("config", cwd=cwd),
    "version": lambda cwd: run("version", cwd=cwd),
    "help": lambda cwd: run("--help", cwd=cwd),
    "clean": lambda cwd: run("clean", cwd=cwd),
    "settings": lambda cwd: run("check", "--show-settings", cwd=cwd),
    "files": lambda cwd: run("check", "--show-files", cwd=cwd),
}


@pytest.mark.parametrize("command", COMMANDS)
def test_other_commands(trap: Path, command: str) -> None:
    done = COMMANDS[command](trap)
    assert (done.code, done.err) == (0, "")


@pytest.mark.parametrize("arguments", [("version",), ("check", *CONCISE), ("rule", "blocking-sleep")])
def test_python_dash_m(trap: Path, arguments: tuple[str, ...]) -> None:
    """``python -m`` puts the current folder first on the import path, and we take it off again."""
    (trap / "fastapi_lint.py").unlink()  # Python itself runs this one, before any code of ours
    done = run(*arguments, cwd=trap, module=True)
    assert done.code == (1 if arguments[0] == "check" else 0), done.text


def test_the_language_server(trap: Path) -> None:
    folder = {"uri": trap.as_uri(), "name": "boobytrap"}
    initialize: dict[str, object] = {
        "processId": None,
        "rootUri": trap.as_uri(),
        "capabilities": {},
        "workspaceFolders": [folder],
    }
    path = trap / "app/routers/items.py"
    document = {"uri": path.as_uri(), "languageId": "python", "version": 1, "text": path.read_text("utf-8")}
    messages: list[dict[str, object]] = [
        {"id": 1, "method": "initialize", "params": initialize},
        {"method": "initialized", "params": {}},
        {"method": "textDocument/didOpen", "params": {"textDocument": document}},
        {"id": 2, "method": "shutdown"},
        {"method": "exit"},
    ]
    done = subprocess.run(
        [SCRIPT, "server"],
        cwd=trap,
        env=environment(),
        input=b"".join(_framed(message) for message in messages),
        capture_output=True,
        timeout=60,
        check=False,
    )
    assert done.returncode == 0, done.stderr.decode()
    assert f'"version": "{__version__}"'.encode() in done.stdout.replace(b'":"', b'": "')


def _framed(message: dict[str, object]) -> bytes:
    data = json.dumps({"jsonrpc": "2.0", **message}).encode()
    return b"Content-Length: %d\r\n\r\n%b" % (len(data), data)
