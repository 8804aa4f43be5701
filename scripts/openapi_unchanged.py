"""See that safe fixes leave the OpenAPI documents of FastAPI's own examples as they are.

python scripts/openapi_unchanged.py [--project fastapi-0-95] [--python INTERPRETER] [RULE…]

It needs `python ecosystem/run.py fetch` for the project, and an interpreter with what its examples import, with
that version of FastAPI.
"""

from __future__ import annotations

import argparse
import json
import shutil
import subprocess
import sys
import tempfile
from pathlib import Path

from fastapi_lint.finding import Applicability
from fastapi_lint.fix import apply
from fastapi_lint.registry import load
from fastapi_lint.session import Session
from fastapi_lint.workspace.config import load as load_settings
from fastapi_lint.workspace.config import override
from fastapi_lint.workspace.files import FileSystem

sys.path.insert(0, str(Path(__file__).parents[1] / "ecosystem"))
import pins

SETTINGS = '[tool.fastapi-lint]\ntarget-fastapi = "=={fastapi}"\ntarget-python = ">={python}"\n'
DUMP = """
import importlib, json, os, sys, warnings
from fastapi import FastAPI
warnings.simplefilter("ignore")
sys.path.insert(0, os.getcwd())
found = {}
for folder, _, files in sorted(os.walk("docs_src")):
    for name in sorted(file for file in files if file.endswith(".py")):
        module = os.path.join(folder, name)[:-3].replace("/", ".")
        try:
            apps = {k: v for k, v in vars(importlib.import_module(module)).items() if isinstance(v, FastAPI)}
            found[module] = {key: json.dumps(app.openapi()) for key, app in apps.items()}
        except BaseException as error:
            found[module] = type(error).__name__
with open("documents.json", "w") as out:
    json.dump(found, out)
"""


def fix(folder: Path, names: list[str]) -> int:
    """Apply the safe fixes of some rules, or of all; how many files changed."""
    rules = [rule for rule in load().rules if not names or rule.name in names]
    files = FileSystem()
    settings = override(load_settings([str(folder)], files=files), select=[rule.name for rule in rules])
    fixed = apply(Session(files, settings, rules, strict=True), None, Applicability.SAFE)
    for path, (_, new) in fixed.changes.items():
        Path(path).write_text(new, "utf-8")
    return len(fixed.changes)


def documents(folder: Path, interpreter: str) -> dict[str, dict[str, str] | str]:
    """The documents of all applications, by module; the name of an exception for what cannot be imported."""
    subprocess.run([interpreter, "-c", DUMP], cwd=folder, check=True, capture_output=True)
    found: dict[str, dict[str, str] | str] = json.loads((folder / "documents.json").read_text("utf-8"))
    return found


def main(project: pins.Project, interpreter: str, names: list[str]) -> int:
    """Compare before and after; the exit code."""
    version = "import sys; print(*sys.version_info[:2], sep='.')"
    python = subprocess.run([interpreter, "-c", version], check=True, capture_output=True, text=True).stdout
    with tempfile.TemporaryDirectory() as work:
        folders = [Path(work) / name for name in ("before", "after")]
        for folder in folders:
            shutil.copytree(project.target, folder / "docs_src")
            settings = SETTINGS.format(fastapi=project.fastapi, python=python.strip())
            (folder / "pyproject.toml").write_text(settings, "utf-8")
        changed = fix(folders[1], names)
        before, after = (documents(folder, interpreter) for folder in folders)
    different = [module for module, known in before.items() if after.get(module) != known]
    apps = sum(len(known) for known in before.values() if isinstance(known, dict))
    print(f"{changed} files changed, {apps} applications compared, {len(different)} differ")
    print(*different, sep="\n")
    return int(bool(different))


if __name__ == "__main__":
    parser = argparse.ArgumentParser(
        description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter
    )
    parser.add_argument("--project", default="fastapi", help="its name in ecosystem/projects.toml")
    parser.add_argument("--python", default=sys.executable, help="the interpreter that imports the examples")
    parser.add_argument("rules", nargs="*", metavar="RULE")
    options = parser.parse_args()
    (pinned,) = pins.fetched([options.project])
    raise SystemExit(main(pinned, options.python, options.rules))
