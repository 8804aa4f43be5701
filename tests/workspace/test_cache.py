"""The cache never answers wrongly, and never fails a run."""

from __future__ import annotations

import random
from concurrent.futures import ThreadPoolExecutor
from pathlib import Path

import pytest
from fastapi_lint_rules.routing import redefined_endpoint

from fastapi_lint.result import Result
from fastapi_lint.session import Session
from fastapi_lint.workspace.cache import Cache
from fastapi_lint.workspace.config import load
from fastapi_lint.workspace.files import FileSystem

APP = 'from fastapi import FastAPI\napp = FastAPI()\n@app.get("/a")\ndef f(): ...\n@app.get("/b")\ndef f(): ...\n'


def check(root: Path, cache: Cache | None, *config: str) -> Result:
    settings = load([str(root)], config=config)
    return Session(FileSystem(), settings, [redefined_endpoint.rule], cache=cache).check()


@pytest.fixture
def project(tmp_path: Path) -> Path:
    (tmp_path / "pyproject.toml").write_text("")
    (tmp_path / "main.py").write_text(APP)
    return tmp_path


@pytest.fixture
def cache(tmp_path: Path) -> Cache:
    return Cache(str(tmp_path / ".fastapi_lint_cache"))


def test_a_second_run_is_answered_from_the_cache(
    project: Path, cache: Cache, monkeypatch: pytest.MonkeyPatch
) -> None:
    first = check(project, cache)
    monkeypatch.setattr("fastapi_lint.session.extract", None)
    second = check(project, cache)
    assert second.findings == first.findings and len(first.findings) == 1
    assert (cache.directory / "CACHEDIR.TAG").exists() and (cache.directory / ".gitignore").exists()


def test_what_a_result_depends_on_is_in_the_key(project: Path, cache: Cache) -> None:
    assert len(check(project, cache).findings) == 1
    assert not check(project, cache, 'ignore = ["redefined-endpoint"]').findings
    (project / "main.py").write_text(APP.replace("f(): ...\n@", "g(): ...\n@"))
    assert not check(project, cache).findings
    (project / "other.py").write_text(APP)
    assert len(check(project, cache).findings) == 1


def test_cached_and_uncached_agree_while_files_change(project: Path, cache: Cache) -> None:
    choices = random.Random(7)
    names = [project / f"m{index}.py" for index in range(3)]
    for _ in range(40):
        choices.choice(names).write_text(choices.choice([APP, "", "x = (\n", APP.replace("/b", "/c")]))
        cached, plain = check(project, cache), check(project, None)
        assert (cached.findings, cached.problems) == (plain.findings, plain.problems)


def test_damage_is_repaired_with_a_notice(project: Path, cache: Cache) -> None:
    check(project, cache)
    (cache.directory / "results.sqlite3").write_bytes(b"no database" * 100)
    result = check(project, cache)
    assert len(result.findings) == 1
    assert result.warnings == [f"the cache in `{cache.directory}` was damaged and has been replaced"]
    assert not check(project, Cache(str(cache.directory))).warnings


def test_a_directory_that_cannot_be_made_is_done_without(project: Path) -> None:
    (project / "file").write_text("")
    assert len(check(project, Cache(str(project / "file" / "cache"))).findings) == 1


def test_the_store_stays_small_and_bears_company(cache: Cache) -> None:
    def fill(start: int) -> None:
        own = Cache(str(cache.directory))
        for index in range(start, start + 30):
            own.put(str(index), b"x" * 1000)

    with ThreadPoolExecutor(2) as pool:
        list(pool.map(fill, [0, 100]))
    kept = [key for key in map(str, range(200)) if cache.get(key)]
    assert 0 < len(kept) <= 32
