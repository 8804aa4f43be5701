"""Fixes that rules share: taking blocking work off the event loop.

There are two ways, and ``unblock`` knows which one is better where:

- **``async def`` → ``def``** (``make_sync``). FastAPI then runs the whole function in its thread pool. That
  is one word, it moves *all* blocking calls of the body, also those that nobody has found yet, and it is what
  FastAPI's documentation recommends. So it wins wherever it is possible: in path operations and dependencies
  that await nothing and that nobody but FastAPI calls.
- **``f(x)`` → ``await run_in_threadpool(f, x)``** (``offload``). One call goes to the thread pool, the
  rest stays. It is for functions that do await, or that have to stay coroutines, such as middleware.

Neither is safe: the work runs in another thread (sessions and clients must bear that, and the pool has 40 of
them), a ``ContextVar`` that is set there is not seen outside, and requests interleave where they did not.
"""

from __future__ import annotations

import ast
import re
from collections.abc import Iterator
from posixpath import basename
from typing import TYPE_CHECKING

from fastapi_lint.finding import Edit, Fix, Span
from fastapi_lint.model.domain import Class, Function, LoopCall, LoopChain, OnLoop, Reach, Role
from fastapi_lint.model.file import syntax as s
from fastapi_lint.model.file.enclosing import enclosing
from fastapi_lint.model.knowledge.blocking import AWAITED_INSTEAD, ONE_THREAD, UNFINISHED
from fastapi_lint.model.knowledge.threads import RUNNERS
from fastapi_lint.model.meaning.values import Bound, External, Instance, Literal
from fastapi_lint.uses import names_and_strings, used_names

if TYPE_CHECKING:
    from fastapi_lint.context import Context, Import
    from fastapi_lint.model.meaning.values import Value
    from fastapi_lint.source import Source
    from fastapi_lint.source.imports import Import as Imported

_BY_FASTAPI = frozenset({Role.ENDPOINT, Role.DEPENDENCY})
_LOOP_LIBRARIES = ("asyncio.", "anyio.", "contextvars.", "aiohttp.", "trio.")
_DECLARES = re.compile(r"\b(?:global|nonlocal)\b")
_LOCK = re.compile(r"lock|mutex|semaphore|condition", re.IGNORECASE)


def unblock(call: LoopCall | LoopChain, ctx: Context) -> Fix | None:
    """Take one blocking call, or what ends in one, off the event loop, in the better of the two ways."""
    return make_sync(call.function, ctx) or offload(call, ctx)


def make_sync(function: Function, ctx: Context) -> Fix | None:
    """Make a coroutine that awaits nothing a plain function; None where FastAPI is not its only caller."""
    if not _can_be_sync(function):
        return None
    start = function.syntax.start
    text = function.module.source.text
    gap = re.compile(r"async\s+(?=def)").match(text, start)
    if gap is None:
        return None
    edit = Edit(function.path, Span(start, gap.end()), "")
    return ctx.fix(f"make `{function.name}` a `def`, which runs in the thread pool", edit)


def offload(call: LoopCall | LoopChain, ctx: Context) -> Fix | None:
    """Hand a call to a thread and await it; None where that is not legal, or does not help."""
    if call.call is None or not is_awaitable_place(call) or not _can_be_passed(call, call.call):
        return None
    func, text = call.call.func, call.module.source.text
    name, runner = _runner(call, ctx)
    if is_shadowed(call, name):
        return None
    target, given = text[func.start : func.end], text[func.end : call.call.end].partition("(")[2]
    broken = re.match(r"[ \t]*(\r?\n[ \t]*)(?=\S)", given)
    if given.strip() == ")":
        passed = f"{target})"
    elif broken:
        passed = f"{broken.group(1)}{target},{given}"
    else:
        passed = f"{target}, {given}"
    return ctx.fix(
        f"run `{target}` in a thread", ctx.replace(call, awaited(call, f"{name}({passed}")), imports=[runner]
    )


