"""Why a text has no tree: it could not be decoded, or no parser accepts it."""

from __future__ import annotations


class UnreadableSource(Exception):  # noqa: N818
    """The bytes of a file are not Python text: undecodable, of unknown encoding, or with NUL bytes."""

    def __init__(self, path: str, message: str) -> None:
        super().__init__(path, message)
        self.path = path
        self.message = message

    def __str__(self) -> str:
        return f"{self.path}: {self.message}"


class SyntaxProblem(Exception):  # noqa: N818
    """No parser accepts the text. ``row`` and ``column`` count from 1, columns in code points."""

    def __init__(self, path: str, message: str, row: int = 1, column: int = 1) -> None:
        super().__init__(path, message, row, column)
        self.path = path
        self.message = message
        self.row = row
        self.column = column

    def __str__(self) -> str:
        return f"{self.path}:{self.row}:{self.column}: {self.message}"


class TooComplex(SyntaxProblem):
    """The text is nested deeper than a parser bears; no other parser should be tried on it."""
