"""A record of what was read is true exactly as long as reading again gives the same."""

from __future__ import annotations

import os
import time
from pathlib import Path

import pytest

from fastapi_lint.workspace.files import UnreadableFile
from fastapi_lint.workspace.observed import Observed
from fastapi_lint.workspace.trace import verified

HOUR = 3600 * 10**9


@pytest.fixture
def folder(tmp_path: Path) -> Path:
    (tmp_path / "a.py").write_text("a")
    (tmp_path / "sub").mkdir()
    (tmp_path / "sub" / "b.py").write_text("b")
    return tmp_path


def look(folder: Path, began: int) -> Observed:
    disk = Observed(began)
    disk.exists(f"{folder}/pyproject.toml")
    for path in (str(folder), f"{folder}/sub"):
        for entry in disk.scan(path):
            if entry.is_file:
                disk.read(f"{path}/{entry.name}")
    with pytest.raises(UnreadableFile):
        disk.read(f"{folder}/none.py")
    return disk


CHANGES = {
    "content": lambda folder: (folder / "a.py").write_text("A"),
    "file": lambda folder: (folder / "new.py").write_text(""),
    "folder": lambda folder: (folder / "new").mkdir(),
    "deleted": lambda folder: (folder / "a.py").unlink(),
    "renamed": lambda folder: (folder / "a.py").rename(folder / "c.py"),
    "appeared": lambda folder: (folder / "pyproject.toml").write_text(""),
    "readable": lambda folder: (folder / "none.py").write_text(""),
    "link": lambda folder: (folder / "link.py").symlink_to("a.py"),
    "ignored": lambda folder: (folder / "sub" / ".gitignore").write_text(""),
}
NO_CHANGES = {
    "nothing": lambda folder: None,
    "touched": lambda folder: os.utime(folder / "a.py"),
    "written again": lambda folder: (folder / "a.py").write_text("a"),
    "notes": lambda folder: (folder / "notes.md").write_text(""),
    "byte code": lambda folder: (folder / "__pycache__").mkdir(),
    "and back": lambda folder: (folder / "a.py").rename(folder / "c.py").rename(folder / "a.py"),
}


@pytest.mark.parametrize("settled", [True, False])
@pytest.mark.parametrize("change", CHANGES)
def test_a_change_is_seen(folder: Path, change: str, settled: bool) -> None:
    began = time.time_ns() + HOUR * settled
    record = look(folder, began).record
    CHANGES[change](folder)
    assert verified(record, began) is None


@pytest.mark.parametrize("settled", [True, False])
@pytest.mark.parametrize("change", NO_CHANGES)
def test_what_makes_no_difference_is_no_change(folder: Path, change: str, settled: bool) -> None:
    began = time.time_ns() + HOUR * settled
    record = look(folder, began).record
    NO_CHANGES[change](folder)
    assert verified(record, began) is not None


def test_an_unchanged_file_is_not_opened(folder: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    later = time.time_ns() + HOUR
    record = look(folder, time.time_ns()).record
    settled = verified(record, later)
    assert settled is not None and settled != record, "too fresh at first: read once more, then trusted"
    fields = settled.split("\0")
    files = [part for at in range(0, len(fields), 4) if fields[at] == "f" for part in fields[at : at + 4]]
    monkeypatch.setattr("builtins.open", None)
    assert verified("\0".join(files), later) == "\0".join(files)


def test_the_same_size_and_time_do_not_hide_a_change(folder: Path) -> None:
    path = folder / "a.py"
    began = time.time_ns()
    before = path.stat()
    record = look(folder, began).record
    path.write_text("A")
    os.utime(path, ns=(before.st_atime_ns, before.st_mtime_ns))
    assert verified(record, began) is None


def test_a_file_that_changes_meanwhile_makes_the_record_useless(folder: Path) -> None:
    disk = look(folder, time.time_ns())
    assert disk.is_steady
    (folder / "a.py").write_text("A")
    disk.read(str(folder / "a.py"))
    assert not disk.is_steady


def test_an_earlier_record_spares_reading(folder: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    path = str(folder / "a.py")
    later = time.time_ns() + HOUR
    record = look(folder, later).record
    disk = Observed(later)
    disk.recall(record)
    first = Observed(later).fingerprint(path)
    monkeypatch.setattr("pathlib.Path.read_bytes", None)
    assert disk.fingerprint(path) == first
    assert verified(disk.record, later) is not None
