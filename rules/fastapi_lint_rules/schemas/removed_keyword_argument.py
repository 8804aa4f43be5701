"""An argument that FastAPI or Starlette has removed: the call raises TypeError when the module is imported.

FastAPI 0.145 no longer takes unknown arguments in `FastAPI(…)`, nor `openapi_prefix=`;
FastAPI 0.155 none in `Query(…)`, `Body(…)` and the like, where they used to become part of the schema.
Starlette 1.0 wants the request first in `TemplateResponse`, and with it `FastAPI.route` is gone, which raises
AttributeError. An upgrade of a patch number in a lock file is enough for an application that does not start.

Arguments that arrive through `**options` are not known and left alone, subclasses of the project with a
constructor of their own as well, and projects that only run on older versions; with a range that begins below
the removal nothing is reported, since it may be what they run on.

The fixes are unsafe. An argument of `Query(…)` goes where it went before, into `json_schema_extra=`, though it
may be misspelt; `openapi_prefix=` goes, as the server is to know the prefix (`--root-path`), and where FastAPI
may be older than 0.146, which deprecates that too, it becomes `root_path=`. For what else was given to `FastAPI(…)`
there is none. `TemplateResponse` gets the request of its context first, which is safe where only the new order works.

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

    app = FastAPI()

    @app.get("/items")
    async def read_items(q: str = Query("", json_schema_extra={"placeholder": "name"})) -> str:
        return q
"""

from fastapi_lint import Applicability, Context, Findings, Fix, ProjectCall, Route, Rule, Severity, Span
from fastapi_lint.model.domain import Application
from fastapi_lint.model.file import syntax as s
from fastapi_lint.model.knowledge.signatures import CONSTRUCTORS, MARKERS
from fastapi_lint.model.meaning.values import Dictionary, Literal
from fastapi_lint.signatures import drop_given

rule = Rule(__name__, "FAPI610", Severity.ERROR, since="0.1")

ROOT_PATH_DEPRECATED = "0.146"
"""The first FastAPI that warns of ``root_path=`` too: see root-path-keyword."""

_SIGNATURES = {**CONSTRUCTORS, **MARKERS}


@rule.on(ProjectCall, to=_SIGNATURES.keys())
def check(call: ProjectCall, ctx: Context) -> Findings:
    since = "0.145" if call.callee in CONSTRUCTORS else "0.155"
    if not ctx.targets.fastapi.at_least(since):
        return
    known = _SIGNATURES[call.callee]
    unknown = [keyword for keyword in call.call.keywords if keyword.name and keyword.name not in known]
    for keyword in unknown:
        yield ctx.finding(
            keyword,
            f"`{call.callee}` has no `{keyword.name}=` since {since}: this raises TypeError",
            help=_help(keyword, ctx),
            fix=_fix(call.call, keyword, ctx) if len(unknown) == 1 else None,
        )


def _help(given: s.Keyword, ctx: Context) -> str:
    if given.name != "openapi_prefix":
        return "remove it, or say it in another way"
    is_server = ctx.targets.fastapi.at_least(ROOT_PATH_DEPRECATED)
    return "remove it, and start the server with `--root-path`" if is_server else "use `root_path=`"


def _fix(call: s.Call, given: s.Keyword, ctx: Context) -> Fix | None:
    if given.name == "openapi_prefix" and ctx.targets.fastapi.at_least(ROOT_PATH_DEPRECATED):
        edit = drop_given(call, given.value, ctx.source, ctx)
        return ctx.fix("remove it, for the server to say", edit) if edit is not None else None
    if given.name == "openapi_prefix" and call.keyword("root_path") is None:
        name = Span(given.start, given.start + len(given.name))
        return ctx.fix("use `root_path=`", ctx.replace(name, "root_path"))
    if ctx.text(call.func).endswith("FastAPI") or call.keyword("json_schema_extra") is not None:
        return None
    value = ctx.text(given).partition("=")[2].strip()
    moved = f'json_schema_extra={{"{given.name}": {value}}}'
    return ctx.fix("put it into `json_schema_extra=`", ctx.replace(given, moved))


@rule.on(ProjectCall, to={"starlette.templating.Jinja2Templates.TemplateResponse"})
def check_template(call: ProjectCall, ctx: Context) -> Findings:
    """``TemplateResponse(name, context)``, as it was before Starlette 0.29."""
    arguments, options = call.call.args, {keyword.name: keyword.value for keyword in call.call.keywords}
    if call.call.is_open or "request" in options or not ctx.targets.starlette.at_least("1.0"):
        return
    given = call.site.given.positional
    if arguments:
        is_old = isinstance(given[1], Dictionary) if len(given) > 1 else isinstance(given[0], Literal)
    else:
        is_old = "name" in options
    if is_old:
        context = arguments[1] if len(arguments) > 1 else options.get("context")
        yield ctx.finding(
            call,
            "`TemplateResponse` takes the request first since Starlette 1.0: this raises TypeError",
            help="call `TemplateResponse(request, name, context)`",
            fix=_request_first(call.call, context, ctx),
        )


def _request_first(call: s.Call, context: s.Expr | None, ctx: Context) -> Fix | None:
    """``TemplateResponse(request, name, context)``, where the context shows which request it is."""
    items = list(zip(context.keys, context.values, strict=True)) if isinstance(context, s.Mapping) else []
    found = next((v for k, v in items if isinstance(k, s.Constant) and k.value == "request"), None)
    if not isinstance(found, (s.Name, s.Attribute)):
        return None
    start = min(item.start for item in (*call.args, *call.keywords))
    text = f"{ctx.text(found)}, " if call.args else f"request={ctx.text(found)}, "
    return ctx.fix("put the request first", ctx.insert(start, text), applicability=Applicability.SAFE)


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
