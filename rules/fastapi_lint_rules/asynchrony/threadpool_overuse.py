"""The thread pool is enlarged, or used all over a package.

Threads are for the odd blocking call in an asynchronous program. A larger pool (`current_default_thread_limiter().total_tokens
= 200`) means that so many requests sit in blocking code at once that 40 threads are not enough; each of them takes memory, a
database connection, and its share of the interpreter lock. And a package that hands calls to threads everywhere is a
synchronous program with `await` written in front: plain `def` path operations are simpler, and do the same.

Reported are every change of the limit, and once per package (a folder) the calls of `run_in_threadpool`, `asyncio.to_thread` and
`anyio.to_thread.run_sync` beyond `most` (5). There is no fix. A measured limit is a good reason to suppress the finding with.

    [tool.fastapi-lint.rules.threadpool-overuse]
    most = 10

Bad:

    from contextlib import asynccontextmanager

    import anyio
    from fastapi import FastAPI

    @asynccontextmanager
    async def lifespan(app: FastAPI):
        limiter = anyio.to_thread.current_default_thread_limiter()
        limiter.total_tokens = 200
        ^^^^^^^^^^^^^^^^^^^^ more threads for blocking calls: the limit hides how many requests block at once
        yield

    app = FastAPI(lifespan=lifespan)

Good:

    from contextlib import asynccontextmanager

    import httpx
    from fastapi import FastAPI

    @asynccontextmanager
    async def lifespan(app: FastAPI):
        async with httpx.AsyncClient() as app.state.client:
            yield

    app = FastAPI(lifespan=lifespan)
"""

from collections import defaultdict
from posixpath import dirname

from fastapi_lint import Context, Findings, Function, Location, Options, Project, ProjectCall, Rule, Severity
from fastapi_lint.model.file import syntax as s
from fastapi_lint.model.following.flow import statements, value_in
from fastapi_lint.model.meaning.values import External, Instance


class Limit(Options, frozen=True):
    """How much is too much."""

    most: int = 5
    """Calls per package that hand work to a thread."""


rule = Rule(__name__, "FAPI117", Severity.INFO, since="0.1", group="strict", options=Limit)

_RUNNERS = frozenset(
    {"starlette.concurrency.run_in_threadpool", "asyncio.to_thread", "anyio.to_thread.run_sync"}
)


@rule.on(Function, containing="current_default_thread_limiter")
def check_limit(function: Function, ctx: Context) -> Findings:
    if not any(name.endswith("current_default_thread_limiter") for name in function.syntax.calls):
        return
    for statement, _ in statements(function):
        targets = statement.targets if isinstance(statement, s.Assign) else ()
        for target in targets:
            if not isinstance(target, s.Attribute) or target.attr != "total_tokens":
                continue
            limiter = value_in(function, target.value)
            if isinstance(limiter, Instance) and limiter.of == External("anyio.CapacityLimiter"):
                yield ctx.finding(
                    target,
                    "more threads for blocking calls: the limit hides how many requests block at once",
                    help="make what blocks asynchronous, or say in a comment how the limit was measured",
                )


@rule.on(Project)
def check_calls(project: Project, ctx: Context) -> Findings:
    per_package: dict[str, list[ProjectCall]] = defaultdict(list)
    for call in project.calls_to(_RUNNERS):
        if call.callee in _RUNNERS and not project.is_test(call.path):
            per_package[dirname(call.path)].append(call)
    for _, calls in sorted(per_package.items()):
        if len(calls) > ctx.options.most:
            excess = sorted(calls, key=lambda call: (call.path, call.span))[ctx.options.most]
            yield ctx.finding(
                Location(excess.path, excess.span),
                f"{len(calls)} calls of this package go to threads: it is a synchronous program with `await` in front",
                help="use asynchronous libraries, or plain `def` path operations",
            )
