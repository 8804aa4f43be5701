"""CPU of runs that hardly do anything, beside that of bare Python: what people wait for on every commit."""

from __future__ import annotations

import shutil
import sys
from collections.abc import Callable
from pathlib import Path
from typing import Any

from measuring import SMALL, Measurement, Store, run

HERE = Path(__file__).resolve().parent
SAMPLE = HERE.parent / "fixtures" / "projects" / "bookshop"
PYTHON, VERSION = "python -c pass", "fastapi-lint --version"
COLD, WARM = "fastapi-lint, cold", "fastapi-lint, warm"
ROUNDS = 15
_LIMIT = 60


def measure(store: Store, copies: Path, told: Callable[[Measurement], None]) -> None:
    """Measure what is not measured yet, one after the other in each round."""
    copy = copies / SAMPLE.name
    shutil.rmtree(copy, ignore_errors=True)
    shutil.copytree(SAMPLE, copy, ignore=shutil.ignore_patterns(".*_cache", "__pycache__"))
    files = list(copy.rglob("*.py"))
    lines = sum(path.read_bytes().count(b"\n") for path in files)
    check = [sys.executable, "-m", "fastapi_lint", "check", "--exit-zero", "--quiet", str(copy)]
    commands = {
        PYTHON: [sys.executable, "-c", "pass"],
        VERSION: [sys.executable, "-m", "fastapi_lint", "--version"],
        COLD: [*check, "--no-cache"],
        WARM: check,
    }
    run(check, copy, _LIMIT)
    for number in range(ROUNDS):
        for name, command in commands.items():
            if len(store.of(SMALL, name)) <= number:
                taken: dict[str, Any] = run(command, copy, _LIMIT)
                store.add(Measurement(SMALL, lines, len(files), name, "", number, **taken))
    for name in commands:
        told(store.of(SMALL, name)[-1])
