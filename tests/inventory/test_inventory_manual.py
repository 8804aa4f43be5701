"""``docs/routes.md`` shows what the commands write."""

from __future__ import annotations

import re
import shlex
from collections.abc import Callable
from pathlib import Path

import pytest
from inventory_command import Done

ROOT = Path(__file__).parents[2]
MANUAL = (ROOT / "docs" / "routes.md").read_text(encoding="utf-8")
EXAMPLES = re.findall(r"```console\n\$ fastapi-lint (.*)\n((?s:.*?))```", MANUAL)


@pytest.mark.parametrize(("arguments", "text"), EXAMPLES)
def test_example(
    command: Callable[..., Done], monkeypatch: pytest.MonkeyPatch, arguments: str, text: str
) -> None:
    project = ROOT / "fixtures" / "projects" / "bookshop"
    monkeypatch.chdir(project)
    done = command(*shlex.split(arguments))
    assert done.code == 0
    written = done.out.replace(f"{project}/", "/home/you/bookshop/")
    for part in re.split(r"^…\n", text, flags=re.MULTILINE):
        assert part in written
