"""Python newer than the running interpreter's grammar, respelled for its ``ast``: same length, same lines.

LibCST, which reads Python 3.0 to 3.15 whatever runs it, finds the places:

===================================  ====================================================
``except A, B:`` (PEP 758)           ``except A| B:``
``except* A:`` (PEP 654)             ``except  A:``
``def f[T: int = str](x):`` (695)    ``def f(            x):``
``class A[T]:``                      ``class A( ):``
``type X[T] = list[T]``              ``0; ( X  ) = list[T]``
``x[*a]``, ``*args: *Ts`` (646)      ``x[ a]``, ``*args:  Ts``
``[*a for a in b]`` (PEP 798)        ``[ a for a in b]``
``lazy import a`` (PEP 810)          ``...; import a``
``t"…"`` (750), nested quotes (701)  see ``fstrings``, which needs no tree
===================================  ====================================================

LibCST 1.9 does not know ``t"a" t"b"`` side by side: such a file has an ``ast``, as the prefixes are replaced
before LibCST sees them, but no tree.
"""

from __future__ import annotations

import re
from collections.abc import Callable
from typing import TYPE_CHECKING, Any

from fastapi_lint.source.fstrings import blank, older_strings, without_templates

if TYPE_CHECKING:
    import libcst as cst

    from fastapi_lint.source.text import Source

_OPENING = re.compile(r"(?:[ \t\f]|\\(?:\r\n?|\n))*\(")


def downlevel(source: Source) -> str:
    """The older spelling of the whole text; raises `SyntaxProblem` when LibCST refuses the text as well."""
    text = without_templates(source.text)
    if text != source.text:
        source = type(source)(source.path, text)
    return older_strings(_Respelling(source).apply())


class _Respelling:
    """Replaces characters of one text at the nodes of its LibCST tree."""

    def __init__(self, source: Source) -> None:
        self.source = source
        self.characters = list(source.text)

    def apply(self) -> str:
        from fastapi_lint.source.walk import walk

        for node in walk(self.source.tree):
            respell = _RESPELLINGS.get(type(node).__name__)
            if respell:
                respell(self, node)
        return "".join(self.characters)

    def start(self, node: cst.CSTNode) -> int:
        return self.source.span(node).start

    def put(self, at: int, text: str) -> None:
        self.characters[at : at + len(text)] = text

    def star(self, at: int) -> None:
        """Blank the first star at or after a place."""
        self.put(self.source.text.index("*", at), " ")

    def handler(self, node: Any) -> None:
        if type(node).__name__ == "ExceptStarHandler":
            self.star(self.start(node))
        kind = node.type
        if type(kind).__name__ != "Tuple" or kind.lpar:
            return
        commas = [element.comma for element in kind.elements if hasattr(element.comma, "whitespace_after")]
        for comma in commas:
            last = comma is kind.elements[-1].comma
            self.put(self.start(comma), " " if last else "|")

    def parameters(self, node: Any) -> None:
        """Make ``[T](`` one long opening parenthesis, ``[T]`` without one after it a pair of them."""
        if node.type_parameters is None:
            return
        opening, closing = self.brackets(node)
        following = _OPENING.match(self.source.text, closing + 1)
        end = following.end() if following else closing
        blank(self.characters, opening, end)
        self.put(opening, "(")
        if not following:
            self.put(closing, ")")

    def alias(self, node: Any) -> None:
        at = self.start(node)
        if node.type_parameters is None:
            self.put(at, "0;  ")
            return
        opening, closing = self.brackets(node)
        blank(self.characters, opening, closing)
        self.put(at, "0; (")
        self.put(closing, ")")

    def brackets(self, node: Any) -> tuple[int, int]:
        parameters = node.type_parameters
        return self.start(parameters.lbracket), self.source.span(parameters.rbracket).end - 1

    def index(self, node: Any) -> None:
        if node.star:
            self.star(self.start(node))

    def annotation(self, node: Any) -> None:
        if type(node.annotation).__name__ == "StarredElement":
            self.star(self.start(node.annotation))

    def comprehension(self, node: Any) -> None:
        if type(node.elt).__name__ == "StarredElement":
            self.star(self.start(node.elt))

    def merged_dicts(self, node: Any) -> None:
        at = self.source.text.index("**", self.start(node))
        self.put(at, "  ")

    def lazy(self, node: Any) -> None:
        self.put(self.start(node), "...;")


_RESPELLINGS: dict[str, Callable[[_Respelling, Any], None]] = {
    "ExceptHandler": _Respelling.handler,
    "ExceptStarHandler": _Respelling.handler,
    "FunctionDef": _Respelling.parameters,
    "ClassDef": _Respelling.parameters,
    "TypeAlias": _Respelling.alias,
    "Index": _Respelling.index,
    "Annotation": _Respelling.annotation,
    "ListComp": _Respelling.comprehension,
    "SetComp": _Respelling.comprehension,
    "GeneratorExp": _Respelling.comprehension,
    "StarredDictComp": _Respelling.merged_dicts,
    "LazyImport": _Respelling.lazy,
    "LazyImportFrom": _Respelling.lazy,
}
