"""The two parsers behind one kind of failure, `SyntaxProblem`, and safe on deeply nested text."""

from __future__ import annotations

import ast
import gc
import sys
import threading
import warnings
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from typing import TYPE_CHECKING, TypeVar

from fastapi_lint.counting import PARSED_BY_AST, PARSED_BY_LIBCST, count
from fastapi_lint.source.problems import SyntaxProblem, TooComplex

if TYPE_CHECKING:
    import libcst as cst

T = TypeVar("T")

DEEP_STACK = 256 * 1024 * 1024
DEEP_RECURSION = 60_000


def parse_ast(path: str, text: str) -> ast.Module:
    """The interpreter's own tree; raises `SyntaxProblem`, `TooComplex` when nesting is the reason."""
    count(PARSED_BY_AST)
    try:
        return parse_quietly(text)
    except SyntaxError as error:
        kind = TooComplex if "too many" in error.msg else SyntaxProblem
        raise kind(path, error.msg, max(error.lineno or 1, 1), max(error.offset or 1, 1)) from None
    except (RecursionError, MemoryError):
        raise TooComplex(path, "nested too deeply to parse") from None
    except ValueError as error:
        raise SyntaxProblem(path, str(error)) from None


def parse_quietly(text: str) -> ast.Module:
    """``ast.parse`` without warnings about the text, which are none of ours."""
    if not text.isascii():
        text = "".join((text[:1], text[1:]))  # a copy: what is parsed keeps its UTF-8 as long as it lives
    with warnings.catch_warnings():
        warnings.simplefilter("ignore")
        return ast.parse(text)


def parse_tree(path: str, text: str) -> cst.Module:
    """The LibCST tree, parsed with the garbage collector off; raises `SyntaxProblem`."""
    import libcst as cst

    count(PARSED_BY_LIBCST)
    try:
        with collector_paused():
            return on_deep_stack(lambda: cst.parse_module(text))
    except cst.ParserSyntaxError as error:
        raise SyntaxProblem(path, error.message, error.raw_line, error.raw_column + 1) from None
    except (cst.CSTLogicError, cst.CSTValidationError, ValueError) as error:
        raise SyntaxProblem(path, f"LibCST cannot read this text: {error}") from None
    except (RecursionError, MemoryError):
        raise TooComplex(path, "nested too deeply to parse") from None


@contextmanager
def collector_paused() -> Iterator[None]:
    """Trees hold millions of objects and no garbage: collecting while they grow is most of the cost."""
    running = gc.isenabled()
    gc.disable()
    try:
        yield
    finally:
        if running:
            gc.enable()


def on_deep_stack(function: Callable[[], T]) -> T:
    """Call ``function`` in a thread with a large stack: LibCST's parser ends the process when it overflows.

    Where threads cannot be had, the call is made on the stack at hand.
    """
    results: list[T] = []
    errors: list[BaseException] = []

    def work() -> None:
        try:
            results.append(function())
        except BaseException as error:
            errors.append(error)

    previous = threading.stack_size(DEEP_STACK)
    try:
        thread = threading.Thread(target=work, daemon=True)
        thread.start()
    except RuntimeError:
        return function()
    finally:
        threading.stack_size(previous)
    thread.join()
    if errors:
        raise errors[0]
    return results[0]


def recursing_deeply(function: Callable[[], T]) -> T:
    """Call ``function``; when it recurses too deeply, once more with room for generated code."""
    try:
        return function()
    except RecursionError:
        limit = sys.getrecursionlimit()
        sys.setrecursionlimit(max(limit, DEEP_RECURSION))
        try:
            return on_deep_stack(function)
        finally:
            sys.setrecursionlimit(limit)
