"""A third-party plugin, built, installed and used as its author and its users would."""

from __future__ import annotations

import json
import os
import subprocess
import sys
import venv
from collections.abc import Sequence
from pathlib import Path

ROOT = Path(__file__).parents[1]
PLUGINS = ROOT / "fixtures" / "plugins"

CODE = """\
from fastapi import FastAPI

app = FastAPI()


@app.get("/items", tags=["internal"])
def read_items() -> list[str]:
    print("read")
    return []
"""


class Environment:
    """A virtual environment with nothing in it but what is installed here."""

    def __init__(self, folder: Path) -> None:
        venv.create(folder / "env", with_pip=False)
        self.bin = folder / "env" / ("Scripts" if os.name == "nt" else "bin")
        self.wheels = folder / "wheels"

    def build(self, *projects: Path) -> None:
        options = ["--no-deps", "--no-build-isolation", "--wheel-dir", str(self.wheels)]
        self._pip("wheel", *options, *map(str, projects))

    def install(self, *requirements: str) -> None:
        python = ["--python", str(self.bin / "python")]
        self._pip(*python, "install", "--find-links", str(self.wheels), *requirements)

    def run(self, program: str, *arguments: str, cwd: Path) -> subprocess.CompletedProcess[str]:
        environment = {
            name: value for name, value in os.environ.items() if not name.startswith(("PYTHON", "PYTEST"))
        }
        command: Sequence[str] = (str(self.bin / program), *arguments)
        return subprocess.run(
            command, cwd=cwd, env=environment, capture_output=True, text=True, encoding="utf-8", check=False
        )

    @staticmethod
    def _pip(*arguments: str) -> None:
        done = subprocess.run(
            [sys.executable, "-m", "pip", "--quiet", "--disable-pip-version-check", *arguments],
            capture_output=True,
            text=True,
            check=False,
        )
        assert done.returncode == 0, done.stderr


def test_a_third_party_plugin(tmp_path: Path) -> None:
    environment = Environment(tmp_path)
    environment.build(ROOT, PLUGINS / "acme_rules", PLUGINS / "acme_broken")
    environment.install("fastapi-lint", "acme-rules", "pytest")
    project = tmp_path / "project"
    project.mkdir()
    (project / "main.py").write_text(CODE, "utf-8")
    selected = ("--select", "house", "--output-format", "json", "main.py")

    done = environment.run("fastapi-lint", "check", *selected, cwd=project)
    assert done.returncode == 1, done.stderr
    assert codes(done.stdout) == ["ACME101", "ACME102"]

    done = environment.run("fastapi-lint", "check", "--fix", "--select", "print-call", "main.py", cwd=project)
    assert done.returncode == 0, done.stdout + done.stderr
    assert '    logger.info("read")\n' in (project / "main.py").read_text("utf-8")

    assert_its_docstrings_are_tested(environment, tmp_path / "author")

    environment.install("acme-broken")
    done = environment.run("fastapi-lint", "check", *selected, cwd=project)
    assert done.returncode == 2
    assert "ACME101" in codes(done.stdout)
    assert (
        "plugin `acme-broken` (entry point `broken = acme_broken`) cannot be loaded"
        in done.stdout + done.stderr
    )
    assert "a_module_that_is_not_installed" in done.stdout + done.stderr


def codes(report: str) -> list[str]:
    return [finding["code"] for finding in json.loads(report)]


def assert_its_docstrings_are_tested(environment: Environment, folder: Path) -> None:
    """``pytest`` in the author's checkout finds the rules through the ini option."""
    folder.mkdir()
    ini = '[tool.pytest.ini_options]\nfastapi_lint_rules = "acme_rules"\n'
    (folder / "pyproject.toml").write_text(ini, "utf-8")
    done = environment.run("pytest", "--verbose", cwd=folder)
    assert done.returncode == 0, done.stdout
    for promise in ("forbidden-tag::bad", "forbidden-tag::good", "forbidden-tag::bad-2", "print-call::fix"):
        assert f"{promise} PASSED" in done.stdout
