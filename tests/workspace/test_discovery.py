"""Discovery: which files are linted, and which make up the project."""

from __future__ import annotations

import os
import shutil
import subprocess
import time
from pathlib import Path

import pytest

from fastapi_lint.workspace.discovery import lint_files, project_files
from fastapi_lint.workspace.files import Entry, FileSystem, MemoryFiles, UnreadableFile
from fastapi_lint.workspace.settings import Settings


def tree(root: Path, *names: str) -> None:
    for name in names:
        path = root / name
        path.parent.mkdir(parents=True, exist_ok=True)
        path.write_text("")


def linted(root: Path, *paths: str, **options: object) -> list[str]:
    settings = Settings(root=str(root), **options)  # type: ignore[arg-type]
    found = lint_files([str(root / path) for path in paths or (".",)], settings)
    assert not found.problems
    return [os.path.relpath(path, root) for path in found.files]


def project(root: Path, *paths: str, **options: object) -> list[str]:
    settings = Settings(root=str(root), **options)  # type: ignore[arg-type]
    found = project_files(settings, paths=[str(root / path) for path in paths])
    return [os.path.relpath(path, root) for path in found.files]


def test_finds_python_files_sorted_and_once(tmp_path: Path) -> None:
    tree(tmp_path, "b.py", "a.py", "a.pyi", "README.md", "pkg/c.py")
    assert linted(tmp_path) == ["a.py", "b.py", "pkg/c.py"]
    assert linted(tmp_path, "pkg", "b.py", "pkg/c.py", ".") == ["a.py", "b.py", "pkg/c.py"]


@pytest.mark.parametrize("name", [".venv", "node_modules", "build", "site-packages", "__pycache__"])
def test_leaves_out_what_nobody_wrote(tmp_path: Path, name: str) -> None:
    tree(tmp_path, "app.py", f"{name}/x.py", f"deep/{name}/x.py")
    assert linted(tmp_path) == project(tmp_path) == ["app.py"]


def test_leaves_out_templates_of_projects(tmp_path: Path) -> None:
    tree(tmp_path, "app.py", "{{cookiecutter.slug}}/app/x.py", "src/{{ project }}/x.py", "app/{{name}}.py")
    assert linted(tmp_path) == project(tmp_path) == ["app.py"]


def test_leaves_out_an_environment_of_any_name(tmp_path: Path) -> None:
    tree(tmp_path, "app.py", "env311/pyvenv.cfg", "env311/lib/x.py")
    assert linted(tmp_path) == ["app.py"]


@pytest.mark.parametrize(
    ("pattern", "left"),
    [
        ("legacy", ["a.py", "app/new.py"]),
        ("legacy/", ["a.py", "app/new.py"]),
        ("app/legacy", ["a.py", "app/new.py"]),
        ("./app/legacy", ["a.py", "app/new.py"]),
        ("app/**/old_*.py", ["a.py", "app/new.py"]),
        ("*.py", []),
        ("/new.py", ["a.py", "app/legacy/old_1.py", "app/new.py"]),
    ],
)
def test_exclude_patterns_are_those_of_gitignore(tmp_path: Path, pattern: str, left: list[str]) -> None:
    tree(tmp_path, "a.py", "app/new.py", "app/legacy/old_1.py")
    assert linted(tmp_path, extend_exclude=(pattern,)) == left
    assert linted(tmp_path, exclude=(pattern,)) == left


def test_an_absolute_exclude_pattern(tmp_path: Path) -> None:
    tree(tmp_path, "a.py", "app/new.py")
    assert linted(tmp_path, extend_exclude=(f"{tmp_path}/app",)) == ["a.py"]


def test_a_file_that_is_named_is_linted_unless_told_otherwise(tmp_path: Path) -> None:
    tree(tmp_path, "app/legacy/x.py", "script", "build/gen.py")
    options = {"extend_exclude": ("legacy",)}
    assert linted(tmp_path, "app/legacy/x.py", "script", **options) == ["app/legacy/x.py", "script"]
    assert linted(tmp_path, "app/legacy/x.py", "script", force_exclude=True, **options) == ["script"]
    assert linted(tmp_path, "build", force_exclude=True) == []
    assert linted(tmp_path, "build") == ["build/gen.py"]


def test_gitignore(tmp_path: Path) -> None:
    tree(tmp_path, ".git/info/exclude", "a.py", "gen/a.py", "gen/keep.py", "sub/x_pb2.py", "sub/local.py")
    (tmp_path / ".gitignore").write_text("# comment\n/gen/*\n!gen/keep.py\n*_pb2.py\n")
    (tmp_path / "sub/.gitignore").write_text("!x_pb2.py\n")
    (tmp_path / ".git/info/exclude").write_text("local.py\n")
    kept = ["a.py", "gen/keep.py", "sub/x_pb2.py"]
    assert linted(tmp_path) == project(tmp_path) == kept
    assert linted(tmp_path, respect_gitignore=False) == sorted([*kept, "gen/a.py", "sub/local.py"])


def test_gitignore_above_the_root_and_above_the_path(tmp_path: Path) -> None:
    tree(tmp_path, ".git/HEAD", "services/a/app.py", "services/a/secret.py")
    (tmp_path / ".gitignore").write_text("secret.py\n")
    assert linted(tmp_path / "services/a") == ["app.py"]
    assert linted(tmp_path, "services/a") == ["services/a/app.py"]


def test_a_gitignore_outside_of_any_repository_above_does_not_count(tmp_path: Path) -> None:
    tree(tmp_path, "project/app.py")
    (tmp_path / ".gitignore").write_text("*\n")
    assert linted(tmp_path / "project") == ["app.py"]


