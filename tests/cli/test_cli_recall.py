"""What was said before is said again exactly as long as it would be found out again."""

from __future__ import annotations

import os
import shutil
import time
from collections.abc import Callable, Iterator
from pathlib import Path
from tempfile import TemporaryDirectory

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from fastapi_lint.cli import recall as recalling
from fastapi_lint.cli.main import main
from fastapi_lint.workspace.cache import Cache

HOUR = 3600 * 10**9
MAIN = """from fastapi import FastAPI
from app.items import router

app = FastAPI()
app.include_router(router)
"""
ITEMS = """import time
from fastapi import APIRouter

router = APIRouter()

@router.get("/items")
async def items():
    time.sleep(1)

@router.get("/items")
async def again():
    return []
"""
HELPED = ITEMS.replace("time.sleep(1)", "helper()").replace("import time", "from app.helpers import helper")
HELPERS = "import time\n\ndef helper():\n    time.sleep(1)\n"
TEXTS = [
    "",
    "x = (\n",
    MAIN,
    ITEMS,
    HELPED,
    HELPERS,
    ITEMS.replace("sleep(1)", "sleep(2)"),
    ITEMS.replace("again", "items"),
]
NAMES = ["app/main.py", "app/items.py", "app/helpers.py", "app/__init__.py", "app/other.py", "lib/items.py"]
CONFIGURATIONS = [
    "",
    '[tool.fastapi-lint]\nignore = ["blocking-sleep"]\n',
    '[tool.fastapi-lint]\nexclude = ["app"]\n',
    "[tool",
]
IGNORED = ["", "app/items.py\n", "lib/\n"]

Change = Callable[[Path], None]


def write(name: str, text: str) -> Change:
    def change(root: Path) -> None:
        (root / name).parent.mkdir(parents=True, exist_ok=True)
        if (root / name).is_symlink():  # perhaps to itself
            (root / name).unlink()
        (root / name).write_text(text)

    return change


def write_unseen(name: str, text: str) -> Change:
    """A change that leaves the time of the last change as it was."""

    def change(root: Path) -> None:
        if (root / name).exists():
            before = (root / name).stat()
            (root / name).write_text(text)
            os.utime(root / name, ns=(before.st_atime_ns, before.st_mtime_ns))

    return change


def rename(old: str, new: str) -> Change:
    def change(root: Path) -> None:
        if (root / old).exists():
            (root / new).parent.mkdir(parents=True, exist_ok=True)
            (root / old).replace(root / new)

    return change


def delete(name: str) -> Change:
    return lambda root: (root / name).unlink(missing_ok=True)


def touch(name: str) -> Change:
    return lambda root: (root / name).touch() if (root / name).exists() else None


def link(name: str, target: str) -> Change:
    def change(root: Path) -> None:
        (root / name).parent.mkdir(parents=True, exist_ok=True)
        (root / name).unlink(missing_ok=True)
        (root / name).symlink_to(root / target)

    return change


names = st.sampled_from(NAMES)
changes = st.one_of(
    st.builds(write, names, st.sampled_from(TEXTS)),
    st.builds(write_unseen, names, st.sampled_from(TEXTS)),
    st.builds(rename, names, names),
    st.builds(delete, names),
    st.builds(touch, names),
    st.builds(link, names, names),
    st.builds(write, st.just("pyproject.toml"), st.sampled_from(CONFIGURATIONS)),
    st.builds(write, st.just(".gitignore"), st.sampled_from(IGNORED)),
    st.builds(write, st.just("requirements.txt"), st.sampled_from(["", "fastapi==0.95.0\n"])),
)


@pytest.fixture(scope="module")
def place() -> Iterator[Path]:
    before = Path.cwd()
    with TemporaryDirectory() as folder:
        os.chdir(folder)
        yield Path(folder)
        os.chdir(before)


def reset(place: Path) -> None:
    for path in place.iterdir():
        shutil.rmtree(path) if path.is_dir() else path.unlink()
    (place / ".git").mkdir()
    write("pyproject.toml", "")(place)
    write("app/main.py", MAIN)(place)
    write("app/items.py", ITEMS)(place)


@pytest.fixture
def project(place: Path) -> Path:
    reset(place)
    return place


