"""`url_for` asks for a route that the application does not have.

`request.url_for("read_item", item_id=3)` and `app.url_path_for(…)` look for a route of that name whose path has exactly
these parameters: one too few or too many is as bad as a wrong name. Starlette raises `NoMatchFound` when the line runs,
which the client sees as 500. A route is called like its function unless it has a `name=`; what a mount leads to is
called `mount:name`; `StaticFiles` take a `path`.

Reported is what no application of the project has. Left alone are names and parameters that the source does not show
(`**params`), calls in a `try`, templates, and projects whose applications include, mount or are handed to something that
the source does not show. There is no fix: the help names the route that looks most like it.

Bad:

    from fastapi import FastAPI, Request

    app = FastAPI()

    @app.get("/items/{item_id}")
    def read_item(item_id: int) -> int:
        return item_id

    @app.get("/first")
    def read_first(request: Request) -> str:
        return str(request.url_for("get_item", item_id=1))
                                   ^^^^^^^^^^ no route is called `get_item`: this raises `NoMatchFound`

    @app.get("/second")
    def read_second(request: Request) -> str:
        return str(request.url_for("read_item", id=2))
                                   ^^^^^^^^^^^ the path of `read_item` takes `item_id`, and `id` is given: this raises `NoMatchFound`

Good:

    from fastapi import FastAPI, Request

    app = FastAPI()

    @app.get("/items/{item_id}")
    def read_item(item_id: int) -> int:
        return item_id

    @app.get("/first")
    def read_first(request: Request) -> str:
        return str(request.url_for("read_item", item_id=1))

    @app.get("/second")
    def read_second(request: Request) -> str:
        return str(request.url_for("read_item", item_id=2))
"""

from collections.abc import Iterable, Iterator
from difflib import get_close_matches

from fastapi_lint import Application, Context, Findings, ProjectCall, Router, Rule, Severity
from fastapi_lint.model.file import syntax as s
from fastapi_lint.model.knowledge.routers import HARMLESS, ROUTERS
from fastapi_lint.model.meaning.values import External, Instance, Literal, Method, Value
from fastapi_lint.model.routes.naming import Named, named

rule = Rule(__name__, "FAPI230", Severity.ERROR, since="0.1")

REQUESTS = [
    f"starlette.{name}" for name in ("requests.Request", "requests.HTTPConnection", "websockets.WebSocket")
]
LOOKING = [*ROUTERS, *(f"{name}.router" for name in ROUTERS), *(f"{name}.app" for name in REQUESTS)]
ASKING = {f"{name}.url_for" for name in REQUESTS} | {f"{name}.url_path_for" for name in LOOKING}


@rule.on(ProjectCall, to=ASKING)
def check(call: ProjectCall, ctx: Context) -> Findings:
    value, shown = call.given(0, ""), call.call.argument(0, "")
    name = value.value if type(value) is Literal else None
    if not isinstance(name, str) or shown is None or call.call.is_open or is_tried(call):
        return
    given = frozenset(keyword.name for keyword in call.call.keywords)
    known = list(targets(call, ctx))
    called = [one for one in known if one.is_called(name)]
    if not known or any(one.takes(given) for one in called) or may_have_others(ctx):
        return
    if called:
        paths = dict.fromkeys(listed(one.required or ()) for one in called)
        said = f"the path of `{name}` takes {' or '.join(paths)}, and {listed(given)} is given"
        advice = "give every parameter of the path, those of prefixes too, and no other"
    else:
        said = f"no route is called `{name}`"
        close = get_close_matches(name, sorted({one.name for one in known if one.name}), 1)
        advice = (
            f"did you mean `{close[0]}`?"
            if close
            else "a route is called like its function, or by its `name=`"
        )
    yield ctx.finding(shown, f"{said}: this raises `NoMatchFound`", help=advice)


def listed(names: Iterable[str]) -> str:
    return ", ".join(f"`{name}`" for name in sorted(names)) or "nothing"


def targets(call: ProjectCall, ctx: Context) -> Iterator[Named]:
    """What may be meant: all that the router in question serves, or the whole project; nothing when unknown."""
    callee = call.site.callee
    if isinstance(callee, Method):
        yield from named(callee.router) if callee.router.call is not None else ()
    elif call.callee.rpartition(".")[0] != "fastapi.APIRouter" and any(
        not application.module.is_test for application in ctx.project.applications
    ):
        for router in ctx.project.routers:
            if isinstance(router, Application) and not router.module.is_test:
                yield from named(router)
            elif router.is_server:  # it may be part of some application, under whatever prefix
                yield from (one.under_any_prefix() for one in named(router) if one.name is not None)


def is_tried(call: ProjectCall) -> bool:
    """Whether the call stands in a `try`, or under `suppress(…)` or `raises(…)`."""
    body = call.function.body if call.function is not None else call.module.facts.body
    around = (node for statement in body for node in s.walk(statement) if isinstance(node, (s.Try, s.With)))
    return any(
        node.start <= call.call.start < node.end
        and (
            isinstance(node, s.Try)
            or any(
                isinstance(one, s.Call) and s.dotted(one.func).endswith(("suppress", "raises"))
                for one in node.contexts
            )
        )
        for node in around
    )


def may_have_others(ctx: Context) -> bool:
    """Whether somebody else may add routes to an application, or looks names up in a way of his own."""
    routes = ctx.project.subclasses.get("fastapi.routing.APIRoute", [])
    own = any(cls.method("__init__") for cls in routes) or any(
        "url_path_for" in cls.methods for cls in ctx.project.classes()
    )
    return own or any(
        is_application(value, expr)
        for call in ctx.project.calls_to({"*"})
        if not call.module.is_test and not call.callee.startswith(HARMLESS)
        for value, expr in arguments(call)
    )


def arguments(call: ProjectCall) -> Iterator[tuple[Value, s.Expr]]:
    yield from zip(call.site.given.positional, call.call.args, strict=False)
    yield from ((call.site.given.named.get(one.name), one.value) for one in call.call.keywords)


def is_application(value: Value, expr: s.Expr) -> bool:
    of = value.of if isinstance(value, Instance) else None
    is_made = isinstance(value, Router) or (isinstance(of, External) and of.name in ROUTERS)
    return is_made or (
        value is None and s.dotted(expr).rpartition(".")[2] in ("app", "application", "router")
    )
