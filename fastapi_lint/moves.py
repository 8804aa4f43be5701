"""Moving whole statements: with their decorators, the comments right above them, and the blank lines between.

The order of statements is what FastAPI's routing is about, so fixes move them (``register_earlier`` and
``register_later``). What moves takes whole lines; a statement that shares a line with another one, or that
stands among ``# fmt:`` or ``# region`` comments, stays.
"""

from __future__ import annotations

import ast
import re
from collections.abc import Iterator, Sequence
from typing import TYPE_CHECKING

import msgspec

from fastapi_lint.finding import Edit, Fix, Span
from fastapi_lint.model.domain import Inclusion, Mount, Registered, Route
from fastapi_lint.model.file.syntax import Evaluate, FunctionDef, Syntax
from fastapi_lint.model.routes.conflicts import Conflict, heals
from fastapi_lint.source import Source

if TYPE_CHECKING:
    from fastapi_lint.context import Context

_FENCE = re.compile(r"#\s*(fmt:|(end)?region\b|yapf:|isort:)", re.IGNORECASE)


class Statement(msgspec.Struct, frozen=True):
    """A statement, and the list of statements that it is part of."""

    source: Source
    owner: ast.AST
    body: Sequence[ast.stmt]
    index: int

    @property
    def node(self) -> ast.stmt:
        """The statement itself."""
        return self.body[self.index]

    @property
    def in_order(self) -> bool:
        """Whether its list is a module's or a function's own: no branch, no loop, no class."""
        return isinstance(self.owner, (ast.Module, ast.FunctionDef, ast.AsyncFunctionDef))

    @property
    def lines(self) -> Span:
        """Its lines, from the first comment right above it to the comments at the end of its body."""
        source = self.source
        first, last = top, _ = _rows(self.node)
        while top > 1 and _is_comment(source.line_text(top - 1)):
            top -= 1
        while source.line_text(last + 1).startswith((" ", "\t")) and _is_comment(source.line_text(last + 1)):
            last += 1
        # Comments at the very top are the file's: a licence, a `#!`.
        return Span(source.line_start(first if top == 1 else top), source.line_start(last + 1))

    @property
    def gap(self) -> int:
        """How many blank lines stand above it."""
        row = self.source.position(self.lines.start)[0] - 1
        count = 0
        while row - count >= 1 and not self.source.line_text(row - count).strip():
            count += 1
        return count


def register_earlier(conflict: Conflict, ctx: Context) -> Fix | None:
    """Move what is registered too late above what takes its requests; None where that is not provably enough.

    Both must be registered on one router, by statements of one list. A route must lose all of its methods:
    then nothing else can be meant by the requests that it gets after the move.
    """
    front, behind = conflict.parting
    lost_all = isinstance(behind, Inclusion) or set(conflict.methods) == set(getattr(behind, "methods", ()))
    target, moved = _statement(front), _statement(behind)
    if not lost_all or front.router is not behind.router or target is None or moved is None:
        return None
    if target.index >= moved.index or not _registers_once(moved, behind) or not may_move(moved, target):
        return None
    first = next(entry for entry in front.router.entries if _stands_in(entry, target))
    order = [entry for entry in front.router.entries if entry is not behind]
    order.insert(order.index(first), behind)
    losing = [other.later for other in conflict.later.server.conflicts if other.parting == (front, behind)]
    if not _keeps_size(behind, target, moved) or not heals(losing, front.router, order):
        return None
    return ctx.fix(f"move it above line {_row(target)}", *move_above(moved, target))


def register_later(mount: Mount, conflicts: Sequence[Conflict], ctx: Context) -> Fix | None:
    """Move a mount below the last registration that it hides; None where that is not provably enough."""
    late = {conflict.parting[1] for conflict in conflicts}
    moved, targets = _statement(mount), [_statement(entry) for entry in late]
    if (
        moved is None
        or any(entry.router is not mount.router for entry in late)
        or not _registers_once(moved, mount)
    ):
        return None
    target = max((item for item in targets if item is not None), key=lambda item: item.index, default=None)
    if None in targets or target is None or target.index <= moved.index or not may_move(moved, target):
        return None
    order: list[Route | Inclusion | Mount] = [entry for entry in mount.router.entries if entry is not mount]
    last = max(index for index, entry in enumerate(order) if _stands_in(entry, target))
    order.insert(last + 1, mount)
    if not heals([conflict.later for conflict in conflicts], mount.router, order):
        return None
    return ctx.fix(f"move it below line {_row(target)}", *move_below(moved, target))


def _statement(entry: Route | Inclusion | Mount) -> Statement | None:
    """The function or the call that registers something, in a list that is run in order."""
    found = statement_at(entry.module.source, entry.call.start)
    own = (ast.FunctionDef, ast.AsyncFunctionDef, ast.Expr)
    return found if found is not None and found.in_order and isinstance(found.node, own) else None


def _registers_once(statement: Statement, entry: Route | Inclusion | Mount) -> bool:
    """Whether a statement registers this, once, and nothing else."""
    entries = [
        other
        for router in entry.module.project.routers
        for other in router.entries
        if _stands_in(other, statement)
    ]
    calls = {other.call.start for other in entries}
    return len(calls) == 1 and sum(other.router is entry.router for other in entries) == 1


