"""Text × fixes → text. Nothing here knows a rule by name, and only ``write`` touches files."""

from fastapi_lint.fix.apply import Fixed, apply
from fastapi_lint.fix.combine import Combined, apply_edits, combine, imports_as_edits
from fastapi_lint.fix.showing import changed_lines
from fastapi_lint.fix.write import diff, write

__all__ = [
    "Combined",
    "Fixed",
    "apply",
    "apply_edits",
    "changed_lines",
    "combine",
    "diff",
    "imports_as_edits",
    "write",
]
