"""What objects of libraries give whose classes have methods in common, and how they are put together with ``|``."""

from __future__ import annotations

from functools import cache
from typing import TYPE_CHECKING

from fastapi_lint.model.knowledge.frameworks import GIVEN, PAGES, RETRIEVER, SAME_AGAIN, STREAMS
from fastapi_lint.model.meaning.values import External, Instance, Value

if TYPE_CHECKING:
    from fastapi_lint.model.loop.blocking import Blocking


def made(name: str) -> Instance | None:
    """What a call of this name gives, by what the methods of its library have in common."""
    if name in GIVEN:
        return Instance(External(GIVEN[name]))
    if name in PAGES:
        kind, item = PAGES[name]
        return Instance(External(kind), items=Instance(External(item)))
    library = _library(name)
    if library not in SAME_AGAIN:
        return None
    owner, _, method = name.rpartition(".")
    if method in SAME_AGAIN[library]:
        return Instance(External(owner))
    if method == "stream" and library in STREAMS:
        return Instance(External(STREAMS[library]))
    return Instance(External(RETRIEVER)) if (library, method) == ("langchain", "as_retriever") else None


def piped(left: Value, right: Value, blocking: Blocking) -> Value:
    """What ``prompt | model | parser`` is: it waits when one of its parts does, so it is as good as that one."""
    parts = [
        part
        for part in (left, right)
        if isinstance(part, Instance)
        and isinstance(part.of, External)
        and _library(part.of.name) == "langchain"
    ]
    waiting = (part for part in parts if blocking.family(f"{part.of.name}.invoke"))
    return next(waiting, parts[0] if parts else None)


@cache
def _library(name: str) -> str:
    """The library that a name belongs to; the many packages of LangChain are one."""
    first = name.partition(".")[0]
    return "langchain" if first.startswith("langchain") else first
