"""The file system: reading, buffers over files, and replacing files without losing any."""

from __future__ import annotations

import os
import signal
import subprocess
import sys
import time
from pathlib import Path

import pytest

from fastapi_lint.workspace import replace
from fastapi_lint.workspace.files import FileSystem, MemoryFiles, Overlay, UnreadableFile, UnwritableFile

as_user = pytest.mark.skipif(os.name == "nt" or os.geteuid() == 0, reason="permissions do not bind this user")


def test_reads_scans_and_asks(tmp_path: Path) -> None:
    (tmp_path / "b.py").write_bytes(b"x = 1\r\n")
    (tmp_path / "a").mkdir()
    (tmp_path / "loop.py").symlink_to(tmp_path / "loop.py")
    (tmp_path / "link.py").symlink_to(tmp_path / "a")
    (tmp_path / "__pycache__").mkdir()
    (tmp_path / "notes.md").write_bytes(b"")
    files = FileSystem()
    assert files.read(str(tmp_path / "b.py")) == b"x = 1\r\n"
    assert files.exists(str(tmp_path)) and files.is_dir(str(tmp_path / "link.py"))
    kinds = {entry.name: (entry.is_dir, entry.is_file, entry.is_link) for entry in files.scan(str(tmp_path))}
    assert kinds == {
        "a": (True, False, False),
        "b.py": (False, True, False),
        "link.py": (False, False, True),
        "loop.py": (False, False, True),
    }


@pytest.mark.parametrize("files", [FileSystem(), MemoryFiles(), Overlay()])
def test_a_vanished_file_is_named(files: FileSystem, tmp_path: Path) -> None:
    path = str(tmp_path / "gone.py")
    with pytest.raises(UnreadableFile, match="no such file or directory") as caught:
        files.read(path)
    assert caught.value.path == path
    with pytest.raises(UnreadableFile, match="no such file or directory"):
        files.scan(path)


def test_a_directory_is_no_file(tmp_path: Path) -> None:
    with pytest.raises(UnreadableFile, match="is a directory"):
        FileSystem().read(str(tmp_path))
    with pytest.raises(UnreadableFile, match="is a directory"):
        MemoryFiles({"a/b.py": ""}).read("/a")


def test_memory_is_a_file_system() -> None:
    files = MemoryFiles({"app/main.py": "x", "/pyproject.toml": ""})
    assert [entry[:3] for entry in files.scan("/")] == [
        ("app", True, False),
        ("pyproject.toml", False, True),
    ]
    files.replace("/app/main.py", b"y")
    assert files.read("/app/main.py") == b"y"


def test_buffers_shadow_files_until_they_are_dropped(tmp_path: Path) -> None:
    path, new = str(tmp_path / "a.py"), str(tmp_path / "new.py")
    Path(path).write_text("old")
    overlay = Overlay()
    overlay.set(path, "buffer")
    overlay.set(new, "unsaved")
    assert overlay.read(path) == b"buffer"
    assert [entry.name for entry in overlay.scan(str(tmp_path))] == ["a.py", "new.py"]
    overlay.replace(path, b"fixed")
    assert (overlay.read(path), Path(path).read_text()) == (b"fixed", "old")
    overlay.drop(path)
    assert overlay.read(path) == b"old"
    overlay.replace(path, b"written")
    assert Path(path).read_text() == "written"


def test_a_buffer_is_encoded_as_its_cookie_says() -> None:
    files = MemoryFiles({"a.py": "# coding: latin-1\nx = 'é'\n", "b.py": "# coding: nonsense\nx = 'é'\n"})
    assert files.read("/a.py").endswith(b"'\xe9'\n")
    assert files.read("/b.py").endswith("'é'\n".encode())


def test_replacing_keeps_mode_and_link(tmp_path: Path) -> None:
    target, link = tmp_path / "real.py", tmp_path / "link.py"
    target.write_text("old")
    target.chmod(0o751)
    link.symlink_to("real.py")
    FileSystem().replace(str(link), b"new")
    assert link.is_symlink() and target.read_text() == "new"
    assert target.stat().st_mode & 0o777 == 0o751
    assert sorted(path.name for path in tmp_path.iterdir()) == ["link.py", "real.py"]


def test_what_is_read_only_stays(tmp_path: Path) -> None:
    path = tmp_path / "a.py"
    path.write_text("old")
    path.chmod(0o444)
    with pytest.raises(UnwritableFile, match=r"a\.py: the file is read-only"):
        FileSystem().replace(str(path), b"new")
    assert path.read_text() == "old"


@as_user
def test_a_read_only_directory_is_named(tmp_path: Path) -> None:
    path = tmp_path / "a.py"
    path.write_text("old")
    tmp_path.chmod(0o555)
    try:
        with pytest.raises(UnwritableFile, match=f"cannot write to the directory `{tmp_path}`"):
            FileSystem().replace(str(path), b"new")
    finally:
        tmp_path.chmod(0o755)


def test_a_vanished_file_is_not_created(tmp_path: Path) -> None:
    with pytest.raises(UnwritableFile, match="no such file or directory"):
        FileSystem().replace(str(tmp_path / "gone.py"), b"new")
    with pytest.raises(UnwritableFile, match="is a directory"):
        FileSystem().replace(str(tmp_path), b"new")


def test_leftovers_are_removed_when_nobody_can_be_writing_them(tmp_path: Path) -> None:
    path, old, young = tmp_path / "a.py", tmp_path / ".fastapi-lint-x.tmp", tmp_path / ".fastapi-lint-y.tmp"
    for file in (path, old, young):
        file.write_text("")
    os.utime(old, (time.time() - 2 * replace.ABANDONED_AFTER,) * 2)
    FileSystem().replace(str(path), b"new")
    assert not old.exists() and young.exists()


def test_a_killed_writer_leaves_the_old_or_the_new(tmp_path: Path) -> None:
    path = tmp_path / "a.py"
    contents = {"a" * 300_000, "b" * 300_000}
    path.write_text("a" * 300_000)
    script = (
        "import sys; from fastapi_lint.workspace.files import FileSystem\n"
        "print('ready', flush=True)\n"
        "while True:\n"
        "    for letter in (b'a', b'b'): FileSystem().replace(sys.argv[1], letter * 300_000)\n"
    )
    for delay in (0.0, 0.003, 0.01, 0.02):
        writer = subprocess.Popen([sys.executable, "-c", script, str(path)], stdout=subprocess.PIPE)
        assert writer.stdout is not None
        with writer.stdout:
            writer.stdout.readline()
            time.sleep(delay)
            writer.send_signal(signal.SIGKILL if hasattr(signal, "SIGKILL") else signal.SIGTERM)
            writer.wait()
        assert path.read_text() in contents
        stray = {path.name for path in tmp_path.iterdir()} - {"a.py"}
        assert all(name.startswith(replace.PREFIX) and name.endswith(replace.SUFFIX) for name in stray)
