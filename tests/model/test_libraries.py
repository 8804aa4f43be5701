"""What libraries make of applications and of classes. What is expected is what FastAPI said when they ran."""

from __future__ import annotations

import pytest
from model_link import Link

from fastapi_lint.model.domain import Application, MountPoint, PathOperation
from fastapi_lint.model.project import Project


def app(project: Project) -> Application:
    return [one for one in project.applications if one.name == "app"][-1]


def paths(served: Application) -> list[str]:
    """What an application serves; what is mounted in it stands behind its mount."""
    found = []
    for entry in served.operations:
        if isinstance(entry, PathOperation):
            found.append(entry.display)
            continue
        assert isinstance(entry, MountPoint)
        found.append(f"HOST {entry.mount.host}" if entry.mount.is_host else f"MOUNT {entry.path}")
        if isinstance(entry.mount.application, Application):
            found += [f"  {path}" for path in paths(entry.mount.application)]
    return found


def needs(project: Project, display: str) -> list[str]:
    (operation,) = [one for one in app(project).operations if getattr(one, "display", "") == display]
    assert isinstance(operation, PathOperation)
    return [getattr(one.dependency.target, "name", "?") for one in operation.dependencies]


VERSIONED = """
from fastapi import APIRouter, Depends, FastAPI
from fastapi_versioning import VersionedFastAPI, version, versioned_api_route
def need(): ...
app = FastAPI(dependencies=[Depends(need)])
@app.get("/greet")
@version(1, 0)
def greet(): ...
@app.get("/other")
def other(): ...
@app.get("/greet")
@version(1, 1)
def greet_again(): ...
app = VersionedFastAPI(app{options})
@app.get("/health")
def health(): ...
"""


def test_versions_of_an_application(link: Link) -> None:
    project = link(main=VERSIONED.replace("{options}", ", enable_latest=True"))
    assert paths(app(project)) == [
        "MOUNT /v1_0",
        "  GET /greet",
        "  GET /other",
        "GET /v1_0/docs",
        "GET /v1_0/openapi.json",
        "MOUNT /v1_1",
        "  GET /greet",
        "  GET /other",
        "GET /v1_1/docs",
        "GET /v1_1/openapi.json",
        "MOUNT /latest",
        "  GET /greet",
        "  GET /other",
        "GET /health",
    ]
    again = next(route for route in project.routes if route.function and route.function.name == "greet_again")
    assert [one.dependencies[0].dependency.target.name for one in again.operations] == ["need", "need"]  # type: ignore[union-attr]
    assert not [one for router in project.routers for one in router.conflicts]


@pytest.mark.parametrize(
    ("options", "prefixes"),
    [
        (', prefix_format="/api/v{major}", default_version=(0, 1)', ["/api/v0", "/api/v1", "/api/v1"]),
        (", prefix_format=unknown()", []),
        (", enable_latest=unknown()", []),
    ],
)
def test_options_of_versions(link: Link, options: str, prefixes: list[str]) -> None:
    found = paths(app(link(main=VERSIONED.replace("{options}", options))))
    assert [path.removeprefix("MOUNT ") for path in found if path.startswith("MOUNT")] == prefixes
    assert found[-1] == "GET /health"
    assert prefixes or found[0] == "? ?"


def test_versions_of_included_routers(link: Link) -> None:
    project = link(
        {"pyproject.toml": "[tool.fastapi-lint]\ntarget-fastapi = '0.115'\n"},
        main="""
        from fastapi import APIRouter, FastAPI
        from fastapi_versioning import VersionedFastAPI, version, versioned_api_route
        app = FastAPI()
        one = APIRouter(prefix="/r")
        @one.get("/in")
        @version(1, 1)
        def inside(a: int): ...
        two = APIRouter(route_class=versioned_api_route(1, 2))
        @two.get("/q")
        def other(b: int): ...
        app.include_router(one, prefix="/x")
        app.include_router(two)
        app.include_router(two, prefix="/again")
        app = VersionedFastAPI(app, prefix_format="/v{major}.{minor}")
        """,
    )
    assert [path for path in paths(app(project)) if not path.endswith(("/docs", "/openapi.json"))] == [
        "MOUNT /v1.0",
        "MOUNT /v1.1",
        "  GET /x/r/in",
        "MOUNT /v1.2",
        "  GET /x/r/in",
        "  GET /q",
        "  GET /again/q",
    ]


