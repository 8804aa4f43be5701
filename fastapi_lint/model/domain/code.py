"""Calls and schemas: subjects that are neither routes nor what they are given."""

from __future__ import annotations

from dataclasses import dataclass, field
from typing import TYPE_CHECKING, NamedTuple

from fastapi_lint.finding import Confidence, Severity, Span
from fastapi_lint.model.domain.definitions import Reach, Role, found
from fastapi_lint.model.file import syntax as s

if TYPE_CHECKING:
    import libcst as cst

    from fastapi_lint.model.domain.definitions import Class, Function, Module
    from fastapi_lint.model.following.calls import Body, CallSite
    from fastapi_lint.model.loop.seldom import Rarity
    from fastapi_lint.model.meaning.values import Value


_CONDITIONS = 4
"""How many branches make a way one that is seldom gone."""

_TOO_MANY = 8
"""How many make it one that perhaps nobody goes: what decides them hangs together, in ways that are not followed."""

_SHOWN = 4
"""How many functions on the way to a blocking call a message names."""


@dataclass(eq=False, repr=False)
class OnLoop:
    """What code on the event loop does there, and where."""

    function: Function
    """The function that runs on the loop."""
    expr: s.Expr
    callee: str
    """The canonical name of what is called: ``time.sleep``, ``sqlalchemy.orm.Session.query``; ``?.query`` for a
    method of something unknown."""

    @property
    def consequence(self) -> str:
        """Where the event loop stands still, and who waits, to go on with after the callee's name."""
        return f"blocks the event loop in {self.function.part}: {self._waits}"

    @property
    def _waits(self) -> str:
        reach = self.function.reach
        waits = "every other request waits" if reach is Reach.REQUEST else "start-up or shutdown waits"
        if Role.MIDDLEWARE in self.function.roles:
            waits = "every request waits"
        elif reach is Reach.NONE:
            waits = "everything else on it waits"
        return waits

    def weigh(self, severity: Severity, confidence: Confidence) -> tuple[Severity, Confidence]:
        """A call that no request reaches hurts less; one that nothing served reaches is also less sure."""
        if self.function.reach is Reach.REQUEST:
            return severity, confidence
        if self.function.reach is Reach.STARTUP:
            return severity.lowered(), confidence
        return severity.lowered(), min(confidence, Confidence.MEDIUM)

    @property
    def module(self) -> Module:
        return self.function.module

    @property
    def path(self) -> str:
        return self.function.path

    @property
    def span(self) -> Span:
        return Span(self.expr.start, self.expr.end)


@dataclass(eq=False, repr=False)
class LoopCall(OnLoop):
    """A call that an ``async def`` makes on the event loop, not awaited and not handed to a thread."""

    site: CallSite

    @property
    def call(self) -> s.Call:
        return self.site.call

    @property
    def chained(self) -> str:
        """The canonical name of what is called on the result in the same expression: ``….save`` of
        ``image.resize(…)`` in ``image.resize(…).save(…)``."""
        for site in self.function.project.calls.body(self.function).sites:
            if isinstance(site.call.func, s.Attribute) and site.call.func.value is self.call:
                from fastapi_lint.model.following.called import callee_name

                return callee_name(site.callee, site.call)
        return ""

    @property
    def node(self) -> cst.Call:
        """The LibCST node."""
        import libcst as cst

        return found(self.module.source.nodes_at(self.span, cst.Call), self)


class Hop(NamedTuple):
    """One plain function on the way from the event loop to a blocking call."""

    name: str
    """``load``, ``Exporter.write``; a class, when its constructor runs."""
    path: str
    expr: s.Expr
    """Where, inside it, the next one is called, or what blocks."""
    rarity: Rarity
    """How often that runs."""
    is_cached: bool
    """Whether it runs once for the same arguments."""
    code: Function | Body | None = None
    """The function itself, or what stands in a lambda."""