def _runner(call: LoopCall | LoopChain, ctx: Context) -> tuple[str, Import]:
    """What hands a call to a thread: FastAPI's own function in files that know FastAPI, else asyncio's.

    A file that has anyio already, and not FastAPI's function, keeps to it; but ``run_sync`` takes no keywords.
    """
    if call.function.reach is Reach.NONE or not ctx.project.uses_fastapi(call.module):
        runner = ctx.import_("asyncio")
        return f"{runner.name}.to_thread", runner
    runner = ctx.import_("starlette.concurrency", "run_in_threadpool")
    known = [runner, ctx.import_("fastapi.concurrency", "run_in_threadpool")]
    anyio = ctx.import_("anyio", "to_thread")
    if all(one.requests for one in known) and not anyio.requests and call.call and not call.call.keywords:
        return f"{anyio.name}.run_sync", anyio
    if runner.requests:
        runner = ctx.import_("fastapi.concurrency", "run_in_threadpool")
    return runner.name, runner


def awaited(call: OnLoop, text: str) -> str:
    """``await text``, in parentheses where something is done with the result right away."""
    after = call.module.source.text[call.span.end :].lstrip(" \t\\")
    follows = after[:1] in ("[", "(") or after.lstrip()[:1] == "."
    return f"(await {text})" if follows else f"await {text}"


def is_awaitable_place(call: OnLoop) -> bool:
    """Whether ``await`` may stand where the call stands: no generator expression, class body, f-string.

    In a generator expression it would be legal and make an asynchronous generator of it, which ``any()`` and
    ``sum()`` refuse; in f-strings old Pythons do not tell the position.
    """
    if not call.function.is_async:
        return False
    for node in _around(call):
        if isinstance(node, s.Comprehension) and node.kind == "generator":
            first = node.generators[0].iter
            if not first.start <= call.span.start < first.end:
                return False
        if isinstance(node, (s.Lambda, s.Joined, s.ClassDef)):
            return False
    return not _stands_for_function(call)


def _stands_for_function(call: OnLoop) -> bool:
    """Whether a thread is to get the function itself: ``run_in_threadpool(f(x))`` needs another repair."""
    if not any(isinstance(node, s.Call) for node in _around(call)):
        return False
    return any(
        isinstance(site.callee, External)
        and site.callee.name in RUNNERS
        and site.call.argument(*RUNNERS[site.callee.name]) is call.expr
        for site in call.module.project.calls.body(call.function).sites
    )


def holds_lock(call: OnLoop) -> bool:
    """Whether the call stands in a ``with`` over something called a lock: awaiting there may deadlock."""
    text = call.module.source.text
    return any(
        isinstance(node, s.With)
        and not node.is_async
        and any(_LOCK.search(text[c.start : c.end]) for c in node.contexts)
        for node in _around(call)
    )


def is_shadowed(call: OnLoop, name: str) -> bool:
    """Whether the function has a name of its own that hides the module's ``name``."""
    head = name.partition(".")[0]
    body = call.module.project.calls.body(call.function)
    return head in body.names and body.names[head] != External(head)


def _around(call: OnLoop) -> Iterator[s.Syntax]:
    """Everything in the function's body that encloses the call, outermost first."""
    for node in enclosing(call.function.body, call.expr.start, call.expr.end):
        if node is call.expr:
            return
        yield node


def _can_be_passed(call: LoopCall | LoopChain, written: s.Call) -> bool:
    """Whether the callee can run in a thread on its own, with arguments that can be passed on as they are."""
    if call.site is not None and not call.site.is_written:
        return False
    if call.callee.startswith(ONE_THREAD) or (isinstance(call, LoopCall) and call.callee in UNFINISHED):
        return False
    if isinstance(call, LoopChain) and not _can_go(call):
        return False
    if any(keyword.name == "func" for keyword in written.keywords):
        return False
    if len(written.args) == 1 and isinstance(written.args[0], s.Comprehension):
        return written.args[0].kind != "generator"
    parents = list(_around(call))
    inner = parents[-1] if parents else None
    if isinstance(inner, s.With):
        return not any(context.start == call.span.start for context in inner.contexts)
    is_result_used = isinstance(inner, s.Attribute)
    return not (is_result_used and call.callee.startswith(("sqlalchemy.", "sqlmodel.")))


def _can_go(chain: LoopChain) -> bool:
    """Whether a function of the project can be handed to a thread: it is called itself, and gives a plain result."""
    if chain.keeps_thread or chain.site is None or chain.site.awaited:
        return False
    callee = chain.site.callee
    if isinstance(callee, Instance):
        return isinstance(callee.of, Class)
    if isinstance(callee, Class):
        return True
    function = callee.function if isinstance(callee, Bound) else callee
    return isinstance(function, Function) and not function.is_generator


