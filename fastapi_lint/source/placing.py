"""Places the imports that fixes ask for: each once, where a person with isort would have put it."""

from __future__ import annotations

import re
from collections import defaultdict
from collections.abc import Iterable
from typing import TYPE_CHECKING

import msgspec

from fastapi_lint.finding import Edit, ImportRequest, Span
from fastapi_lint.source.blocks import Block, leading_block, rank, sort_key
from fastapi_lint.source.imports import is_defined, member
from fastapi_lint.source.merging import merge, mergeable

if TYPE_CHECKING:
    from fastapi_lint.source.text import Source


class ImportClash(Exception):  # noqa: N818
    """The name that a request needs means something else in the file; a fix must spell it in another way."""

    def __init__(self, request: ImportRequest) -> None:
        super().__init__(request)
        self.request = request

    def __str__(self) -> str:
        name = self.request.name or self.request.module
        return f"{self.request.path}: the name {name!r} is already taken"


def place_imports(source: Source, requests: Iterable[ImportRequest]) -> list[Edit]:
    """The edits that make every requested name available in the file; none for what it already imports.

    Raises `ImportClash` when the module level binds a requested name to something else, and `SyntaxProblem`.
    """
    names: dict[str, set[str]] = defaultdict(set)
    for request in requests:
        if not _present(source, request):
            names[request.module].add(request.name)
    edits: list[Edit] = []
    lines: list[_Line] = []
    for module, wanted in names.items():
        if "" in wanted:
            lines.append(_Line(module))
        members = sorted(wanted - {""})
        statement = mergeable(source, module) if members else None
        if statement:
            edits += merge(source, statement, members)
        elif members:
            lines.append(_Line(module, tuple(members)))
    return sorted(edits + _insert(source, lines))


def insert_position(source: Source) -> int:
    """Where a new import goes when nothing better is known: after the leading imports, else the docstring."""
    return leading_block(source).after_last(source)


class _Line(msgspec.Struct, frozen=True):
    """A new import statement."""

    module: str
    names: tuple[str, ...] = ()

    @property
    def text(self) -> str:
        return f"from {self.module} import {', '.join(self.names)}" if self.names else f"import {self.module}"


def _present(source: Source, request: ImportRequest) -> bool:
    """Whether the file imports what is asked for; raises `ImportClash` when the name is something else."""
    local = request.name or request.module.partition(".")[0]
    if local not in source.text or not re.search(rf"\b{re.escape(local)}\b", source.text):
        return False  # told without parsing the file: fixes ask for what it does not have
    target = member(request.module, request.name) if request.name else local
    bound = [found for found in source.imports if found.at_module_level and found.name == local]
    for found in bound:
        loads = (found.module + ".").startswith(request.module + ".")
        if found.target == target and (request.name or loads):
            return True
    if any(found.target != target for found in bound) or is_defined(source, local):
        raise ImportClash(request)
    return False


def _insert(source: Source, lines: list[_Line]) -> list[Edit]:
    """One edit for each place that gets new lines."""
    block = leading_block(source)
    places: dict[tuple[int, bool, bool], list[_Line]] = defaultdict(list)
    for line in lines:
        places[_place(source, block, line)].append(line)
    edits = []
    for (offset, gap_before, gap_after), placed in places.items():
        placed.sort(key=lambda line: (rank(source, line.module), sort_key(line.module, bool(line.names))))
        parts = [line.text for line in placed]
        newline = source.newline
        text = newline.join(parts) + newline
        if gap_before:
            text = newline + text
        if gap_after:
            text += newline
        if offset and source.text[offset - 1] not in "\r\n":
            text = newline + text
        edits.append(Edit(source.path, Span(offset, offset), text))
    return edits


def _place(source: Source, block: Block, line: _Line) -> tuple[int, bool, bool]:
    """The offset of a new line, and whether an empty line goes before and after it."""
    if not block.groups:
        return block.start, block.gap_before, block.gap_after
    wanted = rank(source, line.module)
    ranks = [{rank(source, module) for module in group.modules()} for group in block.groups]
    for group, members in zip(block.groups, ranks, strict=True):
        if wanted in members:
            return group.place(source, wanted, line.module, bool(line.names)), False, False
    for group, members in zip(block.groups, ranks, strict=True):
        if min(members) > wanted:
            return group.before(source), False, True
    return block.after_last(source), True, False
