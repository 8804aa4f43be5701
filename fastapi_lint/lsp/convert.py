"""The engine's words ↔ the protocol's: paths and URIs, offsets and positions, edits."""

from __future__ import annotations

import difflib
import re
from collections.abc import Callable, Iterable, Iterator, Mapping
from typing import NamedTuple, TypeAlias

from lsprotocol import types
from pygls import uris

from fastapi_lint.finding import Edit, Span
from fastapi_lint.source import Source
from fastapi_lint.workspace.files import absolute

Naming: TypeAlias = Callable[[str], tuple[str, int | None]]
"""The URI of a path, and the version of the document if it is open."""

_LINE = re.compile(r"[^\r\n]*(?:\r\n|\r|\n)|[^\r\n]+")
_ENCODINGS = {"utf-8": ("utf-8", 1), "utf-16": ("utf-16-le", 2)}


def path_of(uri: str) -> str | None:
    """The file that a URI names; None for what is no file, such as a buffer without a name."""
    path = uris.to_fs_path(uri)
    return absolute(path) if path else None


def uri_of(path: str) -> str:
    """The URI of a file."""
    return uris.from_fs_path(path) or ""


class Positions:
    """Turns offsets into positions as one client counts them.

    Only line ends that editors know end a line here: pygls's own conversion splits at form feeds as well.
    """

    def __init__(self, encoding: str) -> None:
        self.encoding = encoding

    def position(self, source: Source, offset: int) -> types.Position:
        """Where an offset is; offsets behind the text are at its end."""
        offset = min(offset, len(source.text))
        row, column = source.position(offset)
        return types.Position(row - 1, self._units(source.text[offset - column + 1 : offset]))

    def range(self, source: Source, span: Span) -> types.Range:
        """Where a span is."""
        return types.Range(self.position(source, span.start), self.position(source, span.end))

    def text_edit(self, source: Source, edit: Edit) -> types.TextEdit:
        """An edit of the engine as the client's."""
        return types.TextEdit(self.range(source, edit.span), edit.text)

    def _units(self, text: str) -> int:
        if text.isascii() or self.encoding not in _ENCODINGS:
            return len(text)
        codec, width = _ENCODINGS[self.encoding]
        return len(text.encode(codec, "surrogatepass")) // width


class Changes(NamedTuple):
    """Edits by URI, and the version of every document that they were made for (None if it is not open)."""

    edits: Mapping[str, list[types.TextEdit]]
    versions: Mapping[str, int | None]

    def workspace_edit(self, *, versioned: bool) -> types.WorkspaceEdit:
        """The edit to send; ``versioned`` if the client can refuse what was made for another version."""
        if not versioned:
            return types.WorkspaceEdit(changes={uri: list(edits) for uri, edits in self.edits.items()})
        return types.WorkspaceEdit(
            document_changes=[
                types.TextDocumentEdit(
                    types.OptionalVersionedTextDocumentIdentifier(uri, self.versions.get(uri)), list(edits)
                )
                for uri, edits in self.edits.items()
            ]
        )


def changes_of(
    edits: Iterable[Edit],
    source: Callable[[str], Source],
    positions: Positions,
    name: Naming,
) -> Changes:
    """The client's form of edits in any files; ``name`` gives the URI and version of a path."""
    by_uri: dict[str, list[types.TextEdit]] = {}
    versions: dict[str, int | None] = {}
    for edit in edits:
        uri, versions[uri] = name(edit.path)
        by_uri.setdefault(uri, []).append(positions.text_edit(source(edit.path), edit))
    return Changes(by_uri, versions)


def difference(path: str, old: str, new: str) -> Iterator[Edit]:
    """Small edits that make ``new`` of ``old``, so that cursors and folds elsewhere stay where they are."""
    before, after = _LINE.findall(old), _LINE.findall(new)
    start = position = 0
    matcher = difflib.SequenceMatcher(None, before, after, autojunk=False)
    for tag, first, last, first_new, last_new in matcher.get_opcodes():
        start = position
        position += sum(map(len, before[first:last]))
        if tag != "equal":
            yield _trimmed(path, start, "".join(before[first:last]), "".join(after[first_new:last_new]))


def _trimmed(path: str, start: int, old: str, new: str) -> Edit:
    """Replace ``old``, which begins at ``start``, by ``new``, leaving alone what both begin and end with."""
    limit = min(len(old), len(new))
    head = next((at for at in range(limit) if old[at] != new[at]), limit)
    limit -= head
    tail = next((at for at in range(limit) if old[-1 - at] != new[-1 - at]), limit)
    return Edit(path, Span(start + head, start + len(old) - tail), new[head : len(new) - tail])
