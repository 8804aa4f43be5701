"""A lifespan closes what it opened behind its `yield`, and not in a `finally`.

An exception can reach the `yield`, and then what follows is skipped: when the lifespan of an included router, or
one that is entered around it, fails at start-up or shutdown, and when the server cancels the task that runs the
lifespan, as at a second Ctrl+C. Connections stay open, buffers unwritten, and temporary files where they are.

Reported are lifespans that an application is given, and context managers that take one (`app: FastAPI`), where
something is done after the `yield` other than to log. A `with` around the `yield` cleans up by itself.

The fix puts the `yield` into a `try`, and what follows into its `finally`. That is safe where nothing else gets into
the `try`: when the application stops as it should, the same happens in the same order.

Bad:

    from collections.abc import AsyncIterator
    from contextlib import asynccontextmanager

    from fastapi import FastAPI

    @asynccontextmanager
    async def lifespan(app: FastAPI) -> AsyncIterator[None]:
        file = open("events.log", "a")
        app.state.file = file
        yield
        ^^^^^ `file.close()` is skipped when an exception ends the lifespan: this `yield` stands in no `try … finally`
        file.close()

    app = FastAPI(lifespan=lifespan)

Good:

    from collections.abc import AsyncIterator
    from contextlib import asynccontextmanager

    from fastapi import FastAPI

    @asynccontextmanager
    async def lifespan(app: FastAPI) -> AsyncIterator[None]:
        file = open("events.log", "a")
        app.state.file = file
        try:
            yield
        finally:
            file.close()

    app = FastAPI(lifespan=lifespan)
"""

from dataclasses import replace

from fastapi_lint import Applicability, Context, Findings, Fix, Function, Rule, Severity
from fastapi_lint.blocks import into_finally
from fastapi_lint.model.inputs.yielding import Skipped, is_lifespan, skipped_in_lifespan

rule = Rule(__name__, "FAPI505", Severity.WARNING, since="0.1")


@rule.on(Function, containing="yield")
def check(function: Function, ctx: Context) -> Findings:
    found = skipped_in_lifespan(function) if is_lifespan(function) else None
    if found is None:
        return
    lines = ctx.text(found.cleanup).splitlines()
    shown = f"`{lines[0]}`" if len(lines) == 1 and len(lines[0]) <= 60 else "what follows"
    yield ctx.finding(
        found.pause.expr,
        f"{shown} is skipped when an exception ends the lifespan: this `yield` stands in no `try … finally`",
        help="put the `yield` into a `try`, and the cleaning up into its `finally`",
        related=[ctx.related(found.cleanup, "skipped")],
        fix=_fix(found, ctx),
    )


def _fix(found: Skipped, ctx: Context) -> Fix | None:
    fix = into_finally(found.tried, found.after, ctx)
    is_yield = found.tried is found.pause.steps[-1].statement
    return replace(fix, applicability=Applicability.SAFE) if fix is not None and is_yield else fix
