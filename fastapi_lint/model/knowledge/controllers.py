"""Libraries that make routes of a class's methods: what was seen when they ran.

classy-fastapi 0.7, fastapi-class 3.7, fastapi-controllers 0.3 and 0.4, fastapi-utils 0.8, fastapi-crudrouter 0.8.
"""

from __future__ import annotations

from fastapi_lint.model.file.scan import HTTP_METHODS

_CLASSY = ("classy_fastapi", "classy_fastapi.decorators")
_CONTROLLERS = ("fastapi_controllers", "fastapi_controllers.routing")

MARKS = {
    f"{package}.{name}": name
    for package in (*_CLASSY, *_CONTROLLERS)
    for name in (*HTTP_METHODS, "websocket")
} | {f"{package}.route": "api_route" for package in _CLASSY}
"""Decorators that note on a method what it is to be a route of, and the method of a router that adds that."""

ROUTABLES = frozenset({"classy_fastapi.Routable", "classy_fastapi.routable.Routable"})
"""Classes whose constructor makes ``self.router`` with a route for each marked method."""

CONTROLLERS = frozenset({"fastapi_controllers.Controller", "fastapi_controllers.controllers.Controller"})
"""Classes with ``create_router``, up to fastapi-controllers 0.3."""

CREATE_ROUTER = "fastapi_controllers.create_router"
SETTINGS = "fastapi_controllers.router"
"""What makes a router of a class, and the decorator that says with which options, from fastapi-controllers 0.4 on."""

OBJECT_VIEWS = frozenset({"fastapi_class.View", "fastapi_class.views.View"})
"""Decorators of classes that make one object, and routes of its methods that are called after an HTTP method."""

ENDPOINTS = frozenset({"fastapi_class.endpoint", "fastapi_class.routers.endpoint"})
"""The decorator that makes a route of another method of such a class."""

APIS = frozenset(
    {
        *("fastapi_utils.Api", "fastapi_utils.cbv_base.Api"),
        *("fastapi_restful.Api", "fastapi_restful.cbv_base.Api"),
    }
)
"""Classes whose ``add_resource(object, *paths)`` makes routes of the object's methods."""

RESOURCES = frozenset(
    {
        *("fastapi_utils.Resource", "fastapi_utils.cbv_base.Resource"),
        *("fastapi_restful.Resource", "fastapi_restful.cbv_base.Resource"),
    }
)
"""What the classes of such objects derive from, which adds nothing."""

TAKING = frozenset(
    {
        *("fastapi_utils.take_init_parameters", "fastapi_utils.cbv_base.take_init_parameters"),
        *("fastapi_restful.take_init_parameters", "fastapi_restful.cbv_base.take_init_parameters"),
    }
)
"""Decorators of such a class whose constructor's parameters are taken from requests all the same."""

CRUD = frozenset(
    f"fastapi_crudrouter.{name}CRUDRouter"
    for name in ("Memory", "SQLAlchemy", "Databases", "Tortoise", "Ormar", "Gino")
)
"""Routers that come with the routes of a resource."""

CRUD_ROUTES = (
    ("get_all_route", "get", ""),
    ("create_route", "post", ""),
    ("delete_all_route", "delete", ""),
    ("get_one_route", "get", "/{item_id}"),
    ("update_route", "put", "/{item_id}"),
    ("delete_one_route", "delete", "/{item_id}"),
)
"""In this order; a route whose parameter is ``False`` is left out."""

MAKING = frozenset({CREATE_ROUTER, *(f"{name}.add_resource" for name in APIS)})
"""Functions and methods that make routes of a class."""
