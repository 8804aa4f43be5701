"""The model and the installed FastAPI agree about every module of FastAPI's documentation."""

from __future__ import annotations

import json
import subprocess
import sys
from importlib.metadata import version
from pathlib import Path

import pytest

sys.path.insert(0, str(Path(__file__).parent))

from compare import compare, project_at
from sources import Unavailable, docs_src

FEWEST = 200
"""So many applications agree at the least: a dump that failed altogether must not pass."""


@pytest.fixture(scope="module")
def source(request: pytest.FixtureRequest, tmp_path_factory: pytest.TempPathFactory) -> Path:
    cache = getattr(request.config, "cache", None)
    folder = cache.mkdir("oracle") if cache else tmp_path_factory.mktemp("oracle")
    try:
        return docs_src(version("fastapi"), Path(folder))
    except Unavailable as error:
        pytest.skip(f"the documentation of FastAPI {version('fastapi')} cannot be downloaded: {error}")


def test_oracle_agrees_with_docs_src(source: Path, tmp_path: Path) -> None:
    out = tmp_path / "dump.json"
    command = [
        sys.executable,
        str(Path(__file__).with_name("dump.py")),
        str(source),
        str(out),
        "--all",
        "docs_src",
    ]
    done = subprocess.run(command, capture_output=True, text=True, timeout=900, check=False)
    assert done.returncode == 0, done.stderr
    dump = json.loads(out.read_text(encoding="utf-8"))
    project = project_at(source, dump["fastapi"], dump["pydantic"])
    verdicts = compare(project, dump)
    assert [f"{v.name}: {text}" for v in verdicts for text in (*v.differences, *v.invented)] == []
    assert [f"{v.name}: {text}" for v in verdicts for text in v.unknown if text.startswith("location")] == []
    assert sum(verdict.agrees for verdict in verdicts) >= FEWEST
