"""`@lru_cache` or `@cache` decorates an `async def`.

What is cached is the coroutine, and a coroutine can be awaited once. The first request works; from the second
one on FastAPI awaits it again: "RuntimeError: cannot reuse already awaited coroutine", and the client gets 500.
With an asynchronous generator the second caller gets nothing.

Caches made for coroutines (`async_lru.alru_cache`, `aiocache.cached`) are fine, and so is a decorator in between
that makes something else of the coroutine, such as a task.

There is no fix: make the function a `def` when it awaits nothing, else use one of these caches, or make the
object in the lifespan.

Bad:

    from functools import lru_cache

    from fastapi import Depends, FastAPI

    app = FastAPI()

    @lru_cache
     ^^^^^^^^^ `@lru_cache` keeps the coroutine of `get_rates`, which can be awaited once: the second call fails
    async def get_rates():
        return {"EUR": 1.0}

    @app.get("/")
    async def read(rates=Depends(get_rates)):
        return rates

Good:

    from functools import lru_cache

    from fastapi import Depends, FastAPI

    app = FastAPI()

    @lru_cache
    def get_rates():
        return {"EUR": 1.0}

    @app.get("/")
    async def read(rates=Depends(get_rates)):
        return rates
"""

from fastapi_lint import Context, Findings, Function, Rule, Severity
from fastapi_lint.model.file import syntax as s
from fastapi_lint.model.following.decorators import Effect, effect
from fastapi_lint.model.meaning.values import External

rule = Rule(__name__, "FAPI408", Severity.ERROR, since="0.1")

_CACHES = frozenset({"functools.lru_cache", "functools.cache"})


@rule.on(Function)
def check(function: Function, ctx: Context) -> Findings:
    if not function.is_async:
        return
    for decorator in reversed(function.syntax.decorators):
        callee = decorator.func if isinstance(decorator, s.Call) else decorator
        value = function.project.types.resolve(callee, function.project.scope_of(function))
        if isinstance(value, External) and value.name in _CACHES:
            name = value.name.rpartition(".")[2]
            kept = "async generator" if function.is_generator else "coroutine"
            used = "iterated" if function.is_generator else "awaited"
            yield ctx.finding(
                decorator,
                f"`@{name}` keeps the {kept} of `{function.name}`, which can be {used} once: the second call fails",
                help="make it a `def`, or cache it with `async_lru.alru_cache`",
            )
        if effect(decorator, function) is not Effect.KEEPS:
            return