def test_classy_fastapi(link: Link) -> None:
    project = link(
        main="""
        from classy_fastapi import Routable, delete, get, post, websocket
        from fastapi import Depends, FastAPI
        def need(): ...
        class Base(Routable):
            def __init__(self, store, **options) -> None:
                super().__init__(**options)
                self.store = store
            @get("/user/{name}")
            def read(self, name: str): ...
            @get("/old")
            def moved(self): ...
        class Users(Base):
            @post("/user", dependencies=[Depends(need)])
            def add(self, q: int = 1, n=Depends(need)): ...
            @websocket("/ws")
            async def ws(self, websocket): ...
            @get("/new")
            def moved(self): ...
        class Plain(Routable):
            @get("/plain")
            def plain(self): ...
        app = FastAPI()
        app.include_router(Users(3, prefix="/p").router, prefix="/api")
        app.include_router(Plain().router)
        """
    )
    assert paths(app(project)) == [
        "POST /api/p/user",
        "GET /api/p/new",
        "GET /api/p/user/{name}",
        "WEBSOCKET /api/p/ws",
        "GET /plain",
    ]
    assert needs(project, "POST /api/p/user") == ["need", "need"]
    assert [one.name for one in project.routes[0].parameters] == ["q", "n"]


def test_fastapi_class(link: Link) -> None:
    project = link(
        main="""
        from fastapi import APIRouter, FastAPI
        from fastapi_class import View, endpoint
        app = FastAPI()
        router = APIRouter(prefix="/r")
        @View(app)
        class First:
            async def post(self): ...
            async def get(self, q: int = 1): ...
            @endpoint(("PUT",), path="edit")
            async def edit(self): ...
            def helper(self): ...
        @View(router, path="/items")
        class Second:
            @endpoint(methods=["GET", "POST"], path="/{item_id}")
            async def anything(self, item_id: int): ...
            async def delete(self): ...
        app.include_router(router)
        """
    )
    assert paths(app(project)) == [
        "PUT /edit",
        "GET /",
        "POST /",
        "GET/POST /r/items/{item_id}",
        "DELETE /r/items",
    ]


def test_fastapi_controllers(link: Link) -> None:
    project = link(
        main="""
        from fastapi import Depends, FastAPI
        from fastapi_controllers import create_router, get, post, router, websocket
        def need(): ...
        class Base:
            @get("/base")
            async def base(self): ...
            @get("/over")
            async def over(self): ...
        @router(prefix="/x", dependencies=[Depends(need)])
        class Items(Base):
            def __init__(self, n=Depends(need)): ...
            @get("/{item_id}")
            async def read(self, item_id: int): ...
            @get("/two")
            @post("/one")
            async def more(self): ...
            @get("/other")
            async def over(self): ...
        app = FastAPI()
        app.include_router(create_router(Items))
        app.include_router(create_router(Base, prefix="/plain"), prefix="/api")
        """
    )
    assert paths(app(project)) == [
        "GET /x/base",
        "GET /x/other",
        "GET /x/{item_id}",
        "POST /x/one",
        "GET /x/two",
        "GET /api/plain/base",
        "GET /api/plain/over",
    ]
    assert needs(project, "GET /x/{item_id}") == ["need", "Items", "need"]


def test_fastapi_controllers_before_0_4(link: Link) -> None:
    project = link(
        main="""
        from fastapi import Depends, FastAPI
        from fastapi_controllers import Controller, get, post
        def need(): ...
        class Items(Controller):
            prefix = "/x"
            dependencies = [Depends(need)]
            @get("/{item_id}")
            async def read(self, item_id: int): ...
            @post("/a")
            async def create(self): ...
        class Named(Controller):
            __router_params__ = {"prefix": "/n"}
            @get("/b")
            async def read(self): ...
        app = FastAPI()
        app.include_router(Items.create_router())
        app.include_router(Named.create_router(), prefix="/api")
        """
    )
    assert paths(app(project)) == ["POST /x/a", "GET /x/{item_id}", "GET /api/n/b"]
    assert needs(project, "POST /x/a") == ["need", "Items"]


