"""``--watch`` reports again, and reads only what has changed."""

from __future__ import annotations

import sys
from collections.abc import Callable, Iterator
from pathlib import Path
from types import ModuleType
from typing import Any

import pytest

from fastapi_lint.cli.main import main
from fastapi_lint.counting import COUNTS, FACTS_MADE
from fastapi_lint.model.project import Project

APP = "from fastapi import FastAPI\napp = FastAPI()\n@app.get('/a')\ndef f(): ...\n@app.get('/a')\ndef g(): ...\n"
CLEAN = APP.replace("@app.get('/a')\ndef g", "@app.get('/b')\ndef g")
WATCH = ["--watch", "--output-format", "concise"]


@pytest.fixture
def project(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    (tmp_path / "pyproject.toml").write_text("")
    (tmp_path / "lib").mkdir()
    for name in ("one", "two"):
        (tmp_path / "lib" / f"{name}.py").write_text("x = 1\n")
    (tmp_path / "main.py").write_text(APP)
    monkeypatch.chdir(tmp_path)
    return tmp_path


class Rounds:
    """Stands in for watchfiles: every step changes something and says what; the last one is Ctrl-C."""

    def __init__(self, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]) -> None:
        self.steps: list[Callable[[], list[Path]]] = []
        self.told: list[tuple[str, str, int]] = []
        module = ModuleType("watchfiles")
        module.watch = self._watch  # type: ignore[attr-defined]
        monkeypatch.setitem(sys.modules, "watchfiles", module)
        self._capsys = capsys

    def _watch(self, *places: str, **_: Any) -> Iterator[set[tuple[int, str]]]:
        before = COUNTS.get(FACTS_MADE, 0)
        for step in [list, *self.steps]:
            yield {(1, str(path)) for path in step()}
            captured = self._capsys.readouterr()
            now = COUNTS.get(FACTS_MADE, 0)
            self.told.append((captured.out, captured.err, now - before))
            before = now
        raise KeyboardInterrupt


@pytest.fixture
def rounds(monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]) -> Rounds:
    return Rounds(monkeypatch, capsys)


def writing(path: Path, text: str) -> Callable[[], list[Path]]:
    def step() -> list[Path]:
        path.write_text(text)
        return [path]

    return step


def test_only_what_changed_is_read_again(project: Path, rounds: Rounds) -> None:
    def remove() -> list[Path]:
        for path in (project / "lib").iterdir():
            path.unlink()
        (project / "lib").rmdir()
        return [project / "lib"]

    rounds.steps = [
        writing(project / "main.py", CLEAN),
        writing(project / "lib" / "two.py", APP),
        writing(project / "lib" / "three.py", APP),
        remove,
    ]
    assert main(WATCH) == 130
    assert [facts for *_, facts in rounds.told] == [3, 1, 1, 1, 0]
    assert [out.count("duplicate-route") + out.count("FAPI2") > 0 for out, *_ in rounds.told] == [
        True, False, True, True, False,
    ]  # fmt: skip
    assert all("watching for changes" in err for _, err, _ in rounds.told)


def test_settings_count_from_the_next_round(project: Path, rounds: Rounds) -> None:
    settings = project / "pyproject.toml"
    rounds.steps = [
        writing(settings, "[tool.fastapi-lint]\nselect = ['FAPI1']\n"),
        writing(settings, "[tool.fastapi-lint]\nselect = ['what']\n"),
        writing(settings, ""),
    ]
    assert main(WATCH) == 130
    first, narrow, broken, last = rounds.told
    assert first[0] == last[0] != narrow[0] and "No findings" in narrow[0]
    assert broken[0] == "" and "is neither a rule nor a group" in broken[1]
    assert [facts for *_, facts in rounds.told] == [3, 0, 0, 0]


SLOW = "import time\ndef slow():\n    time.sleep(1)\n"
CALLING = """\
from fastapi import FastAPI
from lib.one import slow
app = FastAPI()
@app.get('/a')
async def f():
    slow()
    return 1
"""


def quiet() -> list[Path]:
    return []


@pytest.fixture
def linked(monkeypatch: pytest.MonkeyPatch) -> list[Project]:
    """Every project that is linked."""
    found: list[Project] = []

    def link(*given: Any, **named: Any) -> Project:
        found.append(Project(*given, **named))
        return found[-1]

    monkeypatch.setattr("fastapi_lint.session.Project", link)
    return found


def test_an_edit_is_reported_at_once_and_what_it_changes_elsewhere_when_it_is_quiet(
    project: Path, rounds: Rounds, linked: list[Project]
) -> None:
    helper, main_file = project / "lib" / "one.py", project / "main.py"
    helper.write_text(SLOW)
    main_file.write_text(CALLING)
    seen: list[int] = []

    def looking(step: Callable[[], list[Path]]) -> Callable[[], list[Path]]:
        def look() -> list[Path]:
            seen.append(len(linked))
            return step()

        return look

    rounds.steps = [
        looking(step)
        for step in (
            writing(main_file, CALLING.replace("    slow()", "    import time; time.sleep(2)\n    slow()")),
            quiet,
            quiet,
            writing(helper, SLOW.replace("    time.sleep(1)", "    pass")),
            writing(main_file, CALLING),
            quiet,
            writing(helper, "# moved\n\n" + SLOW),
            quiet,
            writing(helper, "# moved\n\n\n" + SLOW),
            quiet,
        )
    ]
    assert main(WATCH) == 130
    sleeps = [out.count("FAPI101") if out else None for out, *_ in rounds.told]
    assert sleeps == [1, 2, None, None, 2, 0, None, 0, 1, 1, None]
    assert seen == [1, 1, 2, 2, 2, 2, 3, 3, 4, 4]
    assert [facts for *_, facts in rounds.told] == [3, 1, 0, 0, 1, 1, 0, 1, 0, 1, 0]


@pytest.mark.parametrize("options", [["--fix"], ["--diff"], ["--add-ignore"]])
def test_watching_changes_nothing(
    project: Path, capsys: pytest.CaptureFixture[str], options: list[str]
) -> None:
    assert main(["--watch", *options]) == 2
    assert "`--watch` only reports" in capsys.readouterr().err


def test_what_is_missing_is_named(
    project: Path, capsys: pytest.CaptureFixture[str], monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setitem(sys.modules, "watchfiles", None)
    assert main(["--watch"]) == 2
    assert "pip install 'fastapi-lint[watch]'" in capsys.readouterr().err
