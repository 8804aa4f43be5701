"""A loop in a coroutine that never gives the event loop a turn.

Coroutines take turns at `await`. A `while True` without one, and without a way out, is the last thing that this worker does. A
loop that waits for a flag (`while not done: pass`) waits for ever, because whoever is to set the flag never gets its turn. A
loop over ten thousand numbers and more computes while every other request waits.

Loops that await, yield, return, break or raise are left alone, loops whose condition they change themselves, and small
ranges. Plain functions run in threads.

There is no fix: await what the loop waits for (`asyncio.Event`), or compute in a thread or a process.

Bad:

    from fastapi import FastAPI

    app = FastAPI()
    state = {"ready": False}

    @app.get("/ready")
    async def wait_until_ready() -> bool:
        while not state["ready"]:
        ^^^^^ this loop never awaits: the event loop stands still in `wait_until_ready`, and what it waits for never happens
            pass
        return True

Good:

    import asyncio

    from fastapi import FastAPI

    app = FastAPI()
    ready = asyncio.Event()

    @app.get("/ready")
    async def wait_until_ready() -> bool:
        await ready.wait()
        return True
"""

from fastapi_lint import Context, Findings, Function, Rule, Severity, Span
from fastapi_lint.model.file import syntax as s
from fastapi_lint.model.following.flow import statements, value_in
from fastapi_lint.model.meaning.values import Literal

rule = Rule(__name__, "FAPI116", Severity.WARNING, since="0.1", group="strict")

_MANY = 10_000
_EXITS = ("Break", "Assert")
_IDLE = frozenset({"time.sleep", "print"})


@rule.on(Function)
def check(function: Function, ctx: Context) -> Findings:
    if not function.is_async:
        return
    for statement, _ in statements(function):
        if not isinstance(statement, (s.While, s.For)) or _gives_way(statement):
            continue
        if isinstance(statement, s.For):
            why = "and computes meanwhile" if _is_huge(function, statement.iter) else ""
        else:
            why = _never_ends(function, statement)
        if why:
            word = "for" if isinstance(statement, s.For) else "while"
            yield ctx.finding(
                Span(statement.start, statement.start + len(word)),
                f"this loop never awaits: the event loop stands still in `{function.name}`, {why}",
                help="await what it waits for, or run it in a thread or a process",
            )


def _gives_way(loop: s.While | s.For) -> bool:
    """Whether the loop awaits, yields, or may be left before its end."""
    for node in s.walk(loop):
        if isinstance(node, (s.Await, s.Yield, s.Return, s.Raise)):
            return True
        if isinstance(node, (s.For, s.With, s.Generator)) and node.is_async:
            return True
        if isinstance(node, s.Simple) and node.kind in _EXITS:
            return True
    return False


def _is_huge(function: Function, iterated: s.Expr) -> bool:
    if not isinstance(iterated, s.Call) or s.dotted(iterated.func) != "range" or iterated.keywords:
        return False
    bounds = [value_in(function, arg) for arg in iterated.args]
    known = [one.value for one in bounds if isinstance(one, Literal) and isinstance(one.value, int)]
    return len(known) == len(bounds) > 0 and len(range(*known)) >= _MANY


def _never_ends(function: Function, loop: s.While) -> str:
    """What is wrong with a ``while``: it has no end, or only others could end it."""
    test = value_in(function, loop.test)
    if isinstance(loop.test, s.Constant) and isinstance(test, Literal) and test.value:
        return "for ever"
    calls = [node for part in loop.body for node in s.walk(part) if isinstance(node, s.Call)]
    is_idle = all(isinstance(part, s.Simple) or _is_idle_call(part) for part in loop.body)
    waits = is_idle and all(s.dotted(call.func) in _IDLE for call in calls)
    return "and what it waits for never happens" if waits else ""


def _is_idle_call(statement: s.Stmt) -> bool:
    return isinstance(statement, s.Evaluate) and isinstance(statement.value, (s.Call, s.Constant))
