"""Functions and methods of libraries that bring routes: what was seen when they ran under FastAPI 0.165."""

from __future__ import annotations

from typing import NamedTuple


class Bringing(NamedTuple):
    """What a call adds to the router that it is given, under one path."""

    name: str
    """The method of a router that adds it."""
    parameter: str
    """The argument that names the path."""
    position: int
    default: str


_USERS = "fastapi_users.FastAPIUsers."

BRINGING_ROUTERS: dict[str, tuple[tuple[str, str], ...]] = {
    f"{_USERS}get_auth_router": (("post", "/login"), ("post", "/logout")),
    f"{_USERS}get_register_router": (("post", "/register"),),
    f"{_USERS}get_reset_password_router": (("post", "/forgot-password"), ("post", "/reset-password")),
    f"{_USERS}get_verify_router": (("post", "/request-verify-token"), ("post", "/verify")),
    f"{_USERS}get_users_router": (
        ("get", "/me"),
        ("patch", "/me"),
        ("get", "/{id}"),
        ("patch", "/{id}"),
        ("delete", "/{id}"),
    ),
    f"{_USERS}get_oauth_router": (("get", "/authorize"), ("get", "/callback")),
    f"{_USERS}get_oauth_associate_router": (("get", "/authorize"), ("get", "/callback")),
}
"""Calls that give a router with these routes, in this order (fastapi-users 15)."""


class Page(NamedTuple):
    """A page that an application has by itself, unless one of its options is None."""

    option: str
    """The option that names its path."""
    default: str
    needs: tuple[str, ...]
    """The other options that must not be None."""
    method: str
    """The method of the application that answers; empty for what no subclass can override."""
    is_plain: bool = True


_CADWYN = (
    Page("swagger_ui_oauth2_redirect_url", "/docs/oauth2-redirect", ("openapi_url", "docs_url"), ""),
    Page("changelog_url", "/changelog", (), "generate_changelog", is_plain=False),
    Page("openapi_url", "/openapi.json", (), "openapi_jsons"),
    Page("docs_url", "/docs", ("openapi_url",), "swagger_dashboard"),
    Page("redoc_url", "/redoc", ("openapi_url",), "redoc_dashboard"),
)

PAGES: dict[str, tuple[Page, ...]] = {"cadwyn.Cadwyn": _CADWYN, "cadwyn.applications.Cadwyn": _CADWYN}
"""Those of libraries' own kinds of applications, in the order of their routes (cadwyn 7)."""

BRINGING_ROUTES: dict[str, Bringing] = {
    "prometheus_fastapi_instrumentator.Instrumentator.expose": Bringing("get", "endpoint", 2, "/metrics"),
    "sqladmin.Admin": Bringing("mount", "base_url", 3, "/admin"),
}
"""Calls that add to the router in their first argument (instrumentator 8, sqladmin 0.32)."""
