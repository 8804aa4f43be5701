"""Plain syntax: what ``ast`` says about the code, as small serialisable records without nodes.

Facts and function bodies are made of these. They carry character offsets into the file's text, so a
rule can point at them, and the LibCST node can be found again when a fix wants to rewrite it.
"""

from __future__ import annotations

import ast
import sys
from collections.abc import Callable, Iterator, Set
from functools import reduce
from operator import attrgetter, or_
from typing import TYPE_CHECKING, Any, Literal, TypeAlias

import msgspec

if TYPE_CHECKING:
    AnyExpr: TypeAlias = "Expr"
    AnyStmt: TypeAlias = "Stmt"
    Word: TypeAlias = str
    Id: TypeAlias = str
    Inside: TypeAlias = "tuple[Stmt, ...] | msgspec.Raw"
else:
    NODES = (ast.expr, ast.stmt, ast.operator, ast.unaryop, ast.boolop, ast.cmpop)
    WORDS = (
        *sorted({node.__name__ for kind in NODES for node in kind.__subclasses__()}),
        *("list", "tuple", "set", "dict", "generator", "global", "nonlocal", "lower", "upper", "step"),
        *("str", "bytes", "int", "float", "complex", "bool", "NoneType", "ellipsis"),
        *("positional", "normal", "keyword", "args", "kwargs"),
    )
    Word = Literal[WORDS]
    """The words for kinds of syntax: when bytes are read, there is one object for each of them."""

    class _Interned(type):
        """What a decoder asks for ``Id[text]``, with ``operator.getitem`` as its hook, and whether that is a text.

        Both are functions of C: a hook in Python would take longer than all the rest of reading a name.
        """

        __getitem__ = sys.intern
        __instancecheck__ = str.__instancecheck__

    class Id(metaclass=_Interned):
        """A name: when bytes are read, there is one object for each of them."""

    Inside = msgspec.Raw
    """What is not read yet when bytes are read."""


_kinds: dict[str, int] = {}


def _numbered(kind: str) -> int:
    """What stands for a kind of record in bytes."""
    return _kinds.setdefault(kind, len(_kinds))


class Syntax(msgspec.Struct, frozen=True, array_like=True, tag=_numbered, gc=False):
    """Base of all records: where it starts, in characters, and how long it is.

    Where it is asked often what a record is, its type is asked: ``type(node) is Call``. A class of msgspec's that it is
    not costs `isinstance` six times as much.

    Most are short, and Python has one object for each small number.
    """

    start: int
    length: int

    @property
    def end(self) -> int:
        """The offset behind it."""
        return self.start + self.length


# --- expressions -------------------------------------------------------------------------------


class Expr(Syntax, frozen=True):
    """Base of all expressions."""


class Name(Expr, frozen=True):
    id: Id


class Attribute(Expr, frozen=True):
    value: AnyExpr
    attr: Id


class Constant(Expr, frozen=True):
    """A literal. Numbers beyond 64 bits, bytes and complex numbers keep only their type's name (``kind``)."""

    value: Any
    kind: Word

    @property
    def is_known(self) -> bool:
        """Whether the value itself is here."""
        return self.value is not None or self.kind == "NoneType"


class Keyword(Syntax, frozen=True):
    """``name=value`` in a call; ``name`` is empty for ``**value``."""

    name: Id
    value: AnyExpr


class Call(Expr, frozen=True):
    func: AnyExpr
    args: tuple[AnyExpr, ...]
    keywords: tuple[Keyword, ...]

    def keyword(self, name: str) -> Expr | None:
        """The value of the keyword argument ``name``."""
        for keyword in self.keywords:
            if keyword.name == name:
                return keyword.value
        return None

    def argument(self, position: int, name: str) -> Expr | None:
        """The argument that binds to a parameter, given positionally or by name."""
        before = self.args[: position + 1]
        if len(before) > position and not any(isinstance(arg, Starred) for arg in before):
            return self.args[position]
        return self.keyword(name)

    @property
    def is_open(self) -> bool:
        """Whether ``*args`` or ``**kwargs`` may pass more than the source shows."""
        return any(isinstance(arg, Starred) for arg in self.args) or any(not k.name for k in self.keywords)


class Subscript(Expr, frozen=True):
    value: AnyExpr
    index: AnyExpr


class Sequence(Expr, frozen=True):
    """A ``list``, ``tuple`` or ``set`` display."""

    kind: Word
    items: tuple[AnyExpr, ...]


class Mapping(Expr, frozen=True):
    """A dict display; the key of ``**value`` is None."""

    keys: tuple[AnyExpr | None, ...]
    values: tuple[AnyExpr, ...]


class Binary(Expr, frozen=True):
    """``left op right`` with op as the operator's class name in ``ast`` (``Add``, ``BitOr``, ``And``)."""

    left: AnyExpr
    op: Word
    right: AnyExpr