def _can_be_sync(function: Function) -> bool:
    syntax = function.syntax
    if not function.roles or not function.roles <= _BY_FASTAPI or syntax.awaits:
        return False
    if function.project.chains.needs_loop(function):
        return False
    if syntax.is_generator and syntax.returns is not None:
        return False  # its annotation would have to change as well
    if function.is_method or not _registered_only(function) or _is_used(function):
        return False
    return not _is_tied(function)


def _is_tied(function: Function) -> bool:
    """Whether a body sets names of others, or calls what has to be on the loop. It is asked for each finding in it."""
    body = function.project.calls.body(function)
    if body.is_tied is None:
        declares = _DECLARES.search(function.text) is not None and s.of_kinds(function.body, {s.Declare})
        body.is_tied = bool(declares) or any(_needs_loop(site.callee) for site in body.sites)
    return body.is_tied


def _is_called(function: Function) -> bool:
    """Whether other code calls this name. What calls it here is something else, as it is not awaited: `db.get_user`."""
    project = function.project
    inside = (name for other in project.functions() if other is not function for name in other.syntax.calls)
    outside = (name for module in project.modules.values() for name in module.facts.calls)
    return any(name.rpartition(".")[2] == function.name for name in (*inside, *outside))


def _is_used(function: Function) -> bool:
    """Whether somebody but FastAPI may call it, or gets hold of it, and would then await what it returns."""
    if function.name in function.project.called_names and _is_called(function):
        return True
    source = function.module.source
    return not _is_said_once(function.name, source.text) and function.name in used_names(source)


def _is_said_once(name: str, text: str) -> bool:
    """Whether a name that a file defines is used nowhere else in it, as attributes and quoted names are not."""
    return text.count(name) == 1 or len(re.findall(rf"(?<![.\"'])\b{name}\b(?![\"'`])", text)) == 1


def _registered_only(function: Function) -> bool:
    """Whether every decorator is a registration: others may wrap the coroutine and await it."""
    registered = {route.span for route in function.routes}
    return all(Span(expr.start, expr.end) in registered for expr in function.syntax.decorators)


def _needs_loop(callee: object) -> bool:
    if isinstance(callee, External):
        return callee.name.startswith(_LOOP_LIBRARIES) or callee.name in AWAITED_INSTEAD
    if isinstance(callee, Bound):
        return callee.function.is_async
    if isinstance(callee, Instance) and isinstance(callee.of, Class):
        return True
    return isinstance(callee, Function) and callee.is_async


def is_number(value: Value) -> bool:
    """Whether a value is an int or a float, as far as the source shows."""
    if isinstance(value, Literal):
        return type(value.value) in (int, float)
    return isinstance(value, Instance) and value.of in (External("builtins.int"), External("builtins.float"))


def is_value_used(call: LoopCall) -> bool:
    """Whether the call is more than a statement of its own."""
    return not any(isinstance(node, s.Evaluate) and node.value is call.call for node in _around(call))


def drop_import(call: LoopCall, ctx: Context) -> list[Edit]:
    """Remove the import behind a call's callee when the call is its only use; else nothing."""
    return drop_imported(
        s.dotted(call.call.func).partition(".")[0], call.module.source, ctx, closes_gap=False
    )


def drop_imported(
    name: str, source: Source, ctx: Context, *, closes_gap: bool = True, uses: int = 1
) -> list[Edit]:
    """Remove the import of a name whose only uses (one, if not told) are those that a fix takes away; else nothing.

    ``closes_gap`` removes the blank line below as well where the import stood between blank lines: not for fixes
    that put another import in its place.
    """
    found = [item for item in source.imports if item.name == name]
    if len(found) != 1 or not found[0].at_module_level or found[0].guarded:
        return []
    if basename(source.path) == "__init__.py":
        return []  # others may import it from here
    names, strings = names_and_strings(source)
    if names[name] != uses or re.search(rf"\b{re.escape(name)}\b", strings):
        return []
    return _without_alias(ctx, source, Span(found[0].span_start, found[0].span_end), closes_gap)


