"""A function changes, keeps or hands out the list, dict or set that is the default of a parameter.

Python makes a default once, when the function is defined. All calls without the argument work on that one
object: what one request appends is there in the next one, until the process ends, and each worker has its
own.

Only what comes to harm is reported. A default that the function just reads, or copies (`list(tags)`), is left
alone; so is one that is called a cache (`_seen={}`, `cache={}`), a parameter that is bound anew first (`tags
= tags or []`), and a command of Typer or Click, which runs once. Path operations and dependencies are `info`:
FastAPI copies the default for each request (tried, with nested lists as well), so it is only code that calls
the function directly, such as a test, which shares it.

What is changed is `warning`; what is stored, returned or yielded waits for somebody who changes it, so that
is `info`. The fix puts `None` in the signature and the default behind a guard. It is unsafe: `None` becomes a
legal argument, and calls that lived off the shared object no longer do.

Bad:

    def collect(name: str, into: list[str] = []) -> list[str]:
                                             ^^ the default of `into` is one list for all calls, and `collect` changes it
        into.append(name)
        return into

Good:

    def collect(name: str, into: list[str] | None = None) -> list[str]:
        if into is None:
            into = []
        into.append(name)
        return into

Bad:

    from typing import Annotated

    from fastapi import FastAPI, Query

    app = FastAPI()

    @app.get("/items")
    async def read_items(tags: Annotated[list[str], Query()] = []) -> list[str]:
                                                               ^^ the default of `tags` is one list: FastAPI copies it for each request, a direct call of `read_items` does not
        return tags
"""

from fastapi_lint import Context, Findings, Function, Rule, Severity
from fastapi_lint.defaults import none_and_guard
from fastapi_lint.model.domain import Role
from fastapi_lint.model.inputs.defaults import is_command, parameter_default
from fastapi_lint.model.loop.sharing import escape_of

rule = Rule(__name__, "FAPI602", Severity.WARNING, since="0.1")

_BY_FASTAPI = frozenset({Role.ENDPOINT, Role.DEPENDENCY, Role.WEBSOCKET})


@rule.on(Function)
def check(function: Function, ctx: Context) -> Findings:
    for param in function.syntax.params:
        default = parameter_default(function, param)
        if default is None or default.wrapper is not None or not default.mutable or is_command(function):
            continue
        what = f"the default of `{param.name}` is one {default.mutable}"
        if function.roles & _BY_FASTAPI:
            yield ctx.finding(
                default.expr,
                f"{what}: FastAPI copies it for each request, a direct call of `{function.name}` does not",
                help="use a tuple, or leave it if only FastAPI calls the function",
                severity=Severity.INFO,
            )
            continue
        escape = (
            None if param.name.startswith("_") or "cache" in param.name else escape_of(function, param.name)
        )
        if escape is not None:
            yield ctx.finding(
                default.expr,
                f"{what} for all calls, and `{function.name}` {escape.does} it",
                help="use `None`, and make the default inside the function",
                severity=None if escape.does == "changes" else Severity.INFO,
                related=[ctx.related(escape.place, "here")],
                fix=none_and_guard(function, param, ctx),
            )
