"""Where the rows of a text start."""

from __future__ import annotations

import re
from itertools import accumulate

NEWLINE = re.compile(r"\r\n?|\n")


def row_starts(text: str) -> list[int]:
    r"""The offset of every row; only \n, \r\n and \r end one, as in Python's own tokenizer.

    ``str.splitlines`` also breaks at form feeds and Unicode separators, which no editor and no parser counts.
    """
    if "\r" in text:
        return [0, *[found.end() for found in NEWLINE.finditer(text)]]
    return [0, *accumulate([len(row) + 1 for row in text.split("\n")[:-1]])]
