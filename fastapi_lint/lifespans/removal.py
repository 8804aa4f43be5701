"""Takes registrations of handlers out: decorators, calls, and arguments of the constructor."""

from __future__ import annotations

import ast
import re
from collections import defaultdict
from collections.abc import Iterable

from fastapi_lint.finding import Edit, Span
from fastapi_lint.lifespans.lines import comment_kept, indent_of, statement_at, without
from fastapi_lint.model.domain import EventHandler, Module
from fastapi_lint.model.file import syntax as s
from fastapi_lint.source import Source


def unregister(handlers: Iterable[EventHandler]) -> list[Edit] | None:
    """Remove decorators and ``add_event_handler`` calls; None where one shares its line with more."""
    rows: dict[Module, set[int]] = defaultdict(set)
    kept: dict[Module, dict[int, str]] = defaultdict(dict)
    for handler in handlers:
        if handler.form == "parameter":
            continue
        lines = _lines(handler)
        if lines is None:
            return None
        first, last = lines
        rows[handler.module].update(range(first, last + 1))
        comment = comment_kept(handler.module.source, last, handler.call.end)
        if comment:
            kept[handler.module][last] = comment
    edits: list[Edit] = []
    for module, taken in rows.items():
        _fill(module.source, taken, kept[module])
        edits += without(module.source, taken, kept[module])
    return edits


def _lines(handler: EventHandler) -> tuple[int, int] | None:
    source, span = handler.module.source, handler.span
    first, last = source.position(span.start)[0], source.position(span.end)[0]
    before = source.text[source.line_start(first) : span.start].strip()
    after = source.text[span.end : source.line_start(last + 1)].strip()
    if after and not after.startswith("#"):
        return None
    if handler.form == "on_event":
        return (first, last) if before == "@" else None
    found = statement_at(source, span)
    is_whole = found is not None and source.ast_span(found[0]) == span and isinstance(found[0], ast.Expr)
    return (first, last) if is_whole else None


def _fill(source: Source, taken: set[int], kept: dict[int, str]) -> None:
    """Leave ``pass`` in blocks that lose all their statements."""
    for node in ast.walk(source.ast):
        for name in ("body", "orelse", "finalbody"):
            block = getattr(node, name, None)
            if not isinstance(block, list) or not block or isinstance(node, ast.Module):
                continue
            rows = [(_first_row(item), item.end_lineno or item.lineno) for item in block]
            if all(set(range(first, last + 1)) <= taken for first, last in rows):
                row = rows[0][0]
                kept[row] = f"{indent_of(source, row)}pass"


def _first_row(statement: ast.stmt) -> int:
    return min((d.lineno for d in getattr(statement, "decorator_list", ())), default=statement.lineno)


def give_lifespan(source: Source, call: s.Call, name: str) -> list[Edit] | None:
    """Add ``lifespan=name`` to a constructor's arguments, in the place of the handlers that it has there."""
    given = {keyword.name: keyword for keyword in call.keywords}
    old = [given[key] for key in ("lifespan", "on_startup", "on_shutdown") if key in given]
    old.sort(key=lambda keyword: keyword.start)
    if not old:
        return _append(source, call, f"lifespan={name}")
    edits = [Edit(source.path, Span(old[0].start, old[0].end), f"lifespan={name}")]
    for keyword in old[1:]:
        edits.append(_drop(source, call, keyword))
    has_comments = any("#" in source.text[edit.span.start : edit.span.end] for edit in edits)
    return None if has_comments else edits


def drop_handlers(source: Source, call: s.Call) -> list[Edit] | None:
    """Remove ``on_startup=`` and ``on_shutdown=`` from a constructor's arguments."""
    keywords = [keyword for keyword in call.keywords if keyword.name in ("on_startup", "on_shutdown")]
    edits = [_drop(source, call, keyword) for keyword in keywords]
    has_comments = any("#" in source.text[edit.span.start : edit.span.end] for edit in edits)
    return None if has_comments else edits


def _arguments(call: s.Call) -> list[s.Syntax]:
    return sorted([*call.args, *call.keywords], key=lambda item: item.start)


def _drop(source: Source, call: s.Call, keyword: s.Keyword) -> Edit:
    arguments = _arguments(call)
    index = arguments.index(keyword)
    if index:
        return Edit(source.path, Span(arguments[index - 1].end, keyword.end), "")
    if len(arguments) > 1:
        return Edit(source.path, Span(keyword.start, arguments[1].start), "")
    comma = re.match(r"\s*,", source.text[keyword.end : call.end])
    return Edit(source.path, Span(keyword.start, keyword.end + (comma.end() if comma else 0)), "")


_TAIL = re.compile(r"(?P<comma>\s*,)?[ \t]*(#[^\r\n]*)?(\r\n|[\r\n])?(\s|#[^\r\n]*)*")


def _append(source: Source, call: s.Call, text: str) -> list[Edit] | None:
    """Add the last argument: in a line of its own where the one before has one, else behind that."""
    arguments = _arguments(call)
    close = call.end - 1
    if not arguments:
        start = source.text.index("(", call.func.end) + 1
        empty = Span(start, close)
        return None if source.text[start:close].strip() else [Edit(source.path, empty, text)]
    first, last = arguments[-1].start, arguments[-1].end
    tail = _TAIL.fullmatch(source.text[last:close])
    if tail is None:
        return None
    comma = tail["comma"] or ""
    row, column = source.position(first)
    has_own_line = not source.line_text(row)[: column - 1].strip()
    end_row = source.position(last)[0]
    if not has_own_line or source.position(close)[0] == end_row:
        behind = last + len(comma)
        return [_insertion(source, behind, f" {text}" if comma else f", {text}")]
    line = f"{indent_of(source, row)}{text},{source.newline}"
    edits = [] if comma else [_insertion(source, last, ",")]
    return [*edits, _insertion(source, source.line_start(end_row + 1), line)]


def _insertion(source: Source, offset: int, text: str) -> Edit:
    return Edit(source.path, Span(offset, offset), text)