@dataclass(eq=False, repr=False)
class LoopChain(OnLoop):
    """A place where code on the event loop runs plain functions of the project that end in a call that blocks.

    ``expr`` is the call, or what runs code without one: a property, a context that is entered, a generator.
    ``callee`` is what blocks in the end.
    """

    hops: tuple[Hop, ...]
    """The functions on the way, from the one that is entered to the one that blocks."""
    site: CallSite | None
    """The call that ``expr`` is."""
    keeps_thread: bool
    """Whether something on the way belongs to the event loop, and cannot go to a thread."""
    rarity: Rarity
    """How often the function enters the way."""
    others: list[LoopChain] = field(default_factory=list)
    """Where else the event loop gets to the same blocking call."""
    is_doubtful: bool = False
    """Whether the source leaves open which of several functions one step runs, and not all of them block."""

    @property
    def call(self) -> s.Call | None:
        return self.site.call if self.site is not None else None

    @property
    def doubt(self) -> int:
        """0 for a way that is always gone; 1 for one on errors, for what is made once, or behind many conditions; 2
        where a cache is on the way; 3 where it is open whether that is the way."""
        if self.is_doubtful:
            return 3
        if any(hop.is_cached for hop in self.hops):
            return 2
        seldom = any(rarity.on_error or rarity.once for rarity in self._rarities)
        return int(seldom or self._conditions >= _CONDITIONS)

    @property
    def _rarities(self) -> list[Rarity]:
        return [self.rarity, *(hop.rarity for hop in self.hops)]

    @property
    def _conditions(self) -> int:
        return sum(rarity.conditions for rarity in self._rarities)

    def weigh(self, severity: Severity, confidence: Confidence) -> tuple[Severity, Confidence]:
        """A way that is seldom gone hurts less, and one with a cache on it hardly, and is also less sure."""
        severity, confidence = super().weigh(severity, confidence)
        if self.is_doubtful:
            return severity.lowered(), Confidence.LOW
        if self.doubt:
            decided = self._conditions - sum(rarity.arms for rarity in self._rarities)
            sure = Confidence.LOW if decided >= _TOO_MANY else Confidence.MEDIUM
            confidence = min(confidence, sure)
            severity = Severity.INFO if self.doubt > 1 else severity.lowered()
        return severity, confidence

    @property
    def consequence(self) -> str:
        more = f", and in {len(self.others)} more place{'s' * (len(self.others) > 1)}" if self.others else ""
        verb = "may block" if self.is_doubtful else "blocks"
        return f"{verb} the event loop in {self.function.part}{more}: {self._waits}"

    @property
    def way(self) -> str:
        """``through `load` and `fetch```."""
        names = list(dict.fromkeys(f"`{hop.name}`" for hop in self.hops))
        if len(names) > _SHOWN:
            names = [*names[: _SHOWN - 1], "…", names[-1]]
            return f"through {', '.join(names)}"
        return f"through {' and '.join(names) if len(names) < _SHOWN else ', '.join(names)}"


@dataclass(eq=False, repr=False)
class ProjectCall:
    """A call anywhere in the project: at module level, in a class body, in a function. Subscribe with ``to=``."""

    module: Module
    function: Function | None
    """The function whose body makes the call; None at module and class level."""
    callee: str
    """The canonical name, as in ``LoopCall``."""
    site: CallSite

    @property
    def call(self) -> s.Call:
        return self.site.call

    @property
    def path(self) -> str:
        return self.module.path

    @property
    def span(self) -> Span:
        return Span(self.call.start, self.call.end)

    def given(self, position: int, name: str) -> Value:
        """The value of an argument, by position or by name; None without it, and when unknown."""
        return self.site.given.get(position, name)

    def inner(self, argument: s.Expr | None) -> CallSite | None:
        """The call that an argument is, with its callee and its own arguments; None when it is something else."""
        expr = argument.value if isinstance(argument, s.Await) else argument
        function = self.function
        sites = self.module.project.calls.body(function).sites if function else self.module.sites.values()
        return next((site for site in sites if site.call == expr), None) if isinstance(expr, s.Call) else None

    @property
    def node(self) -> cst.Call:
        """The LibCST node."""
        import libcst as cst

        return found(self.module.source.nodes_at(self.span, cst.Call), self)


@dataclass(eq=False, repr=False)
class Field:
    """One field of a schema."""

    schema: Schema
    name: str
    annotation: s.Expr | None
    default: s.Expr | None
    statement: s.Assign


@dataclass(eq=False, repr=False)
class Schema:
    """A class that Pydantic (or SQLModel, or a dataclass) reads: fields with types and defaults."""

    cls: Class
    kind: str
    """``pydantic``, ``settings``, ``sqlmodel``, ``table`` (SQLModel with ``table=True``) or ``dataclass``."""
    fields: tuple[Field, ...]

    @property
    def module(self) -> Module:
        return self.cls.module

    @property
    def path(self) -> str:
        return self.cls.path
