"""Strings and comments, found without a parser: works on every Python grammar, and on broken text.

A string is a token with its replacement fields; a field has the tokens inside it. The rules of PEP 701
(any quote, backslash, newline or comment inside a field) read older code correctly as well.
"""

from __future__ import annotations

import re
from collections.abc import Iterator
from typing import NamedTuple

from fastapi_lint.finding import Span


class Comment(NamedTuple):
    """A comment, from its ``#`` to the end of the line."""

    span: Span
    text: str


class Field(NamedTuple):
    """A replacement field of an f-string or t-string, braces included, and the tokens in it."""

    start: int
    end: int
    tokens: tuple[Token, ...]


class Token(NamedTuple):
    """A string, or a comment (whose ``quote`` is empty)."""

    start: int
    end: int
    prefix: str = ""
    quote: str = ""
    fields: tuple[Field, ...] = ()

    @property
    def body(self) -> int:
        """Where the text after the opening quote starts."""
        return self.start + len(self.prefix) + len(self.quote)


_NEXT = re.compile("[#'\"]")
_COMMENT = re.compile(r"#[^\r\n]*")
_PREFIX = re.compile(r"(?<![^\W])[rbuftRBUFT]{1,2}\Z")
_IN_FIELD = re.compile(r"[\[\](){}#'\":]")
_IN_FORMAT = re.compile(r"[{}\r\n'\"]")
_PLAIN = {
    "'": re.compile(r"[^'\\\r\n]*(?:\\(?:\r\n|.)[^'\\\r\n]*)*'?", re.DOTALL),
    '"': re.compile(r'[^"\\\r\n]*(?:\\(?:\r\n|.)[^"\\\r\n]*)*"?', re.DOTALL),
    "'''": re.compile(r"[^'\\]*(?:(?:\\.|'(?!''))[^'\\]*)*(?:''')?", re.DOTALL),
    '"""': re.compile(r'[^"\\]*(?:(?:\\.|"(?!""))[^"\\]*)*(?:""")?', re.DOTALL),
}
_FORMATTED = {
    (quote, raw): re.compile(
        (r"\\(?:\r\n|[^{}])" if raw else r"\\(?:N\{[^}]*\}|\r\n|[^{}])")
        + r"|\{\{|\}\}|\{|"
        + quote
        + ("" if len(quote) == 3 else r"|[\r\n]"),
        re.DOTALL,
    )
    for quote in _PLAIN
    for raw in (False, True)
}


def scan(text: str) -> Iterator[Token]:
    """The strings and comments of a text, in order; what is nested in a string is in its fields."""
    position = 0
    while found := _NEXT.search(text, position):
        token = _token(text, found.start())
        yield token
        position = token.end


def comments(text: str) -> Iterator[Comment]:
    """The comments of a text, in order."""
    if "#" in text:
        yield from _comments(text, scan(text))


def _comments(text: str, tokens: Iterator[Token]) -> Iterator[Comment]:
    for token in tokens:
        if not token.quote:
            yield Comment(Span(token.start, token.end), text[token.start : token.end])
        for field in token.fields:
            yield from _comments(text, iter(field.tokens))


def _token(text: str, at: int) -> Token:
    if text[at] == "#":
        found = _COMMENT.match(text, at)
        return Token(at, found.end() if found else at + 1)
    quote = text[at : at + 3] if text.startswith(text[at] * 3, at) else text[at]
    found = _PREFIX.search(text, max(at - 3, 0), at)
    prefix = found.group() if found else ""
    body = at + len(quote)
    if "f" in prefix.lower() or "t" in prefix.lower():
        end, fields = _formatted(text, body, quote, "r" in prefix.lower())
        return Token(at - len(prefix), end, prefix, quote, fields)
    plain = _PLAIN[quote].match(text, body)
    return Token(at - len(prefix), plain.end() if plain else body, prefix, quote)


def _formatted(text: str, position: int, quote: str, raw: bool) -> tuple[int, tuple[Field, ...]]:
    fields = []
    special = _FORMATTED[quote, raw]
    while found := special.search(text, position):
        position = found.end()
        if found.group() == "{":
            fields.append(_field(text, found.start(), quote))
            position = fields[-1].end
        elif found.group() == quote:
            return position, tuple(fields)
        elif found.group() in "\r\n":
            return found.start(), tuple(fields)
    return len(text), tuple(fields)


def _field(text: str, start: int, quote: str) -> Field:
    tokens: list[Token] = []
    depth, position = 0, start + 1
    while found := _IN_FIELD.search(text, position):
        position = found.end()
        sign = found.group()
        if sign in "#'\"":
            tokens.append(_token(text, found.start()))
            position = tokens[-1].end
        elif sign in "([{":
            depth += 1
        elif depth:
            depth -= sign in ")]}"
        elif sign == "}":
            return Field(start, position, tuple(tokens))
        elif sign == ":":
            end = _format(text, position, quote, tokens)
            return Field(start, end, tuple(tokens))
    return Field(start, len(text), tuple(tokens))


def _format(text: str, position: int, quote: str, tokens: list[Token]) -> int:
    """Read a format specification, put the tokens of its own fields to the others, return the field's end."""
    while found := _IN_FORMAT.search(text, position):
        position = found.end()
        if found.group() == "{":
            field = _field(text, found.start(), quote)
            tokens.extend(field.tokens)
            position = field.end
        elif found.group() == "}":
            return position
        elif text.startswith(quote, found.start()) or (found.group() in "\r\n" and len(quote) == 1):
            return found.start()
    return len(text)


def closing(text: str, position: int) -> int:
    """The offset behind the parenthesis that closes the next one to open; the text's end if nothing does."""
    depth = 0
    while found := _IN_FIELD.search(text, position):
        position, sign = found.end(), found.group()
        if sign in "#'\"":
            position = _token(text, found.start()).end
        elif sign in "([{":
            depth += 1
        elif sign in ")]}":
            depth -= 1
            if depth == 0 and sign == ")":
                return position
    return len(text)
