"""An argument that FastAPI or Starlette has removed: the call raises TypeError when the module is imported.

FastAPI 0.145 no longer takes unknown arguments in `FastAPI(…)`, nor `openapi_prefix=`;
FastAPI 0.155 none in `Query(…)`, `Body(…)` and the like, where they used to become part of the schema.
Starlette 1.0 wants the request first in `TemplateResponse`, and with it `FastAPI.route` is gone, which raises
AttributeError. An upgrade of a patch number in a lock file is enough for an application that does not start.

Arguments that arrive through `**options` are not known and left alone, subclasses of the project with a
constructor of their own as well, and projects that only run on older versions; with a range that begins below
the removal nothing is reported, since it may be what they run on.

The fixes are unsafe. An argument of `Query(…)` goes where it went before, into `json_schema_extra=`, though it
may be misspelt; `openapi_prefix=` becomes `root_path=`, which is more than the prefix of the document. For what
else was given to `FastAPI(…)` there is none.

Bad:

    from fastapi import FastAPI, Query

    app = FastAPI(openapi_prefix="/api")
                  ^^^^^^^^^^^^^^^^^^^^^ `fastapi.FastAPI` has no `openapi_prefix=` since 0.145: this raises TypeError

    @app.get("/items")
    async def read_items(q: str = Query("", placeholder="name")) -> str:
                                            ^^^^^^^^^^^^^^^^^^ `fastapi.Query` has no `placeholder=` since 0.155: this raises TypeError
        return q

Good:

    from fastapi import FastAPI, Query

    app = FastAPI(root_path="/api")

    @app.get("/items")
    async def read_items(q: str = Query("", json_schema_extra={"placeholder": "name"})) -> str:
        return q
"""

import libcst as cst

from fastapi_lint import Context, Findings, Fix, ProjectCall, Route, Rule, Severity
from fastapi_lint.linter import callee_of
from fastapi_lint.model.domain import Application
from fastapi_lint.model.knowledge.signatures import CONSTRUCTORS, MARKERS
from fastapi_lint.model.values import Dictionary

rule = Rule(__name__, "FAPI610", Severity.ERROR, since="0.1")

_SIGNATURES = {**CONSTRUCTORS, **MARKERS}


@rule.on(cst.Call, to=_SIGNATURES.keys())
def check(call: cst.Call, ctx: Context) -> Findings:
    callee = callee_of(call, ctx.project.modules[ctx.path])
    since = "0.145" if callee in CONSTRUCTORS else "0.155"
    if not ctx.targets.fastapi.at_least(since):
        return
    known = _SIGNATURES[callee]
    unknown = [arg for arg in call.args if arg.keyword is not None and arg.keyword.value not in known]
    for arg in unknown:
        name = arg.keyword.value if arg.keyword is not None else ""
        yield ctx.finding(
            arg,
            f"`{callee}` has no `{name}=` since {since}: this raises TypeError",
            help="use `root_path=`" if name == "openapi_prefix" else "remove it, or say it in another way",
            fix=_fix(call, arg, name, ctx) if len(unknown) == 1 else None,
        )


def _fix(call: cst.Call, arg: cst.Arg, name: str, ctx: Context) -> Fix | None:
    used = {item.keyword.value for item in call.args if item.keyword is not None}
    if name == "openapi_prefix" and "root_path" not in used and arg.keyword is not None:
        return ctx.fix("use `root_path=`", ctx.replace(arg.keyword, "root_path"))
    if ctx.text(call.func).endswith("FastAPI") or "json_schema_extra" in used:
        return None
    moved = f'json_schema_extra={{"{name}": {ctx.text(arg.value)}}}'
    return ctx.fix("put it into `json_schema_extra=`", ctx.replace(arg, moved))


@rule.on(ProjectCall, to={"starlette.templating.Jinja2Templates.TemplateResponse"})
def check_template(call: ProjectCall, ctx: Context) -> Findings:
    """``TemplateResponse(name, context)``, as it was before Starlette 0.29."""
    arguments, given = call.call.args, call.site.given.positional
    if (
        len(arguments) < 2
        or not ctx.targets.starlette.at_least("1.0")
        or not isinstance(given[1], Dictionary)
    ):
        return
    yield ctx.finding(
        call,
        "`TemplateResponse` takes the request first since Starlette 1.0: this raises TypeError",
        help="call `TemplateResponse(request, name, context)`",
    )


@rule.on(Route)
def check_route(route: Route, ctx: Context) -> Findings:
    func = route.call.func
    is_gone = route.plain and route.is_decorator and getattr(func, "attr", "") == "route"
    if is_gone and isinstance(route.router, Application) and ctx.targets.starlette.at_least("1.0"):
        yield ctx.finding(
            func,
            "applications have no `route` since Starlette 1.0: this raises AttributeError",
            help="use `add_route`, or `api_route` of FastAPI",
        )