def _stands_in(entry: Route | Inclusion | Mount, statement: Statement) -> bool:
    start, end = statement.lines
    return entry.path == statement.source.path and start <= entry.call.start < end


def _keeps_size(moved: Route | Inclusion | Mount, target: Statement, statement: Statement) -> bool:
    """Before FastAPI 0.137 an inclusion copies what the router has by then: nothing may be registered between."""
    project = moved.module.project
    if not isinstance(moved, Inclusion) or project.includes_live:
        return True
    area = range(target.lines.start, statement.lines.start)
    entries = (entry for router in project.routers if router is not moved.router for entry in router.entries)
    return not any(entry.path == moved.path and entry.call.start in area for entry in entries)


def _row(statement: Statement) -> int:
    return _rows(statement.node)[0]


def statement_at(source: Source, offset: int) -> Statement | None:
    """The innermost statement around an offset; None when it shares a line with others."""
    row = source.position(offset)[0]
    owner: ast.AST = source.ast
    found: Statement | None = None
    lists: list[Sequence[ast.stmt]] = [source.ast.body]
    while lists:
        places = [
            (b, i) for b in lists for i, node in enumerate(b) if _rows(node)[0] <= row <= _rows(node)[1]
        ]
        if len(places) != 1:
            return found if not places else None
        body, index = places[0]
        found = Statement(source, owner, body, index)
        owner = body[index]
        lists = list(_bodies(owner))
    return found


def move_above(moved: Statement, target: Statement) -> tuple[Edit, ...]:
    """Put a later statement above an earlier one of the same list, with the blank lines that stood above it."""
    source, lines = moved.source, moved.lines
    text = source.text[lines.start : lines.end].rstrip("\r\n") + source.newline * (1 + moved.gap)
    return Edit(source.path, Span(target.lines.start, target.lines.start), text), Edit(
        source.path, _with_gap(moved), ""
    )


def move_below(moved: Statement, target: Statement) -> tuple[Edit, ...]:
    """Put an earlier statement below a later one of the same list, at a distance that fits what it follows."""
    source, lines = moved.source, moved.lines
    newline = source.newline
    has_comment = source.position(lines.start)[0] < _rows(moved.node)[0]
    is_definition = isinstance(target.node, (ast.FunctionDef, ast.AsyncFunctionDef, ast.ClassDef))
    gap = max(target.gap, 1) if is_definition else int(has_comment)
    end = target.lines.end
    before = "" if source.text[:end].endswith(("\n", "\r")) else newline
    text = before + newline * gap + source.text[lines.start : lines.end].rstrip("\r\n") + newline
    return Edit(source.path, _with_gap(moved), ""), Edit(source.path, Span(end, end), text)


def may_move(moved: Statement, target: Statement) -> bool:
    """Whether a statement means the same at the place of another one of the same list.

    Everything that it reads when it is run is bound alike there, nobody between them reads or binds what it
    binds itself, and no formatter is told to leave the region alone. What it *does* between them is up to the
    caller.
    """
    if (
        moved.body is not target.body
        or moved.node is target.node
        or not (_is_alone(moved) and _is_alone(target))
    ):
        return False
    low, high = sorted((moved.index, target.index))
    between = [node for node in moved.body[low : high + 1] if node is not moved.node]
    bound = {name for node in between for name in _bound(node)}
    mine = set(_bound(moved.node))
    if "*" in bound or (set(_read(moved.node)) | mine) & bound:
        return False
    if mine & {name for node in between for name in _read(node)}:
        return False
    source = moved.source
    start = min(moved.lines.start, target.lines.start)
    end = max(moved.lines.end, target.lines.end)
    return not _FENCE.search(source.text, start, end)


def _with_gap(statement: Statement) -> Span:
    source, lines = statement.source, statement.lines
    row = source.position(lines.start)[0] - statement.gap
    return Span(source.line_start(row), lines.end)


def lift_decorators(
    source: Source, decorators: Sequence[Syntax], lifted: Sequence[int], above: int
) -> tuple[Edit, ...]:
    """Put some decorators of a function, by their numbers, above another one; nothing when two share a line.

    Comments between decorators go with the one below them, those above the first one stay at the top.
    """
    spans: list[Span] = []
    for decorator in decorators:
        first, last = source.position(decorator.start)[0], source.position(decorator.end)[0]
        before = source.text[source.line_start(first) : decorator.start].strip()
        after = source.text[decorator.end : source.line_start(last + 1)].strip()
        if before != "@" or (after and not after.startswith("#")):
            return ()
        spans.append(Span(spans[-1].end if spans else source.line_start(first), source.line_start(last + 1)))
    texts = [source.text[spans[number].start : spans[number].end] for number in lifted]
    inserted = Edit(source.path, Span(spans[above].start, spans[above].start), "".join(texts))
    return inserted, *(Edit(source.path, spans[number], "") for number in lifted)


# --- names -----------------------------------------------------------------------------------------


