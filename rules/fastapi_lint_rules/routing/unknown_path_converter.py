"""A placeholder of a path names a converter that there is none of.

`{item_id:int}` asks Starlette to match digits only. It knows `str`, `int`, `float`, `path` and `uuid`; for any other word,
such as Flask's `string` or `integer`, it raises "AssertionError: Unknown path convertor 'integer'" while the module is
imported.

A project that calls `register_url_convertor`, or changes `CONVERTOR_TYPES`, has converters of its own and is left alone. There is
no fix: what the word was meant to match, only its author knows.

Bad:

    from fastapi import FastAPI

    app = FastAPI()

    @app.get("/items/{item_id:integer}")
             ^^^^^^^^^^^^^^^^^^^^^^^^^^ there is no path converter `integer`: the application does not start
    def read_item(item_id: int) -> int:
        return item_id

Good:

    from fastapi import FastAPI

    app = FastAPI()

    @app.get("/items/{item_id:int}")
    def read_item(item_id: int) -> int:
        return item_id
"""

from fastapi_lint import Context, Findings, Mount, Route, Rule, Severity
from fastapi_lint.model.routes.paths import CONVERTERS, PARAMETER

rule = Rule(__name__, "FAPI222", Severity.ERROR, since="0.1")

_OWN = ("register_url_convertor", "CONVERTOR_TYPES")


@rule.on(Route)
def check_route(route: Route, ctx: Context) -> Findings:
    yield from check(route, route.template, ctx)


@rule.on(Mount)
def check_mount(mount: Mount, ctx: Context) -> Findings:
    yield from check(mount, mount.prefix, ctx)


def check(entry: Route | Mount, path: str | None, ctx: Context) -> Findings:
    shown = entry.path_argument
    unknown = [
        match[2][1:]
        for match in PARAMETER.finditer(path or "")
        if match[2] and match[2][1:] not in CONVERTERS
    ]
    if shown is None or not unknown or has_own(ctx):
        return
    yield ctx.finding(
        shown,
        f"there is no path converter `{unknown[0]}`: the application does not start",
        help=f"use one of {', '.join(f'`{name}`' for name in CONVERTERS)}",
    )


def has_own(ctx: Context) -> bool:
    """Whether the project registers converters."""
    return any(word in module.source.text for module in ctx.project.modules.values() for word in _OWN)
