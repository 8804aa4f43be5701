"""Putting whole statements into a block: a ``try`` with a ``finally``, or a ``with``."""

from __future__ import annotations

from collections.abc import Sequence
from typing import TYPE_CHECKING

from fastapi_lint.finding import Edit, Fix, Span
from fastapi_lint.model.domain import Function
from fastapi_lint.model.file import syntax as s

if TYPE_CHECKING:
    from fastapi_lint.context import Context
    from fastapi_lint.source import Source


def into_finally(tried: s.Syntax, after: Sequence[s.Syntax], ctx: Context) -> Fix | None:
    """Put a statement into a ``try``, and the statements behind it into its ``finally``."""
    source = ctx.source
    row, last_row = source.position(tried.start)[0], source.position(after[-1].end)[0]
    middle = source.position(tried.end)[0]
    lines = [source.line_text(number) for number in range(row, last_row + 1)]
    indent = lines[0][: len(lines[0]) - len(lines[0].lstrip())]
    one = "\t" if indent.endswith("\t") else "    "
    ends = [(tried, middle), (after[-1], last_row)]
    tails = [source.text[node.end : source.line_start(number + 1)].strip() for node, number in ends]
    is_alone = (
        source.text[source.line_start(row) : tried.start] == indent
        and source.position(after[0].start)[0] > middle
    )
    if (
        not is_alone
        or any(tail and not tail.startswith("#") for tail in tails)
        or not _may_indent((tried, *after), source)
        or any(_leaves(node) for statement in after for node in s.walk(statement))
    ):
        return None
    deeper = [one + line if line.strip() else line for line in lines]
    split = middle - row + 1
    while not deeper[split].strip():
        del deeper[split]
    text = [f"{indent}try:", *deeper[:split], f"{indent}finally:", *deeper[split:]]
    span = Span(source.line_start(row), source.line_start(last_row) + len(lines[-1]))
    return ctx.fix("clean up in a `finally`", ctx.replace(span, source.newline.join(text)))


def into_with(call: s.Call, function: Function, ctx: Context) -> list[Edit] | None:
    """Write ``with call as name:`` in place of ``name = call`` in a function, around everything that follows there.

    A function that returns the name at its end yields it then, and so does one that returns or yields the call
    itself, which gets the name ``client``. None where the statements cannot be indented, or are left in the middle.
    """
    body, source = function.body, ctx.source
    index = next(
        (i for i, item in enumerate(body) if getattr(item, "value", None) in _kept(item, call)), None
    )
    if index is None:
        return None
    first, rest = body[index], body[index + 1 :]
    if isinstance(first, s.Assign):
        target = first.targets[0]
        if not isinstance(target, s.Name) or len(first.targets) > 1 or not rest:
            return None
        name = target.id
    else:
        name = "client"
    given = rest[-1] if rest and isinstance(rest[-1], s.Return) else None
    inner = [node for item in rest if item is not given for node in s.walk(item)]
    tail = source.text[first.end : source.line_start(source.position(first.end)[0] + 1)].strip()
    row = source.position(first.start)[0]
    indent = source.text[source.line_start(row) : first.start]
    is_shared = bool(tail) and not tail.startswith("#")
    if indent.strip() or is_shared or any(isinstance(node, s.Return) for node in inner):
        return None
    if not _may_indent(rest, source) or (given is not None and not _is_name(given.value, name)):
        return None
    one = "\t" if indent.endswith("\t") else "    "
    text = f"with {ctx.text(call)} as {name}:"
    if isinstance(first, (s.Return, s.Evaluate)):
        text += f"{source.newline}{indent}{one}yield {name}"
    edits = [ctx.replace(first, text)]
    start, end = source.position(first.end)[0] + 1, source.position(body[-1].end)[0]
    rows = range(start, end + 1) if rest else ()
    edits += [
        ctx.insert(source.line_start(number), one) for number in rows if source.line_text(number).strip()
    ]
    if given is not None:
        edits.append(ctx.replace(Span(given.start, given.start + len("return")), "yield"))
    return edits


def _kept(item: s.Stmt, call: s.Call) -> tuple[s.Expr, ...]:
    """What a statement may hold as its value to give a call a name, or to hand it on."""
    value = getattr(item, "value", None)
    is_handed_on = isinstance(item, s.Evaluate) and isinstance(value, s.Yield) and value.value == call
    if is_handed_on and isinstance(value, s.Yield):
        return (value,)
    return (call,) if isinstance(item, (s.Assign, s.Return)) else ()


def _is_name(expr: s.Expr | None, name: str) -> bool:
    return isinstance(expr, s.Name) and expr.id == name


def _leaves(node: s.Syntax) -> bool:
    return isinstance(node, (s.Return, s.Yield))


def _may_indent(statements: Sequence[s.Syntax], source: Source) -> bool:
    """Whether statements may move to the right: no string of theirs has several lines."""
    nodes = [node for statement in statements for node in s.walk(statement)]
    strings = [node for node in nodes if isinstance(node, (s.Constant, s.Joined))]
    if any(source.position(node.start)[0] != source.position(node.end)[0] for node in strings):
        return False
    return not any(isinstance(node, (s.FunctionDef, s.ClassDef)) for node in nodes)