@pytest.fixture
def later(monkeypatch: pytest.MonkeyPatch) -> None:
    """Every file was written long ago, so that its time stamps are trusted."""
    now = time.time_ns
    monkeypatch.setattr("fastapi_lint.cli.main.time.time_ns", lambda: now() + HOUR)


@settings(max_examples=25, deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture])
@given(st.lists(changes, min_size=1, max_size=6))
def test_nobody_can_tell_the_cache_from_the_work(
    project: Path, later: None, capsys: pytest.CaptureFixture[str], steps: list[Change]
) -> None:
    def run(*options: str) -> tuple[int, str, str]:
        code = main(["--output-format", "concise", *options])
        return code, *capsys.readouterr()

    for step in [reset, *steps]:
        step(project)
        expected = run("--no-cache")
        assert run() == expected, "found out, or found in the cache"
        assert run() == expected, "said again"


def test_a_warm_run_does_nothing(
    project: Path, later: None, capsys: pytest.CaptureFixture[str], monkeypatch: pytest.MonkeyPatch
) -> None:
    assert main([]) == 1
    first = capsys.readouterr()
    monkeypatch.setattr("fastapi_lint.cli.app.run", None)
    monkeypatch.setattr("fastapi_lint.workspace.trace.digest", None)
    assert main([]) == 1
    assert capsys.readouterr() == first


@pytest.mark.parametrize(
    "options", [["--no-cache"], ["--verbose"], ["-o", "report.txt"], ["--fix"], ["--diff"], ["--show-files"]]
)
def test_what_does_more_than_say_something_is_done_again(
    project: Path, later: None, options: list[str]
) -> None:
    main(options)
    assert recalling.recall(recalling.Asked(options, time.time_ns() + HOUR)) is None


@pytest.mark.parametrize(
    ("arguments", "variables", "text"),
    [
        (["--cache-dir", "elsewhere"], {}, ""),
        (["--cache-dir=elsewhere"], {}, ""),
        ([], {"FASTAPI_LINT_CACHE_DIR": "elsewhere"}, ""),
        ([], {}, '[tool.fastapi-lint]\ncache-dir = "elsewhere"\n'),
    ],
)
def test_the_cache_is_found_where_the_user_wants_it(
    project: Path,
    later: None,
    monkeypatch: pytest.MonkeyPatch,
    arguments: list[str],
    variables: dict[str, str],
    text: str,
) -> None:
    for name, value in variables.items():
        monkeypatch.setenv(name, value)
    write("pyproject.toml", text)(project)
    assert main(arguments) == 1
    assert (project / "elsewhere" / "CACHEDIR.TAG").exists() and not (
        project / ".fastapi_lint_cache"
    ).exists()
    assert recalling.recall(recalling.Asked(arguments, time.time_ns() + HOUR)) == 1


def test_another_folder_and_another_terminal_are_another_question(
    project: Path, later: None, monkeypatch: pytest.MonkeyPatch
) -> None:
    assert main(["app"]) == 1

    def known(*arguments: str) -> bool:
        return recalling.recall(recalling.Asked(arguments, time.time_ns() + HOUR)) is not None

    assert known("app") and not known(".") and not known("app", "--exit-zero")
    monkeypatch.setenv("COLUMNS", "40")
    assert not known("app")
    monkeypatch.delenv("COLUMNS")
    monkeypatch.chdir(project / "app")
    assert not known("app")


def test_another_linter_is_another_question(
    project: Path, later: None, monkeypatch: pytest.MonkeyPatch
) -> None:
    assert main([]) == 1
    monkeypatch.setattr(recalling, "__version__", "99")
    assert recalling.recall(recalling.Asked([], time.time_ns() + HOUR)) is None


def test_damage_is_told_once(project: Path, later: None, capsys: pytest.CaptureFixture[str]) -> None:
    assert main([]) == 1
    first = capsys.readouterr()
    Path(Cache(".fastapi_lint_cache").file).write_bytes(b"no database" * 100)
    assert main([]) == 1
    again = capsys.readouterr()
    assert again.out == first.out and "was damaged and has been replaced" in again.err
    assert main([]) == 1
    assert capsys.readouterr() == first
