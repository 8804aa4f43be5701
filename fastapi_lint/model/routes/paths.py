"""Path templates as Starlette compiles them, and exact answers about the paths that they match.

Every template is a regular language, so that "does this one match all that the other one matches?" is decided
by following both automata side by side, not guessed from segments: ``/{a}-{b}``, ``{p:path}`` in the middle and
``{x:int}`` beside a number need no cases of their own.
"""

from __future__ import annotations

import re
from collections.abc import Collection, Iterable, Iterator
from dataclasses import dataclass
from functools import cached_property, lru_cache
from typing import TypeAlias

PARAMETER = re.compile("{([a-zA-Z_][a-zA-Z0-9_]*)(:[a-zA-Z_][a-zA-Z0-9_]*)?}")
CONVERTERS = {
    "str": "[^/]+",
    "path": ".*",
    "int": "[0-9]+",
    "float": r"[0-9]+(\.[0-9]+)?",
    "uuid": "[0-9a-fA-F]{8}-?[0-9a-fA-F]{4}-?[0-9a-fA-F]{4}-?[0-9a-fA-F]{4}-?[0-9a-fA-F]{12}",
}
"""The converters that Starlette knows by itself, each with its pattern."""

_SAMPLES = {"str": "☃", "path": "☃/☃", "int": "0", "float": "0.0", "uuid": "0" * 32}

_DIGITS = frozenset("0123456789")
_HEX = _DIGITS | frozenset("abcdefABCDEF")


@dataclass(frozen=True)
class Parameter:
    """``{name:converter}`` in a template."""

    name: str
    converter: str


Parts: TypeAlias = "tuple[str | Parameter, ...]"


@dataclass(frozen=True)
class PathTemplate:
    """A template taken apart: literal text, and parameters between."""

    text: str
    parts: Parts

    @property
    def parameters(self) -> tuple[Parameter, ...]:
        """The parameters, in order."""
        return tuple(part for part in self.parts if isinstance(part, Parameter))

    @cached_property
    def key(self) -> str:
        """The template without the names of its parameters: equal keys match the same paths."""
        return "".join(part if isinstance(part, str) else f"{{:{part.converter}}}" for part in self.parts)

    @cached_property
    def regex(self) -> re.Pattern[str]:
        """Starlette's own pattern."""
        parts = (
            re.escape(part) if isinstance(part, str) else f"(?P<{part.name}>{CONVERTERS[part.converter]})"
            for part in self.parts
        )
        return re.compile(f"^{''.join(parts)}$")

    @cached_property
    def head(self) -> str:
        """The literal text that every path begins with which it matches."""
        first = self.parts[0] if self.parts else ""
        return first if isinstance(first, str) else ""

    @cached_property
    def sample(self) -> str:
        """One path that it matches, which no template with more literal text does."""
        return "".join(part if isinstance(part, str) else _SAMPLES[part.converter] for part in self.parts)

    def covers(self, other: PathTemplate) -> bool:
        """Whether every path that ``other`` matches is matched by this one too."""
        if self.key == other.key:
            return True
        # One odd path that the other matches tells nearly all pairs apart, and costs one look of a regex.
        return (
            bool(self.parameters)
            and bool(self.regex.match(other.sample))
            and _covers(self.parts, other.parts)
        )

    def overlaps(self, other: PathTemplate) -> bool:
        """Whether some path is matched by both."""
        heads, tails = (self.head, other.head), (_tail(self)[::-1], _tail(other)[::-1])
        plausible = all(a.startswith(b) or b.startswith(a) for a, b in (heads, tails))
        return plausible and _overlaps(self.parts, other.parts)

    def __str__(self) -> str:
        return self.text


@lru_cache(maxsize=4096)
def compile_path(text: str) -> PathTemplate | None:
    """A template taken apart as Starlette does; None where the source does not tell what it matches.

    That is a converter which the application must have registered itself, or a template that Starlette
    refuses (the same parameter twice).
    """
    parts: list[str | Parameter] = []
    position = 0
    for match in PARAMETER.finditer(text):
        if match.start() > position:
            parts.append(text[position : match.start()])
        parts.append(Parameter(match[1], (match[2] or ":str")[1:]))
        position = match.end()
    if position < len(text):
        parts.append(text[position:])
    template = PathTemplate(text, tuple(parts))
    names = [parameter.name for parameter in template.parameters]
    known = all(parameter.converter in CONVERTERS for parameter in template.parameters)
    return template if known and len(names) == len(set(names)) else None


UNSHOWN_NAMES = "?"
"""Stands among the names of a path's parameters where a part of the path is unknown."""


def path_names(text: str) -> tuple[str, ...]:
    """The names of all parameters in a path, as FastAPI reads them: also of a template that Starlette refuses."""
    return tuple(name.partition(":")[0] for name in re.findall("{(.*?)}", text))


