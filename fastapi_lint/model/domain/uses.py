"""Dependencies and parameters: what FastAPI gives to a function."""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from dataclasses import dataclass, field
from enum import Enum
from typing import TYPE_CHECKING

from fastapi_lint.finding import Span
from fastapi_lint.model.domain.definitions import Class
from fastapi_lint.model.file import syntax as s

if TYPE_CHECKING:
    from fastapi_lint.model.domain.definitions import Function, Module
    from fastapi_lint.model.domain.registered import Inclusion, Route
    from fastapi_lint.model.domain.routers import PathOperation, Router
    from fastapi_lint.model.inputs.terms import Term
    from fastapi_lint.model.meaning.values import Marker, Value


@dataclass(eq=False, repr=False)
class Dependency:
    """One ``Depends(…)`` or ``Security(…)`` in use: where it stands, and what it calls."""

    owner: Function | Class | Route | Router | Inclusion
    marker: Marker
    target: Value
    """The Function, Class, Instance or External that is called; None when unknown."""
    parameter: s.Param | None = None
    """The parameter that receives the result; None in ``dependencies=[…]``."""

    @property
    def module(self) -> Module:
        """The file in which the ``Depends(…)`` stands: another one when it is part of an alias."""
        return self.marker.module

    @property
    def path(self) -> str:
        return self.module.path

    @property
    def span(self) -> Span:
        return Span(self.marker.call.start, self.marker.call.end)

    @property
    def is_security(self) -> bool:
        return self.marker.name == "fastapi.Security"

    @property
    def is_always_cached(self) -> bool:
        """Whether FastAPI forgets ``use_cache``: from 0.120.3 it does so of what stands in ``dependencies=[…]``."""
        return self.parameter is None and self.module.project.targets.fastapi.at_least("0.120.3")

    @property
    def use_cache(self) -> bool | None:
        """Whether one request calls it once for all who ask; None when the source does not show it."""
        if self.is_always_cached:
            return True
        given = self.marker.call.keyword("use_cache")
        if given is None:
            return None if self.marker.call.is_open else True
        return bool(given.value) if isinstance(given, s.Constant) else None

    @property
    def scope(self) -> str:
        """``function`` or ``request``, as given or as FastAPI decides; empty for what has nothing to end."""
        given = self.marker.call.keyword("scope")
        if isinstance(given, s.Constant) and isinstance(given.value, str):
            return given.value
        return "request" if self.is_yield else ""

    @property
    def is_yield(self) -> bool:
        """Whether the function of the project that runs is a generator, with a part after the response."""
        return self.function is not None and self.function.is_generator

    @property
    def is_async(self) -> bool | None:
        """Whether it runs on the event loop; None when the source does not show what runs."""
        return self.function.is_async if self.function is not None else None

    @property
    def function(self) -> Function | None:
        """The function of the project that runs: a class's ``__init__``, an object's ``__call__``."""
        from fastapi_lint.model.inputs.injection import runs

        return runs(self.target)


class In(str, Enum):
    """Where the value of a parameter comes from, by FastAPI's own rules."""

    PATH = "path"
    QUERY = "query"
    HEADER = "header"
    COOKIE = "cookie"
    BODY = "body"
    FORM = "form"
    FILE = "file"
    DEPENDENCY = "dependency"
    SPECIAL = "special"
    """Injected by its type: the request, the response, background tasks and the like."""
    UNKNOWN = "unknown"
    """The source does not show it."""


@dataclass(eq=False, repr=False)
class Parameter:
    """A parameter of an endpoint or a dependency, as FastAPI reads it under a certain path."""

    owner: Function | Class
    name: str
    alias: str | None
    """What a request calls it; None when the source does not show it."""
    location: In
    annotation: s.Expr | None
    """As written."""
    default: s.Expr | None
    """What it is without a value in the request: the plain default, or the one in its marker."""
    marker: Marker | None
    """The ``Query(…)``, ``Depends(…)`` and so on, from the default or from ``Annotated``."""
    required: bool | None
    """None for what no request brings, and where the source does not show it."""
    syntax: s.Param
    """The parameter itself; a field, for classes without ``__init__``."""
    module: Module
    type: s.Expr | None = None
    """The annotation without ``Annotated`` and aliases."""
    home: Module | None = None
    """The file in which ``type`` stands."""
    dependency: Dependency | None = None
    is_open: bool = False
    """Whether something in the annotation or the default may be a marker that the source does not show."""
    annotated: Marker | None = None
    """The marker inside ``Annotated``, also where another one in the default prevails."""
    term: Term | None = None
    """The type, resolved; None for a dependency."""
    operations: list[PathOperation] = field(default_factory=list)
    """What reads it there, for the parameters that are subjects of rules."""

    @property
    def bodiless(self) -> PathOperation | None:
        """An operation that reads it and whose requests have no body by rights: GET and HEAD."""
        bare = frozenset({"GET", "HEAD"})
        return next((one for one in self.operations if one.methods and bare.issuperset(one.methods)), None)

    @property
    def schema(self) -> Class | None:
        """The model, dataclass or SQLModel that it is read as, also an optional one."""
        from fastapi_lint.model.inputs.schemas import kind_of

        options = self.term.options if self.term is not None else ()
        cls = options[0].value if len(options) == 1 else None
        return cls if isinstance(cls, Class) and kind_of(cls) else None

    @property
    def path(self) -> str:
        return self.module.path

    @property
    def span(self) -> Span:
        return Span(self.syntax.start, self.syntax.end)

    @property
    def is_in_annotated(self) -> bool:
        """Whether its marker stands in the annotation and not in the default."""
        return self.marker is not None and self.marker.call != self.syntax.default

    def __repr__(self) -> str:
        return f"<Parameter {self.name} {self.location.value}>"


@dataclass(eq=False, repr=False)
class Injected:
    """A dependency as a route uses it: with its parameters under that path, and its own dependencies."""

    dependency: Dependency
    parameters: tuple[Parameter, ...]
    dependencies: tuple[Injected, ...] = ()
    is_known: bool = True
    """Whether the source shows what the dependency takes."""
    is_shared: bool = False
    """Whether several ways lead to it."""

    @property
    def form_fields(self) -> tuple[tuple[str, bool], ...]:
        """The form fields that a class of FastAPI itself takes, and which of them are required."""
        from fastapi_lint.model.knowledge.parameters import FORM_CLASSES

        return FORM_CLASSES.get(getattr(self.dependency.target, "name", ""), ())

    def share(self) -> None:
        """Another way leads to it, and to all below it."""
        if not self.is_shared:
            self.is_shared = True
            for inner in self.dependencies:
                inner.share()


def flat(trees: Iterable[Injected]) -> Iterator[Injected]:
    """Each dependency before its own, in the order of declaration, and once, however many ways lead to it."""
    seen: set[Injected] = set()
    pending = [*trees][::-1]
    while pending:
        one = pending.pop()
        if one not in seen:
            seen.add(one)
            yield one
            pending += one.dependencies[::-1]
