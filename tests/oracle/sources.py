"""Where the code comes from that the oracle is asked about: FastAPI's documentation, release by release."""

from __future__ import annotations

import os
import shutil
import subprocess
import sys
import tarfile
import tempfile
from pathlib import Path


class Unavailable(Exception):
    """The sources cannot be had: no network, no such release."""


def docs_src(version: str, cache: Path, python: str = sys.executable) -> Path:
    """The folder that holds ``docs_src`` of one release of FastAPI, downloaded once.

    It holds nothing else: with FastAPI's own source beside it, importing it would import that.
    """
    folder = cache / f"fastapi-{version}"
    if (folder / "docs_src").is_dir():
        return folder
    cache.mkdir(parents=True, exist_ok=True)
    with tempfile.TemporaryDirectory(dir=cache) as scratch:
        archive = _download(version, Path(scratch), python)
        with tarfile.open(archive) as sdist:
            members = [m for m in sdist.getmembers() if m.isfile() and "/docs_src/" in m.name]
            sdist.extractall(scratch, [m for m in members if ".." not in Path(m.name).parts])
        unpacked = Path(scratch) / f"fastapi-{version}"
        if not (unpacked / "docs_src").is_dir():
            raise Unavailable(f"the sdist of FastAPI {version} has no docs_src")
        shutil.rmtree(folder, ignore_errors=True)
        unpacked.rename(folder)
    return folder


def _download(version: str, into: Path, python: str) -> Path:
    """Let pip find the sdist; it insists on its metadata, which old releases describe for an old flit."""
    constraints = into / "constraints.txt"
    constraints.write_text("flit<3.10\nflit_core<3.10\n", encoding="utf-8")
    command = [python, "-m", "pip", "download", "--quiet", "--disable-pip-version-check", "--no-deps"]
    command += ["--no-binary", "fastapi", "--dest", str(into), f"fastapi=={version}"]
    environment = {**os.environ, "PIP_CONSTRAINT": str(constraints)}
    try:
        done = subprocess.run(
            command, env=environment, capture_output=True, text=True, timeout=120, check=False
        )
    except (OSError, subprocess.TimeoutExpired) as error:
        raise Unavailable(str(error)) from None
    archives = list(into.glob("*.tar.gz"))
    if done.returncode or len(archives) != 1:
        raise Unavailable(done.stderr.strip()[-400:] or f"pip found no sdist of FastAPI {version}")
    return archives[0]
