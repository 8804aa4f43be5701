"""Types as FastAPI reads them: what an annotation means, and where a parameter of it comes from without a marker."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from typing import TYPE_CHECKING

from fastapi_lint.model.domain import Class, Function, Module
from fastapi_lint.model.file import syntax as s
from fastapi_lint.model.inputs.schemas import kind_of
from fastapi_lint.model.knowledge.parameters import (
    BODIES,
    ITERATED,
    NEVER_NONE,
    PLAIN_BASES,
    PYDANTIC_SCALARS,
    PYDANTIC_SEQUENCES,
    RESPONSES,
    SCALAR_MODULES,
    SCALARS,
    SEQUENCES,
    SPECIAL,
    UPLOAD,
)
from fastapi_lint.model.meaning.values import Alias, External, Instance, Value

if TYPE_CHECKING:
    from fastapi_lint.model.meaning.types import Lookup
    from fastapi_lint.model.project import Project

_DEPTH = 20
_WRAPPERS = frozenset(
    {"typing.Annotated", "typing.Final", "typing.ClassVar", "typing.Required", "typing.NotRequired"}
)
"""What says more about a type, which stays the same."""
_SCALAR_MAKERS = frozenset({"typing.NewType", "typing.TypeVar", "enum.Enum", "enum.IntEnum", "enum.StrEnum"})


@dataclass(frozen=True)
class Term:
    """A type: ``value`` applied to ``args``; a union has no value, and an unknown type neither value nor args."""

    value: Value = None
    args: tuple[Term, ...] = ()
    is_union: bool = False

    @property
    def name(self) -> str:
        """The canonical name of a class outside the project."""
        return self.value.name if isinstance(self.value, External) else ""

    @property
    def options(self) -> tuple[Term, ...]:
        """The members of a union, without None; itself for everything else."""
        if not self.is_union:
            return (self,)
        return tuple(option for arg in self.args for option in arg.options if option != _NONE)


UNKNOWN = Term()
_NONE = Term(External("builtins.None"))
_ELLIPSIS = Term(External("builtins.Ellipsis"))


class Terms:
    """Answers about types, for one project and the releases of FastAPI and Pydantic that it is for."""

    def __init__(self, project: Project) -> None:
        self.project = project

    def of(self, expr: s.Expr | None, module: Module, look: Lookup, depth: int = 0) -> Term:
        """What an annotation means, through strings, aliases, ``Annotated`` and ``Optional``."""
        if expr is None:
            return Term(External("typing.Any"))
        if depth > _DEPTH:
            return UNKNOWN
        if type(expr) is s.Constant:
            if expr.kind == "ellipsis":
                return _ELLIPSIS
            parsed = self.project.types.parse(expr) if isinstance(expr.value, str) else None
            return (
                self.of(parsed, module, look, depth + 1)
                if parsed
                else (_NONE if expr.kind == "NoneType" else UNKNOWN)
            )
        if type(expr) is s.Binary and expr.op == "BitOr":
            return self._union((expr.left, expr.right), module, look, depth)
        if type(expr) is s.Call:
            callee = self.project.types.resolve(expr.func, look)
            return Term(callee) if isinstance(callee, External) else UNKNOWN
        index = expr.index if type(expr) is s.Subscript else None
        base = self.project.types.resolve(expr.value if type(expr) is s.Subscript else expr, look)
        if isinstance(base, Alias):
            inner = look if base.module is module else self.project.types.lookup_in(base.module)
            return self.of(base.expr, base.module, inner, depth + 1)
        if index is None:
            return Term(base) if isinstance(base, (External, Class, Instance, Function)) else UNKNOWN
        items = index.items if isinstance(index, s.Sequence) and index.kind == "tuple" else (index,)
        name = base.name if isinstance(base, External) else ""
        if name in _WRAPPERS:
            return self.of(items[0], module, look, depth + 1)
        if name == "typing.Literal":
            return Term(base)
        if name in ("typing.Union", "typing.Optional"):
            return self._union(items, module, look, depth, optional=name == "typing.Optional")
        args = tuple(self.of(item, module, look, depth + 1) for item in items)
        return Term(base, args) if isinstance(base, (External, Class)) else UNKNOWN

    def _union(
        self, options: tuple[s.Expr, ...], module: Module, look: Lookup, depth: int, optional: bool = False
    ) -> Term:
        args = tuple(self.of(option, module, look, depth + 1) for option in options)
        return Term(None, (*args, _NONE) if optional else args, is_union=True)

    def is_special(self, term: Term) -> bool:
        """Whether FastAPI injects it by its type: the request, the response, background tasks."""
        if isinstance(term.value, Class):
            return any(
                base in SPECIAL or base in RESPONSES for base in term.value.ancestors if isinstance(base, str)
            )
        return term.name in SPECIAL or term.name in RESPONSES

    def is_upload(self, term: Term) -> bool:
        if term.is_union:
            return any(self.is_upload(arg) for arg in term.args)
        if isinstance(term.value, Class):
            return term.value.is_a(UPLOAD)
        return term.name == UPLOAD and self.project.targets.fastapi.at_least("0.73")

    def is_upload_sequence(self, term: Term) -> bool:
        """Also true of a sequence without items such as a bare ``list``: all of its none are uploads."""
        if not self.project.targets.fastapi.at_least("0.100"):
            return (
                bool(term.args) and term.name in SEQUENCES and all(self.is_upload(arg) for arg in term.args)
            )
        if term.is_union:
            return any(self.is_upload_sequence(arg) for arg in term.args)
        return self._is_sequence(term) is True and all(self.is_upload(arg) for arg in term.args)

    def _is_sequence(self, term: Term) -> bool | None:
        if isinstance(term.value, Class):
            return any(base in SEQUENCES for base in term.value.ancestors if isinstance(base, str))
        return term.name in SEQUENCES

    def is_complex(self, term: Term) -> bool | None:
        """Whether FastAPI reads a type from the body; None when the source does not show it."""
        if term.is_union:
            answers = [self.is_complex(arg) for arg in term.args]
            return True if True in answers else (None if None in answers else False)
        if isinstance(term.value, Class):
            return self._is_complex_class(term.value)
        if isinstance(term.value, Instance):
            made = term.value.of.name if isinstance(term.value.of, External) else ""
            return False if made in _SCALAR_MAKERS else None
        return self._is_complex_name(term)

    def _is_complex_name(self, term: Term) -> bool | None:
        name = term.name
        package, _, last = name.rpartition(".")
        if name in ITERATED:
            return not self.project.targets.pydantic.at_least("2")
        if name == "pydantic.Json" and term.args:
            return self.is_complex(term.args[0])
        if name == UPLOAD:
            return self.project.targets.fastapi.at_least("0.73")
        if name in BODIES or name in SEQUENCES:
            return True
        if package in ("pydantic", "pydantic.types", "pydantic.networks", "pydantic.v1"):
            return True if last in PYDANTIC_SEQUENCES else (False if last in PYDANTIC_SCALARS else None)
        if name in SCALARS or name.startswith(SCALAR_MODULES) or name == "builtins.Ellipsis":
            return False
        return None

    def _is_complex_class(self, cls: Class) -> bool | None:
        if kind_of(cls) or any(isinstance(base, Class) and kind_of(base) for base in cls.ancestors):
            return True
        answers = [
            self._is_complex_name(Term(External(base)))
            for base in cls.ancestors
            if isinstance(base, str) and base not in PLAIN_BASES
        ]
        if True in answers:
            return True
        shown = all(isinstance(base, (Class, External, Alias)) for base in _all_bases(cls))
        return False if shown and None not in answers else None


def excludes_none(term: Term | None) -> bool:
    """Whether a type provably does not admit None."""
    if term is None:
        return False
    if term.is_union:
        return bool(term.args) and all(excludes_none(arg) for arg in term.args)
    if isinstance(term.value, Class):
        own = {"__get_pydantic_core_schema__", "__get_validators__"}
        return (
            not term.value.is_a("pydantic.RootModel", "typing.Protocol")
            and not own & term.value.methods.keys()
        )
    return term.name in NEVER_NONE


def _all_bases(cls: Class) -> Iterator[Value]:
    yield from cls.bases
    for base in cls.ancestors:
        if isinstance(base, Class):
            yield from base.bases
