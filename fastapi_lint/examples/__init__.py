"""A rule's docstring is its manual page and its test. ``parse`` says how the examples in it are written."""

from fastapi_lint.examples.parse import DEFAULT_FILE, Block, Example, ExampleError, Mark, examples, parse
from fastapi_lint.examples.run import ROOT, annotate, check_block, fix_block, mark, project, render

__all__ = [
    "DEFAULT_FILE",
    "ROOT",
    "Block",
    "Example",
    "ExampleError",
    "Mark",
    "annotate",
    "check_block",
    "examples",
    "fix_block",
    "mark",
    "parse",
    "project",
    "render",
]
