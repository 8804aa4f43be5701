"""An `async def` that awaits nothing calls something that may block.

FastAPI runs `async def` on the event loop and `def` in a thread. A path operation that awaits nothing gains nothing by being
`async`, and bets that all it calls is quick: if `db.find(…)` asks a database, every other request waits for the answer.

Reported are path operations and dependencies that call a function of a library that no table of fastapi-lint knows, or a method
of a module's variable whose type the source does not show; themselves or in a function that they call. What returns data,
raises, builds objects, or calls FastAPI, Pydantic and the standard library is quicker as a coroutine and left alone; so is what
is known to block, for which there are rules of their own, what uses asyncio without awaiting, what somebody else awaits,
methods, and what is found only two or more calls deep.

Nobody knows that the call blocks, so this is a hint of the strict group. The fix makes the function a plain `def`. It is
unsafe: the code then runs in one of 40 threads, beside other requests.

Bad:

    from fastapi import FastAPI
    from warehouse import db

    app = FastAPI()

    @app.get("/items/{item_id}")
    async def read_item(item_id: int) -> str:
              ^^^^^^^^^ `read_item` awaits nothing, and `db.find` may block: as a `def` it would run in a thread
        return db.find(item_id)

Good:

    from fastapi import FastAPI
    from warehouse import db

    app = FastAPI()

    @app.get("/items/{item_id}")
    def read_item(item_id: int) -> str:
        return db.find(item_id)
"""

import sys
from collections.abc import Iterator

from fastapi_lint import Confidence, Context, Findings, Function, Location, Rule, Severity
from fastapi_lint.edits import make_sync
from fastapi_lint.model.file import syntax as s
from fastapi_lint.model.following.calls import CallSite
from fastapi_lint.model.knowledge.blocking import METADATA
from fastapi_lint.model.meaning.values import External

rule = Rule(__name__, "FAPI120", Severity.INFO, since="0.1", group="strict")

QUICK = sys.stdlib_module_names | {"builtins", "fastapi", "pydantic", "starlette", "typing_extensions"}
"""What is known well enough: the rules about blocking calls have what blocks of it."""


@rule.on(Function)
def check(function: Function, ctx: Context) -> Findings:
    fix = make_sync(function, ctx) if function.is_async and function.roles else None
    if fix is None or function.is_generator or _is_known_to_block(function):
        return
    site = next(_suspects(function), None)
    if site is not None:
        yield ctx.finding(
            Location(function.path, function.name_span),
            f"`{function.name}` awaits nothing, and `{s.dotted(site.call.func)}` may block: "
            "as a `def` it would run in a thread",
            help="make it a `def`, unless what it calls is quick",
            confidence=Confidence.MEDIUM,
            fix=fix,
        )


def _is_known_to_block(function: Function) -> bool:
    project = function.project
    names = [
        site.callee.name for site in project.calls.body(function).sites if isinstance(site.callee, External)
    ]
    return any(map(project.blocking.family, names)) or any(
        chain.function is function and chain.callee not in METADATA for chain in project.loop_chains
    )


def _suspects(function: Function, is_entry: bool = True) -> Iterator[CallSite]:
    """Calls that nobody knows; in functions that it calls, only those of a variable of their module."""
    body = function.project.calls.body(function)
    for site in body.sites:
        name, callee = s.dotted(site.call.func), site.callee
        if site.awaited or not site.is_written:
            continue
        if (callee is None and "." in name and name.partition(".")[0] not in body.names) or (
            isinstance(callee, External) and is_entry and _is_unknown(function, callee.name)
        ):
            yield site
        elif isinstance(callee, Function) and is_entry and not callee.is_async:
            yield from _suspects(callee, is_entry=False)


def _is_unknown(function: Function, name: str) -> bool:
    """Whether nothing is known of a function and its library. A class only builds an object."""
    is_class = name.rpartition(".")[2][:1].isupper()
    is_known = name.partition(".")[0] in QUICK or function.project.blocking.knows(name)
    return not is_known and not is_class
