"""Both hooks, run by pre-commit in a repository of somebody else, from this checkout."""

from __future__ import annotations

import os
import shutil
import subprocess
import sys
from pathlib import Path

import pytest
from console import REPOSITORY, Done, environment, write

PRE_COMMIT = Path(sys.executable).with_name("pre-commit.exe" if os.name == "nt" else "pre-commit")
PACKAGE = (
    ".pre-commit-hooks.yaml",
    "CHANGELOG.md",
    "LICENSE",
    "README.md",
    "pyproject.toml",
    "fastapi_lint",
    "rules",
)
USERS = """\
from fastapi import APIRouter

router = APIRouter(prefix="/users")


@router.get("/{user_id}")
def read_user(user_id: str) -> str:
    return user_id
"""
ME = """\
from fastapi import APIRouter

router = APIRouter(prefix="/users")


@router.get("/me")
def read_me() -> str:
    return "me"
"""
MAIN = """\
from fastapi import FastAPI

from app import me, users

app = FastAPI()
app.include_router(users.router)
app.include_router(me.router)
"""
STALE = """\
def nothing() -> int:
    return 1  # fastapi-lint: ignore[blocking-sleep] no longer true
"""

pytestmark = pytest.mark.skipif(
    not (PRE_COMMIT.exists() and shutil.which("git")), reason="needs git and pre-commit"
)


class Repository:
    """A git repository, and pre-commit in it."""

    def __init__(self, folder: Path, home: Path) -> None:
        folder.mkdir(parents=True, exist_ok=True)
        self.folder = folder
        identity = {
            f"GIT_{who}_{what}": "e2e" for who in ("AUTHOR", "COMMITTER") for what in ("NAME", "EMAIL")
        }
        # Not the developer's own git configuration: it may sign commits, or run hooks.
        own = {"GIT_CONFIG_GLOBAL": os.devnull, "GIT_CONFIG_NOSYSTEM": "1", "PRE_COMMIT_HOME": str(home)}
        inherited = environment(**identity, **own)
        hook = ("GIT_DIR", "GIT_INDEX_FILE", "GIT_WORK_TREE")  # when the tests run in a hook themselves
        self.environment = {name: value for name, value in inherited.items() if name not in hook}

    def git(self, *arguments: str) -> str:
        return self._run("git", *arguments, check=True).out.strip()

    def commit(self) -> str:
        """Commit everything; the commit's hash."""
        if not (self.folder / ".git").exists():
            self.git("init", "--quiet")
        self.git("add", "--all", "--force")
        self.git("commit", "--quiet", "--no-verify", "--message", "All of it")
        return self.git("rev-parse", "HEAD")

    def hook(self, name: str, *arguments: str) -> Done:
        return self._run(str(PRE_COMMIT), "run", name, "--color", "never", "--verbose", *arguments)

    def _run(self, *command: str, check: bool = False) -> Done:
        done = subprocess.run(
            command,
            cwd=self.folder,
            env=self.environment,
            capture_output=True,
            text=True,
            encoding="utf-8",
            timeout=300,
            check=False,
        )
        assert not check or done.returncode == 0, done.stderr
        return Done(done.returncode, done.stdout, done.stderr)


@pytest.fixture
def home(tmp_path: Path) -> Path:
    """Where pre-commit keeps its environments."""
    return tmp_path / "home"


@pytest.fixture
def hooks(tmp_path: Path, home: Path) -> tuple[Path, str]:
    """The package as it is in the working tree, committed, and the commit."""
    folder = tmp_path / "fastapi-lint"
    folder.mkdir()
    unwanted = shutil.ignore_patterns("__pycache__", ".*_cache")
    for name in PACKAGE:
        if (REPOSITORY / name).is_dir():
            shutil.copytree(REPOSITORY / name, folder / name, ignore=unwanted)
        else:
            shutil.copy(REPOSITORY / name, folder / name)
    return folder, Repository(folder, home).commit()


@pytest.fixture
def shop(tmp_path: Path, home: Path, hooks: tuple[Path, str]) -> Repository:
    """A repository whose one defect, a shadowed route, is in `me.py` because of `users.py` and `main.py`."""
    folder, revision = hooks
    config = f"""\
repos:
  - repo: {folder}
    rev: {revision}
    hooks:
      - id: fastapi-lint
      - id: fastapi-lint-fix
"""
    files = {
        ".pre-commit-config.yaml": config,
        ".gitignore": ".fastapi_lint_cache/\n",
        "pyproject.toml": '[tool.fastapi-lint]\nexclude = ["legacy/"]\n',
        "app/__init__.py": "",
        "app/main.py": MAIN,
        "app/users.py": USERS,
        "app/me.py": ME,
        "legacy/stale.py": STALE,
    }
    repository = Repository(write(tmp_path / "shop", files), home)
    repository.commit()
    return repository


def test_both_hooks(shop: Repository) -> None:
    """One test: the environment that pre-commit builds takes longer than everything else."""
    all_files(shop)
    some_files(shop)
    excluded_files(shop)
    fix(shop)


def all_files(shop: Repository) -> None:
    done = shop.hook("fastapi-lint", "--all-files")
    assert done.code == 1, done.text
    assert "app/me.py:6:13: error FAPI201 shadowed-route" in done.out, done.text
    assert "Found 1 finding (1 error) in 1 file." in done.out


def some_files(shop: Repository) -> None:
    """The verdict on a file is the same whichever other files are in the commit."""
    done = shop.hook("fastapi-lint", "--files", "app/me.py")
    assert done.code == 1, done.text
    assert "app/me.py:6:13: error FAPI201 shadowed-route" in done.out, done.text
    done = shop.hook("fastapi-lint", "--files", "app/users.py", "app/main.py")
    assert done.code == 0, done.text


def excluded_files(shop: Repository) -> None:
    """pre-commit names every file; what the project excludes stays excluded."""
    done = shop.hook("fastapi-lint-fix", "--files", "legacy/stale.py")
    assert done.code == 0, done.text
    assert (shop.folder / "legacy/stale.py").read_text("utf-8") == STALE


def fix(shop: Repository) -> None:
    stale = write(shop.folder, {"app/stale.py": STALE}) / "app/stale.py"
    shop.git("add", "app/stale.py")
    done = shop.hook("fastapi-lint-fix")
    assert done.code == 1, done.text
    assert "files were modified by this hook" in done.out
    assert stale.read_text("utf-8") == "def nothing() -> int:\n    return 1\n"
    shop.git("add", "app/stale.py")
    assert shop.hook("fastapi-lint-fix").code == 0
