"""A file's text, and everything that derives from the text alone."""

from __future__ import annotations

import ast as python_ast
import codecs
import io
import re
import tokenize
from bisect import bisect_right
from collections.abc import Sequence
from functools import cached_property
from typing import TYPE_CHECKING, TypeVar

from fastapi_lint.finding import Span
from fastapi_lint.source.imports import Import, read_definitions, read_imports
from fastapi_lint.source.lexis import Comment, comments
from fastapi_lint.source.parsing import parse_ast, parse_tree
from fastapi_lint.source.problems import SyntaxProblem, TooComplex, UnreadableSource
from fastapi_lint.source.recent import keep_tree
from fastapi_lint.source.rows import NEWLINE, row_starts

if TYPE_CHECKING:
    import libcst as cst

    from fastapi_lint.source.spans import Spans

    N = TypeVar("N", bound=cst.CSTNode)

A = TypeVar("A", bound=python_ast.AST)

WIDE = re.compile(r"[^\x00-\x7f][^\r\n]*")
_DEFINITION = re.compile(r"^(?:@|(?:async[ \t]+)?def\b|class\b)", re.MULTILINE)


class Source:
    """One file's text; positions, both trees, spans, comments and imports are computed when first asked for.

    Offsets count code points of ``text``, which has its newlines as they are in the file and no BOM.
    """

    def __init__(self, path: str, text: str, encoding: str = "utf-8", bom: bool = False) -> None:
        self.path = path
        self.text = text
        self.encoding = encoding
        self.bom = bom

    def __repr__(self) -> str:
        return f"Source({self.path!r})"

    @classmethod
    def decode(cls, path: str, data: bytes) -> Source:
        """Read bytes as Python does (PEP 263 cookie, BOM); raises `UnreadableSource`."""
        try:
            encoding, _ = tokenize.detect_encoding(io.BytesIO(data).readline)
            bom = data.startswith(codecs.BOM_UTF8)
            text = data.decode(encoding)
        except SyntaxError as error:
            raise UnreadableSource(path, f"cannot be decoded: {error.msg}") from None
        except UnicodeError as error:
            raise UnreadableSource(path, f"cannot be decoded: {error}") from None
        except LookupError as error:
            raise UnreadableSource(path, str(error)) from None
        if "\0" in text:
            raise UnreadableSource(path, "contains NUL bytes: not Python source, or UTF-16 without a BOM")
        return cls(path, text, "utf-8" if bom else encoding, bom)

    def encode(self, text: str) -> bytes:
        """A changed text as bytes, in this file's encoding and with its BOM; raises UnicodeEncodeError."""
        return (codecs.BOM_UTF8 if self.bom else b"") + text.encode(self.encoding)

    @cached_property
    def newline(self) -> str:
        """The newline of the first line, which is what inserted lines should end with."""
        found = NEWLINE.search(self.text)
        return found.group() if found else "\n"

    @cached_property
    def line_starts(self) -> list[int]:
        r"""The offset of every line; only \n, \r\n and \r end one, as in Python's own tokenizer."""
        return row_starts(self.text)

    def position(self, offset: int) -> tuple[int, int]:
        """The row and column of an offset, both from 1; the column counts code points."""
        row = bisect_right(self.line_starts, offset)
        return row, offset - self.line_starts[row - 1] + 1

    def offset(self, row: int, column: int) -> int:
        """The offset of a row and column; places beyond a line or the text are moved to its end."""
        if row > len(self.line_starts):
            return len(self.text)
        start = self.line_starts[row - 1]
        return start + min(column - 1, len(self.line_text(row)))

    def line_start(self, row: int) -> int:
        """Where a row starts; the row after the last one starts at the end of the text."""
        return self.line_starts[row - 1] if row <= len(self.line_starts) else len(self.text)

    def line_text(self, row: int) -> str:
        """A line without its newline."""
        return self.text[self.line_start(row) : self.line_start(row + 1)].rstrip("\r\n")

    @property
    def ast(self) -> python_ast.Module:
        """The tree of Python's own parser; raises `SyntaxProblem` on text that neither parser accepts.

        Text newer than the running interpreter is parsed in an older spelling (see ``downlevel``): the same
        names, calls and positions, but `TypeAlias` may be an `Assign`, `TryStar` a `Try`, a template string
        a `JoinedStr`, and the exceptions of ``except A, B`` a `BitOr`.
        """
        return self._parsed[0]

    @cached_property
    def _native(self) -> python_ast.Module | SyntaxProblem:
        """What the interpreter's own parser makes of the text as it is."""
        keep_tree(self)
        try:
            return parse_ast(self.path, self.text)
        except SyntaxProblem as problem:
            return problem

    @cached_property
    def _parsed(self) -> tuple[python_ast.Module, str]:
        """The tree and the very text it was parsed from: ast's columns count the bytes of that one."""
        native = self._native
        if isinstance(native, python_ast.Module):
            return native, self.text
        from fastapi_lint.source.downlevel import downlevel

        try:
            older = downlevel(self)
            return parse_ast(self.path, older), older
        except SyntaxProblem:
            raise native from None

    def nodes(self, kind: type[A]) -> Sequence[A]:
        """The nodes of ``ast`` of one type, in the order of ``ast.walk``. A tree is asked for a few of its nodes by
        many, and walking it takes longer than parsing."""
        return self._nodes.get(kind, ())  # type: ignore[return-value]

    @cached_property
    def _nodes(self) -> dict[type, list[python_ast.AST]]:
        found: dict[type, list[python_ast.AST]] = {}
        for node in python_ast.walk(self.ast):
            found.setdefault(node.__class__, []).append(node)
        return found

    def forget_ast(self) -> None:
        """Give the memory of ``ast`` and the lines back, forty times that of the text, until they are asked for."""
        if isinstance(self.__dict__.get("_native"), python_ast.Module):
            del self._native
            self.__dict__.pop("_parsed", None)
            self.__dict__.pop("_nodes", None)
            self.__dict__.pop("line_starts", None)

    @cached_property
    def head(self) -> Source:
        """The text above the first definition as a file of its own, with the same places: what asks for the imports
        at the top has that parsed, and not everything below.

        The whole file where that part holds no statement, or is none: its last line may lie in a string.
        """
        first = _DEFINITION.search(self.text)
        if first is None or "_native" in self.__dict__:
            return self
        head = type(self)(self.path, self.text[: first.start()])
        try:
            return head if head.ast.body else self
        except SyntaxProblem:
            return self

    @cached_property
    def ast_text(self) -> str:
        """The text that ``ast`` is made of: the file's own, or an older spelling of the same length."""
        return self._parsed[1]

    @cached_property
    def wide_rows(self) -> frozenset[int]:
        """The rows on which a column of ``ast``, which counts bytes, is not one of the text."""
        if self.ast_text.isascii():
            return frozenset()
        return frozenset(bisect_right(self.line_starts, m.start()) for m in WIDE.finditer(self.ast_text))

    def ast_point(self, lineno: int, col: int) -> int:
        """The offset of a place in ``ast``: a line from 1 and a column in UTF-8 bytes."""
        start = self.line_starts[lineno - 1]
        if lineno not in self.wide_rows:
            return start + col
        line = self.ast_text[start : self.line_start(lineno + 1)]
        return start + len(line.encode("utf-8", "surrogatepass")[:col].decode("utf-8", "replace"))

    def ast_span(self, node: python_ast.AST) -> Span:
        """The span of a node of ``ast``; raises AttributeError on nodes without a place, such as `arguments`.

        A decorated function or class starts at ``def`` or ``class``, not at its first decorator.
        """
        at: python_ast.expr = node  # type: ignore[assignment]
        end_line, end_column = at.end_lineno, at.end_col_offset
        assert end_line is not None and end_column is not None
        return Span(self.ast_point(at.lineno, at.col_offset), self.ast_point(end_line, end_column))

    @cached_property
    def tree(self) -> cst.Module:
        """The LibCST tree; raises `SyntaxProblem`."""
        if isinstance(self._native, TooComplex):
            # LibCST would not refuse: it takes minutes, or ends the process.
            raise self._native
        return parse_tree(self.path, self.text)

    @cached_property
    def _spans(self) -> Spans:
        from fastapi_lint.source.spans import Spans

        return Spans(self.path, self.tree, self.text)

    def span(self, node: cst.CSTNode) -> Span:
        """The span of a node of ``tree``, without the whitespace and comments that it owns."""
        return self._spans.of(node)

    def nodes_at(self, span: Span, kind: type[N]) -> N | None:
        """The outermost LibCST node of a type with exactly this span, or None.

        Spans of ``ast`` nodes find their counterparts: tuples and generators by the span with their
        parentheses, parameters by the span of `ast.arg`, keywords and starred arguments as `Arg`.
        """
        return self._spans.find(span, kind)

    @cached_property
    def comments(self) -> tuple[Comment, ...]:
        """Every comment, in order; also those inside the replacement fields of f-strings."""
        return tuple(comments(self.text))

    def comments_containing(self, needles: tuple[str, ...]) -> tuple[Comment, ...]:
        """The comments with one of the needles (case counts); costs nothing when the text has none."""
        if not any(needle in self.text for needle in needles):
            return ()
        return tuple(c for c in self.comments if any(needle in c.text for needle in needles))

    @cached_property
    def imports(self) -> tuple[Import, ...]:
        """Everything that the file imports, in order; raises `SyntaxProblem`."""
        return tuple(read_imports(self))

    @cached_property
    def definitions(self) -> dict[str, bool]:
        """The names that the module level binds by other statements than imports; True where each is guarded."""
        return read_definitions(self)
