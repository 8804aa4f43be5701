"""What is measured: commands over a copy of a project, and what has to be done before each of them."""

from __future__ import annotations

import shutil
import sys
import time
from collections.abc import Callable
from dataclasses import dataclass
from importlib.metadata import version
from pathlib import Path

HERE = Path(__file__).resolve().parent
COPIES = HERE / "copies"
IGNORED = (".fastapi_lint_cache", ".hydroid_cache", ".ruff_cache", "__pycache__")


@dataclass(frozen=True, slots=True)
class Copy:
    """A project that may be written to: its root, the folder in it that is checked, and our options for it."""

    root: Path
    folder: str
    options: tuple[str, ...]

    @property
    def target(self) -> Path:
        """The folder that is checked."""
        return self.root / self.folder


@dataclass(frozen=True, slots=True)
class Tool:
    """A command. ``prepare`` runs before every measurement of it, ``restore`` after, and neither is measured."""

    name: str
    command: Callable[[Copy], list[str]]
    package: str = "fastapi-lint"
    prepare: Callable[[Copy], None] | None = None
    restore: Callable[[Copy], None] | None = None
    is_slow: bool = False
    """Whether it takes so long that one round has to do."""

    @property
    def version(self) -> str:
        """The installed release of what runs."""
        return version(self.package) if self.package else ""


def fresh(source: Path, copy: Copy) -> None:
    """Make the copy what the project is."""
    shutil.rmtree(copy.root, ignore_errors=True)
    shutil.copytree(source, copy.root, ignore=shutil.ignore_patterns(*IGNORED))


def tools(
    source: Path, environments: tuple[Path, Path], prime: Callable[[list[str], Path], object]
) -> list[Tool]:
    """Everything that is measured for the project at ``source``; ``prime`` runs a command that is not.

    Of the ``environments`` the first has what the project needs, for the tool that asks for it, and the second nothing.
    """

    def ours(*options: str) -> Callable[[Copy], list[str]]:
        command = [sys.executable, "-m", "fastapi_lint", "check", "--isolated", "--exit-zero", "--quiet"]
        return lambda copy: [*command, *copy.options, *options, str(copy.target)]

    def remember(copy: Copy) -> None:
        prime(ours()(copy), copy.root)

    def edit(copy: Copy) -> None:
        remember(copy)  # a function of another name in each round: the cache knows the last one
        added = f"\n\ndef added_{time.time_ns()}(number: int) -> int:\n    return number\n"
        path = edited_file(copy)
        path.write_bytes(path.read_bytes() + added.encode())

    def undo(copy: Copy) -> None:
        path = edited_file(copy)
        shutil.copyfile(source / path.relative_to(copy.root), path)

    def again(copy: Copy) -> None:
        fresh(source, copy)

    return [
        Tool(
            "ast.parse loop",
            lambda copy: [sys.executable, str(HERE / "loops.py"), "ast", str(copy.target)],
            "",
        ),
        Tool("fastapi-lint, cold", ours("--no-cache")),
        Tool(
            "ruff",
            _peer("ruff", "check", "--no-cache", "--isolated", "--select=FAST,ASYNC", "--exit-zero", "-q"),
            "ruff",
        ),
        Tool("fastapi-lint, warm", ours(), prepare=remember),
        Tool("fastapi-lint, one edit", ours(), prepare=edit, restore=undo),
        Tool(
            "fastapi-lint, --fix",
            ours("--no-cache", "--fix", "--unsafe-fixes"),
            prepare=again,
            restore=again,
            is_slow=True,
        ),
        Tool("ty-async", _peer("ty-async"), "ty-async"),
        Tool("hydroid, with dependencies", _hydroid(environments[0]), "hydroid-cli"),
        Tool("hydroid, without dependencies", _hydroid(environments[1]), "hydroid-cli"),
        Tool(
            "libcst loop",
            lambda copy: [sys.executable, str(HERE / "loops.py"), "libcst", str(copy.target)],
            "libcst",
        ),
        Tool(
            "flake8-async",
            _peer("flake8", "--isolated", "--select=ASYNC", "--exit-zero"),
            "flake8-async",
            is_slow=True,
        ),
        Tool("fixit", _peer("fixit", "lint"), "fixit", is_slow=True),
    ]


def edited_file(copy: Copy) -> Path:
    """The file that somebody edits: of those that register routes, the one in the middle by size."""
    routing = [path for path in copy.target.rglob("*.py") if b"APIRouter(" in path.read_bytes()]
    ordered = sorted(routing, key=lambda path: (path.stat().st_size, path))
    return ordered[len(ordered) // 2]


def _hydroid(environment: Path) -> Callable[[Copy], list[str]]:
    """Over the root, from which a project imports itself; given only its folder it finds half of the routes."""
    script = _script("hydroid")
    return lambda copy: [script, "--no-cache", "--python", str(environment), str(copy.root)]


def _peer(name: str, *options: str) -> Callable[[Copy], list[str]]:
    script = _script(name)
    return lambda copy: [script, *options, str(copy.target)]


def _script(name: str) -> str:
    script = shutil.which(name, path=str(Path(sys.executable).parent))
    if script is None:
        raise SystemExit(f"{name} is not installed here (pip install -r benchmarks/requirements.txt)")
    return script