def test_resources_of_fastapi_utils(link: Link) -> None:
    project = link(
        main="""
        from fastapi import Depends, FastAPI
        from fastapi_utils import Api, Resource
        def need(): ...
        class Items(Resource):
            def __init__(self, x=1): ...
            def get(self, item_id: int = 1, n=Depends(need)): ...
            def post(self): ...
            def helper(self): ...
        def make():
            app = FastAPI()
            api = Api(app)
            api.add_resource(Items(), "/items", "/things", prefix="/p")
            return app
        app = make()
        """
    )
    assert paths(app(project)) == ["GET /p/items", "POST /p/items", "GET /p/things", "POST /p/things"]
    assert needs(project, "GET /p/items") == ["Items", "need"]
    assert [one.name for one in project.routes[1].dependency_tree[0].parameters] == []


def test_fastapi_crudrouter(link: Link) -> None:
    project = link(
        main="""
        from fastapi import FastAPI
        from fastapi_crudrouter import MemoryCRUDRouter
        from pydantic import BaseModel
        class Potato(BaseModel):
            id: int
        app = FastAPI()
        app.include_router(MemoryCRUDRouter(schema=Potato))
        router = MemoryCRUDRouter(schema=Potato, prefix="/own/", delete_all_route=False)
        @router.get("")
        def mine(): ...
        @router.delete("/{item_id}")
        def remove(item_id: int): ...
        app.include_router(router, prefix="/api")
        """
    )
    assert paths(app(project)) == [
        "GET /potato",
        "POST /potato",
        "DELETE /potato",
        "GET /potato/{item_id}",
        "PUT /potato/{item_id}",
        "DELETE /potato/{item_id}",
        "POST /api/own",
        "GET /api/own/{item_id}",
        "PUT /api/own/{item_id}",
        "GET /api/own",
        "DELETE /api/own/{item_id}",
    ]


def test_fastapi_pagination(link: Link) -> None:
    project = link(
        main="""
        from fastapi import APIRouter, FastAPI
        from fastapi_pagination import Page, add_pagination
        from fastapi_pagination.limit_offset import LimitOffsetPage
        router = APIRouter()
        @router.get("/a")
        def a() -> Page[int]: ...
        @router.get("/b", response_model=LimitOffsetPage[int])
        def b(): ...
        @router.get("/c", response_model=list[int])
        def c() -> Page[int]: ...
        def make():
            app = FastAPI()
            app.include_router(router)
            return add_pagination(app)
        app = make()
        """
    )
    assert paths(app(project)) == ["GET /a", "GET /b", "GET /c"]
    assert [route.shows_dependencies for route in project.routes] == [False, False, True]


def test_hosts(link: Link) -> None:
    project = link(
        main="""
        from fastapi import FastAPI
        from starlette.routing import Host, Router
        app = FastAPI()
        sub = FastAPI()
        @sub.get("/s")
        def s(): ...
        app.host("api.example.org", sub)
        app.router.routes.append(Host("{sub}.example.org", app=Router()))
        """
    )
    assert paths(app(project)) == ["HOST api.example.org", "  GET /s", "HOST {sub}.example.org"]


def test_pages_of_cadwyn(link: Link) -> None:
    code = """
        from cadwyn import Cadwyn
        class Own(Cadwyn):
            async def openapi_jsons(self, req): ...
        app = Own(versions=None, redoc_url=None)
        """
    assert paths(app(link(main=code))) == [
        "GET/HEAD /docs/oauth2-redirect",
        "GET /changelog",
        "GET/HEAD /openapi.json",
        "GET/HEAD /docs",
    ]
    assert paths(app(link(main=code.replace("redoc_url", "openapi_url")))) == ["GET /changelog"]


def test_fastapi_mcp(link: Link) -> None:
    """As release 0.4 registered it with FastAPI 0.136."""
    project = link(
        main="""
        from fastapi import APIRouter, FastAPI
        from fastapi_mcp import FastApiMCP
        app = FastAPI()
        @app.get("/x")
        def x(): ...
        mcp = FastApiMCP(app, name="tools")
        mcp.mount_http()
        mcp.mount(mount_path="old/")
        router = APIRouter(prefix="/api")
        mcp.mount_sse(router)
        """
    )
    assert paths(app(project)) == [
        "GET /x",
        "DELETE/GET/POST /mcp",
        "GET /old",
        "POST /old/messages/",
        "GET /api/sse",
        "POST /api/sse/messages/",
    ]
