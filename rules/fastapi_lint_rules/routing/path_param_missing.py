"""A placeholder of a path is read by no parameter.

FastAPI connects the two by name. Where the endpoint of `/items/{item_id}` calls its parameter `id`, that is no path
parameter but a required query parameter: every request to `/items/3` answers 422 and asks for `?id=`. Where
no parameter looks like the one that was meant, whatever stands in that place of the path is accepted and ignored.

A placeholder may be taken anywhere: by the endpoint or an alias (`Path(alias="item_id")`), by a dependency of a
dependency, a class, a dependency of the route, the router, the inclusion or the application, or from
`request.path_params`. The prefixes of all routers count. Endpoints with `**kwargs`, under a decorator that may change the
signature, or with a dependency that the source does not show are left alone. So is `{rest:path}` that resembles no
parameter: it is there to catch what no other route does, whatever it is.

The fix renames the placeholder to the parameter that was meant. It is unsafe, as another name may be used by `url_for`.

Bad:

    from fastapi import FastAPI

    app = FastAPI()

    @app.get("/items/{item_id}")
    async def read_item(id: int) -> int:
              ^^^^^^^^^ nothing reads `{item_id}` of `GET /items/{item_id}`: `id` has another name and becomes a required query parameter
        return id

Good:

    from fastapi import FastAPI

    app = FastAPI()

    @app.get("/items/{id}")
    async def read_item(id: int) -> int:
        return id
"""

from difflib import SequenceMatcher

from fastapi_lint import (
    Context,
    Findings,
    Fix,
    Function,
    Location,
    Parameter,
    PathOperation,
    Route,
    Rule,
    Severity,
)
from fastapi_lint.model.domain import In
from fastapi_lint.model.file import syntax as s

rule = Rule(__name__, "FAPI206", Severity.ERROR, since="0.1")


@rule.on(Route)
def check(route: Route, ctx: Context) -> Findings:
    operation = next((one for one in route.operations if one.unread), None)
    if operation is None or not isinstance(route.endpoint, Function):
        return
    for name in operation.unread:
        meant = parameter_meant(name, operation)
        if meant is None and f"{{{name}:path}}" in (operation.path or ""):
            continue
        becomes = f"`{meant.name}` has another name and becomes a required query parameter" if meant else ""
        yield ctx.finding(
            Location(route.endpoint.path, route.endpoint.name_span),
            f"nothing reads `{{{name}}}` of `{operation.display}`: {becomes or 'its value is ignored'}",
            help=f"call the parameter `{name}`, or the placeholder `{meant.name}`"
            if meant
            else f"take `{name}` as a parameter, or leave it out of the path",
            severity=None if meant else Severity.WARNING,
            related=[ctx.related(operation.place, "the path")],
            fix=rename(name, meant, route, ctx) if meant else None,
        )


def parameter_meant(name: str, operation: PathOperation) -> Parameter | None:
    """The required query parameter of the endpoint that looks like the placeholder."""
    required = [
        parameter
        for parameter in operation.parameters
        if parameter.location is In.QUERY and parameter.required and parameter.marker is None
    ]
    if len(required) == 1 and len(operation.unread) == 1:
        return required[0]
    return next((one for one in required if is_similar(one.name, name)), None)


def is_similar(one: str, other: str) -> bool:
    """`id` and `item_id`, `itemid` and `item_id`."""
    short, long = sorted((one, other), key=len)
    return long.endswith(f"_{short}") or SequenceMatcher(None, one, other).ratio() > 0.8


def rename(name: str, meant: Parameter, route: Route, ctx: Context) -> Fix | None:
    """Rename the placeholder where the path is written at the route."""
    path = route.path_argument
    if not isinstance(path, s.Constant):
        return None
    text = ctx.text(ctx.at(route.path, path))
    found = [end for end in ("}", ":") if text.count(f"{{{name}{end}") == 1]
    if len(found) != 1 or f"{{{meant.name}" in text:
        return None
    new = text.replace(f"{{{name}{found[0]}", f"{{{meant.name}{found[0]}")
    return ctx.fix(f"rename `{{{name}}}` to `{{{meant.name}}}`", ctx.replace(ctx.at(route.path, path), new))
