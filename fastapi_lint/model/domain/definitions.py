"""Modules, functions and classes, and what FastAPI uses a function for."""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Callable
from dataclasses import dataclass, field
from enum import Enum, IntEnum
from functools import cached_property
from typing import TYPE_CHECKING, TypeVar

from fastapi_lint.finding import Span
from fastapi_lint.model.file import syntax as s
from fastapi_lint.model.file.facts import take_body

if TYPE_CHECKING:
    import libcst as cst

    from fastapi_lint.model.answers.responses import Answer
    from fastapi_lint.model.domain.code import Schema
    from fastapi_lint.model.domain.registered import Route
    from fastapi_lint.model.file.facts import Facts
    from fastapi_lint.model.following.calls import CallSite
    from fastapi_lint.model.following.flow import Placed
    from fastapi_lint.model.loop.first import Binds
    from fastapi_lint.model.meaning.types import Above
    from fastapi_lint.model.meaning.values import Value
    from fastapi_lint.model.project import Project
    from fastapi_lint.source import Source
    from fastapi_lint.source.imports import Bindings


N = TypeVar("N")
PROPERTIES = frozenset({"property", "cached_property", "functools.cached_property"})
"""Decorators, as written, of methods that run when an attribute is read."""
_ASSIGNED = re.compile(r"self\.(?<=\bself\.)(\w+)\b(?=[^=\n()]*=(?!=))")
"""It begins with a text, which is found fifteen times as quickly as where a word begins."""


def found(node: N | None, subject: object) -> N:
    """The LibCST node of a subject; raises LookupError when the two parsers disagree about its place."""
    if node is None:
        raise LookupError(f"{subject!r} has no LibCST node at its span")
    return node


class Context(Enum):
    """Where a function's body runs."""

    LOOP = "loop"
    """On the event loop: whatever blocks here stops every request."""
    THREAD = "thread"
    """In the thread pool: blocking is what it is for."""
    UNKNOWN = "unknown"


class Role(str, Enum):
    """What FastAPI, or the project, uses a function for."""

    ENDPOINT = "path operation"
    WEBSOCKET = "websocket endpoint"
    DEPENDENCY = "dependency"
    MIDDLEWARE = "middleware"
    EXCEPTION_HANDLER = "exception handler"
    LIFESPAN = "lifespan"
    EVENT_HANDLER = "event handler"
    BACKGROUND_TASK = "background task"
    STREAM = "streamed response"
    VALIDATOR = "validator"
    SERIALIZER = "serializer"
    RESOLVER = "GraphQL resolver"
    TOOL = "MCP tool"
    AWAITED = "awaited by served code"


_ON_LOOP = frozenset(
    {Role.EVENT_HANDLER, Role.LIFESPAN, Role.VALIDATOR, Role.SERIALIZER, Role.RESOLVER, Role.TOOL}
)
"""The roles in which a plain function runs on the event loop: FastAPI has a thread for all others."""


class Reach(IntEnum):
    """How a function is reached from what FastAPI runs."""

    NONE = 0
    """Not at all, as far as the source shows."""
    STARTUP = 1
    """Only while the application starts or stops."""
    REQUEST = 2
    """While requests are served."""


