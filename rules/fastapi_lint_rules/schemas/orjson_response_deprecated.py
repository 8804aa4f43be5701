"""`ORJSONResponse` or `UJSONResponse` is used, which FastAPI has deprecated.

They were the way to fast JSON. Since FastAPI 0.131 a declared return type is serialised by Pydantic straight
to bytes, which is faster than either, and every object of these classes causes a deprecation warning; with
them as response class that is every single response, and the fast way is not taken. They need a package of
their own as well.

Projects that may run on FastAPI below 0.131 are left alone: there the old advice holds.

The fix removes the class where it is only ever given as a response class, with its import. It is unsafe: the
bytes may differ (numbers, non-string keys, what `orjson` can encode and FastAPI cannot).

Bad:

    from fastapi import FastAPI
    from fastapi.responses import ORJSONResponse
                                  ^^^^^^^^^^^^^^ `ORJSONResponse` is deprecated: a declared return type is serialised faster without it

    app = FastAPI(title="Shop", default_response_class=ORJSONResponse)
                                ^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^ `ORJSONResponse` is deprecated: a declared return type is serialised faster without it

    @app.get("/items")
    async def read_items() -> list[str]:
        return []

Good:

    from fastapi import FastAPI

    app = FastAPI(title="Shop")

    @app.get("/items")
    async def read_items() -> list[str]:
        return []
"""

import ast
import re
from collections.abc import Iterator

from fastapi_lint import Context, Edit, Findings, Fix, Module, Rule, Severity, Span
from fastapi_lint.edits import drop_imported, without_argument

rule = Rule(__name__, "FAPI611", Severity.INFO, since="0.1")

_CLASSES = ("ORJSONResponse", "UJSONResponse")
_HOMES = ("fastapi.responses", "starlette.responses")
_KEYWORDS = ("response_class", "default_response_class")
_READ = re.compile(rf"\.[\s\\]*(?:{'|'.join(_CLASSES)})\b")


@rule.on(Module, containing="JSONResponse")
def check(module: Module, ctx: Context) -> Findings:
    if not _may_concern(module, ctx):
        return
    for found in module.source.imports:
        if found.module not in _HOMES or found.target.rpartition(".")[2] not in _CLASSES:
            continue
        shown = found.target.rpartition(".")[2]
        uses = list(_uses(module, found.name))
        fix = _fix(found.name, uses, ctx)
        places = [Span(found.span_start, found.span_end)]
        places += [module.source.ast_span(keyword) for _, keyword in uses]
        for place in places:
            yield ctx.finding(
                place,
                f"`{shown}` is deprecated: a declared return type is serialised faster without it",
                help="remove it, and declare what the endpoints return",
                fix=fix,
            )


@rule.on(Module, containing="JSONResponse")
def check_attributes(module: Module, ctx: Context) -> Findings:
    """``responses.ORJSONResponse``, where the module is imported and not the class."""
    if not _may_concern(module, ctx) or not _READ.search(module.source.text):
        return
    targets = {found.name: found.target for found in module.source.imports}
    given = {id(keyword.value): (call, keyword) for call, keyword in _keywords(module)}
    for node in module.source.nodes(ast.Attribute):
        if node.attr not in _CLASSES:
            continue
        head, _, rest = ast.unparse(node.value).partition(".")
        if f"{targets.get(head, '')}.{rest}".rstrip(".") not in _HOMES:
            continue
        call, keyword = given.get(id(node), (None, None))
        fix = None
        if call is not None and keyword is not None:
            fix = ctx.fix(f"remove `{node.attr}`", without_argument(call, keyword, ctx.source))
        yield ctx.finding(
            module.source.ast_span(keyword or node),
            f"`{node.attr}` is deprecated: a declared return type is serialised faster without it",
            help="remove it, and declare what the endpoints return",
            fix=fix,
        )


def _may_concern(module: Module, ctx: Context) -> bool:
    """Told from the text, as reading the file's tree takes a hundred times longer."""
    is_named = any(name in module.source.text for name in _CLASSES)
    return is_named and ctx.targets.fastapi.at_least("0.131")


def _uses(module: Module, name: str) -> list[tuple[ast.Call, ast.keyword]]:
    """The calls that are given the class as a response class."""
    return [
        (call, keyword)
        for call, keyword in _keywords(module)
        if isinstance(keyword.value, ast.Name) and keyword.value.id == name
    ]


def _keywords(module: Module) -> Iterator[tuple[ast.Call, ast.keyword]]:
    for node in module.source.nodes(ast.Call):
        yield from ((node, keyword) for keyword in node.keywords if keyword.arg in _KEYWORDS)


def _fix(name: str, uses: list[tuple[ast.Call, ast.keyword]], ctx: Context) -> Fix | None:
    edits: list[Edit] = [without_argument(call, keyword, ctx.source) for call, keyword in uses]
    imported = drop_imported(name, ctx.source, ctx, closes_gap=False, uses=len(uses))
    if not edits or not imported:
        return None
    return ctx.fix(f"remove `{name}`", *edits, *imported)
