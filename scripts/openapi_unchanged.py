"""See that safe fixes leave the OpenAPI documents of FastAPI's own examples as they are.

python scripts/openapi_unchanged.py [RULE…]

It needs what the examples import, and `python ecosystem/run.py fetch fastapi`.
"""

from __future__ import annotations

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

EXAMPLES = Path(__file__).parents[1] / "ecosystem" / "projects" / "fastapi-0.165.0" / "docs_src"
SETTINGS = '[tool.fastapi-lint]\ntarget-fastapi = ">=0.165"\ntarget-python = ">=3.10"\n'
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


def documents(folder: Path) -> dict[str, dict[str, str] | str]:
    """The documents of all applications, by module; the name of an exception for what cannot be imported."""
    subprocess.run([sys.executable, "-c", DUMP], cwd=folder, check=True, stdout=subprocess.DEVNULL)
    found: dict[str, dict[str, str] | str] = json.loads((folder / "documents.json").read_text("utf-8"))
    return found


def main(names: list[str]) -> int:
    """Compare before and after; the exit code."""
    with tempfile.TemporaryDirectory() as work:
        folders = [Path(work) / name for name in ("before", "after")]
        for folder in folders:
            shutil.copytree(EXAMPLES, folder / "docs_src")
            (folder / "pyproject.toml").write_text(SETTINGS, "utf-8")
        changed = fix(folders[1], names)
        before, after = (documents(folder) for folder in folders)
    different = [module for module, known in before.items() if after.get(module) != known]
    apps = sum(len(known) for known in before.values() if isinstance(known, dict))
    print(f"{changed} files changed, {apps} applications compared, {len(different)} differ")
    print(*different, sep="\n")
    return int(bool(different))


if __name__ == "__main__":
    raise SystemExit(main(sys.argv[1:]))
