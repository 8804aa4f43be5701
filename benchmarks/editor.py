"""What an edit costs in the editor: CPU from the new text of a file to its diagnostics.

    python benchmarks/editor.py [FOLDER]      100 edits of the file of about 600 lines that registers most routes

Without a folder a project of 1,000 files is made. Nothing is written to the project. An edit adds a statement to a
body or takes it out again; every tenth one is followed by a pause, after which everything is checked.
"""

from __future__ import annotations

import argparse
import gc
import random
import re
import tempfile
from collections.abc import Callable
from pathlib import Path
from statistics import median, quantiles
from time import process_time

from measuring import EDITOR, Measurement, Store
from rich.console import Console

from fastapi_lint import registry
from fastapi_lint.lsp.convert import Positions, uri_of
from fastapi_lint.lsp.options import Options
from fastapi_lint.lsp.reports import Document, Reporter
from fastapi_lint.lsp.workspace import Workspace

EDIT, EVERYTHING = "edit to diagnostics", "checking everything"
FILES = 1000
EDITS = 100
PAUSE = 10
LINES = 600
_BODY = re.compile(r"(?<=\n)    (?=return |[a-z_.]+ = [^\n]*[\w)\]]\n)")
_STATEMENTS = ("counted = 1", "# a comment", "print(1)", "import time; time.sleep(1)")
console = Console(highlight=False, soft_wrap=True)

HELPERS = """\
import requests


class Store{number}:
    def __init__(self, url: str) -> None:
        self.url = url

    def load(self, key: str) -> dict:
        response = requests.get(self.url + key)
        return response.json()


def normalize{number}(text: str) -> str:
    text = text.strip()
    return text.lower()
"""
ROUTER = """\
from typing import Annotated

from fastapi import APIRouter, Depends, HTTPException
from pydantic import BaseModel

from app.helpers{number} import Store{number}, normalize{number}

router = APIRouter(prefix="/part{number}", tags=["part{number}"])


def get_store() -> Store{number}:
    return Store{number}("https://example.org/")


class Item(BaseModel):
    name: str
    tags: list[str] = []
"""
ROUTE = '''

@router.get("/items{route}/{{item_id}}")
{kind} read_item{route}(item_id: int, store: Annotated[Store{number}, Depends(get_store)], q: str = "") -> Item:
    """Read an item."""
    name = normalize{number}(q)
    found = store.load(name)
    if not found:
        raise HTTPException(status_code=404)
    item = Item(name=name)
    return item
'''


def make(root: Path, files: int) -> None:
    """A project of so many files, half of them routers; one has about 600 lines."""
    (root / "app").mkdir()
    (root / "app" / "__init__.py").write_text("")
    (root / "pyproject.toml").write_text('[project]\nname = "app"\n')
    numbers = range((files - 2) // 2)
    for number in numbers:
        routes = 48 if number == 7 else 6
        text = ROUTER.format(number=number) + "".join(
            ROUTE.format(number=number, route=route, kind=("def", "async def")[route % 2])
            for route in range(routes)
        )
        (root / "app" / f"router{number}.py").write_text(text)
        (root / "app" / f"helpers{number}.py").write_text(HELPERS.format(number=number))
    imports = "".join(f"from app.router{number} import router as router{number}\n" for number in numbers)
    includes = "".join(f"app.include_router(router{number})\n" for number in numbers)
    (root / "app" / "main.py").write_text(
        f"from fastapi import FastAPI\n{imports}\napp = FastAPI()\n{includes}"
    )


class Editor:
    """An editor with one open document."""

    def __init__(self, root: Path) -> None:
        self.workspace = Workspace(registry.load())
        self.workspace.configure(Options(), [str(root)])
        self.reporter = Reporter(self.workspace, Positions("utf-16"), lambda *_: None, lambda: None)
        session = self.workspace.session(str(root / "pyproject.toml"))
        project = session.project()
        routers = [path for path in session.paths if project.registers_routes(project.modules[path])]
        self.files = len(session.paths)
        self.path = min(routers, key=lambda path: abs(session.source(path).text.count("\n") - LINES))
        self.text = session.source(self.path).text
        self.version = 0

    def edit(self, text: str) -> float | None:
        """The seconds until the diagnostics are there; None if everything has to be checked for them."""
        self.version += 1
        documents = {self.path: Document(uri_of(self.path), self.path, self.version, text)}
        began = process_time()
        self.workspace.update(self.path, text)
        reports = self.reporter.edited(documents)
        took = process_time() - began
        return took if reports is not None else None

    def pause(self, text: str) -> float:
        """The seconds that checking everything takes."""
        began = process_time()
        self.reporter.reports({self.path: Document(uri_of(self.path), self.path, self.version, text)})
        gc.collect()
        gc.freeze()
        return process_time() - began


def edits(root: Path) -> tuple[Editor, list[float], list[float], int]:
    """Edit a file of a project again and again.

    The editor, the seconds of each edit, those of each check of everything, and how many edits needed one.
    """
    gc.disable()  # as the server does
    editor, choice = Editor(root), random.Random(1)
    editor.workspace.update(editor.path, editor.text)
    pauses = [editor.pause(editor.text)]
    took: list[float] = []
    whole = 0
    text = editor.text
    for number in range(EDITS):
        if number % 2:
            text = editor.text
        else:
            at = choice.choice([match.start() for match in _BODY.finditer(editor.text)])
            text = f"{text[:at]}    {choice.choice(_STATEMENTS)}\n{text[at:]}"
        seconds = editor.edit(text)
        if seconds is None:
            whole += 1
            seconds = editor.pause(text)
        elif number % PAUSE == PAUSE - 1:
            pauses.append(editor.pause(text))
        took.append(seconds)
    return editor, took, pauses, whole


def measure(store: Store, told: Callable[[Measurement], None]) -> None:
    """Measure the project that is made, if that is not done yet: every edit is a round."""
    if store.of(EDITOR, EDIT):
        return
    with tempfile.TemporaryDirectory() as folder:
        make(Path(folder).resolve(), FILES)
        editor, took, pauses, _ = edits(Path(folder).resolve())
        gc.enable()
    lines = editor.text.count("\n")
    for tool, times in ((EDIT, took), (EVERYTHING, pauses)):
        for number, seconds in enumerate(times):
            store.add(Measurement(EDITOR, lines, editor.files, tool, "", number, seconds, seconds, 0, 0))
        told(store.of(EDITOR, tool)[-1])


def show(root: Path) -> None:
    """Print the figures of one project."""
    editor, took, pauses, whole = edits(root)
    lines = editor.text.count("\n")
    last = quantiles(took, n=20)[-1]
    console.print(f"{editor.files} files, one of {lines} lines edited {len(took)} times")
    console.print(f"edit to diagnostics: median {median(took) * 1e3:.0f} ms, p95 {last * 1e3:.0f} ms of CPU")
    console.print(f"edits that needed a check of everything: {whole}; that takes {median(pauses):.2f} s")


def main() -> None:
    parser = argparse.ArgumentParser(
        description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter
    )
    parser.add_argument("folder", nargs="?", type=Path)
    parser.add_argument("--files", type=int, default=FILES, help="of the project that is made")
    options = parser.parse_args()
    if options.folder is not None:
        show(options.folder.resolve())
        return
    with tempfile.TemporaryDirectory() as folder:
        make(Path(folder).resolve(), options.files)
        show(Path(folder).resolve())


if __name__ == "__main__":
    main()