class Joined(Expr, frozen=True):
    """An f-string: constants and the expressions between them."""

    parts: tuple[AnyExpr, ...]


class Starred(Expr, frozen=True):
    value: AnyExpr


class Await(Expr, frozen=True):
    value: AnyExpr


class Yield(Expr, frozen=True):
    value: AnyExpr | None
    delegates: bool


class Lambda(Expr, frozen=True):
    """A lambda; its body runs only when it is called."""

    names: tuple[Id, ...]
    body: AnyExpr


class Conditional(Expr, frozen=True):
    test: AnyExpr
    body: AnyExpr
    orelse: AnyExpr


class Generator(Syntax, frozen=True):
    """One ``for target in iter if …`` of a comprehension."""

    target: AnyExpr
    iter: AnyExpr
    conditions: tuple[AnyExpr, ...]
    is_async: bool


class Comprehension(Expr, frozen=True):
    """``kind`` is list, set, dict or generator; a dict has two elements (key, value)."""

    kind: Word
    elements: tuple[AnyExpr, ...]
    generators: tuple[Generator, ...]


class Assigned(Expr, frozen=True):
    """``target := value``."""

    target: AnyExpr
    value: AnyExpr


class Other(Expr, frozen=True):
    """Any other expression (comparisons, slices, unary operators), with its parts in evaluation order."""

    kind: Word
    parts: tuple[AnyExpr, ...]
    words: tuple[Word, ...] = ()
    """The operators of a comparison, as in ``ast`` (``IsNot``); the bounds that a slice has (``upper``)."""


# --- statements --------------------------------------------------------------------------------


class Stmt(Syntax, frozen=True):
    """Base of all statements."""


class Assign(Stmt, frozen=True):
    """``targets = value``, also annotated; ``value`` is None for a bare annotation."""

    targets: tuple[AnyExpr, ...]
    value: AnyExpr | None
    annotation: AnyExpr | None = None


class AugAssign(Stmt, frozen=True):
    target: AnyExpr
    op: Word
    value: AnyExpr


class Evaluate(Stmt, frozen=True):
    """An expression statement."""

    value: AnyExpr


class Return(Stmt, frozen=True):
    value: AnyExpr | None


class Raise(Stmt, frozen=True):
    exception: AnyExpr | None
    cause: AnyExpr | None


class If(Stmt, frozen=True):
    test: AnyExpr
    body: tuple[AnyStmt, ...]
    orelse: tuple[AnyStmt, ...]


class For(Stmt, frozen=True):
    target: AnyExpr
    iter: AnyExpr
    body: tuple[AnyStmt, ...]
    orelse: tuple[AnyStmt, ...]
    is_async: bool


class While(Stmt, frozen=True):
    test: AnyExpr
    body: tuple[AnyStmt, ...]
    orelse: tuple[AnyStmt, ...]


class With(Stmt, frozen=True):
    contexts: tuple[AnyExpr, ...]
    targets: tuple[AnyExpr | None, ...]
    body: tuple[AnyStmt, ...]
    is_async: bool


class Handler(Syntax, frozen=True):
    """``except types as name``; no types for a bare ``except``."""

    types: tuple[AnyExpr, ...]
    name: Id
    body: tuple[AnyStmt, ...]


class Try(Stmt, frozen=True):
    body: tuple[AnyStmt, ...]
    handlers: tuple[Handler, ...]
    orelse: tuple[AnyStmt, ...]
    final: tuple[AnyStmt, ...]


class Match(Stmt, frozen=True):
    subject: AnyExpr
    cases: tuple[tuple[AnyStmt, ...], ...]
    classes: tuple[AnyExpr | None, ...] = ()
    """By case, the class of a pattern ``Class(…)``."""
    captured: tuple[str, ...] = ()
    """By case, the name that the pattern binds the subject to; empty for none."""
    tests: tuple[AnyExpr | None, ...] = ()
    """By case, what a pattern of constants asks of a name, as ``if`` would."""
    is_whole: bool = False
    """Whether the last case takes whatever is left: ``case _:``."""


class Imported(Stmt, frozen=True):
    """One name bound by an import statement.

    ``import a.b`` binds ``a`` to module ``a`` and loads ``a.b`` (``loads``); ``from .m import x as y``
    has name ``y``, module ``.m`` and attribute ``x``; a star import has attribute ``*``.
    """

    name: Id
    module: Id
    attribute: Id = ""
    loads: Id = ""


class Declare(Stmt, frozen=True):
    """``global`` or ``nonlocal``."""

    kind: Word
    names: tuple[Id, ...]


class Delete(Stmt, frozen=True):
    targets: tuple[AnyExpr, ...]


class Simple(Stmt, frozen=True):
    """``pass``, ``break``, ``continue`` (as ``kind``), or a statement with nothing but expressions."""

    kind: Word
    parts: tuple[AnyExpr, ...] = ()


