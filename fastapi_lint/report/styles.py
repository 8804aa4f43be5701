"""Words and colours that reports for people have in common."""

from __future__ import annotations

from fastapi_lint.finding import Applicability, Severity

STYLES = {Severity.ERROR: "bold red", Severity.WARNING: "bold yellow", Severity.INFO: "bold blue"}
FLAGS = {
    Applicability.SAFE: "apply with --fix",
    Applicability.UNSAFE: "unsafe, apply with --unsafe-fixes",
    Applicability.DISPLAY: "a sketch, to be applied by hand",
}
