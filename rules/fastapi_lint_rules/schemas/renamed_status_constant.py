"""A constant of `fastapi.status` is used under a name that Starlette has deprecated.

RFC 9110 renamed four status codes, and Starlette 0.48 followed: `HTTP_422_UNPROCESSABLE_ENTITY` is
`HTTP_422_UNPROCESSABLE_CONTENT` now, and so are 413, 414 and 416. The old names still work, warn where they are
used, which fails test suites that turn warnings into errors, and will be gone one day.

The new names do not exist in older versions. So this is only reported where the project's versions certainly
have them: the range of Starlette begins at 0.48 or later, and where only FastAPI's version is known, that
begins at 0.165, which asks for a newer Starlette itself. Constants of other modules are left alone, and so is a
`try` or an `if` that knows both names.

The fix renames the constant, or its import together with all its uses. The number is the same, so it is safe.

Bad:

    from fastapi import FastAPI, status

    app = FastAPI()

    @app.post("/items", status_code=status.HTTP_422_UNPROCESSABLE_ENTITY)
                                    ^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^ `HTTP_422_UNPROCESSABLE_ENTITY` is deprecated: Starlette 0.48 renamed it
    async def create_item() -> None:
        return None

Good:

    from fastapi import FastAPI, status

    app = FastAPI()

    @app.post("/items", status_code=status.HTTP_422_UNPROCESSABLE_CONTENT)
    async def create_item() -> None:
        return None
"""

import ast

from fastapi_lint import Applicability, Context, Edit, Finding, Findings, Module, Rule, Severity, Span
from fastapi_lint.model.fallbacks import is_fallback

rule = Rule(__name__, "FAPI613", Severity.INFO, since="0.1")

_HOMES = ("fastapi.status", "starlette.status")
_NAMES = {
    "HTTP_413_REQUEST_ENTITY_TOO_LARGE": "HTTP_413_CONTENT_TOO_LARGE",
    "HTTP_414_REQUEST_URI_TOO_LONG": "HTTP_414_URI_TOO_LONG",
    "HTTP_416_REQUESTED_RANGE_NOT_SATISFIABLE": "HTTP_416_RANGE_NOT_SATISFIABLE",
    "HTTP_422_UNPROCESSABLE_ENTITY": "HTTP_422_UNPROCESSABLE_CONTENT",
}


@rule.on(Module, containing="HTTP_4")
def check(module: Module, ctx: Context) -> Findings:
    if not _has_new_names(ctx) or not any(name in module.source.text for name in _NAMES):
        return
    modules = {found.name: found.target for found in module.source.imports if not found.guarded}
    for node in module.source.nodes(ast.Attribute):
        if node.attr in _NAMES:
            head, _, rest = ast.unparse(node.value).partition(".")
            target = modules.get(head, "") + (f".{rest}" if rest else "")
            place = module.source.ast_span(node)
            if target in _HOMES and not is_fallback(module.source, place, _NAMES[node.attr]):
                end = Span(place.end - len(node.attr), place.end)
                yield _finding(place, node.attr, [ctx.replace(end, _NAMES[node.attr])], ctx)
    for found in module.source.imports:
        name = found.target.rpartition(".")[2]
        if found.module in _HOMES and name in _NAMES and found.target == f"{found.module}.{name}":
            place = Span(found.span_start, found.span_end)
            edits = [ctx.replace(Span(place.start, place.start + len(name)), _NAMES[name])]
            if found.name == name:
                edits += _renamed(name, module, ctx)
            yield _finding(place, name, edits if not found.guarded else [], ctx)


def _has_new_names(ctx: Context) -> bool:
    starlette, fastapi = ctx.targets.starlette, ctx.targets.fastapi
    if starlette.is_known or not fastapi.is_known:
        return starlette.at_least("0.48")
    return fastapi.at_least("0.165")


def _renamed(name: str, module: Module, ctx: Context) -> list[Edit]:
    """Every use of an imported name in the file."""
    found = (node for node in module.source.nodes(ast.Name) if node.id == name)
    return [ctx.replace(module.source.ast_span(node), _NAMES[name]) for node in found]


def _finding(place: Span, name: str, edits: list[Edit], ctx: Context) -> Finding:
    new = _NAMES[name]
    return ctx.finding(
        place,
        f"`{name}` is deprecated: Starlette 0.48 renamed it",
        help=f"use `{new}`",
        fix=ctx.fix(f"rename it to `{new}`", *edits, applicability=Applicability.SAFE) if edits else None,
    )
