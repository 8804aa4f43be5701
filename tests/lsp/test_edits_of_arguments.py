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


FLAG = """\
import time

class Store:
    busy = False

    def wait(self):
        if self.busy: time.sleep(1)

def use(store: Store):
    store.size = 1
"""
ASKING = """\
from fastapi import FastAPI
from helpers import Store

app = FastAPI()

@app.get("/a")
async def first():
    Store().wait()
"""


@pytest.mark.parametrize(("written", "goes_on"), [("store.busy = True", False), ("store.size = 2", True)])
def test_what_others_set(written: str, goes_on: bool) -> None:
    """A flag that nobody sets decides what is behind it, until somebody does."""
    texts = {"/p/helpers.py": FLAG, "/p/main.py": ASKING}
    kept = session(texts)
    assert "blocking-sleep" not in str(plain(kept.check().findings))
    texts["/p/helpers.py"] = FLAG.replace("store.size = 1", written)
    kept.update("/p/helpers.py", texts["/p/helpers.py"])
    assert (kept.check_edited() is not None) is goes_on
    again = plain(kept.recheck().findings)
    assert again == plain(session(texts).check().findings)
    assert ("blocking-sleep" in str(again)) is not goes_on


KEEPING = """\
import threading
import time

local = threading.local()

class Slow:
    def wait(self): time.sleep(1)

class Quick:
    def wait(self): pass

def stub(): ...
def slow(): return Slow()
def quick(): return Quick()

def connect():
    local.client = Slow()

def setup(app):
    app.dependency_overrides[stub] = slow

def make(model):
    return model()
"""
KEPT = """\
from fastapi import Depends, FastAPI
from helpers import Slow, local, make, stub

app = FastAPI()

@app.get("/a")
async def first(given=Depends(stub)):
    {uses}
"""


@pytest.mark.parametrize(
    ("uses", "before", "after"),
    [
        ("local.client.wait()", "local.client = Slow()", "local.client = Quick()"),
        ("given.wait()", "[stub] = slow", "[stub] = quick"),
        ("make(Slow).wait()", "return model()", "return Quick() or model()"),
    ],
)
def test_what_is_kept_for_others(uses: str, before: str, after: str) -> None:
    """What threads keep, what is injected instead, and what is made of a class is known in other files."""
    texts = {"/p/helpers.py": KEEPING, "/p/main.py": KEPT.replace("{uses}", uses)}
    kept = session(texts)
    assert "blocking-sleep" in str(plain(kept.check().findings))
    texts["/p/helpers.py"] = KEEPING.replace(before, after)
    kept.update("/p/helpers.py", texts["/p/helpers.py"])
    assert kept.check_edited() is None
    again = plain(kept.recheck().findings)
    assert again == plain(session(texts).check().findings)
    assert "blocking-sleep" not in str(again)
