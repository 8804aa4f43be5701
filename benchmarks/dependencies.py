"""The environments of hydroid: what a project needs, installed, and the project itself not.

hydroid resolves imports through an environment, and its README asks for the project's dependencies in it. We and the
other tools read no environment.
"""

from __future__ import annotations

import shutil
import subprocess
import sys
from pathlib import Path

from pins import Project

HERE = Path(__file__).resolve().parent
ENVIRONMENTS = HERE / "environments"
EXTRAS = {"litellm": "proxy", "zenml": "server"}
"""The extras that a project's server needs."""
LEFT_OUT = {"litellm": ("litellm-proxy-extras", "litellm-enterprise")}
"""Requirements that not every mirror has; they come from the project itself and are no library that it calls."""


def environment(project: Project) -> Path:
    """The folder of a project's environment, made with uv if it is not there."""
    folder = ENVIRONMENTS / project.root.name
    if not folder.exists():
        making = folder.with_suffix(".part")
        shutil.rmtree(making, ignore_errors=True)
        _uv("venv", "--quiet", "--python", sys.executable, str(making))
        extras = f"[{EXTRAS[project.name]}]" if project.name in EXTRAS else ""
        package = project.package or project.name
        overrides = making / "overrides.txt"
        overrides.write_text(
            "".join(f"{name}; python_version < '3'\n" for name in LEFT_OUT.get(project.name, ()))
        )
        wanted = f"{package}{extras}=={project.version}"
        _uv("pip", "install", "--quiet", "--python", str(making), "--overrides", str(overrides), wanted)
        # what is checked is the copy: installed, the project would be one of its own libraries
        _uv("pip", "uninstall", "--quiet", "--python", str(making), package)
        making.rename(folder)
    return folder


def nothing() -> Path:
    """An environment that has nothing at all."""
    folder = ENVIRONMENTS / "nothing"
    if not folder.exists():
        _uv("venv", "--quiet", "--python", sys.executable, str(folder))
    return folder


def _uv(*arguments: str) -> None:
    beside = Path(sys.executable).with_name("uv")
    uv = str(beside) if beside.exists() else shutil.which("uv")
    if uv is None:
        raise SystemExit("uv is not installed here (pip install -r benchmarks/requirements.txt)")
    subprocess.run([uv, *arguments], check=True)