def _read(node: ast.AST) -> Iterator[str]:
    """The names that a statement reads when it is run; a function reads decorators, defaults and annotations.

    Annotations count even when they are strings: FastAPI evaluates them at registration.
    """
    for part in _run(node):
        for item in ast.walk(part):
            if isinstance(item, ast.Name):
                yield item.id
            elif isinstance(item, ast.Constant) and isinstance(item.value, str):
                yield from _names_in(item.value)


def _names_in(text: str) -> Iterator[str]:
    try:
        parsed = ast.parse(text.strip(), mode="eval")
    except (SyntaxError, ValueError):
        return
    yield from (node.id for node in ast.walk(parsed) if isinstance(node, ast.Name))


def _run(node: ast.AST) -> Iterator[ast.AST]:
    """The parts of a statement that are run with it."""
    if isinstance(node, (ast.FunctionDef, ast.AsyncFunctionDef)):
        yield from node.decorator_list
        yield node.args
        if node.returns is not None:
            yield node.returns
    else:
        yield node


def _bound(node: ast.stmt) -> Iterator[str]:
    """The names that running a statement binds or deletes around it; ``*`` for those of a star import."""
    stack: list[ast.AST] = [node]
    while stack:
        item = stack.pop()
        if isinstance(item, (ast.FunctionDef, ast.AsyncFunctionDef, ast.ClassDef)):
            yield item.name
            stack.extend(item.decorator_list)
            stack.extend(name for name in ast.walk(item) if isinstance(name, ast.Global))
            continue
        if isinstance(item, (ast.Import, ast.ImportFrom)):
            yield from (alias.asname or alias.name.partition(".")[0] for alias in item.names)
        elif isinstance(item, (ast.Global, ast.Nonlocal)):
            yield from item.names
        elif isinstance(item, ast.Name) and not isinstance(item.ctx, ast.Load):
            yield item.id
        elif isinstance(item, (ast.ExceptHandler, ast.MatchAs, ast.MatchStar)) and item.name:
            yield item.name
        stack.extend(ast.iter_child_nodes(item))


# --- lines -----------------------------------------------------------------------------------------


def _rows(node: ast.stmt) -> tuple[int, int]:
    decorators = getattr(node, "decorator_list", ())
    return min((node.lineno, *(d.lineno for d in decorators))), node.end_lineno or node.lineno


def _bodies(node: ast.AST) -> Iterator[Sequence[ast.stmt]]:
    for field in ("body", "orelse", "finalbody"):
        yield getattr(node, field, ())
    for part in (*getattr(node, "handlers", ()), *getattr(node, "cases", ())):
        yield part.body


def _is_alone(statement: Statement) -> bool:
    """Whether a statement shares its lines with no other, and with no ``if x:``."""
    source = statement.source
    start, end = source.ast_span(statement.node)
    for decorator in getattr(statement.node, "decorator_list", ()):
        start = min(start, source.ast_span(decorator).start)
    first, last = _rows(statement.node)
    before = source.text[source.line_start(first) : start].strip()
    after = source.text[end : source.line_start(last + 1)].strip()
    return before in ("", "@") and (not after or after.startswith("#"))


def _is_comment(line: str) -> bool:
    return line.lstrip().startswith("#")


# --- registrations -----------------------------------------------------------------------------------


def move_behind(registered: Registered, last: Registered, message: str, ctx: Context) -> Fix | None:
    """Move a call that is a statement of its own behind another registration of the same block."""
    function, source = registered.within, registered.module.source
    body = function.body if function else registered.module.facts.body
    moved = next(
        (item for item in body if isinstance(item, Evaluate) and item.value == registered.call), None
    )
    target = next(
        (item for item in body if item.start <= last.call.start < item.end or _decorates(item, last)), None
    )
    if moved is None or target is None or target.start < moved.start:
        return None
    first, end = source.position(moved.start)[0], source.position(moved.end)[0] + 1
    line = source.text[source.line_start(first) : moved.start]
    rest = source.text[moved.end : source.line_start(end)].strip()
    if line.strip() or (rest and not rest.startswith("#")):
        return None
    while source.line_text(first - 1).strip().startswith("#"):
        first -= 1
    text = source.text[source.line_start(first) : source.line_start(end)]
    gap = "" if not isinstance(target, FunctionDef) else "\n" * _gap(source, target)
    is_lone = not source.line_text(end).strip() and not source.line_text(first - 1).strip()
    behind = source.line_start(source.position(target.end)[0] + 1)
    cut = Span(source.line_start(first), source.line_start(end + is_lone))
    return ctx.fix(
        message,
        ctx.replace(ctx.at(registered.path, cut), ""),
        ctx.insert(behind, gap + text, registered.path),
    )


def _decorates(item: Syntax, registered: Registered) -> bool:
    return isinstance(item, FunctionDef) and any(d.start == registered.call.start for d in item.decorators)


def _gap(source: Source, function: FunctionDef) -> int:
    """How many empty lines stand above a function and its decorators."""
    row = source.position(min([function.start, *(d.start for d in function.decorators)]))[0]
    return (
        2
        if row > 2 and not source.line_text(row - 1).strip() and not source.line_text(row - 2).strip()
        else 1
    )