class Param(Syntax, frozen=True):
    """One parameter. ``kind`` is positional, normal, keyword, args or kwargs (as in ``inspect``)."""

    name: Id
    kind: Word
    annotation: AnyExpr | None
    default: AnyExpr | None


class FunctionDef(Stmt, frozen=True):
    """A function. If it was read from bytes, its body is still bytes until somebody asks for it (``Function.body``).

    ``start`` is the ``def`` or ``async`` keyword; decorators stand before it.
    """

    name: Id
    name_start: int
    decorators: tuple[AnyExpr, ...]
    params: tuple[Param, ...]
    returns: AnyExpr | None
    is_async: bool
    is_generator: bool
    awaits: bool
    """Has ``await``, ``async for``, ``async with`` or an async comprehension of its own."""
    returns_value: bool
    registers: bool
    """Holds, itself or in a nested function, calls or decorators that may register routes and the like."""
    calls: tuple[Id, ...]
    """The dotted callees of its own body as written, sorted; ``""`` stands for all others."""
    imports: tuple[Imported, ...]
    """What imports inside it bind, in order, without places: to know that, nobody has to read its body."""
    docstring: bool
    defines: bool
    """Holds, itself or in a nested function, a class."""
    nests: bool
    """Holds another function: perhaps it makes and returns that."""
    inside: Inside
    """The statements inside, for ``facts.take_body`` to read."""


class ClassDef(Stmt, frozen=True):
    name: Id
    name_start: int
    decorators: tuple[AnyExpr, ...]
    bases: tuple[AnyExpr, ...]
    keywords: tuple[Keyword, ...]
    body: tuple[AnyStmt, ...]


if not TYPE_CHECKING:  # what can be read back from bytes: every kind by its name
    AnyExpr = reduce(or_, Expr.__subclasses__())
    AnyStmt = reduce(or_, Stmt.__subclasses__())


def _parts() -> dict[type, tuple[str, ...]]:
    """The fields that hold records, from the last to the first, by the type that they are declared with."""
    found = {}
    pending: list[type] = [Syntax]
    while pending:
        record = pending.pop()
        pending += record.__subclasses__()
        declared = {
            name: kind
            for base in record.__mro__
            for name, kind in vars(base).get("__annotations__", {}).items()
        }
        found[record] = tuple(
            name
            for name in reversed(record.__struct_fields__)  # type: ignore[attr-defined]
            if any(
                word in declared[name]
                for word in ("Expr", "Stmt", "Keyword", "Handler", "Generator", "Param")
            )
        )
    return found


_PARTS = _parts()


_ONE: dict[type, Callable[[Any], Any]] = {
    record: attrgetter(*names) for record, names in _PARTS.items() if len(names) == 1
}
"""Gives the one part of a record."""
_MORE: dict[type, Callable[[Any], tuple[Any, ...]]] = {
    record: attrgetter(*names) for record, names in _PARTS.items() if len(names) > 1
}
"""Gives the parts of a record as a tuple, the last one first."""


def children(node: Syntax) -> Iterator[Syntax]:
    """The direct sub-records of a record, in source order as far as the fields are."""
    for name in reversed(_PARTS[node.__class__]):
        value = getattr(node, name)
        for item in value if isinstance(value, tuple) else (value,):
            if isinstance(item, tuple):
                yield from item
            elif item is not None:
                yield item


def walk(node: Syntax) -> Iterator[Syntax]:
    """The record and everything below it, parents first. Nested definitions' bodies are not in it."""
    stack: list[Any] = [node]
    while stack:
        current = stack.pop()
        kind = current.__class__
        if kind is tuple:
            stack += current[::-1]
        elif current is not None:
            yield current
            if kind in _ONE:
                stack.append(_ONE[kind](current))
            elif kind in _MORE:
                stack += _MORE[kind](current)


def of_kinds(body: tuple[Stmt, ...], kinds: Set[type]) -> list[Any]:
    """What is of some kinds among statements and everything below them, in the order of ``walk``: many bodies are
    searched for little."""
    found: list[Any] = []
    stack: list[Any] = [body]
    while stack:
        current = stack.pop()
        kind = current.__class__
        if kind is tuple:
            stack += current[::-1]
        elif current is not None:
            if kind in kinds:
                found.append(current)
            if kind in _ONE:
                stack.append(_ONE[kind](current))
            elif kind in _MORE:
                stack += _MORE[kind](current)
    return found


def holds(node: Syntax, inner: Syntax) -> bool:
    """Whether a record of the same file stands within another, or is it."""
    return node.start <= inner.start and inner.end <= node.end


def dotted(expr: Expr | None) -> str:
    """``a.b.c`` for a chain of names and attributes, else the empty string."""
    parts: list[str] = []
    while type(expr) is Attribute:
        parts.append(expr.attr)
        expr = expr.value
    if type(expr) is not Name:
        return ""
    if not parts:
        return expr.id
    parts.append(expr.id)
    return ".".join(reversed(parts))
