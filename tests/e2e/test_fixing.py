"""``--fix`` under bad conditions: a file has its old content or its new one, and never anything else."""

from __future__ import annotations

import ast
import importlib.util
import os
import random
import shutil
import subprocess
import sys
import time
from pathlib import Path

import pytest
from console import FIXTURES, OLD_NAME, SCRIPT, concise, contents, environment, install_rules, write

SELECT = ("--select", "old-name")
FILES = 60
OLD = "".join(f"old = {number}\n" for number in range(40)).encode()
NEW = OLD.replace(b"old", b"new")


@pytest.fixture
def plugin(tmp_path: Path) -> str:
    return install_rules(tmp_path / "plugin", {"old_name": OLD_NAME})


@pytest.fixture
def tree(tmp_path: Path) -> Path:
    return _reset(tmp_path / "tree")


def _reset(tree: Path) -> Path:
    return write(tree, {f"module_{number:02}.py": OLD for number in range(FILES)})


def _start(tree: Path, plugin: str) -> subprocess.Popen[str]:
    return subprocess.Popen(
        [SCRIPT, "check", "--fix", "--no-cache", *SELECT],
        cwd=tree,
        env=environment(PYTHONPATH=plugin),
        stdout=subprocess.PIPE,
        stderr=subprocess.STDOUT,
        text=True,
    )


def test_a_tree_that_may_not_be_written(tree: Path, plugin: str) -> None:
    if os.name != "nt" and os.geteuid() != 0:
        tree.chmod(0o555)  # the superuser would write there all the same
    for path in tree.iterdir():
        path.chmod(0o444)
    done = concise("--fix", "--no-cache", *SELECT, cwd=tree, PYTHONPATH=plugin)
    tree.chmod(0o755)
    assert done.code == 2
    assert done.out.count(": not fixed: the file is read-only") == FILES
    assert set(contents(tree).values()) == {OLD}
    assert len(contents(tree)) == FILES


def test_one_file_that_may_not_be_written(tree: Path, plugin: str) -> None:
    (tree / "module_07.py").chmod(0o444)
    done = concise("--fix", *SELECT, cwd=tree, PYTHONPATH=plugin)
    assert done.code == 2
    assert "module_07.py:1:1: " in done.out
    assert [name for name, data in contents(tree).items() if data != NEW] == ["module_07.py"]


def test_two_runs_at_once(tree: Path, plugin: str) -> None:
    """Both want the same; who comes second must neither write nonsense nor complain about the first."""
    runs = [_start(tree, plugin) for _ in range(2)]
    reports = [run.communicate(timeout=60)[0] for run in runs]
    assert [run.returncode for run in runs] == [0, 0], "\n".join(reports)
    assert contents(tree) == {f"module_{number:02}.py": NEW for number in range(FILES)}


def test_killed_while_fixing(tree: Path, plugin: str) -> None:
    chance = random.Random(1)
    first, last = tree / "module_00.py", tree / f"module_{FILES - 1}.py"
    halfway = 0
    for attempt in range(8):
        _reset(tree)
        running = _start(tree, plugin)
        if attempt % 4:  # most of the time, kill it as soon as it begins to write
            while running.poll() is None and first.read_bytes() == OLD:
                time.sleep(0.0005)
            time.sleep(chance.uniform(0, 0.02))
        else:
            time.sleep(chance.uniform(0.1, 0.6))
        running.kill()
        running.communicate(timeout=60)
        found = contents(tree)
        names = {name for name in found if not name.startswith(".fastapi-lint-")}
        assert names == {f"module_{number:02}.py" for number in range(FILES)}
        for name in names:
            assert found[name] in (OLD, NEW), name
            ast.parse(found[name])
        halfway += first.read_bytes() == NEW and last.read_bytes() == OLD
    assert halfway, "no run was killed while it was writing: this machine is too fast, or too slow"

    done = concise("--fix", *SELECT, cwd=tree, PYTHONPATH=plugin)
    assert done.code == 0, done.text
    assert {data for name, data in contents(tree).items() if name.endswith(".py")} == {NEW}


LIBRARIES = ("multipart", "pydantic_settings", "requests", "sqlalchemy")
DESCRIBE = "from app.main import app; print(*app.openapi()['paths'])"


def test_the_fixed_bookshop_is_still_an_application(tmp_path: Path) -> None:
    missing = [name for name in LIBRARIES if importlib.util.find_spec(name) is None]
    if missing:
        pytest.skip(f"needs {', '.join(missing)}")
    shop = tmp_path / "bookshop"
    shutil.copytree(FIXTURES / "projects" / "bookshop", shop, ignore=shutil.ignore_patterns(".*"))
    before = _describe(shop)
    fixed = concise("--fix", "--unsafe-fixes", cwd=shop)
    assert fixed.code in (0, 1), fixed.text
    assert _describe(shop) == before
    again = concise("--fix", "--unsafe-fixes", cwd=shop)
    assert "Fixed" not in again.out


def _describe(shop: Path) -> list[str]:
    """The paths of the running application."""
    command = [sys.executable, "-B", "-c", DESCRIBE]
    done = subprocess.run(command, cwd=shop, env=environment(), capture_output=True, text=True, check=False)
    assert done.returncode == 0, done.stderr
    return sorted(done.stdout.split())
