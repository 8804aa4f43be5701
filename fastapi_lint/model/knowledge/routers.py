"""Classes that make applications and routers: FastAPI's own, and subclasses that libraries bring."""

from __future__ import annotations

from fastapi_lint.model.knowledge.controllers import CRUD

APPLICATIONS = frozenset(
    {
        "fastapi.FastAPI",
        "starlette.applications.Starlette",
        "cadwyn.Cadwyn",
        "cadwyn.applications.Cadwyn",
    }
)

ROUTERS = (
    APPLICATIONS
    | CRUD
    | {
        "fastapi.APIRouter",
        "starlette.routing.Router",
        "cadwyn.VersionedAPIRouter",
        "cadwyn.routing.VersionedAPIRouter",
        "fastapi_utils.inferring_router.InferringRouter",
        "fastapi_restful.inferring_router.InferringRouter",
        "strawberry.fastapi.GraphQLRouter",
    }
)

ROUTES = {
    "starlette.routing.Route": "add_route",
    "starlette.routing.WebSocketRoute": "add_websocket_route",
    "fastapi.routing.APIRoute": "add_api_route",
    "fastapi.routing.APIWebSocketRoute": "add_api_websocket_route",
}
"""Classes of routes, and the method of a router that adds what such an object is."""

MOUNTS = {"starlette.routing.Mount": True, "starlette.routing.Host": False}
"""Classes that lead to another application, and whether by its path."""

NAME_POSITIONS = {
    "websocket": 1,
    "websocket_route": 1,
    "route": 2,
    "add_api_websocket_route": 2,
    "add_websocket_route": 2,
    "add_route": 3,
}
"""The methods of a router that take the name of a route by position, and where it stands."""

LEAVES = frozenset({"starlette.staticfiles.StaticFiles"})
"""Applications to mount that have no routes, so no names."""

HARMLESS = (
    *(
        "asgiref.",
        "builtins.",
        "contextlib.",
        "fastapi.",
        "functools.",
        "httpx.",
        "inspect.",
        "logging.",
        "mangum.",
    ),
    *("opentelemetry.", "starlette.", "typing.", "uvicorn."),
)
"""What an application may be handed to and is not changed: it adds no routes."""

OWN_NAMES = ("openapi", "swagger_ui_html", "swagger_ui_redirect", "redoc_html")
"""The names of the routes that ``FastAPI`` itself adds."""

CLASS_VIEWS = frozenset(
    {
        "fastapi_utils.cbv.cbv",
        "fastapi_restful.cbv.cbv",
    }
)
"""Decorators of classes whose methods are endpoints."""

LIBRARY_ROUTES: dict[str, tuple[str, ...]] = {
    "strawberry.fastapi.GraphQLRouter": ("get", "post", "websocket")
}
"""Routers of libraries that bring their routes, all at the path that the constructor is given, in this order."""

ATTRIBUTES: dict[str, str | None] = {
    "docs_url": "/docs",
    "redoc_url": "/redoc",
    "openapi_url": "/openapi.json",
    "swagger_ui_oauth2_redirect_url": "/docs/oauth2-redirect",
    "title": "FastAPI",
    "version": "0.1.0",
    "description": "",
    "root_path": "",
}
"""What an application keeps of its constructor's arguments under the same name, and each default."""
