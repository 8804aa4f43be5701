"""From a result to bytes: one module per output format, imported when its format is asked for.

Machine formats write plain text and never import rich, so that a run in CI pays only for what it shows.
"""

from __future__ import annotations

from collections.abc import Callable
from importlib import import_module
from typing import TextIO, TypeAlias, cast

from fastapi_lint.report.report import Report

Reporter: TypeAlias = Callable[[Report, TextIO], None]

FORMATS = {
    "full": "code frames, related places and fixes, for reading in a terminal",
    "concise": "one line per finding",
    "grouped": "one line per finding, under the name of its file",
    "json": "one array of objects, suppressed findings included",
    "json-lines": "the same objects, one per line",
    "sarif": "SARIF 2.1.0, for code scanning",
    "github": "annotations of GitHub Actions",
    "gitlab": "code quality report of GitLab",
    "junit": "JUnit XML",
    "pylint": "the text format of pylint, which many tools read",
    "rdjson": "Reviewdog diagnostics",
    "azure": "log commands of Azure Pipelines",
}
"""Every output format, and what it is for."""


def load(name: str) -> Reporter:
    """The reporter that writes the format ``name``."""
    module = import_module(f"fastapi_lint.report.{name.replace('-', '_')}_format")
    return cast(Reporter, module.write)


__all__ = ["FORMATS", "Report", "Reporter", "load"]
