"""``fastapi-lint config``: what every key of ``[tool.fastapi-lint]`` means."""

from __future__ import annotations

import sys
from collections.abc import Mapping

from fastapi_lint.cli.errors import UserError
from fastapi_lint.cli.main import CLEAN
from fastapi_lint.cli.output import toml
from fastapi_lint.report import FORMATS
from fastapi_lint.workspace.problems import did_you_mean
from fastapi_lint.workspace.settings import KEYS, Settings

_TARGET = "The version or range of {} that the project runs on; empty: from its lock file or requirements."

DESCRIPTIONS = {
    "select": "The rules to run: names, codes or their beginnings, categories, `default`, `strict`, `all`.",
    "extend-select": "Rules to run in addition to `select`.",
    "ignore": "Rules not to run; the closest selector wins: a name beats its category.",
    "fixable": "The rules whose fixes may be applied.",
    "unfixable": "Rules whose fixes are not applied.",
    "per-file-ignores": "Rules not to run in files that match a pattern; `!` means all other files.",
    "severity": "Another severity for a rule: `error`, `warning` or `info`.",
    "rules": "Options of single rules, in `[tool.fastapi-lint.rules.NAME]`.",
    "blocking": "Calls that block the event loop, by full name: their family, or `family` and `instead`.",
    "not-blocking": "Calls that do not block, whatever the built-in tables say.",
    "exclude": "Files and folders not to report on; they still count as part of the application.",
    "extend-exclude": "Files and folders to leave out in addition to `exclude`.",
    "respect-gitignore": "Whether to leave out what git ignores.",
    "force-exclude": "Whether to exclude files even if they are named, as pre-commit does.",
    "src": "Folders that absolute imports start from.",
    "test-paths": "Files that hold tests; rules about production code are silent there.",
    "target-python": _TARGET.format("Python"),
    "target-fastapi": _TARGET.format("FastAPI"),
    "target-pydantic": _TARGET.format("Pydantic"),
    "target-starlette": _TARGET.format("Starlette"),
    "target-httpx": _TARGET.format("HTTPX"),
    "min-severity": "Show findings of at least this severity: `info`, `warning` or `error`.",
    "min-confidence": "Show findings that are at least this sure: `low`, `medium` or `high`.",
    "unsafe-fixes": "Whether `--fix` also applies fixes that may change behaviour.",
    "output-format": f"How to report: {', '.join(f'`{name}`' for name in FORMATS)}.",
    "cache-dir": "The folder of the cache, relative to the project's root.",
}

_TYPES: list[tuple[type | tuple[type, ...], str]] = [
    (bool, "true or false"),
    ((list, tuple), "array of strings"),
    (Mapping, "table"),
]


def explain(key: str | None) -> int:
    """Show one key, or all of them."""
    if key is not None and key not in KEYS:
        hint = did_you_mean(key, KEYS) or "; `fastapi-lint config` lists all keys"
        raise UserError(f"there is no key `{key}`{hint}")
    for name in [key] if key else KEYS:
        sys.stdout.write(_entry(name))
    return CLEAN


def _entry(key: str) -> str:
    default = getattr(Settings(), key.replace("-", "_"))
    kind = next((name for types, name in _TYPES if isinstance(default, types)), "string")
    description = f"  {DESCRIPTIONS[key]}\n" if key in DESCRIPTIONS else ""
    return f"{key}\n{description}  type: {kind}\n  default: {toml(default)}\n\n"
