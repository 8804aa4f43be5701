"""How examples are written in the docstring of a rule, and reading them.

    Bad:

        @app.get("/")
        async def slow():
            time.sleep(1)
            ^^^^^^^^^^^^^ `time.sleep` blocks the event loop

    Good:

        @app.get("/")
        async def slow():
            await asyncio.sleep(1)

A block is indented by four spaces. A line of carets marks the span of a finding in the code line above it;
after one space follows the finding's message, to the end of the line. A span of several lines is marked on
its first line, to the end of that line. A line ``-- app/main.py --`` starts another file; the code of a block
without such lines is ``main.py``, and ``-- pyproject.toml --`` holds settings. A *Good* block belongs to the
*Bad* block above it and says what its fix must produce, if it has one.
"""

from __future__ import annotations

import re
from collections.abc import Iterator, Mapping
from dataclasses import dataclass, replace
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from fastapi_lint.rule import Rule

INDENT = "    "
DEFAULT_FILE = "main.py"

_CARETS = re.compile(r"( *)(\^+)(?: (.*))?")
_SEPARATOR = re.compile(r"-- (\S+) --")


class ExampleError(Exception):
    """A docstring that cannot be read as examples; ``line`` counts from the docstring's first."""

    def __init__(self, rule: str, line: int, message: str) -> None:
        super().__init__(f"{rule}: docstring line {line}: {message}")
        self.rule = rule
        self.line = line


@dataclass(frozen=True, slots=True, order=True)
class Mark:
    """Carets under columns ``start`` to ``end`` (from 0) of line ``row`` (from 1), and a message."""

    path: str
    row: int
    start: int
    end: int
    message: str


@dataclass(frozen=True, slots=True)
class Block:
    """The files of one example, without the carets, and the findings that the carets promise."""

    files: Mapping[str, str]
    marks: tuple[Mark, ...] = ()
    line: int = 1


@dataclass(frozen=True, slots=True)
class Example:
    """Code with findings, and the same code without."""

    bad: Block
    good: Block | None = None


def examples(rule: Rule) -> list[Example]:
    """The examples in the docstring of a rule; raises ``ExampleError``."""
    return parse(rule.manual, rule.name)


def parse(manual: str, name: str = "example") -> list[Example]:
    """The *Bad* and *Good* pairs of a manual page; ``name`` is for the errors."""
    found: list[Example] = []
    for line, title, lines in _sections(manual):
        block = _Reader(name, line).read(lines)
        if title == "Bad:":
            if not block.marks:
                raise ExampleError(name, line, "a Bad block needs a line of carets with the message")
            found.append(Example(block))
        elif not found or found[-1].good:
            raise ExampleError(name, line, "a Good block belongs to exactly one Bad block above it")
        elif block.marks:
            raise ExampleError(name, line, "a Good block is clean, it has no carets")
        else:
            found[-1] = replace(found[-1], good=block)
    return found


def _sections(manual: str) -> Iterator[tuple[int, str, list[str]]]:
    lines = manual.splitlines()
    for number, title in enumerate(lines, 1):
        if title in ("Bad:", "Good:"):
            end = number
            while end < len(lines) and (not lines[end] or lines[end].startswith(INDENT)):
                end += 1
            yield number, title, [line.removeprefix(INDENT) for line in lines[number:end]]


class _Reader:
    """Turns the lines of one block into files and marks."""

    def __init__(self, name: str, line: int) -> None:
        self.name = name
        self.line = line
        self.path = DEFAULT_FILE
        self.files: dict[str, list[str]] = {}
        self.marks: list[Mark] = []

    def read(self, lines: list[str]) -> Block:
        for number, line in enumerate(lines, self.line + 1):
            if separator := _SEPARATOR.fullmatch(line):
                self._open(separator[1], number)
            elif carets := _CARETS.fullmatch(line):
                self._mark(carets, number)
            elif line or self.files.get(self.path):
                self.files.setdefault(self.path, []).append(line)
        if not self.files:
            raise ExampleError(self.name, self.line, f"no code, indented by {len(INDENT)} spaces, follows")
        files = {path: _joined(content) for path, content in self.files.items()}
        return Block(files, tuple(sorted(self.marks)), self.line)

    def _open(self, path: str, number: int) -> None:
        if path in self.files:
            raise ExampleError(self.name, number, f"`{path}` is there twice")
        self.path = path
        self.files[path] = []

    def _mark(self, carets: re.Match[str], number: int) -> None:
        code = self.files.get(self.path)
        if not code:
            raise ExampleError(self.name, number, "there is no code above the carets")
        if carets.end(2) > max(len(code[-1]), 1):
            raise ExampleError(self.name, number, "the carets reach beyond the code above them")
        if not carets[3]:
            raise ExampleError(self.name, number, "the finding's message must follow the carets")
        self.marks.append(Mark(self.path, len(code), carets.start(2), carets.end(2), carets[3]))


def _joined(lines: list[str]) -> str:
    text = "\n".join(lines).rstrip("\n")
    return f"{text}\n" if text else ""