class Module:
    """One file of the project. ``names`` holds what its module level has bound at the end."""

    def __init__(self, project: Project, path: str, facts: Facts) -> None:
        self.project = project
        self.path = path
        self.facts = facts
        self.names: dict[str, Value] = {}
        self.functions: dict[int, Function] = {}
        self.classes: dict[int, Class] = {}
        self.sites: dict[int, CallSite] = {}
        """The calls of its module level and its class bodies, by where they end."""

    @cached_property
    def source(self) -> Source:
        """The file's text and trees; ``Project.forget`` knows when it has others."""
        return self.project.source(self.path)

    @cached_property
    def lookup(self) -> Callable[[str], Value]:
        """Looks a name up at the module's level, then among the builtins."""
        from fastapi_lint.model.following.interpret import Interpreter

        return Interpreter(self, self.names).lookup

    def function_at(self, place: int) -> Function | None:
        """The innermost function around an offset of the text."""
        around = (one for one in self.functions.values() if one.syntax.start <= place < one.syntax.end)
        return max(around, key=lambda one: one.syntax.start, default=None)

    @cached_property
    def bindings(self) -> Bindings:
        """The imports of its module level, and the names that it binds otherwise."""
        from fastapi_lint.model.file.toplevel import TopLevel

        found = TopLevel(self.facts)
        return found if found.is_complete else self.source

    @cached_property
    def surroundings(self) -> list[str]:
        """The words in its text that may ask for what is known without a call."""
        from fastapi_lint.model.loop.surroundings import words

        return words(self)

    @cached_property
    def is_test(self) -> bool:
        """Whether the settings call this file a test."""
        return self.project.is_test(self.path)

    def __repr__(self) -> str:
        return f"<Module {self.path}>"


@dataclass(eq=False, repr=False)
class Definition:
    """A function or a class of the project."""

    module: Module
    parent: Function | Class | None
    syntax: s.FunctionDef | s.ClassDef

    @property
    def name(self) -> str:
        return self.syntax.name

    @property
    def qualname(self) -> str:
        """``Class.method`` or ``outer.inner``, as ``__qualname__`` without ``<locals>``."""
        return f"{self.parent.qualname}.{self.name}" if self.parent else self.name

    @property
    def span(self) -> Span:
        """The whole definition from ``def`` or ``class`` on, without decorators."""
        return Span(self.syntax.start, self.syntax.end)

    @property
    def name_span(self) -> Span:
        return Span(self.syntax.name_start, self.syntax.name_start + len(self.syntax.name))

    @property
    def path(self) -> str:
        return self.module.path

    @property
    def project(self) -> Project:
        return self.module.project


@dataclass(eq=False, repr=False)
class Function(Definition):
    """A ``def`` or ``async def`` anywhere in the project."""

    syntax: s.FunctionDef
    roles: frozenset[Role] = frozenset()
    reach: Reach = Reach.NONE
    via: Function | None = None
    """The served function that awaits this one, when that is its only role."""
    users: list[Function] = field(default_factory=list)
    """The functions that declare this one as a dependency, or for which this validator runs."""
    closure: Callable[[str], Value] | None = None
    """Looks names up around a nested function; None at module and class level."""
    routes: list[Route] = field(default_factory=list)
    """What registers it as an endpoint, in run-time order."""

    @property
    def part(self) -> str:
        """What it is in the application, for messages: ``dependency `get_user` of `read_me```."""
        role = next((role for role in Role if role in self.roles and role is not Role.AWAITED), None)
        if role is None:
            served = self.via
            while served is not None and served.via is not None:
                served = served.via
            how = "awaited by" if served is self.via else "reached from"
            return f"`{self.name}`, {how} {served.part}" if served is not None else f"`{self.name}`"
        if role in (Role.VALIDATOR, Role.SERIALIZER):
            return f"{role.value} `{self.qualname}`"
        if role is not Role.DEPENDENCY or not self.users:
            return f"{role.value} `{self.name}`"
        more = f" and {len(self.users) - 1} more" if len(self.users) > 1 else ""
        return f"{role.value} `{self.name}` of `{self.users[0].name}`{more}"

    @property
    def is_async(self) -> bool:
        return self.syntax.is_async

    @property
    def is_generator(self) -> bool:
        return self.syntax.is_generator

    @property
    def is_method(self) -> bool:
        return isinstance(self.parent, Class)

    @property
    def is_property(self) -> bool:
        """Whether reading an attribute runs it."""
        return any(s.dotted(decorator) in PROPERTIES for decorator in self.syntax.decorators)

    @cached_property
    def body(self) -> tuple[s.Stmt, ...]:
        """The statements inside, read from the file when first asked for."""
        return take_body(self.syntax)

    @cached_property
    def placed(self) -> list[Placed]:
        """Every statement of its own body, with what stands around it."""
        from fastapi_lint.model.following.flow import placed

        return placed(self.body)

    @cached_property
    def asks_surroundings(self) -> bool:
        """Whether its tests may ask for what is known without a call: the platform, a running loop."""
        from fastapi_lint.model.loop.surroundings import asks

        return asks(self)

    @cached_property
    def binds(self) -> Binds:
        """Where its body binds names."""
        from fastapi_lint.model.loop.first import binds

        return binds(self)

    @property
    def text(self) -> str:
        """Its source, from ``def`` on."""
        return self.module.source.text[self.syntax.start : self.syntax.end]

    def has(self, text: str) -> bool:
        """Whether its source holds a piece of text, without copying it for that."""
        return self.module.source.text.find(text, self.syntax.start, self.syntax.end) >= 0

    @cached_property
    def signature_end(self) -> int:
        """The offset behind the parenthesis that closes the parameters, where ``-> …`` goes."""
        from fastapi_lint.source.lexis import closing

        return closing(self.module.source.text, self.name_span.end)

    @cached_property
    def keeps_signature(self) -> bool:
        """Whether FastAPI sees the parameters as they are written: no decorator may have changed them."""
        from fastapi_lint.model.following.decorators import keeps_signature

        return keeps_signature(self)

    @cached_property
    def answers(self) -> tuple[Answer, ...]:
        """What it returns, ``return`` by ``return``."""
        from fastapi_lint.model.answers.responses import answers_of

        return answers_of(self)

    @property
    def context(self) -> Context:
        """An ``async def`` always runs on a loop; a ``def`` that FastAPI calls does in few roles."""
        if self.is_async or self.roles & _ON_LOOP:
            return Context.LOOP
        return Context.THREAD if self.roles else Context.UNKNOWN

    @property
    def node(self) -> cst.FunctionDef:
        """The LibCST node."""
        import libcst as cst

        return found(self.module.source.nodes_at(self.span, cst.FunctionDef), self)

    def __repr__(self) -> str:
        return f"<Function {self.qualname}>"


