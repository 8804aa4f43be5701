"""What fastapi-mcp adds to an application, or to a router that it includes: seen when its release 0.4 ran."""

from __future__ import annotations

from typing import TYPE_CHECKING

from fastapi_lint.model.domain import Application, Router
from fastapi_lint.model.file import syntax as s
from fastapi_lint.model.meaning.values import Arguments, External, Instance, Listing, Literal, Value
from fastapi_lint.model.routes.options import text

if TYPE_CHECKING:
    from fastapi_lint.model.routes.registering import Registering

SERVERS = frozenset({"fastapi_mcp.FastApiMCP", "fastapi_mcp.server.FastApiMCP"})
_SSE = (("", ("GET",)), ("/messages/", ("POST",)))
_HTTP = (("", ("GET", "POST", "DELETE")),)
MOUNTS = {"mount": ("/mcp", _SSE), "mount_http": ("/mcp", _HTTP), "mount_sse": ("/sse", _SSE)}
"""Methods of a server: the path by default, and the routes below it with their HTTP methods."""


def server(callee: External, given: Arguments) -> Instance:
    """``FastApiMCP(app)``."""
    auth = given.named.get("auth_config", Literal(None))
    return Instance(callee, {"app": given.get(0, "fastapi"), "auth": None if "" in given.named else auth})


def mount(run: Registering, call: s.Call, callee: External, given: Arguments) -> Value:
    """``mcp.mount_http()``."""
    served = callee.receiver.attributes if isinstance(callee.receiver, Instance) else {}
    app, target = served.get("app"), given.get(0, "router")
    if target is None and not given.positional and not {"router", ""} & given.named.keys():
        target = app
    router = app if target == Literal(None) else target
    if isinstance(router, Router):
        _add(run, call, callee, router, given, has_auth=served.get("auth") != Literal(None))
        if isinstance(app, Router) and not isinstance(router, Application):
            run.include(app, call, Arguments([router]))
    return Literal(None)


def _add(
    run: Registering, call: s.Call, callee: External, router: Router, given: Arguments, has_auth: bool
) -> None:
    default, routes = MOUNTS[callee.name.rpartition(".")[2]]
    is_given = len(given.positional) > 1 or {"mount_path", ""} & given.named.keys()
    path = text(given.get(1, "mount_path")) if is_given else default
    for below, methods in routes:
        whole = None if path is None else Literal("/" + path.strip("/") + below)
        named: dict[str, Value] = {"methods": Listing(tuple(map(Literal, methods)))}
        named |= {"": None} if has_auth else {}  # it has dependencies that nobody shows
        run.add_route(router, call, "add_api_route", whole, None, Arguments(named=named))
