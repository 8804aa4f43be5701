"""What may not grow faster than the lines: made-up projects, three times as large, and the calls that a check makes.

Calls of functions are counted, not seconds: they are the same on every machine.
"""

from __future__ import annotations

import sys
from collections.abc import Callable
from types import FrameType

import pytest

from fastapi_lint.registry import load
from fastapi_lint.session import Session
from fastapi_lint.workspace.config import load as load_settings
from fastapi_lint.workspace.files import MemoryFiles

HEAD = """import time
from fastapi import APIRouter, Depends, FastAPI
from pydantic import BaseModel

app = FastAPI()

@app.get("/")
def first(): ...

"""
NONE, SMALL, LARGE = 3, 40, 120


def calls(text: str) -> int:
    """The calls of functions that checking a file with all rules takes."""
    files = MemoryFiles({"/p/main.py": HEAD + text, "/p/pyproject.toml": ""})
    session = Session(files, load_settings(["/p"], files=files), load().rules, strict=True)
    made = 0

    def count(frame: FrameType, event: str, argument: object) -> None:
        nonlocal made
        made += event == "call"

    sys.setprofile(count)
    try:
        session.check()
    finally:
        sys.setprofile(None)
    return made


def each(size: int, piece: Callable[[int], str], first: int = 0) -> str:
    return "".join(map(piece, range(first, size)))


READ = "@app.get('/x')\nasync def read(x: int):\n"
PROJECTS: dict[str, tuple[float, Callable[[int], str]]] = {
    "dependencies that ask for the two before": (
        3,
        lambda size: (
            "def d0(): ...\ndef d1(): ...\n"
            + each(size, lambda n: f"def d{n}(a=Depends(d{n - 1}), b=Depends(d{n - 2})): ...\n", 2)
            + f"@app.get('/x')\ndef read(x=Depends(d{size - 1})): ...\n"
        ),
    ),
    "classes, each below the one before": (
        5,
        lambda size: (
            "class C0:\n    def setup(self): self.go()\n    def go(self): ...\n"
            + each(
                size,
                lambda n: (
                    f"class C{n}(C{n - 1}):\n    def setup(self):\n        super().setup()\n"
                    f"        self.go{n}()\n    def go{n}(self): self.go()\n"
                ),
                1,
            )
        ),
    ),
    "models, each below the one before": (
        5,
        lambda size: (
            "class C0(BaseModel): ...\n"
            + each(size, lambda n: f"class C{n}(C{n - 1}):\n    a{n}: int = 1\n", 1)
            + f"@app.post('/x')\ndef read(x: C{size - 1}): ...\n"
        ),
    ),
    "findings in one function": (3, lambda size: READ + each(size, lambda n: f"    time.sleep({n})\n")),
    "findings in one coroutine that awaits": (
        3,
        lambda size: READ + "    await first()\n" + each(size, lambda n: f"    time.sleep({n})\n"),
    ),
    "findings in one function, each below an if": (
        3,
        lambda size: READ + each(size, lambda n: f"    if x == {n}:\n        time.sleep({n})\n"),
    ),
    "findings behind tests that leave": (
        3,
        lambda size: READ + each(size, lambda n: f"    if x == {n}: return time.sleep({n})\n"),
    ),
    "findings in one try": (
        4,
        lambda size: (
            READ
            + "    try:\n"
            + each(size, lambda n: f"        time.sleep({n})\n")
            + "    finally:\n        first()\n"
        ),
    ),
    "a long if": (
        7,
        lambda size: (
            READ
            + "    if x < 0: ...\n"
            + each(size, lambda n: f"    elif x == {n}:\n        time.sleep({n})\n")
        ),
    ),
    "exception handlers": (
        5,
        lambda size: (
            READ + "    try: first()\n" + each(size, lambda n: f"    except E{n}: time.sleep({n})\n")
        ),
    ),
    "routers in routers": (
        6,
        lambda size: (
            each(
                size,
                lambda n: f"r{n} = APIRouter()\n@r{n}.get('/{n}')\ndef f{n}(): ...\n",
            )
            + each(size, lambda n: f"r{n}.include_router(r{n - 1}, prefix='/p{n}')\n", 1)
            + f"app.include_router(r{size - 1})\n"
        ),
    ),
}
"""Each with how many times the calls three times the size may take; 9 would be the square."""


@pytest.mark.parametrize("name", PROJECTS)
def test_calls_grow_with_the_lines(name: str) -> None:
    most, make = PROJECTS[name]
    calls(make(NONE))  # what is done once for all
    none, small, large = (calls(make(size)) for size in (NONE, SMALL, LARGE))
    grown = (large - none) / (small - none)
    assert grown <= most * (LARGE - NONE) / (SMALL - NONE) / 3 * 1.1, f"{small} calls, then {large}"
