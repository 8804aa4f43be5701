"""What is listed: plain data, without the model. None is *unknown* wherever it stands."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from functools import cached_property
from typing import NamedTuple

from fastapi_lint.finding import Location


class Place(NamedTuple):
    """A line of a file."""

    filename: str
    line: int


class Input(NamedTuple):
    """A parameter of an endpoint or a dependency, as FastAPI reads it."""

    name: str
    alias: str | None
    """What a request calls it; None where no request brings it."""
    source: str | None
    """``path``, ``query``, ``header``, ``cookie``, ``body``, ``form`` or ``file``; ``dependency``, or ``special``
    for what FastAPI injects by its type."""
    type: str
    """Its annotation, as the code spells it."""
    required: bool | None
    """Also None for what no request brings."""
    default: str
    """As the code spells it; empty without one."""
    place: Place | None

    @property
    def is_read(self) -> bool:
        """Whether a request brings it, as far as the source shows."""
        return self.source not in ("dependency", "special")


@dataclass(frozen=True, eq=False)
class Need:
    """A dependency as something declares it."""

    name: str | None
    """``app.dependencies:get_session``, as Python names it at run time."""
    text: str
    """How the code that declares it spells it."""
    is_async: bool | None
    """On the event loop; False in the thread pool."""
    is_generator: bool
    is_cached: bool | None
    scope: str | None
    """``function`` or ``request``, where it is given."""
    is_security: bool
    """A security scheme, or declared with ``Security(…)``."""
    scopes: tuple[str | None, ...]
    place: Place | None
    """Where it is defined."""
    extent: Location | None
    """The function that runs."""
    inputs: tuple[Input, ...]
    needs: tuple[Need, ...]

    @property
    def label(self) -> str:
        """A short name for people: ``get_session``, ``? build(x)``."""
        if self.name is None:
            return f"? {self.text}".rstrip()
        short = self.name.rpartition(":")[2].rpartition("<locals>.")[2]
        return (
            self.text if self._is_made or self.text.startswith(f"{short}(") or short == "<lambda>" else short
        )

    @cached_property
    def key(self) -> str:
        """Equal for what FastAPI calls alike; what is unknown or made in place is told apart by its text."""
        if self.name is None:
            return f"? {self.text}"
        return f"{self.name} {self.text}" if self._is_made else self.name

    @property
    def _is_made(self) -> bool:
        """``require("admin")``: a function that another one returns."""
        return self.name is not None and "<locals>" in self.name and self.text.endswith(")")

    @cached_property
    def is_guarded(self) -> bool:
        """Whether it, or anything that it needs, is security."""
        return self.is_security or any(need.is_guarded for need in self.needs)

    def walk(self) -> Iterator[Need]:
        """It and everything that it needs, outermost first, each thing once."""
        seen: set[str] = set()
        stack = [self]
        while stack:
            need = stack.pop()
            if need.key not in seen:
                seen.add(need.key)
                yield need
                stack.extend(reversed(need.needs))


@dataclass(frozen=True)
class Shadow:
    """What is registered before an entry and takes its requests."""

    methods: tuple[str, ...]
    """The methods that never reach the entry."""
    taken_by: str
    """``GET /items/{item_id}``."""
    endpoint: str | None
    place: Place


class Branch(NamedTuple):
    """One router on the way from the application to an entry."""

    router: str
    prefix: str | None
    place: Place


@dataclass(frozen=True, eq=False)
class Entry:
    """A path operation, a websocket, a mount or a host, as one application serves it."""

    kind: str
    methods: tuple[str, ...] | None
    """Empty for websockets and mounts."""
    path: str | None
    """With every prefix, also that of the application's own mount; of a host its name."""
    tail: str
    """Its own part of the path, as far as that is known."""
    endpoint: str | None
    text: str
    """How the code spells the endpoint."""
    is_async: bool | None
    place: Place
    """The endpoint's definition; the registration where that is unknown."""
    registered: Place
    response_model: str | None
    inputs: tuple[Input, ...]
    """The parameters of the endpoint itself."""
    needs: tuple[Need, ...]
    """In the order in which FastAPI solves them."""
    tags: tuple[str | None, ...]
    shadow: Shadow | None
    is_conditional: bool
    branches: tuple[Branch, ...]
    """The routers that bring it in, outermost first."""
    extent: tuple[Location, ...]
    """The code that it is made of: the registration and the endpoint."""
    mounted: Group | None = None
    """What a mount leads to, if that is an application of the project."""

    @property
    def method(self) -> str:
        """``GET``, ``GET|POST``, ``WS``, ``MOUNT``, ``HOST`` or ``?``."""
        if self.kind == "http":
            return "|".join(self.methods) if self.methods else "?"
        return {"websocket": "WS", "mount": "MOUNT", "host": "HOST"}[self.kind]

    @property
    def is_mount(self) -> bool:
        """Whether it leads to another application."""
        return self.kind in ("mount", "host")

    @property
    def shown_path(self) -> str:
        """The path for people: ``?/items`` where a prefix is unknown."""
        return f"?{self.tail}" if self.path is None else self.path

    @property
    def name(self) -> str:
        """The endpoint, for people."""
        return (
            self.endpoint.rpartition(":")[2].rpartition("<locals>.")[2]
            if self.endpoint
            else f"? {self.text}".rstrip()
        )

    def taken(self) -> Iterator[tuple[Need | None, Input]]:
        """All parameters: those of the endpoint, then those of each thing that it needs."""
        for one in self.inputs:
            yield None, one
        known = {need.key: need for outer in self.needs for need in outer.walk()}
        for need in known.values():
            for one in need.inputs:
                yield need, one

    @cached_property
    def security(self) -> tuple[Need, ...]:
        """All security among what it needs."""
        found = {need.key: need for outer in self.needs for need in outer.walk() if need.is_security}
        return tuple(found.values())


@dataclass(frozen=True, eq=False)
class Group:
    """What one application serves; or a router that nobody includes."""

    kind: str
    """``application``; ``unseen`` for one whose making the source does not show; ``router``."""
    name: str | None
    """``app.main:app``; ``app.main:create_app()`` for one that only a function makes."""
    title: str
    place: Place
    prefix: str
    """Where it is mounted."""
    entries: tuple[Entry, ...]

    @property
    def mounted(self) -> Iterator[Group]:
        """The applications that are mounted in it."""
        return (entry.mounted for entry in self.entries if entry.mounted is not None)

    def walk(self) -> Iterator[tuple[Group, Entry]]:
        """Every entry in the order of matching; those of a mounted application follow its mount."""
        for entry in self.entries:
            yield self, entry
            if entry.mounted is not None:
                yield from entry.mounted.walk()


@dataclass(frozen=True, eq=False)
class Inventory:
    """Applications first, then what no application includes."""

    groups: tuple[Group, ...]

    def walk(self) -> Iterator[tuple[Group, Entry]]:
        """Every entry, group by group."""
        for group in self.groups:
            yield from group.walk()
