"""Which calls block, and why: the tables of ``knowledge.blocking``, with what the user's configuration adds."""

from __future__ import annotations

import re
from collections.abc import Collection, Mapping
from functools import cached_property

from fastapi_lint.model.domain import Class
from fastapi_lint.model.knowledge.blocking import BY_NAME, INSTEAD, LOADING, OF_PATHS, ONLY_WITH, UNLESS
from fastapi_lint.model.knowledge.names import canonical
from fastapi_lint.model.loop.relations import cascades
from fastapi_lint.model.meaning.values import Arguments, External, Instance, Literal, OneOf, Value

_NO = Literal(None)
_AWAITABLE = re.compile(r"(_async|^async_.*|^__.*__)$")


class Blocking:
    """Answers for canonical names. ``added`` gives names their families, ``instead`` what to use for them, and
    ``cleared`` are names that do not block; all three may hold ``….*`` for every name below."""

    def __init__(
        self,
        added: Mapping[str, str] = {},
        instead: Mapping[str, str] = {},
        cleared: Collection[str] = (),
    ) -> None:
        self._table = _TABLE
        if added or cleared:
            given = {canonical(name): family for name, family in added.items()}
            given.update(dict.fromkeys(map(canonical, cleared), ""))
            below = tuple(name[:-1] for name in given if name.endswith(".*"))
            kept = {n: family for n, family in _TABLE.items() if not n.lstrip("!").startswith(below)}
            self._table = {**kept, **given}
        self._instead = {**INSTEAD, **{canonical(n.removesuffix(".*")): text for n, text in instead.items()}}
        self._known: dict[str, str] = {}

    def family(self, name: str, given: Arguments | None = None) -> str:
        """The name of the family that a call belongs to; empty when it is not known to block.

        Without ``given`` the answer is for arguments that let it block.
        """
        known = self._known.get(name)
        if known is None:
            known = self._known[name] = self._family(name)
        return "" if known and given is not None and not self.may_wait(name, given) else known

    def called(self, callee: Value, given: Arguments) -> str:
        """The name of what is called outside the project; of several options the first, where each of them blocks."""
        if type(callee) is External:
            return callee.name
        if isinstance(callee, OneOf):
            names = [one.name for one in callee.options if isinstance(one, External)]
            blocking = [name for name in names if self.family(name, given)]
            return blocking[0] if len(blocking) == len(callee.options) else ""
        return ""

    @staticmethod
    def may_wait(name: str, given: Arguments) -> bool:
        """Whether a call may block with these arguments: ``queue.get(block=False)`` does not."""
        if name in ONLY_WITH and "" not in given.named:
            position, keyword = ONLY_WITH[name]
            if position >= len(given.positional) and given.named.get(keyword, _NO) == _NO:
                return False
        if name in OF_PATHS and not _names_file(next(iter(given), None)):
            return False
        if name in LOADING and not _cascades(next(iter(given), None)):
            return False
        return not any(
            _said(given.get(position, keyword)) in values
            for position, keyword, values in UNLESS.get(name, ())
            if position < len(given.positional) or keyword in given.named
        )

    def knows(self, name: str) -> bool:
        """Whether anything is said about a library: what else it has does not block."""
        return name.partition(".")[0] in self._libraries

    @cached_property
    def properties(self) -> frozenset[str]:
        """The attributes of objects that block when they are read, of whatever type: most reads are of others."""
        reads = (name for name in self._table if name.endswith(".__get__"))
        return frozenset(name.rsplit(".", 2)[-2] for name in reads)

    @cached_property
    def _libraries(self) -> frozenset[str]:
        return frozenset(name.lstrip("!").partition(".")[0] for name in self._table)

    def instead(self, name: str, otherwise: str) -> str:
        """What to use in the place of a call on the event loop, for a sentence; ``otherwise`` when nobody knows."""
        head = name
        while head:
            if head in self._instead:
                return f"`{self._instead[head]}`"
            head = head.rpartition(".")[0]
        return otherwise

    def _family(self, name: str) -> str:
        table = self._table
        if name in table:
            return table[name]
        head, _, last = name.rpartition(".")
        is_twin = bool(_AWAITABLE.search(last))
        while head:
            for found in (f"!{head}", f"{head}.*", f"{head}.**.{last}"):
                if found in table and (found[0] == "!" or not is_twin):
                    return "" if found[0] == "!" else table[found]
            head = head.rpartition(".")[0]
        return ""


def _names_file(value: Value) -> bool:
    """Whether a value is certainly a path, a text that is one, or a file."""
    said = _said(value)
    return said in ("builtins.str", "pathlib.Path", "builtins.file", "typing.BinaryIO") or (
        isinstance(value, Literal) and isinstance(value.value, str)
    )


def _cascades(value: Value) -> bool:
    """Whether an object is certainly one that is deleted with others, which are loaded for that."""
    return isinstance(value, Instance) and isinstance(value.of, Class) and cascades(value.of)


def _said(value: Value) -> object:
    """A constant as it is, a name as a string, and an object of a library as the name of its type."""
    if isinstance(value, Instance):
        value = value.of if isinstance(value.of, External) else None
    if isinstance(value, External):
        return value.name
    return value.value if isinstance(value, Literal) else ...


def _build() -> dict[str, str]:
    table: dict[str, str] = {}
    for family in BY_NAME.values():
        for name in family:
            table[name] = family.name
    return {**table, **{name[1:]: "" for name in table if name[0] == "!"}}


_TABLE = _build()
