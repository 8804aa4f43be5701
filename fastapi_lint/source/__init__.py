"""Text to trees: one file's text, and what derives from it. Knows nothing of FastAPI and reads no files.

LibCST is imported only when a tree is asked for; what needs it at import time lives in the modules
``walk`` and ``spans``, which are not re-exported here.
"""

from fastapi_lint.finding import Span
from fastapi_lint.source.imports import Import, is_bound, name_in_scope
from fastapi_lint.source.lexis import Comment
from fastapi_lint.source.placing import ImportClash, insert_position, place_imports
from fastapi_lint.source.problems import SyntaxProblem, UnreadableSource
from fastapi_lint.source.text import Source

__all__ = [
    "Comment",
    "Import",
    "ImportClash",
    "Source",
    "Span",
    "SyntaxProblem",
    "UnreadableSource",
    "insert_position",
    "is_bound",
    "name_in_scope",
    "place_imports",
]
