"""The pinned projects: what they are, how they are downloaded, and where they are unpacked."""

from __future__ import annotations

import email
import hashlib
import json
import re
import shutil
import subprocess
import sys
import tarfile
import tempfile
import zipfile
from collections.abc import Iterable
from dataclasses import dataclass
from pathlib import Path

import tomllib

HERE = Path(__file__).resolve().parent
PINS = HERE / "projects.toml"
UNPACKED = HERE / "projects"
HELD_OUT = "held-out"
EXTRA = re.compile(r"\s*(;|\band\b)\s*extra\s*==.*$")
"""The servers of many projects are an extra; here its requirements count like all others."""


class PinError(Exception):
    """The pins, or what was downloaded for them, are not what they should be."""


@dataclass(frozen=True, slots=True)
class Project:
    """One exact release of a project, and the folder of it that is linted."""

    name: str
    version: str
    archive: str
    sha256: str
    folder: str
    package: str = ""
    platform: str = ""
    fastapi: str = ""
    held_out: bool = False

    @property
    def root(self) -> Path:
        """Where the release is unpacked."""
        return UNPACKED / f"{self.name}-{self.version}"

    @property
    def target(self) -> Path:
        """What is linted."""
        return self.root / self.folder

    @property
    def options(self) -> tuple[str, ...]:
        """What the linter is told about this project."""
        return ("--config", f'target-fastapi="{self.fastapi}"') if self.fastapi else ()

    @property
    def requirement(self) -> str:
        """What pip is asked for."""
        return f"{self.package or self.name}=={self.version}"


def load(names: Iterable[str] = ()) -> list[Project]:
    """The pinned projects but those that are held out, or only those that are named; ``held-out`` names them all."""
    pins = tomllib.loads(PINS.read_text(encoding="utf-8"))
    projects = {name: Project(name, **pin) for name, pin in pins.items()}
    held_out = [name for name, project in projects.items() if project.held_out]
    given = [name for item in names for name in (held_out if item == HELD_OUT else [item])]
    if unknown := [name for name in given if name not in projects]:
        raise PinError(f"no such project: {', '.join(unknown)} (there are {', '.join(projects)})")
    return [projects[name] for name in given or (name for name in projects if name not in held_out)]


def fetched(names: Iterable[str] = ()) -> list[Project]:
    """The same, and all of them are on disk."""
    projects = load(names)
    if missing := [project.name for project in projects if not project.target.is_dir()]:
        raise PinError(f"not fetched: {', '.join(missing)} (run `python ecosystem/run.py fetch`)")
    return projects


def fetch(project: Project) -> bool:
    """Download and unpack one project; false when it was there already."""
    if project.target.is_dir():
        return False
    UNPACKED.mkdir(exist_ok=True)
    with tempfile.TemporaryDirectory(dir=UNPACKED, prefix=".fetch-") as scratch:
        archive = download(project, Path(scratch))
        digest = hashlib.sha256(archive.read_bytes()).hexdigest()
        if digest != project.sha256:
            raise PinError(f"{archive.name} has the hash {digest}, the pin says {project.sha256}")
        unpacked = unpack(archive, Path(scratch) / "unpacked")
        settle(unpacked, project)
        shutil.rmtree(project.root, ignore_errors=True)
        unpacked.rename(project.root)
    if not project.target.is_dir():
        raise PinError(f"{project.requirement} has no folder `{project.folder}`")
    return True


def download(project: Project, into: Path) -> Path:
    """Ask pip, with whatever index it is configured for, for exactly one archive."""
    command = [sys.executable, "-m", "pip", "download", "--quiet", "--no-deps", "--ignore-requires-python"]
    if project.archive == "sdist":
        command += ["--no-binary", project.package or project.name]
    else:
        command += ["--only-binary", ":all:"]
    if project.platform:
        command += ["--platform", project.platform]
    done = subprocess.run(
        [*command, "--dest", str(into), project.requirement], capture_output=True, text=True
    )
    archives = [path for path in into.iterdir() if path.is_file()]
    if done.returncode or len(archives) != 1:
        raise PinError(f"pip could not download {project.requirement}:\n{done.stderr.strip()}")
    return archives[0]


def unpack(archive: Path, into: Path) -> Path:
    """Unpack the Python files and what configures them; an sdist's own top folder is dropped."""
    if archive.suffix == ".whl":
        with zipfile.ZipFile(archive) as wheel:
            wheel.extractall(into, [name for name in wheel.namelist() if _is_kept(name)])
        return into
    with tarfile.open(archive) as sdist:
        members = [member for member in sdist.getmembers() if member.isfile() and _is_kept(member.name)]
        sdist.extractall(into, members, filter="data")
    (top,) = into.iterdir()
    return top


def settle(root: Path, project: Project) -> None:
    """Make a project of its own of what was unpacked.

    Without a repository and a ``pyproject.toml`` of its own, ours would count, and our ``.gitignore`` hides
    every project. A wheel has lost its ``pyproject.toml``: what it needs, and so which targets the rules
    have, is in its metadata.
    """
    (root / ".git").mkdir()
    if (root / "pyproject.toml").exists():
        return
    (metadata,) = root.glob("*.dist-info/METADATA")
    headers = email.message_from_string(metadata.read_text(encoding="utf-8"))
    table = {"name": project.name, "version": project.version}
    if python := headers["Requires-Python"]:
        table["requires-python"] = python
    lines = [
        "[project]",
        *(f"{key} = {json.dumps(value)}" for key, value in table.items()),
        "dependencies = [",
    ]
    needed = dict.fromkeys(EXTRA.sub("", item) for item in headers.get_all("Requires-Dist", []))
    lines += [*(f"    {json.dumps(item)}," for item in needed), "]", ""]
    (root / "pyproject.toml").write_text("\n".join(lines), encoding="utf-8")


def _is_kept(name: str) -> bool:
    """Images, bundles and models would only fill the disk."""
    return name.endswith((".py", ".pyi", ".toml", ".cfg", ".lock", "METADATA", "LICENSE", "LICENSE.txt"))
