"""The settings are read anew for every request.

`Settings()` of `pydantic-settings` reads the environment, `.env` and secret files, and validates them all: work
on the event loop or in a thread for values that do not change, and requests see different settings when a file
does. It happens where a dependency, an endpoint or a coroutine that they await calls the class, or an endpoint calls an uncached function that does.

`Depends(Settings)` is worse, and an error: FastAPI takes the fields for parameters of the request. With
`?debug=true` anybody sets them, which was tried.

A settings object of the module, a cached function, one that keeps its result, one that is called to read them again
(`reload_config`), and settings that are made of values of the request are left alone. Next to `pydantic-settings`, dependencies called like `get_settings` count
when they return a new object.

The fix adds `@lru_cache`, to functions without parameters. It is unsafe: tests that change the environment have
to call `cache_clear()`, or better override the dependency.

Bad:

    from fastapi import Depends, FastAPI
    from pydantic_settings import BaseSettings

    app = FastAPI()

    class Settings(BaseSettings):
        debug: bool = False

    def get_settings() -> Settings:
        ^^^^^^^^^^^^ `get_settings` is a dependency and not cached: the settings are read again for every request
        return Settings()

    @app.get("/")
    def read(settings: Settings = Depends(get_settings)) -> bool:
        return settings.debug

Good:

    from functools import lru_cache

    from fastapi import Depends, FastAPI
    from pydantic_settings import BaseSettings

    app = FastAPI()

    class Settings(BaseSettings):
        debug: bool = False

    @lru_cache
    def get_settings() -> Settings:
        return Settings()

    @app.get("/")
    def read(settings: Settings = Depends(get_settings)) -> bool:
        return settings.debug
"""

import re
from collections.abc import Callable

from fastapi_lint import Context, Dependency, Findings, Fix, Function, Location, Rule, Severity
from fastapi_lint.model.domain import Class, Reach, Role
from fastapi_lint.model.following.calls import CallSite
from fastapi_lint.model.loop.per_request import (
    SETTINGS_NAME,
    is_cached,
    is_settings_class,
    loads_settings,
    made,
    settings_made,
)

rule = Rule(__name__, "FAPI406", Severity.WARNING, since="0.1")

_AGAIN = re.compile(r"(^|_)(reload|refresh|reread)(_|$)")


@rule.on(Dependency)
def check_class(dependency: Dependency, ctx: Context) -> Findings:
    target = dependency.target
    if isinstance(target, Class) and is_settings_class(target) and "__init__" not in target.methods:
        yield ctx.finding(
            dependency,
            f"the fields of `{target.name}` become request parameters: anybody can set them with a query string",
            help="depend on a cached function that returns the settings",
            severity=Severity.ERROR,
        )


@rule.on(Function, roles=frozenset(Role))
def check_function(function: Function, ctx: Context) -> Findings:
    if Role.DEPENDENCY in function.roles and is_cached(function) is False:
        named = SETTINGS_NAME.fullmatch(function.name) and loads_settings(function)
        if named or settings_made(function) is not None:
            yield ctx.finding(
                Location(function.path, function.name_span),
                f"`{function.name}` is a dependency and not cached: the settings are read again for every request",
                help="decorate it with `@lru_cache`",
                fix=_cache(function, ctx),
            )
    elif Role.ENDPOINT in function.roles:
        yield from _made(function, lambda site: _reads_settings(site.callee), ctx)
    elif (
        function.reach is Reach.REQUEST and is_cached(function) is False and not _AGAIN.search(function.name)
    ):
        # what helpers make is reported at the endpoint, not at everybody who calls them
        yield from _made(function, lambda site: is_settings_class(site.callee), ctx)


def _made(function: Function, wanted: Callable[[CallSite], bool], ctx: Context) -> Findings:
    for site in made(function, wanted):
        yield ctx.finding(
            site.call,
            f"`{function.name}` reads the settings again for every request",
            help="depend on a cached function that returns the settings, or call it",
        )


def _reads_settings(callee: object) -> bool:
    if isinstance(callee, Function):
        return (
            not callee.is_async  # what a coroutine makes is reported in there
            and not _AGAIN.search(callee.name)
            and is_cached(callee) is False
            and settings_made(callee) is not None
        )
    return is_settings_class(callee)


def _cache(function: Function, ctx: Context) -> Fix | None:
    syntax = function.syntax
    if function.is_async or function.is_generator or function.is_method or syntax.params or syntax.decorators:
        return None
    source = function.module.source
    indent = source.text[source.line_start(source.position(syntax.start)[0]) : syntax.start]
    cache = ctx.import_("functools", "lru_cache")
    edit = ctx.insert(syntax.start, f"@{cache.name}{source.newline}{indent}")
    return ctx.fix(f"cache `{function.name}`", edit, imports=[cache])
