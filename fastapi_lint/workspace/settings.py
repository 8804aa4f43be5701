"""``Settings``: everything that the user decided, resolved and checked."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

import msgspec

from fastapi_lint.finding import Confidence, Finding, Severity
from fastapi_lint.workspace.trace import digest

DEFAULT_EXCLUDE = (
    ".bzr",
    ".direnv",
    ".eggs",
    ".fastapi_lint_cache",
    ".git",
    ".hg",
    ".idea",
    ".ipynb_checkpoints",
    ".mypy_cache",
    ".nox",
    ".pyenv",
    ".pytest_cache",
    ".ruff_cache",
    ".svn",
    ".tox",
    ".venv",
    ".vscode",
    "__pycache__",
    "__pypackages__",
    "_build",
    "build",
    "dist",
    "node_modules",
    "site-packages",
    "venv",
)

_PRESENTATION = ("root", "origins", "cache_dir", "output_format", "min_severity", "unsafe_fixes")


class BlockingCall(msgspec.Struct, frozen=True, kw_only=True, forbid_unknown_fields=True):
    """What ``blocking`` says about a name: the family of calls it belongs to, and what to use in its place."""

    family: str
    instead: str = ""


class Settings(msgspec.Struct, frozen=True, kw_only=True, rename="kebab", forbid_unknown_fields=True):
    """The settings of one run; the field names in kebab-case are the keys of ``[tool.fastapi-lint]``.

    ``root`` and ``origins`` cannot be set by the user: the project's directory, and for each key that was set
    the file (or ``command line``) it comes from.
    """

    root: str = "/"
    origins: Mapping[str, str] = {}

    select: tuple[str, ...] = ("default",)
    extend_select: tuple[str, ...] = ()
    ignore: tuple[str, ...] = ()
    fixable: tuple[str, ...] = ("ALL",)
    unfixable: tuple[str, ...] = ()
    per_file_ignores: Mapping[str, tuple[str, ...]] = {}
    severity: Mapping[str, Severity] = {}
    rules: Mapping[str, Mapping[str, Any]] = {}
    blocking: Mapping[str, str | BlockingCall] = {}
    not_blocking: tuple[str, ...] = ()

    exclude: tuple[str, ...] = DEFAULT_EXCLUDE
    extend_exclude: tuple[str, ...] = ()
    respect_gitignore: bool = True
    force_exclude: bool = False
    src: tuple[str, ...] = ("src", ".")
    test_paths: tuple[str, ...] = ("tests/", "test/", "test_*.py", "*_test.py", "conftest.py")

    target_python: str = ""
    target_fastapi: str = ""
    target_pydantic: str = ""
    target_starlette: str = ""
    target_httpx: str = ""

    min_severity: Severity = Severity.INFO
    min_confidence: Confidence = Confidence.MEDIUM
    unsafe_fixes: bool = False
    output_format: str = "full"
    cache_dir: str = ".fastapi_lint_cache"

    def signature(self) -> str:
        """A hash of everything that can change a finding: the same in every process and every checkout."""
        fields = {name: getattr(self, name) for name in self.__struct_fields__ if name not in _PRESENTATION}
        data = msgspec.json.encode(fields, order="deterministic")
        return digest(data)

    def shows(self, finding: Finding) -> bool:
        """Whether a finding is not suppressed, and severe and sure enough for the user."""
        enough = finding.severity >= self.min_severity and finding.confidence >= self.min_confidence
        return enough and finding.suppression is None

    def origin(self, key: str) -> str:
        """Where the value of ``key`` comes from, for error messages."""
        return self.origins.get(key, "default settings")


KEYS = tuple(name.replace("_", "-") for name in Settings.__struct_fields__ if name not in ("root", "origins"))
"""Every key that the user may write."""
