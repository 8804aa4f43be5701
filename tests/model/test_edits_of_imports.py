"""An import that comes with an edit is no reason to link again, unless another file can see it."""

from __future__ import annotations

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from fastapi_lint.model.offsets import moved
from fastapi_lint.registry import load
from fastapi_lint.session import Session
from fastapi_lint.workspace.files import MemoryFiles
from fastapi_lint.workspace.settings import Settings

HELPERS = "import time\n\n\ndef pause():\n    time.sleep(1)\n"
EDITED = "import subprocess\n" + HELPERS.replace("time.sleep(1)", "subprocess.run('x')")
MAIN = """from fastapi import FastAPI
from app.helpers import pause

app = FastAPI()


@app.get("/")
async def read():
    pause()
"""


def taken_up(main: str, edited: str = EDITED) -> bool:
    """Whether the session can go on without linking again; what it says is what a fresh one says."""
    texts = {"/p/app/__init__.py": "", "/p/app/helpers.py": HELPERS, "/p/app/main.py": main}
    session = Session(MemoryFiles(texts), Settings(root="/p"), load().rules, strict=True)
    session.check()
    session.update("/p/app/helpers.py", edited)
    is_taken_up = session.check_edited() is not None
    fresh = Session(
        MemoryFiles({**texts, "/p/app/helpers.py": edited}), Settings(root="/p"), load().rules, strict=True
    )
    assert session.recheck().findings == fresh.check().findings
    session.update("/p/app/helpers.py", HELPERS)
    assert (session.check_edited() is not None) is is_taken_up
    return is_taken_up


def test_an_import_that_nobody_else_sees() -> None:
    assert taken_up(MAIN)


@pytest.mark.parametrize(
    "seen",
    [
        "from app.helpers import *\n",
        "from app.helpers import subprocess\n",
        "import app.helpers\nrun = app.helpers.subprocess\n",
        "import app.helpers as other\nrun = other.subprocess\n",
        "from app import helpers as other\nrun = other.subprocess\n",
        "def f():\n    from app.helpers import subprocess\n",
    ],
)
def test_an_import_that_another_file_may_see(seen: str) -> None:
    assert not taken_up(seen + MAIN)


@pytest.mark.parametrize(
    "line",
    ["from fastapi import Response", "import app.main", "from app import main", "from .other import x"],
)
def test_an_import_that_means_more(line: str) -> None:
    assert not taken_up(MAIN, f"{line}\n{HELPERS}")


@settings(max_examples=50)
@given(st.text("abc\n", max_size=20), st.text("abc\n", max_size=20))
def test_places_keep_their_order(old: str, new: str) -> None:
    places = [moved(old, new)(offset) for offset in range(len(old) + 1)]
    known = [place for place in places if place is not None]
    assert known == sorted(known) and all(place <= len(new) for place in known)


def test_lines_between_two_edits_have_a_place() -> None:
    old = "one\ntwo\nthree\nfour\nfive\n"
    new = old.replace("two", "2").replace("four", "4 4 4")
    place = moved(old, new)
    assert place(old.index("three")) == new.index("three")
    assert place(old.index("five")) == new.index("five")
    assert place(old.index("wo")) is place(old.index("our")) is None
