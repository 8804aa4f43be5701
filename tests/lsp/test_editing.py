"""A session that follows edits says what a fresh one says: at once about the edited file, and in the end about all."""

from __future__ import annotations

import os
from collections.abc import Iterable
from functools import cache

from hypothesis import HealthCheck, Phase, given, settings
from hypothesis import strategies as st

from fastapi_lint.finding import Finding
from fastapi_lint.registry import load
from fastapi_lint.rule import Rule
from fastapi_lint.session import Session
from fastapi_lint.workspace.files import MemoryFiles
from fastapi_lint.workspace.settings import Settings

BUDGET = int(os.environ.get("FUZZ_EXAMPLES", "0"))

HELPERS = """\
import time
import requests


# Helpers.


class Store:
    def __init__(self, url: str) -> None:
        self.url = url

    def load(self, key: str):
        return requests.get(self.url + key).json()

    def other(self):
        pass


def pause(seconds: int):
    time.sleep(seconds)


def fetch(name):
    return pause(1)


async def refresh():
    fetch("x")


def make_url():
    return "/made"
"""
DEPENDENCIES = """\
from typing import Annotated

from fastapi import Depends, Request
from app.helpers import Store, fetch


def get_store(request: Request):
    store = Store("http://")
    return store


async def get_session():
    session = fetch("session")
    try:
        yield session
    finally:
        pass


class Paging:
    limit: int = 10

    def __init__(self, offset: int = 0):
        self.offset = offset


StoreDep = Annotated[Store, Depends(get_store)]
"""
ROUTES = '''\
from fastapi import APIRouter, Depends, HTTPException
from pydantic import BaseModel

from app.dependencies import Paging, StoreDep, get_session
from app.helpers import fetch, make_url, pause, refresh

router = APIRouter(prefix=make_url())


class Item(BaseModel):
    name: str
    tags: list[str] = []


@router.get("/items/{item_id}")
async def read_item(item_id: int, store: StoreDep, session=Depends(get_session)):
    found = store.load("a")
    return found


@router.get("/items/first")
async def read_first(paging: Paging = Depends()):
    """Read."""
    await refresh()
    return {"error": "none"}


@router.post("/items", status_code=201)
def create(item: Item):
    pause(2)
    return item


def helper(x):
    return [x]


@router.delete("/items/{item_id}")
async def delete_item(item_id: int, tags: list = []):
    def inner():
        return helper(1)

    return inner()
'''
MAIN = """\
from fastapi import FastAPI
from app.helpers import make_url
from app.routes import router

app = FastAPI()
app.include_router(router)
app.state.pause = 1


@app.middleware("http")
async def measure(request, call_next):
    response = await call_next(request)
    return response
"""
PROJECT = {
    "/p/app/__init__.py": "",
    "/p/app/helpers.py": HELPERS,
    "/p/app/dependencies.py": DEPENDENCIES,
    "/p/app/routes.py": ROUTES,
    "/p/app/main.py": MAIN,
}
LINES = (
    "import time; time.sleep(1)",
    "from app.helpers import pause; pause(4)",
    "pause(1)",
    "fetch('y')",
    "await refresh()",
    "requests.get('/x')",
    "return None",
    "return {'a': 1}",
    "return HTTPException(404)",
    "raise HTTPException(status_code=500)",
    "yield 1",
    "x = [lambda: fetch('z')]",
    "refresh()",
    "# a comment",
    "# fastapi-lint: ignore",
    "",
    "app.state.pause = 2",
    "self.url = requests.Session()",
    "try: pause(3)",
    "    except Exception: pass",
    "(",
    "for i in range(3): helper(i)",
    "def nested(): return 1",
    "store = None",
    "if True: time.sleep(2)",
    "import subprocess",
    "import app.helpers",
    "import subprocess; subprocess.run('x')",
    "^import subprocess\n^subprocess.run('x')",
    "^from os import path\n^path.exists('x')",
    "^from app.helpers import pause as wait\n^wait(1)",
    "^from fastapi import BackgroundTasks\n^BackgroundTasks()",
)


class Edit:
    """Insert, replace or take out a line of one of the files, or write it as it was."""

    def __init__(self, path: str, line: int, text: str, how: str) -> None:
        self.path, self.line, self.text, self.how = path, line, text, how

    def __repr__(self) -> str:
        return f"Edit({self.path!r}, {self.line}, {self.text!r}, {self.how!r})"

    def apply(self, text: str) -> str:
        lines = text.split("\n")
        at = self.line % len(lines)
        indent = lines[at][: len(lines[at]) - len(lines[at].lstrip())]
        if self.text.startswith("^"):  # the first line goes to the top
            first, _, rest = self.text[1:].partition("\n^")
            lines[at:at] = [indent + rest]
            lines.insert(0, first)
        elif self.how == "insert":
            lines.insert(at, indent + self.text)
        elif self.how == "replace":
            lines[at] = indent + self.text
        elif self.how == "delete":
            del lines[at]
        elif self.how == "touch":
            lines[at] += "  "
        else:
            return PROJECT[self.path]
        return "\n".join(lines)


EDITS = st.builds(
    Edit,
    st.sampled_from(sorted(PROJECT)),
    st.integers(0, 60),
    st.sampled_from(LINES),
    st.sampled_from(("insert", "insert", "insert", "replace", "delete", "touch", "undo")),
)


THEN = ("nothing", "recheck", "check")
"""What follows an edit, and the check of the edited file alone."""


@cache
def rules() -> tuple[Rule, ...]:
    return tuple(load().rules)


def session(texts: dict[str, str]) -> Session:
    return Session(MemoryFiles(texts), Settings(root="/p", select=("ALL",)), rules(), strict=True)


def plain(findings: Iterable[Finding]) -> list[str]:
    return [repr(finding) for finding in findings]


@given(st.lists(st.tuples(EDITS, st.sampled_from(THEN)), min_size=1, max_size=8))
@settings(
    max_examples=BUDGET or 25,
    deadline=None,
    derandomize=not BUDGET,
    suppress_health_check=list(HealthCheck),
    database=None,
    phases=[Phase.generate],
)
def test_a_session_says_what_a_fresh_one_says(edits: list[tuple[Edit, str]]) -> None:
    texts = dict(PROJECT)
    kept = session(texts)
    kept.check()
    for edit, then in edits:
        texts[edit.path] = edit.apply(texts[edit.path])
        kept.update(edit.path, texts[edit.path])
        at_once = kept.check_edited()
        again = kept.recheck() if then == "recheck" else kept.check() if then == "check" else None
        fresh = session(texts).check()
        if fresh.problems:  # what does not parse is remembered as it was
            continue
        if at_once is not None:
            assert plain(at_once.findings) == plain(f for f in fresh.findings if f.path == edit.path)
        if again is not None:
            assert plain(again.findings) == plain(fresh.findings)
