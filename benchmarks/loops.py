"""The bare loops that everything is compared with: ``python loops.py ast|libcst FOLDER``.

One thread reads every Python file of a folder and parses it, and that is all.
"""

from __future__ import annotations

import ast
import sys
import warnings
from collections.abc import Callable
from pathlib import Path


def main(parser: str, folder: str) -> None:
    """Parse every file, each tree gone before the next."""
    warnings.simplefilter("ignore")
    parse: Callable[[bytes], object] = ast.parse
    refused: tuple[type[Exception], ...] = (SyntaxError, ValueError)
    if parser == "libcst":
        import libcst

        parse, refused = libcst.parse_module, (libcst.ParserSyntaxError, libcst.CSTValidationError)
    for path in Path(folder).rglob("*.py"):
        try:
            parse(path.read_bytes())
        except refused:
            continue


if __name__ == "__main__":
    main(*sys.argv[1:])
