"""f-strings and t-strings of any Python in a spelling that 3.10 reads: same length, same names and calls.

Inside a replacement field, older grammars refuse the quote of the string itself, backslashes and comments.
Nested strings therefore get the other quote, and ``_`` for what they may not contain; the text of a
nested string may change, the expressions around it do not. A field that is still refused is blanked.
"""

from __future__ import annotations

import re
from collections.abc import Iterable

from fastapi_lint.source.lexis import Field, Token, scan
from fastapi_lint.source.parsing import parse_ast
from fastapi_lint.source.problems import SyntaxProblem

_RISKY = re.compile(r"[\\'\"#]")


def without_templates(text: str) -> str:
    """The text with ``f"…"`` for every ``t"…"``."""
    characters = list(text)
    for token in scan(text):
        _rename_templates(characters, token)
    return "".join(characters)


def older_strings(text: str) -> str:
    """The text with its f-strings in the older spelling; the text is known to be Python, if not old."""
    characters = list(text)
    for token in scan(text):
        if token.fields and not _accepted(characters, token.start, token.end):
            _tame_fields(characters, token, {token.quote[0]})
            _blank_refused(characters, token)
    return "".join(characters)


def _rename_templates(characters: list[str], token: Token) -> None:
    for index in range(token.start, token.start + len(token.prefix)):
        characters[index] = characters[index].replace("t", "f").replace("T", "F")
    for field in token.fields:
        for nested in field.tokens:
            _rename_templates(characters, nested)


def _accepted(characters: list[str], start: int, end: int, prefix: str = "", quote: str = "") -> bool:
    """Whether the running interpreter reads a string on its own, or a field between quotes."""
    try:
        parse_ast("", f"({prefix}{quote}{''.join(characters[start:end])}{quote})")
    except SyntaxProblem:
        return False
    return True


def _tame_fields(characters: list[str], token: Token, taken: set[str]) -> None:
    for field in token.fields:
        for nested in field.tokens:
            if nested.quote:
                _tame_string(characters, nested, taken)
            else:
                blank(characters, nested.start, nested.end)
        for index in range(field.start, field.end):
            if characters[index] == "\\":
                characters[index] = " "


def _tame_string(characters: list[str], token: Token, taken: set[str]) -> None:
    """Give a nested string a quote that no string around it has; without any left it becomes a number."""
    free = sorted({"'", '"'} - taken)
    if not free:
        blank(characters, token.start, token.end)
        characters[token.start] = "0"
        return
    size = len(token.quote)
    close = token.end - size
    _tame_fields(characters, token, taken | {free[0]})
    _replace_risky(characters, token.body, close, token.fields)
    for start in (token.start + len(token.prefix), close):
        characters[start : start + size] = free[0] * size


def _replace_risky(characters: list[str], start: int, end: int, fields: Iterable[Field]) -> None:
    """Put ``_`` for what a nested string may not contain, outside of its own fields."""
    inside = {index for field in fields for index in range(field.start, field.end)}
    for index in range(start, end):
        if index not in inside and _RISKY.match(characters[index]):
            characters[index] = "_"


def _blank_refused(characters: list[str], token: Token) -> None:
    """Make refused fields part of the string's text; a newline in a string of one line is continued."""
    for field in token.fields:
        if _accepted(characters, field.start, field.end, token.prefix, token.quote):
            continue
        blank(characters, field.start, field.end)
        if len(token.quote) == 1:
            for index in range(field.start + 1, field.end):
                if characters[index] in "\r\n" and characters[index - 1] == " ":
                    characters[index - 1] = "\\"


def blank(characters: list[str], start: int, end: int) -> None:
    """Put spaces for everything but newlines."""
    for index in range(start, end):
        if characters[index] not in "\r\n":
            characters[index] = " "
