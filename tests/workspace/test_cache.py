"""The cache never answers wrongly, and never fails a run."""

from __future__ import annotations

import random
import sqlite3
import subprocess
import sys
from contextlib import closing
from pathlib import Path

import pytest
from fastapi_lint_rules.routing import redefined_endpoint

from fastapi_lint.result import Result
from fastapi_lint.session import Session
from fastapi_lint.workspace.cache import FACTS, FILE, LIMITS, RESULT, Cache
from fastapi_lint.workspace.config import load
from fastapi_lint.workspace.files import FileSystem

APP = 'from fastapi import FastAPI\napp = FastAPI()\n@app.get("/a")\ndef f(): ...\n@app.get("/b")\ndef f(): ...\n'
READING = """
if "more" in json.loads((Path(__file__).parent / "names.json").read_text()):
    @app.get("/c")
    def h(): ...
    @app.get("/d")
    def h(): ...
"""


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
    monkeypatch.setattr("fastapi_lint.reading.extract", None)
    second = check(project, cache)
    assert second.findings == first.findings and len(first.findings) == 1
    assert sorted(path.name for path in Path(cache.directory).iterdir()) == [
        ".gitignore",
        "CACHEDIR.TAG",
        FILE,
    ]


def test_what_a_result_depends_on_is_in_the_key(project: Path, cache: Cache) -> None:
    assert len(check(project, cache).findings) == 1
    assert not check(project, cache, 'ignore = ["redefined-endpoint"]').findings
    (project / "main.py").write_text(APP.replace("f(): ...\n@", "g(): ...\n@"))
    assert not check(project, cache).findings
    (project / "other.py").write_text(APP)
    assert len(check(project, cache).findings) == 1


def test_a_result_depends_on_the_data_that_the_project_reads(project: Path, cache: Cache) -> None:
    (project / "main.py").write_text(
        "import json\nfrom pathlib import Path\n" + APP.replace("f(): ...\n@", "g(): ...\n@") + READING
    )
    table = project / "names.json"
    for text, findings in (("[]", 0), ('["more"]', 1), (None, 0), ('["more"]', 1), ("[]", 0)):
        table.unlink(missing_ok=True) if text is None else table.write_text(text)
        for _ in range(2):
            assert len(check(project, cache).findings) == findings, text


def test_cached_and_uncached_agree_while_files_change(project: Path, cache: Cache) -> None:
    choices = random.Random(7)
    names = [project / f"m{index}.py" for index in range(3)]
    for _ in range(40):
        choices.choice(names).write_text(choices.choice([APP, "", "x = (\n", APP.replace("/b", "/c")]))
        cached, plain = check(project, cache), check(project, None)
        assert (cached.findings, cached.problems) == (plain.findings, plain.problems)


def test_damage_is_repaired_with_a_notice(project: Path, cache: Cache) -> None:
    check(project, cache)
    Path(cache.file).write_bytes(b"no database" * 100)
    result = check(project, cache)
    assert len(result.findings) == 1
    assert result.warnings == [f"the cache in `{cache.directory}` was damaged and has been replaced"]
    assert not check(project, Cache(cache.directory)).warnings


def test_a_directory_that_cannot_be_made_is_done_without(project: Path) -> None:
    (project / "file").write_text("")
    assert len(check(project, Cache(str(project / "file" / "cache"))).findings) == 1


def test_the_store_stays_small(cache: Cache, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setitem(LIMITS, RESULT, 10_000)
    for index in range(40):
        cache.put(RESULT, {b"%d" % index: b"x" * 1000})
    cache.put(FACTS, {b"0": b"y"})
    keys = [b"%d" % index for index in range(40)]
    assert set(cache.get_many(RESULT, keys)) == set(keys[-10:])
    assert cache.get(FACTS, b"0") == b"y"
    cache.put(RESULT, {b"large": b"x" * 20_000})
    assert set(cache.get_many(RESULT, [*keys, b"large"])) == {b"large"}


def test_two_processes_at_once(cache: Cache) -> None:
    script = (
        "import sys; from fastapi_lint.workspace.cache import *\n"
        "cache = Cache(sys.argv[1])\n"
        "for index in range(60):\n"
        "    key = b'%d' % index\n"
        "    cache.put(RESULT, {key: key * 100, sys.argv[2].encode() + key: b''})\n"
        "    assert cache.get(RESULT, key) in (None, key * 100)\n"
        "sys.exit(cache.notice or None)"
    )
    command = [sys.executable, "-c", script, cache.directory]
    both = [subprocess.Popen([*command, name], stderr=subprocess.PIPE, text=True) for name in "ab"]
    assert [process.communicate(timeout=60)[1] for process in both] == ["", ""]
    keys = [b"%d" % index for index in range(60)]
    assert cache.get_many(RESULT, keys) == {key: key * 100 for key in keys}
    assert len(cache.get_many(RESULT, [name + key for name in (b"a", b"b") for key in keys])) == 120


def test_a_store_of_another_version_is_replaced(cache: Cache) -> None:
    cache.put(RESULT, {b"1": b"x"})
    with closing(sqlite3.connect(cache.file)) as connection:
        connection.execute("PRAGMA user_version = 99")
    assert cache.get(RESULT, b"1") is None
    cache.put(RESULT, {b"1": b"y"})
    assert (cache.get(RESULT, b"1"), cache.notice) == (b"y", "")


@pytest.mark.parametrize("seed", range(8))
def test_no_byte_that_flips_changes_an_answer(cache: Cache, seed: int) -> None:
    chance = random.Random(seed)
    stored = {b"%d" % index: chance.randbytes(300) for index in range(30)}
    cache.put(RESULT, stored)
    data = bytearray(Path(cache.file).read_bytes())
    for _ in range(20):
        data[chance.randrange(len(data))] ^= 1 << chance.randrange(8)
    Path(cache.file).write_bytes(data)
    assert cache.get_many(RESULT, stored).items() <= stored.items()
    cache.put(RESULT, {b"new": b"x"})
    assert cache.get_many(RESULT, stored).items() <= stored.items()


def test_what_cannot_be_written_is_done_without(cache: Cache, monkeypatch: pytest.MonkeyPatch) -> None:
    cache.put(RESULT, {b"1": b"x"})
    monkeypatch.setattr("fastapi_lint.workspace.cache._PATIENCE", 0.01)
    with closing(sqlite3.connect(cache.file)) as other:
        other.execute("BEGIN EXCLUSIVE")
        cache.put(RESULT, {b"1": b"y"})
        assert cache.get(RESULT, b"1") is None
    assert (cache.get(RESULT, b"1"), cache.notice) == (b"x", "")
