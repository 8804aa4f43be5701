"""Apply every fix to a copy of a project, and see what is left of it."""

from __future__ import annotations

import ast
import io
import shutil
import tempfile
import tokenize
import warnings
from collections import Counter
from dataclasses import dataclass, field
from pathlib import Path

from linting import invoke
from pins import Project


@dataclass(slots=True)
class Outcome:
    """What the fixes did to one project. Everything but ``changed`` and ``review`` is a failure."""

    changed: int = 0
    broken: list[str] = field(default_factory=list)
    unstable: list[str] = field(default_factory=list)
    lost: list[str] = field(default_factory=list)
    review: list[str] = field(default_factory=list)
    """Comments that went with a line that a fix deleted: on purpose, or not?"""
    crashes: list[str] = field(default_factory=list)

    @property
    def is_good(self) -> bool:
        return not (self.broken or self.unstable or self.lost or self.crashes)


def fix(project: Project) -> Outcome:
    """Fix a copy twice: the first run must keep syntax and comments, the second must change nothing."""
    outcome = Outcome()
    with tempfile.TemporaryDirectory(prefix=f"fastapi-lint-{project.name}-") as scratch:
        root = Path(scratch) / project.root.name
        shutil.copytree(project.root, root)
        before = _texts(root)
        after = _apply(root, project, outcome)
        for path in sorted(before):
            if after.get(path) != before[path]:
                outcome.changed += 1
                _judge(path, before[path], after.get(path, b""), outcome)
        again = _apply(root, project, outcome)
        outcome.unstable += [path for path in sorted(after) if again.get(path) != after[path]]
        outcome.broken += [
            f"{path}: not a file of the project" for path in sorted(after.keys() - before.keys())
        ]
    return outcome


def _apply(root: Path, project: Project, outcome: Outcome) -> dict[str, bytes]:
    options = (*project.options, "--select", "all", "--fix", "--unsafe-fixes", "--output-format", "concise")
    done = invoke(root, root / project.folder, *options)
    if done.returncode not in (0, 1, 2) or "Traceback" in done.stderr or "internal-error" in done.stdout:
        outcome.crashes.append(f"exit code {done.returncode}\n{done.stdout[-1000:]}{done.stderr[-3000:]}")
    return _texts(root)


def _texts(root: Path) -> dict[str, bytes]:
    return {
        path.relative_to(root).as_posix(): path.read_bytes() for path in root.rglob("*") if path.is_file()
    }


def _judge(path: str, before: bytes, after: bytes, outcome: Outcome) -> None:
    if not parses(after):
        outcome.broken.append(path)
        return
    remaining = Counter(text for text, _ in comments(after))
    kept = Counter(code_lines(after))
    for text, code in comments(before):
        if remaining[text]:
            remaining[text] -= 1
        elif code and not kept[code]:
            outcome.review.append(f"{path}: {text}  (with: {code})")
        else:
            outcome.lost.append(f"{path}: {text}")


def parses(text: bytes) -> bool:
    """Whether this interpreter, or LibCST, which knows newer syntax, accepts a file."""
    with warnings.catch_warnings():
        warnings.simplefilter("ignore")
        try:
            ast.parse(text)
            return True
        except (SyntaxError, ValueError):
            import libcst

            try:
                libcst.parse_module(text)
                return True
            except (libcst.ParserSyntaxError, SyntaxError, ValueError, LookupError):
                return False


def comments(text: bytes) -> list[tuple[str, str]]:
    """Every comment with the code it is about: that of its own line, else that of the next line with code."""
    found: list[tuple[str, str]] = []
    lines = code_lines(text)
    try:
        for token in tokenize.tokenize(io.BytesIO(text).readline):
            if token.type == tokenize.COMMENT:
                row = token.start[0] - 1
                found.append((token.string, next((line for line in lines[row:] if line), "")))
    except (tokenize.TokenError, SyntaxError):
        return []
    return found


def code_lines(text: bytes) -> list[str]:
    """The lines without indentation and comments; a line without code is empty."""
    lines = [line.strip().decode("utf-8", "replace") for line in text.split(b"\n")]
    try:
        for token in tokenize.tokenize(io.BytesIO(text).readline):
            if token.type == tokenize.COMMENT:
                lines[token.start[0] - 1] = lines[token.start[0] - 1].removesuffix(token.string).rstrip()
    except (tokenize.TokenError, SyntaxError):
        pass
    return lines
