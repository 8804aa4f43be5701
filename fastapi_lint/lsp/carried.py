"""What a diagnostic carries to its code actions, as plain JSON that the client sends back unread."""

from __future__ import annotations

from typing import Any

import msgspec
from lsprotocol import types

from fastapi_lint.lsp.convert import Changes


class CarriedFix(msgspec.Struct, frozen=True):
    """A fix in the client's own positions; an edit is a URI, line, column, end line, end column, and text."""

    title: str
    safe: bool
    edits: tuple[tuple[str, int, int, int, int, str], ...]
    versions: dict[str, int | None]

    @classmethod
    def of(cls, title: str, changes: Changes, *, safe: bool) -> CarriedFix:
        """Pack."""
        edits = (
            (uri, *_numbers(edit.range), edit.new_text)
            for uri, some in changes.edits.items()
            for edit in some
        )
        return cls(title, safe, tuple(edits), dict(changes.versions))

    @property
    def changes(self) -> Changes:
        """Unpack."""
        by_uri: dict[str, list[types.TextEdit]] = {}
        for uri, line, column, end_line, end_column, text in self.edits:
            place = types.Range(types.Position(line, column), types.Position(end_line, end_column))
            by_uri.setdefault(uri, []).append(types.TextEdit(place, text))
        return Changes(by_uri, self.versions)


class Carried(msgspec.Struct, frozen=True):
    """The finding behind a diagnostic, as far as code actions need it, and the version it is about."""

    rule: str
    span: tuple[int, int]
    version: int | None = None
    fix: CarriedFix | None = None

    def pack(self) -> Any:
        """For ``Diagnostic.data``."""
        return msgspec.to_builtins(self)


def unpack(data: Any) -> Carried | None:
    """What ``pack`` made; None for anything else."""
    try:
        return msgspec.convert(data, Carried)
    except msgspec.ValidationError:
        return None


def _numbers(place: types.Range) -> tuple[int, int, int, int]:
    return place.start.line, place.start.character, place.end.line, place.end.character
