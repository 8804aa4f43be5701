"""What is read off a file's facts is what its syntax tree says."""

from __future__ import annotations

from pathlib import Path

import pytest

import fastapi_lint
from fastapi_lint.model.file.facts import extract
from fastapi_lint.model.file.toplevel import TopLevel
from fastapi_lint.source import Source

TEXT = """
from __future__ import annotations
import os, os.path as osp
import a.b.c
from . import sibling
from .m import x as y, z
from m import *
if TYPE_CHECKING:
    from typing import Any
    Checked = int
elif typing.TYPE_CHECKING:
    import late
else:
    from n import running
if not TYPE_CHECKING:
    import really
else:
    import never
try:
    import json
except ImportError as error:
    json = None
else:
    fine = 1
finally:
    done, *rest = [], 1
with open("x") as stream, lock:
    inside = 1
for index, (first, second) in pairs:
    import looped
while (line := next(lines)):
    count += 1
alone: int
typed: str = "x"
thing.attribute = holder["key"] = chained = 1
del gone
found = [inner for inner in (outer := rows)]
f = lambda unseen: (hidden := 1)
def function():
    import local
    own = 1
class Model:
    import nested
    field = 1
"""


def agree(source: Source) -> None:
    found = TopLevel(extract(source))
    assert found.imports == [item for item in source.imports if not item.in_function]
    assert found.definitions == source.definitions


def test_every_form() -> None:
    source = Source("/p/a.py", TEXT)
    agree(source)
    assert TopLevel(extract(source)).is_complete


@pytest.mark.parametrize(
    "path", sorted(Path(fastapi_lint.__file__).parent.glob("*.py")), ids=lambda p: p.name
)
def test_own_files(path: Path) -> None:
    agree(Source(str(path), path.read_text(encoding="utf-8")))


def test_patterns_are_not_part_of_the_facts() -> None:
    source = Source("/p/a.py", "match point:\n    case Point(x=left):\n        pass\n")
    assert not TopLevel(extract(source)).is_complete
