"""Edits of what a function passes to others: what those do with it may be news, in other files too."""

from __future__ import annotations

import pytest
from test_editing import plain, session

HELPERS = """\
import time

class Slow:
    def wait(self): time.sleep(1)

class Quick:
    def wait(self): pass

def use(client):
    client.wait()
"""
MAIN = """\
import asyncio
from fastapi import FastAPI
from helpers import Quick, Slow, use

app = FastAPI()

@app.get("/a")
async def first():
    use(Slow())

@app.get("/b")
async def second():
    use(Slow())
"""
FIRST, PASSED = "first():\n    ", "use(Slow())"


@pytest.mark.parametrize(
    ("written", "is_found", "goes_on"),
    [
        ("use(Quick())", False, False),
        ("use(client=Quick())", False, False),
        ("asyncio.sleep(0)\n    use(Slow())", True, True),
        ("await asyncio.to_thread(use, Slow())", True, True),
    ],
)
def test_what_a_call_passes(written: str, is_found: bool, goes_on: bool) -> None:
    """In the last two everybody who calls ``use`` still passes a ``Slow``: nothing has to be linked again."""
    texts = {"/p/helpers.py": HELPERS, "/p/main.py": MAIN}
    kept = session(texts)
    assert "blocking-sleep" in str(plain(kept.check().findings))
    texts["/p/main.py"] = MAIN.replace(FIRST + PASSED, FIRST + written)
    kept.update("/p/main.py", texts["/p/main.py"])
    assert (kept.check_edited() is not None) is goes_on
    again = plain(kept.recheck().findings)
    assert again == plain(session(texts).check().findings)
    assert ("blocking-sleep" in str(again)) is is_found
