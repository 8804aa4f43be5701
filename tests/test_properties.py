"""What holds for every program, not only for those somebody thought of.

The budget is small, and the same every time; ``scripts/fuzz.py`` sets FUZZ_EXAMPLES for a large one.
"""

from __future__ import annotations

import ast
import os
import warnings
from functools import cache

from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st
from hypothesmith import from_grammar

from fastapi_lint.examples import ROOT, examples
from fastapi_lint.finding import Applicability
from fastapi_lint.fix import apply
from fastapi_lint.registry import load
from fastapi_lint.rule import Rule
from fastapi_lint.session import Session
from fastapi_lint.workspace.config import load as load_settings
from fastapi_lint.workspace.config import override
from fastapi_lint.workspace.files import MemoryFiles

BUDGET = int(os.environ.get("FUZZ_EXAMPLES", "0"))


def budget(examples: int) -> settings:
    """So many examples, or as many as were asked for."""
    return settings(
        max_examples=BUDGET or examples,
        deadline=None,
        derandomize=not BUDGET,
        suppress_health_check=list(HealthCheck),
        database=None,
    )


FRAME = """\
import time
from typing import Annotated

import requests
from fastapi import APIRouter, Depends, FastAPI
from pydantic import BaseModel
from sqlalchemy.orm import Session

app = FastAPI()
router = APIRouter(prefix="/items")


class Item(BaseModel):
    tags: list[str] = []


"""
STATEMENTS = (
    "time.sleep(1)",
    "x = requests.get('/').json()",
    "y = [time.sleep(n) for n in range(3)]",
    "if (z := requests.get('/')).ok: time.sleep(2); return z",
    "with open('a') as file: file.read()",
    "await g(time.sleep(1))",
    "return f'{time.sleep(1)}'",
    "return lambda: time.sleep(1)",
    "yield time.sleep(1)",
    "def inner():\n        time.sleep(1)",
    "try:\n        time.sleep(1)\n    finally:\n        pass",
    "tags.append('x')",
    "return db.query(Item).all()",
    "return db.get(Item, 1)",
)
DECORATORS = (
    '@app.get("/items/{id}")',
    '@app.get("/items/all")',
    '@router.get("/{id}")',
    '@router.post("")',
    '@app.on_event("startup")',
    '@app.middleware("http")',
    '@app.websocket("/ws")',
    "@staticmethod",
    "",
)
PARAMETERS = (
    "",
    "db: Session",
    "tags: list = []",
    "db: Annotated[Session, Depends(f)], tags=[]",
    "*, item: Item = Depends()",
)
TAILS = ("app.include_router(router)\n", 'app.mount("/", app)\n', "")


@st.composite
def applications(draw: st.DrawFn) -> str:
    """Programs of the kind that the rules are about, put together without any sense."""
    parts = [FRAME]
    for _ in range(draw(st.integers(1, 4))):
        decorators = draw(st.lists(st.sampled_from(DECORATORS), max_size=2))
        body = draw(st.lists(st.sampled_from(STATEMENTS), min_size=1, max_size=3))
        keyword = draw(st.sampled_from(["def", "async def"]))
        name = draw(st.sampled_from(["f", "g", "app", "router"]))
        head = "".join(f"{decorator}\n" for decorator in decorators if decorator)
        lines = "".join(f"    {statement}\n" for statement in body)
        parts.append(f"{head}{keyword} {name}({draw(st.sampled_from(PARAMETERS))}):\n{lines}\n\n")
    return "".join(parts) + draw(st.sampled_from(TAILS))


@cache
def _rules() -> list[Rule]:
    return load().rules


def _session(text: str) -> Session:
    files = MemoryFiles({f"{ROOT}main.py": text})
    chosen = override(load_settings([ROOT.rstrip("/")], files=files), select=["ALL"])
    return Session(files, chosen, _rules(), strict=True)


def check_program(text: str) -> None:
    """Lint and fix a program; fixing must keep it a program, and come to an end."""
    session = _session(text)
    session.check()
    fixed = apply(session, None, Applicability.UNSAFE)
    assert fixed.undone == []
    for _, new in fixed.changes.values():
        ast.parse(new)
        again = apply(_session(new), None, Applicability.UNSAFE)
        assert again.changes == {}, "fixing what is fixed changes it"


def _is_valid(text: str) -> bool:
    try:
        with warnings.catch_warnings():
            warnings.simplefilter("ignore")
            compile(text, "main.py", "exec", dont_inherit=True)
    except (SyntaxError, ValueError):
        return False
    return True


@budget(60)
@given(from_grammar())
def test_any_program_can_be_linted(text: str) -> None:
    check_program(text)


@budget(150)
@given(applications())
def test_any_application_can_be_linted_and_fixed(text: str) -> None:
    if _is_valid(text):
        check_program(text)


@budget(60)
@given(st.text(), st.integers(0, 200), st.integers(0, 30))
def test_any_text_can_be_linted(inserted: str, start: int, length: int) -> None:
    """Most of this is no program: a problem, then, and no exception."""
    text = FRAME[:start] + inserted + FRAME[start + length :]
    session = _session(text)
    session.check()
    apply(session, None, Applicability.UNSAFE)


def test_the_examples_of_all_rules_together() -> None:
    """What one rule's fix leaves behind is no trouble for another's."""
    for rule in _rules():
        for example in examples(rule):
            for block in (example.bad, example.good):
                if block is not None:
                    files = MemoryFiles({ROOT + path: text for path, text in block.files.items()})
                    chosen = override(load_settings([ROOT.rstrip("/")], files=files), select=["ALL"])
                    fixed = apply(Session(files, chosen, _rules(), strict=True), None, Applicability.UNSAFE)
                    assert fixed.undone == []
                    for path, (_, new) in fixed.changes.items():
                        if path.endswith(".py"):
                            ast.parse(new)