@dataclass(eq=False, repr=False)
class Class(Definition):
    """A class of the project. ``attributes`` holds what its body binds, methods among them."""

    syntax: s.ClassDef
    attributes: dict[str, Value] = field(default_factory=dict)
    bases: tuple[Value, ...] = ()
    """The base classes, each a Class, an External or unknown (None)."""
    known_above: Above | None = None
    """What was found out about these bases, once every name of the project is bound."""
    schema: tuple[tuple[Value, ...], Schema | None] | None = None
    """What ``schema_of`` has found, and with which bases."""

    @property
    def ancestors(self) -> tuple[Class | str, ...]:
        """Every known base, nearest first: classes of the project, and canonical names of others."""
        return self.above().every

    def is_a(self, *names: str) -> bool:
        """Whether one of the external classes ``names`` is among the ancestors."""
        return not self.above().outside.isdisjoint(names)

    @property
    def line(self) -> tuple[Class, ...]:
        """The class and its ancestors in the project, nearest first."""
        return self.above().line

    def above(self) -> Above:
        """What is known of its bases, and of theirs."""
        known = self.known_above
        if known is None or known.bases is not self.bases:
            known = self.module.project.types.above(self)
        return known

    @cached_property
    def assigned(self) -> Counter[str]:
        """How often its text sets each attribute of ``self``."""
        return Counter(_ASSIGNED.findall(self.module.source.text, self.span.start, self.span.end))

    @property
    def methods(self) -> dict[str, Function]:
        """The functions defined in its own body, by name; the last one wins."""
        return {name: value for name, value in self.attributes.items() if type(value) is Function}

    def method(self, name: str) -> Function | None:
        """The method ``name``, its own or inherited from a class of the project."""
        for cls in self.line:
            found = cls.attributes.get(name)
            if type(found) is Function:
                return found
        return None

    @property
    def node(self) -> cst.ClassDef:
        """The LibCST node."""
        import libcst as cst

        return found(self.module.source.nodes_at(self.span, cst.ClassDef), self)

    def __repr__(self) -> str:
        return f"<Class {self.qualname}>"
