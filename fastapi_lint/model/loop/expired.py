"""Attributes that ask the database again: a commit expires every object of its session, and whoever reads one next
waits for it.

Judged by running SQLAlchemy 2.0 and 2.1: the first column of an object that is read after ``commit`` or ``rollback``
loads all of them, and a relationship loads by itself. After ``refresh`` there is nothing to load; after ``close`` or
``expunge``, and behind the ``with`` that made the session, reading is an error, and asks nobody. An ``AsyncSession``
refuses to load where nobody awaits.
"""

from __future__ import annotations

import re
from collections.abc import Iterator
from functools import cached_property
from typing import TYPE_CHECKING, Any, NamedTuple

from fastapi_lint.model.domain import Class, Function
from fastapi_lint.model.file import syntax as s
from fastapi_lint.model.following.calls import BodyRun, CallSite
from fastapi_lint.model.loop.behind import Surroundings
from fastapi_lint.model.loop.closing import closing
from fastapi_lint.model.loop.nodes import Code, Node
from fastapi_lint.model.loop.relations import Relations
from fastapi_lint.model.meaning.values import External, Instance

if TYPE_CHECKING:
    from fastapi_lint.model.loop.chains import Chains

_SESSIONS = ("sqlalchemy.orm.Session", "sqlalchemy.orm.scoped_session", "sqlmodel.Session")
_EXPIRING = frozenset(f"{session}.{name}" for session in _SESSIONS for name in ("commit", "rollback"))
_MAKERS = frozenset({*_SESSIONS, "sqlalchemy.orm.sessionmaker"})
_MAPPED = (
    *("sqlalchemy.orm.DeclarativeBase", "sqlalchemy.orm.DeclarativeBaseNoMeta"),
    *("sqlalchemy.orm.declarative_base", "sqlmodel.SQLModel"),
)
_CLOSING = re.compile(r"\.(?:close|expunge|expunge_all|remove)\(")
_WITH = re.compile(r"\bwith\b")


class Read(NamedTuple):
    """An attribute of a mapped object that is read, or a session that is closed, and the file it stands in."""

    path: str
    expr: s.Expr


class Expired:
    """Finds the attributes that ask again: of objects that a commit expired, and relationships that load late."""

    def __init__(self, chains: Chains) -> None:
        self.chains = chains
        self.project = chains.running.project
        self._relations = Relations(self.project)
        self._found: dict[Function, dict[int, list[Read]]] = {}
        self._reads: dict[Function, dict[s.Attribute, Class]] = {}

    def behind(self, function: Function, expr: s.Expr) -> list[Read]:
        """What a function reads after ``expr``, if that commits, and before it commits again."""
        return self._in(function).get(id(expr), [])

    def from_query(self, code: Code | None, expr: s.Expr) -> list[Read]:
        """The relationships that are read, and not loaded yet, of what ``expr`` asked the database for."""
        if not isinstance(code, Function) or not self._relations.may_be_read(code.text):
            return []
        reads = self._read_in(code)
        lazy = [read for read in reads if self._relations.is_lazy(reads[read], read.attr)]
        around = Surroundings(code.body)
        found = [*around.taken(expr, lazy)]
        if _refreshes(expr):  # no query has loaded what was made here, whatever other ones load
            own = [read for read in reads if self._relations.is_lazy(reads[read], read.attr, made_here=True)]
            found += around.refreshed(expr, own)
        return [Read(code.path, read) for read in found]

    def rolled_back(self, code: Code | None, expr: s.Expr) -> list[Read]:
        """Where the session is closed, and rolls back, that ``expr`` asks for something in the same function."""
        if not isinstance(code, Function) or not _WITH.search(code.text):
            return []
        context = closing(code, expr, self._places(code))
        return [Read(code.path, context)] if context is not None else []

    def anywhere(self, function: Function) -> list[Read]:
        """What a function reads after any commit of its own."""
        return [read for reads in self._in(function).values() for read in reads]

    def _in(self, function: Function) -> dict[int, list[Read]]:
        """What is read behind each place that commits, by that itself: an edit above moves it."""
        found = self._found.get(function)
        if found is None:
            found = self._found[function] = {}
            places = [] if self._keeps_loaded else list(self._places(function))
            reads = self._read_in(function) if places else {}
            for place, read in Surroundings(function.body).pairs(places, [*reads]):
                found.setdefault(id(place), []).append(Read(function.path, read))
        return found

    def _read_in(self, function: Function) -> dict[s.Attribute, Class]:
        """The attributes of mapped objects that a body reads, with the classes; it is followed once more for that."""
        if function not in self._reads:
            self._reads[function] = self.project.calls.followed(function, _Reading).reads
        return self._reads[function]

    @cached_property
    def _keeps_loaded(self) -> bool:
        """Whether a session is made that says otherwise: which one is meant then is not known."""
        calls = self.project.calls_to(_MAKERS)
        return any(call.site.call.keyword("expire_on_commit") is not None for call in calls)

    def _places(self, function: Function) -> Iterator[s.Expr]:
        """The expressions of a body that commit, or run what does and leaves the session open."""
        for node in self._nodes.get(function, ()):
            for site in self.chains.running.body(node).sites:
                if _commits(site):
                    yield site.call
            for step in self.chains.steps(node):
                if any(option in self._committing and not _closes(option.code) for option in step.options):
                    yield step.expr

    @cached_property
    def _nodes(self) -> dict[Code, list[Node]]:
        """What commits or runs what does, by its code."""
        found: dict[Code, list[Node]] = {}
        for node in self._committing:
            found.setdefault(node.code, []).append(node)
        return found

    @cached_property
    def _committing(self) -> set[Node]:
        """The pieces of code that the loop gets to and that commit, or run what does."""
        body = self.chains.running.body
        return self.chains.leading_to(
            node for node in self.chains.nodes if any(map(_commits, body(node).sites))
        )


class _Reading(BodyRun):
    """Follows a body, and notes what it reads of mapped objects."""

    def __init__(self, *scope: Any) -> None:
        super().__init__(*scope)
        self.reads: dict[s.Attribute, Class] = {}

    def read(self, expr: s.Attribute, receiver: Instance) -> None:
        super().read(expr, receiver)
        cls = receiver.of
        if isinstance(cls, Class) and cls.is_a(*_MAPPED) and _is_mapped(cls, expr.attr):
            self.reads[expr] = cls


def _is_mapped(cls: Class, name: str) -> bool:
    """Whether an attribute is a column or a relationship, as far as the source shows."""
    owners = (owner for owner in (cls, *cls.ancestors) if isinstance(owner, Class))
    held = next((owner.attributes[name] for owner in owners if name in owner.attributes), External("?"))
    return isinstance(held, (Instance, External)) and not name.startswith("_")


def _refreshes(expr: s.Expr) -> bool:
    return isinstance(expr, s.Call) and isinstance(expr.func, s.Attribute) and expr.func.attr == "refresh"


def _commits(site: CallSite) -> bool:
    return isinstance(site.callee, External) and site.callee.name in _EXPIRING and not site.awaited


def _closes(code: Code) -> bool:
    """Whether code ends the session that it commits: what it had is detached then, and asks nobody."""
    if not isinstance(code, Function):
        return False
    return bool(_CLOSING.search(code.text) or (code.is_generator and _WITH.search(code.text)))