def test_links_cannot_loop_or_repeat(tmp_path: Path) -> None:
    tree(tmp_path, "app/a.py")
    (tmp_path / "app/self").symlink_to(tmp_path)
    (tmp_path / "b.py").symlink_to(tmp_path / "app/a.py")
    (tmp_path / "broken.py").symlink_to(tmp_path / "nothing.py")
    outside = tmp_path.with_name(f"{tmp_path.name}-outside.py")
    outside.write_text("")
    (tmp_path / "c.py").symlink_to(outside)
    assert linted(tmp_path) == ["app/a.py", "c.py"]


def test_a_missing_path_is_a_problem_that_names_it(tmp_path: Path) -> None:
    found = lint_files([str(tmp_path / "typo")], Settings(root=str(tmp_path)))
    assert [str(problem) for problem in found.problems] == [f"{tmp_path}/typo: no such file or directory"]


def test_a_directory_that_cannot_be_read_is_a_problem() -> None:
    class Closed(MemoryFiles):
        def scan(self, path: str) -> list[Entry]:
            if path == "/closed":
                raise UnreadableFile(path, "permission denied")
            return super().scan(path)

    found = lint_files(["/"], Settings(), Closed({"a.py": "", "closed/b.py": ""}))
    assert found.files == ("/a.py",)
    assert [str(problem) for problem in found.problems] == ["/closed: permission denied"]


def test_the_project_is_the_same_whatever_is_passed(tmp_path: Path) -> None:
    tree(tmp_path, "app/main.py", "app/legacy/x.py", "other.py")
    everything = ["app/legacy/x.py", "app/main.py", "other.py"]
    assert project(tmp_path, extend_exclude=("legacy",)) == everything
    assert project(tmp_path, "app/main.py", extend_exclude=("legacy",)) == everything
    assert project(tmp_path, "app", exclude=("legacy",)) == everything


def test_paths_outside_the_root_extend_the_project(tmp_path: Path) -> None:
    tree(tmp_path, "service/main.py", "shared/lib.py", "loose.py", "unrelated.py")
    found = project(tmp_path / "service", "../shared", "../loose.py", "gone")
    assert found == ["../loose.py", "main.py", "../shared/lib.py"]


def test_what_is_linted_is_in_the_project(tmp_path: Path) -> None:
    tree(tmp_path, "app.py", "build/gen.py")
    assert project(tmp_path, "build") == ["app.py", "build/gen.py"]
    assert project(tmp_path, "build", force_exclude=True) == ["app.py"]


class Counting(FileSystem):
    """A big repository that exists only as directory entries."""

    def __init__(self) -> None:
        self.scanned = 0

    def exists(self, path: str) -> bool:
        return path.endswith("/.git") or "." not in path

    def is_dir(self, path: str) -> bool:
        return True

    def scan(self, path: str) -> list[Entry]:
        self.scanned += 1
        assert ".venv" not in path
        if path == "/r":
            names = [Entry(f"package{number}", True, False) for number in range(100)]
            return [*names, Entry(".gitignore", False, True), Entry(".venv", True, False)]
        return [Entry(f"module_{number}.py", False, True) for number in range(100)]

    def read(self, path: str) -> bytes:
        return b"__pycache__/\n*.py[cod]\n/dist/\n*.egg-info\n.env\n" + b"".join(
            b"cache%d/\n" % n for n in range(30)
        )


def test_ten_thousand_files_are_quick() -> None:
    files = Counting()
    start = time.process_time()
    found = lint_files(["/r"], Settings(root="/r", extend_exclude=("*_pb2.py",)), files)
    assert len(found.files) == 10_000 and files.scanned == 101
    assert time.process_time() - start < 2


@pytest.mark.skipif(shutil.which("git") is None, reason="git is not installed")
@pytest.mark.parametrize(
    "patterns",
    [
        "*.py\n!keep.py\n",
        "a/\n!a/keep.py\n",
        "a/*\n!a/keep.py\n!a/b/\n",
        "/a/b\nc\n",
        "**/b/*.py\n!**/b/keep.py\n",
        "a/**/x.py\n",
        "[ab]/x.py\n?.py\n",
        "x.py/\nb \n\\#x.py\n\\!x.py\n  \n# x\n",
        "a/**\n!a/**/\n!a/**/keep.py\n",
        "/*\n!/c/\n/c/*\n!/c/x.py\n",
        "*.py\n!a/\n",
        "*\n!**/\n!x.py\n",
        "*\n!*/\n!keep.py\n",
        "a/**\n!a/b/\n",
        "b\n!/a/b\n",
        "a/**\n!a/keep.py\n",
    ],
)
def test_agrees_with_git(tmp_path: Path, patterns: str) -> None:
    folders = ["", "a/", "a/b/", "b/", "c/", "c/a/b/"]
    tree(tmp_path, *(folder + name for folder in folders for name in ("x.py", "keep.py", "#x.py", "!x.py")))
    (tmp_path / ".gitignore").write_text(patterns)
    (tmp_path / "c/.gitignore").write_text("!x.py\n/a/b/keep.py\n")
    git = ["git", "-c", "core.excludesFile=", "-c", "core.quotePath=off"]
    subprocess.run([*git, "init", "-q"], cwd=tmp_path, check=True)
    listing = subprocess.run(
        [*git, "ls-files", "-co", "--exclude-standard", "*.py"], cwd=tmp_path, capture_output=True, check=True
    )
    assert linted(tmp_path) == sorted(listing.stdout.decode().split())