def compile_mount(prefix: str) -> PathTemplate | None:
    """What a mount at ``prefix`` takes: everything below it, but not the prefix itself."""
    return compile_path(prefix.rstrip("/") + "/{path:path}")


def _tail(template: PathTemplate) -> str:
    last = template.parts[-1] if template.parts else ""
    return last if isinstance(last, str) else ""


# --- automata --------------------------------------------------------------------------------------


@dataclass(frozen=True)
class _Characters:
    """A set of characters: those of ``some``, or all but those."""

    some: frozenset[str]
    negated: bool = False

    def __contains__(self, character: str) -> bool:
        return (character in self.some) is not self.negated


_LIMIT = 2000

_Step: TypeAlias = "tuple[_Characters, str]"
"""Characters, and how often: once (empty), ``?``, ``*`` or ``+``."""

_WORD = _Characters(frozenset("/"), negated=True)
_ANY = _Characters(frozenset(), negated=True)
_DIGIT = _Characters(_DIGITS)


class _Automaton:
    """A nondeterministic automaton; state 0 is the start, the last one accepts."""

    def __init__(self, parts: Parts) -> None:
        self.moves: list[list[tuple[_Characters, int]]] = [[]]
        self.skips: list[list[int]] = [[]]
        for part in parts:
            if isinstance(part, Parameter) and part.converter == "float":
                self._steps([(_DIGIT, "+")])
                before = len(self.moves) - 1
                self._steps([(_Characters(frozenset(".")), ""), (_DIGIT, "+")])
                self.skips[before].append(len(self.moves) - 1)
            else:
                self._steps(_steps_of(part))

    def _steps(self, steps: list[_Step]) -> None:
        for characters, times in steps:
            here, there = len(self.moves) - 1, len(self.moves)
            self.moves.append([])
            self.skips.append([])
            self.moves[here].append((characters, there))
            if times in ("*", "+"):
                self.moves[there].append((characters, there))
            if times in ("*", "?"):
                self.skips[here].append(there)

    def closed(self, states: set[int]) -> frozenset[int]:
        """The states, and those reached from them without a character."""
        stack, seen = list(states), set(states)
        while stack:
            for state in self.skips[stack.pop()]:
                if state not in seen:
                    seen.add(state)
                    stack.append(state)
        return frozenset(seen)

    def after(self, states: Iterable[int], character: str) -> frozenset[int]:
        return self.closed({to for state in states for some, to in self.moves[state] if character in some})

    def accepts(self, states: Collection[int]) -> bool:
        return len(self.moves) - 1 in states


def _steps_of(part: str | Parameter) -> list[_Step]:
    if isinstance(part, str):
        return [(_Characters(frozenset(character)), "") for character in part]
    if part.converter == "uuid":
        hyphen: _Step = (_Characters(frozenset("-")), "?")
        groups: list[list[_Step]] = [[(_Characters(_HEX), "")] * size for size in (8, 4, 4, 4, 12)]
        return [step for group in groups for step in (*group, hyphen)][:-1]
    return [{"str": (_WORD, "+"), "path": (_ANY, "*"), "int": (_DIGIT, "+")}[part.converter]]


@lru_cache(maxsize=65536)
def _covers(mine: Parts, others: Parts) -> bool:
    """Follow every way through the other automaton, with all states that this one may be in by then.

    Those can be very many (``{a}1{b:uuid}{c:uuid}``): then the search gives up, and says no.
    """
    a, b = _Automaton(mine), _Automaton(others)
    alphabet = tuple(_alphabet(mine + others))
    start = a.closed({0})
    stack = [(start, state) for state in b.closed({0})]
    seen = set(stack)
    while stack:
        states, other = stack.pop()
        if len(seen) > _LIMIT or (b.accepts({other}) and not a.accepts(states)):
            return False
        for character in alphabet:
            following = b.after({other}, character)
            after = a.after(states, character) if following else states
            new = {(after, state) for state in following} - seen
            seen |= new
            stack.extend(new)
    return True


@lru_cache(maxsize=65536)
def _overlaps(mine: Parts, others: Parts) -> bool:
    """Follow every way through both automata at once."""
    a, b = _Automaton(mine), _Automaton(others)
    alphabet = tuple(_alphabet(mine + others))
    stack = [(one, other) for one in a.closed({0}) for other in b.closed({0})]
    seen = set(stack)
    while stack:
        one, other = stack.pop()
        if a.accepts({one}) and b.accepts({other}):
            return True
        for character in alphabet:
            new = {(x, y) for x in a.after({one}, character) for y in b.after({other}, character)} - seen
            seen |= new
            stack.extend(new)
    return False


def _alphabet(parts: Parts) -> Iterator[str]:
    literal = {character for part in parts if isinstance(part, str) for character in part} | set("/-.")
    yield from sorted(literal)
    for some in (_DIGITS, _HEX - _DIGITS):
        yield from sorted(some - literal)[:1]
    yield next(character for character in map(chr, range(0x2603, 0x2803)) if character not in literal)