def _without_alias(ctx: Context, source: Source, alias: Span, closes_gap: bool) -> list[Edit]:
    """Remove one name of an import statement, and the whole line when it is the only one."""
    row, _ = source.position(alias.start)
    line = source.line_text(row)
    before_it = source.text[source.line_start(row) : alias.start]
    alone = re.fullmatch(r"(import|from\s+[\w.]+\s+import)\s+", before_it)
    if alone and not source.text[alias.end : source.line_start(row) + len(line)].strip():
        is_block = not source.line_text(row + 1).strip() and (
            row == 1 or not source.line_text(row - 1).strip()
        )
        return [
            Edit(
                source.path,
                Span(source.line_start(row), source.line_start(row + 1 + (is_block and closes_gap))),
                "",
            )
        ]
    after = re.compile(r"[ \t]*,[ \t]*(?=\w)").match(source.text, alias.end)
    before = re.compile(r"(?<=\w)[ \t]*,[ \t]*$").search(before_it)
    if after:
        return [Edit(source.path, Span(alias.start, after.end()), "")]
    if before:
        return [Edit(source.path, Span(source.line_start(row) + before.start(), alias.end), "")]
    return []


def import_from(module: str, found: Imported, ctx: Context) -> list[Edit]:
    """Take one name of a ``from … import …`` from another module; nothing where that cannot be written."""
    source = ctx.source
    for statement in source.nodes(ast.ImportFrom):
        if any(source.ast_span(alias).start == found.span_start for alias in statement.names):
            whole = source.ast_span(statement)
            alias = Span(found.span_start, found.span_end)
            if len(statement.names) > 1:
                return _beside(source, whole, alias, module)
            gap = re.compile(r"from\s+([\w.]+)").match(source.text, whole.start)
            return [Edit(source.path, Span(*gap.span(1)), module)] if gap else []
    return []


def _beside(source: Source, statement: Span, alias: Span, module: str) -> list[Edit]:
    """Move one of several names into an import statement of its own, below the one that it is in."""
    removed = without_name(source, alias)
    row, column = source.position(statement.start)
    last = source.position(statement.end)[0]
    rest = source.text[statement.end : source.line_start(last) + len(source.line_text(last))].strip()
    indent = source.line_text(row)[: column - 1]
    if not removed or indent.strip() or (rest and rest[0] != "#"):
        return []
    text = f"{indent}from {module} import {source.text[alias.start : alias.end]}{source.newline}"
    return [*removed, Edit(source.path, Span(source.line_start(last + 1), source.line_start(last + 1)), text)]


def without_name(source: Source, alias: Span) -> list[Edit]:
    """Remove one of several names of an import statement, with its line when it has one of its own."""
    row, _ = source.position(alias.start)
    start, line = source.line_start(row), source.line_text(row)
    before, after = source.text[start : alias.start], source.text[alias.end : start + len(line)]
    if not before.strip() and re.fullmatch(r"\s*,?\s*", after):
        return [Edit(source.path, Span(start, source.line_start(row + 1)), "")]
    behind = re.compile(r"[ \t]*,[ \t]*(?=\w)").match(source.text, alias.end)
    if behind:
        return [Edit(source.path, Span(alias.start, behind.end()), "")]
    ahead = re.compile(r"(?<=\w)[ \t]*,[ \t]*$").search(before)
    return [Edit(source.path, Span(start + ahead.start(), alias.end), "")] if ahead else []


def json_response(ctx: Context, path: str) -> Import:
    """``JSONResponse`` from where the file has it already, else from FastAPI."""
    known = ctx.import_("starlette.responses", "JSONResponse", path)
    return ctx.import_("fastapi.responses", "JSONResponse", path) if known.requests else known


def without_argument(call: ast.Call, keyword: ast.keyword, source: Source) -> Edit:
    """Remove one keyword argument of a call, with the comma that goes with it."""
    given = sorted(source.ast_span(item) for item in (*call.args, *call.keywords))
    span = source.ast_span(keyword)
    index = given.index(span)
    if index + 1 < len(given):
        return Edit(source.path, Span(span.start, given[index + 1].start), "")
    start = given[index - 1].end if index else span.start
    return Edit(source.path, Span(start, span.end), "")
