"""A linter that reads a FastAPI codebase as FastAPI would: what a rule imports, and nothing else."""

import sys

# `python -m fastapi_lint` puts the current folder, which is the linted project, first on the import path.
# Nothing of it may run, and its modules may be called `typing` or `ast`: it goes before any other import.
_IS_DASH_M = getattr(sys, "argv", ())[:1] == ["-m"] and sys.orig_argv[-len(sys.argv)] == __name__
if _IS_DASH_M and not getattr(sys.flags, "safe_path", sys.flags.isolated):
    del sys.path[0]

TYPE_CHECKING = False  # importing it from typing would be most of the cost of `fastapi-lint --version`
if TYPE_CHECKING:
    from typing import Any

    from fastapi_lint.context import Context
    from fastapi_lint.finding import (
        Applicability,
        Confidence,
        Edit,
        Finding,
        Findings,
        Fix,
        Location,
        Related,
        Severity,
        Span,
    )
    from fastapi_lint.model.domain import (
        Application,
        Class,
        Dependency,
        EventHandler,
        ExceptionHandler,
        Function,
        Inclusion,
        LoopCall,
        LoopChain,
        Middleware,
        Module,
        Mount,
        Parameter,
        PathOperation,
        ProjectCall,
        Route,
        Router,
        Schema,
    )
    from fastapi_lint.model.project import Project
    from fastapi_lint.rule import Options, Rule

__version__ = "0.1.0"

__all__ = [
    "Applicability",
    "Application",
    "Class",
    "Confidence",
    "Context",
    "Dependency",
    "Edit",
    "EventHandler",
    "ExceptionHandler",
    "Finding",
    "Findings",
    "Fix",
    "Function",
    "Inclusion",
    "Location",
    "LoopCall",
    "LoopChain",
    "Middleware",
    "Module",
    "Mount",
    "Options",
    "Parameter",
    "PathOperation",
    "Project",
    "ProjectCall",
    "Related",
    "Route",
    "Router",
    "Rule",
    "Schema",
    "Severity",
    "Span",
    "__version__",
]

_HOMES = {
    "fastapi_lint.context": ("Context",),
    "fastapi_lint.finding": (
        "Applicability", "Confidence", "Edit", "Finding", "Findings", "Fix", "Location", "Related", "Severity", "Span",
    ),
    "fastapi_lint.model.project": ("Project",),
    "fastapi_lint.rule": ("Options", "Rule"),
}  # fmt: skip


def __getattr__(name: str) -> "Any":
    """Import on first use: ``fastapi-lint --version`` loads none of this."""
    import importlib

    if name not in __all__:
        raise AttributeError(f"module {__name__!r} has no attribute {name!r}")
    home = next((home for home, names in _HOMES.items() if name in names), "fastapi_lint.model.domain")
    found = getattr(importlib.import_module(home), name)
    globals()[name] = found  # each rule asks for some ten of them
    return found
